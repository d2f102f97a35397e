// SPDX-License-Identifier: MIT
// The scripts of the browser client, run without a browser.
import { readFileSync } from "node:fs";
import vm from "node:vm";

export const source = (name) => readFileSync(new URL(`../../../src/weavr/pages/${name}`, import.meta.url), "utf8");

// The pure parts of the frame.
export function rules() {
    const parts = {};

    vm.runInNewContext(source("rules.js"), { document: { currentScript: { parts } }, URL });
    return parts;
}

// What objects of another context hold, for comparisons.
export const plain = (value) => JSON.parse(JSON.stringify(value));

// A page that loads client.js from `address`: its window, and what it warned of.
export function page({ address = "http://127.0.0.1:8080/app/secure/static/client.1.js", window = {} } = {}) {
    const warnings = [];
    const document = {
        currentScript: { src: address },
        addEventListener() {},
        createElement: () => ({
            set href(value) {
                const { protocol, host } = new URL(value);

                Object.assign(this, { protocol, host });
            },
        }),
        querySelectorAll: () => [],
    };

    Object.assign(window, { addEventListener() {} });
    vm.runInNewContext(source("client.js"), {
        window, document, location: new URL("http://shop.example/"), console: { warn: (text) => warnings.push(text) },
    });
    return { window, warnings };
}
