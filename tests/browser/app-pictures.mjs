// SPDX-License-Identifier: MIT
// Pictures of the app's pages, to be looked at: wide and narrow, light and dark.
import { join } from "node:path";

import { iframe } from "./rows.mjs";

const password = "Harbour12!";

const visit = ({ browser, app, gateway }, page) => browser.visit(`${app.url}/${page}?gateway=${gateway.url}`);
const press = ({ browser }, selector) => browser.value(`void document.querySelector("${selector}").click()`);
const shown = ({ browser }, view) => browser.until(`document.body.dataset.shown === "${view}"`);

async function fill({ browser }, values) {
    for (const [id, text] of Object.entries(values))
        await browser.value(`void (document.getElementById("${id}").value = "${text}")`);
}

async function login(t) {
    await visit(t, "login-v2.html");
    await fill(t, { email: "user@example.com" });
    await t.browser.type(iframe("password"), "pa$$word");
}

async function loginRefused(t) {
    await visit(t, "login-v1.html");
    await fill(t, { email: "user@example.com" });
    await t.browser.type(iframe("p"), "wrong");
    await press(t, "#form button");
    await t.browser.until("document.getElementById(\"error\").textContent !== \"\"");
}

async function signUp(t) {
    await visit(t, "journey.html");
    await t.browser.frame(iframe("password"));
    await fill(t, { name: "Nora", surname: "New", "new-email": t.email, mobile: "7700900123" });
    await t.browser.type(iframe("password"), password);
}

async function verify(t) {
    await press(t, "#sign-up button");
    await shown(t, "verify");
}

// Before the step-up, with the panel open.
async function home(t) {
    await t.realm.verifyEmail(t.email);
    await press(t, "#have-account");
    await fill(t, { email: t.email });
    await t.browser.type(iframe("password"), password);
    await press(t, "#sign-in button");
    await shown(t, "home");
    await press(t, "#start-kyc");
    await t.browser.frame(iframe("consumerKyc"));
}

async function card(t) {
    for (const label of ["Code to enrol your phone", "Code to confirm that it is you"]) {
        await press(t, label.includes("enrol") ? "#confirm" : "#code-form button");
        await t.browser.until(`document.getElementById("code-label").textContent === "${label}"`);
        await fill(t, { code: "123456" });
    }
    await press(t, "#code-form button");
    await t.browser.until("document.body.dataset.card === \"shown\"");
    await t.browser.clickIn(iframe("consumerKyc"), "[data-action=submit]");
    await t.browser.until("document.getElementById(\"identity\").textContent === \"PENDING_REVIEW\"");
}

// Each goes on where the one before has ended. `t` has browser, app, gateway and the default realm.
export async function takeAppPictures(t, folder, scheme) {
    t.email = `${scheme}@example.test`;
    for (const step of [login, loginRefused, signUp, verify, home, card]) {
        await step(t);
        for (const width of [1280, 390])
            await t.browser.picture(join(folder, `${step.name}-${scheme}-${width}.png`), width);
        await t.browser.resize({ width: 1280, height: 900 });
    }
}
