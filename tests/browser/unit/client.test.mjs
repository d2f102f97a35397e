// SPDX-License-Identifier: MIT
// The script that an app loads, as far as it needs no document.
import assert from "node:assert/strict";
import test from "node:test";

import { page, source } from "./pages.mjs";

test("the script is small", () => {
    assert.ok(Buffer.byteLength(source("client.js")) < 25 * 1024);
});

test("the script is ECMAScript 5", () => {
    const code = source("client.js").replace(/\/\/.*$/gm, "").replace(/"(\\.|[^"\\])*"/g, '""');

    for (const newer of [/=>/, /`/, /\b(let|const|class|async|await|yield|import|export|super)\b/, /\.\.\./, /\?\./,
        /\?\?/, /\*\*/, /for *\([^)]* of /, /function *\*/, /,\s*[)\]}]/])
        assert.doesNotMatch(code, newer);
});

test("it defines two globals", () => {
    const { window } = page();

    assert.deepEqual(Object.keys(window).filter((name) => name !== "addEventListener").sort(),
        ["OpcUxSecureClient", "weavr"]);
});

test("what is there already stays, with a warning", () => {
    const weavr = { first: true };
    const { window, warnings } = page({ window: { weavr } });

    assert.equal(window.weavr, weavr);
    assert.ok(window.OpcUxSecureClient);
    assert.ok(warnings.some((text) => text.includes("weavr is loaded already")));
});

test("a page without HTTPS is told so", () => {
    assert.ok(page().warnings.some((text) => text.includes("HTTPS")));
});

for (const [name, use] of [["OpcUxSecureClient", (face) => face.form()], ["weavr", (face) => face.capture]]) {
    test(`${name} is initialised once, with a key, before use`, () => {
        const face = page().window[name];

        assert.throws(() => use(face), /Call init first/);
        assert.throws(() => face.setUserToken(null), /Call init first/);
        for (const key of [undefined, null, "", 7])
            assert.throws(() => face.init(key), /UI key/);
        face.init("key", { unknown: true });
        assert.ok(use(face));
        assert.throws(() => face.init("key"), /already/);
    });
}

test("both faces have states of their own", () => {
    const { weavr, OpcUxSecureClient } = page().window;

    assert.equal(weavr.isInitialised, false);
    OpcUxSecureClient.init("one");
    assert.equal(weavr.isInitialised, false);
    assert.throws(() => weavr.form(), /Call init first/);
    weavr.init("two");
    assert.equal(weavr.isInitialised, true);
});

test("inputs have names, once in a form, and known types", () => {
    const { weavr, OpcUxSecureClient } = page().window;
    const { capture, form: makeForm } = weavr.init("key");

    OpcUxSecureClient.init("key");
    for (const name of [undefined, "", 7])
        assert.throws(() => capture.password(name), /name of an input/);
    assert.ok(capture.password("same") && capture.password("same"));
    const form = makeForm();
    const input = form.password("p");

    assert.throws(() => form.passCode("p"), /already/);
    input.destroy();
    assert.ok(form.passCode("p"));
    for (const type of ["password", "confirmPassword", "PassCode", "confirmpasscode", "cardPin"])
        assert.ok(OpcUxSecureClient.form().input("x", type));
    for (const type of ["confirmCardPin", "pin", "", undefined])
        assert.throws(() => OpcUxSecureClient.form().input("x", type), /no input of the type/);
    assert.throws(() => OpcUxSecureClient.span("iban", "token"), /no span of the type/);
});

test("what was destroyed can't be used", () => {
    const { capture, form: makeForm } = page().window.weavr.init("key");
    const input = capture.password("p");
    const form = makeForm();

    input.destroy();
    form.destroy();
    for (const use of [() => input.createToken(), () => input.focus(), () => input.update({}), () => input.destroy(),
        () => input.mount("#x"), () => form.createToken(), () => form.password("q"), () => form.match()])
        assert.throws(use, /destroyed|No element/);
});

test("version 1 wants the inputs destroyed before the form", () => {
    const face = page().window.OpcUxSecureClient;

    face.init("key");
    const form = face.form();
    const input = form.input("p", "password");

    assert.throws(() => form.destroy(), /inputs/);
    input.destroy();
    form.destroy();
});

test("a user token is a text, or nothing", async () => {
    const { setUserToken } = page().window.weavr.init("key");
    let told = 0;

    for (const token of [7, {}, true])
        assert.throws(() => setUserToken(token), /text/);
    await setUserToken(null, () => told++);
    await setUserToken(undefined, () => told++);
    assert.equal(told, 2);
});

test("listeners are functions", () => {
    const { capture } = page().window.weavr.init("key");

    assert.throws(() => capture.password("p").on("ready"), /function/);
});

test("the listeners of an event have their turn after the call, and go with off", async () => {
    const input = page().window.weavr.init("key").capture.password("p");
    const seen = [];
    const first = (payload) => seen.push(["first", payload]);

    input.on("change", first).addListener("change", (payload) => seen.push(["second", payload]));
    assert.equal(input.emit("change", 1), true);
    assert.deepEqual(seen, []);
    await Promise.resolve();
    assert.deepEqual(seen.splice(0), [["first", 1], ["second", 1]]);
    input.off("change", first).emit("change", 2);
    await Promise.resolve();
    assert.deepEqual(seen, [["second", 2]]);
    input.removeAllListeners("change");
    assert.equal(input.emit("change"), false);
    assert.equal(input.on("blur", first).removeAllListeners().emit("blur"), false);
});
