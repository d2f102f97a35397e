// SPDX-License-Identifier: MIT
// Pictures of fields, cards and panels, to be looked at: wide and narrow, light and dark.
import { join } from "node:path";

import { takeAppPictures } from "./app-pictures.mjs";
import { Browser } from "./driver.mjs";
import { Row, iframe } from "./rows.mjs";

const style = (dark) => JSON.stringify({ base: {
    color: dark ? "#e8ebf0" : "#1c2430", "::placeholder": { color: dark ? "#a5afbb" : "#59636f" },
} });

async function takeAll(t, folder, scheme) {
    const look = style(scheme === "dark");

    await t.open();
    const token = await t.associate({ stepUp: true });
    const { body } = await t.realm.api("POST", "/multi/consumers/kyc", {}, token);

    await t.run(`c.capture.password("p", { strengthCheck: true, placeholder: "Password", style: ${look} }).mount("#one");
        c.capture.passCode("q", { segmented: true, style: ${look} }).mount("#two");
        c.display.cardNumber("test-card", { style: ${look} }).mount("#three");
        await c.capture.consumerKyc("${body.reference}").mount("#panel");`);
    await t.browser.type(iframe("p"), "Aa1!aaaa");
    await t.browser.type(iframe("q"), "12");
    await t.browser.frame(iframe("consumerKyc"));
    for (const width of [1280, 390])
        await t.browser.picture(join(folder, `fields-${scheme}-${width}.png`), width);
}

export async function takePictures(folder, app, gateway) {
    for (const scheme of ["light", "dark"]) {
        const browser = await Browser.open("chromium", { dark: scheme === "dark" });

        try {
            await takeAll(new Row(browser, app, gateway, await gateway.makeRealm("demo")), folder, scheme);
            await takeAppPictures({ browser, app, gateway, realm: await gateway.defaultRealm() }, folder, scheme);
        } finally {
            await browser.close();
        }
    }
}
