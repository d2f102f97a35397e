// SPDX-License-Identifier: MIT
// Whole apps: pages that sign in with each version, and a customer's way from sign-up to sign-out.
import assert from "node:assert/strict";

import { Keys } from "./driver.mjs";
import { iframe, row } from "./rows.mjs";

const visit = (t, page) => t.browser.visit(`${t.app.url}/${page}?gateway=${t.gateway.url}`);
const fill = (t, id, text) => t.run(`document.getElementById("${id}").value = "${text}";`);
const shows = (t, id, text) => t.until(`document.getElementById("${id}").textContent === "${text}"`);
const press = (t, selector) => t.run(`document.querySelector("${selector}").click();`);

for (const [page, name] of [["login-v1.html", "p"], ["login-v2.html", "password"]]) {
    row(`own ${page.slice(0, 8)}`, "a login page on another origin signs in, without an api-key", async (t) => {
        t.expectError(/403/); // the wrong password
        await visit(t, page);
        await fill(t, "email", "user@example.com");
        await t.browser.type(iframe(name), "wrong", Keys.Enter);
        await shows(t, "error", "E-mail or password is wrong.");
        await t.browser.type(iframe(name), "pa$$word", Keys.Enter);
        await shows(t, "done", "Signed in as user@example.com");
    }, { usesDefaultRealm: true });
}

async function signUp(t, email) {
    await t.browser.frame(iframe("password"));
    for (const [id, text] of [["name", "Nora"], ["surname", "New"], ["new-email", email], ["mobile", "7700900123"]])
        await fill(t, id, text);
    await t.browser.type(iframe("password"), "Aa1!aaaa");
    await shows(t, "strength", "Strength: medium");
    await press(t, "#sign-up button");
    await t.until("document.body.dataset.shown === \"verify\"");
    const { body } = await t.realm.control("GET", `/outbox?to=${email}&limit=1`);

    await fill(t, "email-code", body.messages[0].code);
    await press(t, "#verify button");
    await t.until("document.body.dataset.shown === \"sign-in\"");
}

async function enterCode(t, label) {
    await shows(t, "code-label", label);
    await fill(t, "code", "123456");
    await press(t, "#code-form button");
}

// What the journal must show, in this order, with others between them.
const milestones = ["secure_anon_tokenize", "consumer_create", "password_create", "consumer_email_send",
    "consumer_email_verify", "login_with_password", "secure_associate", "factor_otp_enrol", "factor_otp_verify",
    "stepup_otp_issue", "stepup_otp_verify", "secure_detokenize", "consumer_kyc_start", "kyi_params_get", "kyi_submit",
    "kyi_approve", "logout"];

async function checkJournal(realm) {
    const requests = (await realm.requests()).reverse();
    const operations = requests.filter(({ status }) => status < 400).map(({ operation }) => operation);
    let at = -1;

    for (const one of milestones) {
        at = operations.indexOf(one, at + 1);
        assert.ok(at >= 0, `${one} is missing, or not in its place: ${operations}`);
    }
    assert.equal(JSON.stringify(requests).includes("Aa1!aaaa"), false);
}

row("web 20", "from sign-up to sign-out nothing leaves the machine, and only what the app expects fails", async (t) => {
    const email = `nora-${t.browser.name}@example.test`;

    t.expectError(/403/); // the card, before the step-up
    await t.realm.control("DELETE", "/requests");
    await visit(t, "journey.html");
    await signUp(t, email);
    await t.browser.type(iframe("password"), "Aa1!aaaa");
    await press(t, "#sign-in button");
    await shows(t, "greeting", "Nora");
    await t.until("!document.getElementById(\"locked\").hidden");
    await press(t, "#confirm");
    await enterCode(t, "Code to enrol your phone");
    await enterCode(t, "Code to confirm that it is you");
    await t.until("document.body.dataset.card === \"shown\"");
    assert.equal(await t.value("document.body.innerText.trim()", await t.browser.frame(iframe("cardNumber"))), "5555 5555 5555 4444");
    await press(t, "#start-kyc");
    const panel = await t.browser.frame(iframe("consumerKyc"));

    await t.until("document.querySelector(\"[data-action=submit]\").disabled === false", panel);
    await t.browser.click("[data-action=submit]", panel);
    await shows(t, "identity", "PENDING_REVIEW");
    await t.browser.click("[data-action=approve]", panel);
    await shows(t, "identity", "APPROVED");
    await press(t, "#sign-out");
    await t.until("document.body.dataset.shown === \"sign-in\"");
    assert.deepEqual(t.browser.requests.filter(({ status }) => status >= 400 || status === 0)
        .map(({ url, status }) => [new URL(url).pathname.split("/").pop(), status]).filter(([name]) => name !== "detokenize"), []);
    await checkJournal(t.realm);
}, { usesDefaultRealm: true });
