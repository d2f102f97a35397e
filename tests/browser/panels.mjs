// SPDX-License-Identifier: MIT
// Verification panels (weavr-web-client.md 4, 6.2).
import assert from "node:assert/strict";

import { iframe, row } from "./rows.mjs";

const consumer = iframe("consumerKyc");

async function startKyc(t, token) {
    const { body } = await t.realm.api("POST", "/multi/consumers/kyc", {}, token);

    return body.reference;
}

const pressButton = (t, frame, action) => t.browser.clickIn(frame, `[data-action=${action}]`);

const told = (t, text) => t.until(`JSON.stringify(told) === ${JSON.stringify(JSON.stringify(text))}`);

row("own consumer-kyc", "a consumer submits and is approved: messages, state and webhooks", async (t) => {
    await t.open();
    const token = await t.associate();
    const reference = await startKyc(t, token);
    const state = async () => (await t.realm.api("GET", "/multi/consumers/kyc", undefined, token)).body.fullDueDiligence;

    await t.run(`window.told = [];
        await c.capture.consumerKyc("${reference}").mount("#panel", { onMessage: (...all) => told.push(all[0]) });`);
    const frame = await t.browser.frame(consumer);

    assert.equal(await t.value("document.querySelector(\".subject\").textContent", frame), "Uma User");
    await pressButton(t, consumer, "submit");
    await told(t, ["kycSubmitted"]);
    assert.equal(await state(), "PENDING_REVIEW");
    assert.equal(await t.value("document.querySelector(\"[data-action=submit]\").disabled", frame), true);
    await pressButton(t, consumer, "approve");
    await told(t, ["kycSubmitted", "kycApproved"]);
    assert.equal(await state(), "APPROVED");
    assert.deepEqual((await t.realm.events("/consumers/kyc/watch")).map(({ status }) => status).reverse(),
        ["PENDING_REVIEW", "APPROVED"]);
});

row("own panel-before-association", "a panel waits for the association", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");
    const reference = await startKyc(t, token);

    await t.open();
    await t.run(`c.setUserToken("Bearer ${token}"); c.capture.consumerKyc("${reference}").mount("#panel");`);
    await t.browser.frame(consumer);
});

row("own consumer-kyc-v1", "version 1 takes one object or four arguments", async (t) => {
    await t.open(1);
    const token = await t.associate();
    const reference = await startKyc(t, token);

    await t.run(`window.told = [];
        c.consumer_kyc().init({ selector: "#panel", reference: "${reference}", onMessage: (message) => told.push(message) });`);
    await pressButton(t, consumer, "submit");
    await told(t, ["kycSubmitted"]);
    await t.run(`document.querySelector("#panel").textContent = "";
        c.consumer_kyc().init(document.querySelector("#one"), { reference: "${reference}" }, (message) => told.push(message), {});`);
    await pressButton(t, consumer, "reject");
    await told(t, ["kycSubmitted", "kycRejected"]);
});

row("own corporate-kyb", "version 1 tells a corporate's listener what the provider says", async (t) => {
    await t.open(1);
    const token = await t.associate({ email: "corporate@example.com", password: "Pass1234!" });
    const { body } = await t.realm.api("POST", "/multi/corporates/kyb", undefined, token);

    await t.run(`window.told = [];
        c.kyb().init("#panel", { reference: "${body.reference}" }, (type, payload) => told.push([type, payload]));`);
    await pressButton(t, iframe("corporateKyb"), "submit");
    await told(t, [["idCheck.onApplicantSubmitted", {}], ["complete", {}]]);
    await pressButton(t, iframe("corporateKyb"), "reject");
    await t.until("told.length === 3");
    assert.deepEqual((await t.value("told"))[2], ["idCheck.applicantStatus", { reviewResult: { reviewAnswer: "RED" } }]);
    assert.equal((await t.realm.api("GET", "/multi/corporates/kyb", undefined, token)).body.kybStatus, "REJECTED");
});

async function makeDirector(t) {
    const token = await t.realm.signIn("corporate@example.com", "Pass1234!");
    const [{ id }] = (await t.realm.api("GET", "/multi/identities", undefined, token)).body;
    const { body } = await t.realm.control("POST", `/identities/${id.id}/beneficiaries`,
        { email: "dora@example.test", name: "Dora Dent" });

    return { reference: body.reference, list: async () => (await t.realm.control("GET", `/identities/${id.id}/beneficiaries`)).body.beneficiaries };
}

row("web 18", "a director needs no user token; an unknown reference is an error and a rejection", async (t) => {
    const director = await makeDirector(t);

    t.expectError(/404/);
    await t.open();
    await t.run(`window.told = [];
        await c.capture.beneficiariesKyc("${director.reference}").mount("#panel", { onMessage: (message) => told.push(message) });`);
    await pressButton(t, iframe("beneficiariesKyc"), "approve");
    await told(t, ["kycApproved"]);
    assert.equal((await director.list())[0].status, "APPROVED");
    await t.run("window.errors = [];");
    await t.throws("c.capture.beneficiariesKyc(\"1\").mount(\"#one\", { onError: (error) => errors.push(error instanceof Error) })", /404/);
    assert.deepEqual(await t.value("errors"), [true]);
    assert.equal(await t.value("document.querySelectorAll(\"#one iframe\").length"), 0);
    await t.throws("c.capture.beneficiariesKyc(\"1\").mount(\"#unknown\")", /No element/);
    await t.throws("c.capture.beneficiariesKyc(undefined)", /reference/);
});

row("own director-v1", "version 1 tells an unknown director's error as the provider does", async (t) => {
    t.expectError(/404/);
    await t.open(1);
    await t.run(`window.told = []; window.unhandled = 0;
        addEventListener("unhandledrejection", () => unhandled++);
        c.kyc().init("#panel", { reference: "1" }, (type, payload) => told.push([type, typeof payload.error]));`);
    await told(t, [["idCheck.onError", "string"]]);
    assert.equal(await t.value("unhandled"), 0);
});

for (const [outcome, messages, state] of [
    ["submit", ["kycSubmitted"], "PENDING_REVIEW"],
    ["approve", ["kycSubmitted", "kycApproved"], "APPROVED"],
    ["reject", ["kycSubmitted", "kycRejected"], "REJECTED"],
]) {
    row(`own outcome-${outcome}`, "the panel acts by itself", async (t) => {
        await t.realm.set({ kycOutcome: outcome });
        await t.open();
        const token = await t.associate();

        await t.run(`window.told = [];
            c.capture.consumerKyc("${await startKyc(t, token)}").mount("#panel", { onMessage: (message) => told.push(message) });`);
        await told(t, messages);
        assert.equal((await t.realm.api("GET", "/multi/consumers/kyc", undefined, token)).body.fullDueDiligence, state);
    });
}

row("own foreign-reference", "somebody else's reference is refused, and so is one without a user", async (t) => {
    const reference = await startKyc(t, await t.realm.signIn("user@example.com", "pa$$word"));

    t.expectError(/404/);
    await t.open();
    await t.throws(`c.capture.consumerKyc("${reference}").mount("#panel")`, /no live user token/);
    await t.associate({ email: "corporate@example.com", password: "Pass1234!" });
    await t.throws(`c.capture.consumerKyc("${reference}").mount("#panel")`, /404/);
});

row("own panel-css", "an app's style sheet changes the panel", async (t) => {
    await t.open();
    const token = await t.associate();

    await t.run(`await c.capture.consumerKyc("${await startKyc(t, token)}").mount("#panel",
        { customCssStr: ".panel h1 { color: rgb(1, 2, 3); }", customCss: "https://far.example/a.css", lang: "de" });`);
    const frame = await t.browser.frame(consumer);

    assert.equal(await t.value("getComputedStyle(document.querySelector(\"h1\")).color", frame), "rgb(1, 2, 3)");
    assert.equal(await t.value("document.querySelector(\"main\").lang", frame), "de");
});

row("own panel-decided", "what was decided meanwhile is an error in the panel", async (t) => {
    t.expectError(/409/);
    await t.open();
    const token = await t.associate();
    const [{ id }] = (await t.realm.api("GET", "/multi/identities", undefined, token)).body;

    await t.run(`window.told = [];
        await c.capture.consumerKyc("${await startKyc(t, token)}").mount("#panel",
            { onMessage: (message) => told.push(message), onError: (error) => told.push(error.code) });`);
    await t.realm.control("PATCH", `/identities/${id.id}`, { kyc: "REJECTED" });
    await pressButton(t, consumer, "approve");
    await told(t, ["INTERNAL"]);
});

row("own consumer-rejected", "a consumer is rejected: message, state and webhook", async (t) => {
    await t.open();
    const token = await t.associate();

    await t.run(`window.told = [];
        await c.capture.consumerKyc("${await startKyc(t, token)}").mount("#panel", { onMessage: (message) => told.push(message) });`);
    await pressButton(t, consumer, "reject");
    await told(t, ["kycRejected"]);
    assert.equal((await t.realm.api("GET", "/multi/consumers/kyc", undefined, token)).body.fullDueDiligence, "REJECTED");
    assert.deepEqual((await t.realm.events("/consumers/kyc/watch")).map(({ status }) => status), ["REJECTED"]);
});

row("own corporate-kyb-v2", "version 2 has the same words for a corporate", async (t) => {
    await t.open();
    const token = await t.associate({ email: "corporate@example.com", password: "Pass1234!" });
    const { body } = await t.realm.api("POST", "/multi/corporates/kyb", undefined, token);

    await t.run(`window.told = [];
        await c.capture.corporateKyb("${body.reference}").mount("#panel", { onMessage: (message) => told.push(message) });`);
    await pressButton(t, iframe("corporateKyb"), "submit");
    await told(t, ["kycSubmitted"]);
    await pressButton(t, iframe("corporateKyb"), "approve");
    await told(t, ["kycSubmitted", "kycApproved"]);
    assert.equal((await t.realm.api("GET", "/multi/corporates/kyb", undefined, token)).body.kybStatus, "APPROVED");
    assert.deepEqual((await t.realm.events("/corporates/kyb/watch")).map(({ status }) => status).reverse(),
        ["PENDING_REVIEW", "APPROVED"]);
});

row("own director-steps", "a director submits and is rejected, with a webhook each time", async (t) => {
    const director = await makeDirector(t);

    await t.open();
    await t.run(`window.told = [];
        await c.capture.beneficiariesKyc("${director.reference}").mount("#panel", { onMessage: (message) => told.push(message) });`);
    await pressButton(t, iframe("beneficiariesKyc"), "submit");
    await told(t, ["kycSubmitted"]);
    assert.equal((await director.list())[0].status, "PENDING_REVIEW");
    await pressButton(t, iframe("beneficiariesKyc"), "reject");
    await told(t, ["kycSubmitted", "kycRejected"]);
    assert.equal((await director.list())[0].status, "REJECTED");
    assert.equal((await t.realm.events("/corporates/kyb/beneficiaries/watch")).length, 2);
});

row("own director-approved-v1", "version 1 tells a director's approval as the provider does", async (t) => {
    const director = await makeDirector(t);

    await t.open(1);
    await t.run(`window.told = [];
        c.kyc().init("#panel", { reference: "${director.reference}" }, (type, payload) => told.push([type, payload]));`);
    await pressButton(t, iframe("beneficiariesKyc"), "approve");
    await told(t, [["idCheck.applicantStatus", { reviewResult: { reviewAnswer: "GREEN" } }]]);
});
