// SPDX-License-Identifier: MIT
// Tokens and the association with a user (weavr-web-client.md 1.3, 2.6, 6.2).
import assert from "node:assert/strict";

import { iframe, row } from "./rows.mjs";

const password = iframe("password");

async function openField(t, text, kind = "password") {
    await t.open();
    await t.run(`window.input = c.capture.${kind}("password").mount("#one");`);
    await t.browser.type(password, text);
}

row("web 7", "without a user token a password is tokenised anonymously", async (t) => {
    await openField(t, "Pass1234!");
    const { tokens } = await t.value("input.createToken()");

    assert.deepEqual(Object.keys(tokens), ["password"]);
    assert.equal(tokens.password.length, 24);
    assert.equal((await t.realm.requests("&operation=secure_anon_tokenize")).length, 1);
    assert.deepEqual(await t.realm.requests("&operation=secure_tokenize"), []);
});

row("web 8", "a token creates a password and signs in; where tokens are required nothing else does", async (t) => {
    const { realm } = t;
    const email = "new@example.test";
    const profile = (await realm.control("GET", "")).body.weavr.profiles.consumers;
    const { body: consumer } = await realm.api("POST", "/multi/consumers", {
        profileId: profile, ipAddress: "127.0.0.1",
        rootUser: {
            name: "Nora", surname: "New", email, mobile: { countryCode: "+44", number: "7700900123" },
            dateOfBirth: { year: 1990, month: 1, day: 2 }, address: { country: "MT" },
        },
    });
    const signIn = (value) => realm.api("POST", "/multi/login_with_password", { email, password: { value } });

    await openField(t, "Pass1234!");
    const { tokens } = await t.value("input.createToken()");
    const created = await realm.api("POST", `/multi/passwords/${consumer.id.id}/create`, { password: { value: tokens.password } });

    assert.equal(created.status, 200);
    await realm.verifyEmail(email);
    assert.equal((await signIn(tokens.password)).status, 200);
    await realm.set({ tokenisedPasswords: true });
    assert.equal((await signIn("Pass1234!")).status, 400);
    assert.equal((await signIn("x".repeat(24))).status, 404);
    await realm.control("POST", "/clock", { advance: "PT30M" });
    assert.equal((await signIn(tokens.password)).status, 410);
});

row("web 9", "setUserToken answers by promise and callback", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");

    t.expectError(/401/); // the browser shows it
    await t.open();
    await t.run(`window.told = [];
        window.set = (token) => c.setUserToken(token, () => told.push("yes"), (error) => told.push(error.code)).then(
            (value) => value === undefined ? "yes" : "value", (error) => error.code);`);
    assert.equal(await t.value(`set("Bearer ${token}")`), "yes");
    assert.equal(await t.value(`set("${token}")`), "yes");
    assert.equal(await t.value("set(\"Bearer unknown\")"), "INVALID_AUTH");
    assert.equal(await t.value("set(null)"), "yes");
    assert.deepEqual(await t.value("told"), ["yes", "yes", "INVALID_AUTH", "yes"]);
    await t.throws("c.setUserToken(7)", /text/);
    t.expectError(/uncaught exception: last/); // Firefox writes it although it is handled
    // a promise that is dropped is no unhandled rejection: one that is unhandled for certain comes after it
    await t.run(`window.unhandled = [];
        addEventListener("unhandledrejection", (event) => {
            event.preventDefault();
            unhandled.push(event.reason);
        });
        c.setUserToken("x", null, () => void Promise.reject("last"));`);
    await t.until("unhandled.includes(\"last\")");
    assert.deepEqual(await t.value("unhandled"), ["last"]);
});

row("own associate-v1", "version 1 associates by callbacks", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");

    t.expectError(/401/);
    await t.open(1);
    assert.equal(await t.value(`new Promise((resolve, reject) => c.associate("Bearer ${token}", () => resolve(true), reject))`), true);
    await t.throws("new Promise((resolve, reject) => c.associate(\"Bearer x\", resolve, reject))", /no live user token/);
});

row("own unknown-key", "an unknown UI key is a failure", async (t) => {
    t.expectError(/404/);
    await t.browser.visit(`${t.app.url}/bare.html`);
    await t.run("window.input = weavr.init(\"unknown\").capture.password(\"password\").mount(\"#one\");");
    await t.browser.type(password, "x");
    assert.equal(await t.value("input.createToken().catch((error) => error.code)"), "INTERNAL");
});

row("own tokenise-as-user", "with a user token the value is tokenised in the user's name, as soon as it is associated", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");

    await openField(t, "Pass1234!");
    assert.match(await t.value(`(c.setUserToken("Bearer ${token}"), input.createToken().then(({ tokens }) => tokens.password))`), /^[a-z0-9]{24}$/);
    assert.equal((await t.realm.requests("&operation=secure_tokenize&status=200")).length, 1);
    assert.deepEqual(await t.realm.requests("&operation=secure_anon_tokenize"), []);
});

row("own anonymous-after-failure", "after a failed association tokens are anonymous", async (t) => {
    t.expectError(/401/);
    await openField(t, "Pass1234!");
    assert.match(await t.value("(c.setUserToken(\"Bearer x\"), input.createToken().then(({ tokens }) => tokens.password))"), /^[a-z0-9]{24}$/);
    assert.equal((await t.realm.requests("&operation=secure_anon_tokenize")).length, 1);
});

row("own ended-session", "a session that has ended since is a failure", async (t) => {
    t.expectError(/401/);
    await openField(t, "Pass1234!");
    const token = await t.associate();

    await t.realm.api("POST", "/multi/logout", undefined, token);
    assert.equal(await t.value("input.createToken().catch((error) => error.code)"), "INVALID_AUTH");
});

row("own empty-field", "an empty field is an empty text, without a call", async (t) => {
    await t.open();
    await t.run("window.form = c.form(); form.password(\"password\").mount(\"#one\"); form.password(\"q\").mount(\"#two\");");
    await t.browser.type(iframe("q"), "Pass1234!");
    const { tokens } = await t.value("form.createToken()");

    assert.equal(tokens.password, "");
    assert.equal(tokens.q.length, 24);
    assert.equal((await t.realm.requests("&operation=secure_anon_tokenize")).length, 1);
});

row("web 12", "a card's PIN has four digits when it is tokenised for a user", async (t) => {
    await openField(t, "123", "cardPin");
    await t.associate();
    await t.throws("input.createToken()", /four digits/);
    await t.browser.type(password, "4");
    assert.equal(await t.value("input.createToken().then(({ tokens }) => tokens.password.length)"), 24);
});

row("own tokens-of-form", "one failure rejects the tokens of the whole form", async (t) => {
    await t.open();
    await t.run("window.form = c.form(); form.password(\"password\").mount(\"#one\"); form.cardPin(\"pin\").mount(\"#two\");");
    await t.browser.type(password, "Pass1234!");
    await t.browser.type(iframe("pin"), "12");
    await t.associate();
    await t.throws("form.createToken()", /four digits/);
    await t.throws("new Promise((resolve, reject) => form.createToken(resolve, reject))", /four digits/);
});

row("own not-mounted", "what isn't mounted has no token", async (t) => {
    await t.open();
    await t.throws("c.capture.password(\"p\").createToken()", /not mounted/);
});

row("own uses", "a token can be used as often as the realm says", async (t) => {
    await t.realm.set({ passwordTokenUses: 1 });
    await openField(t, "pa$$word");
    const { tokens } = await t.value("input.createToken()");
    const signIn = () => t.realm.api("POST", "/multi/login_with_password",
        { email: "user@example.com", password: { value: tokens.password } });

    assert.equal((await signIn()).status, 200);
    assert.equal((await signIn()).status, 410);
});

row("own journal", "the journal shows what was called, and neither a value nor a token", async (t) => {
    await openField(t, "Geheim12!");
    const token = await t.associate({ stepUp: true });
    const { tokens } = await t.value("input.createToken()");

    await t.run("const shown = watch(\"card\", c.display.cardNumber(\"test-card\")); shown.mount(\"#two\");");
    await t.heard("card", "change");
    const requests = await t.realm.requests();
    const text = JSON.stringify(requests);

    for (const operation of ["secure_associate", "secure_tokenize", "secure_detokenize"])
        assert.ok(requests.some((one) => one.operation === operation), operation);
    for (const secret of ["Geheim12!", tokens.password, token, "5555555555554444"])
        assert.equal(text.includes(secret), false, secret);
});

row("own foreign-reads", "a page can't read a card's data by itself", async (t) => {
    t.expectError(/CORS|Cross-Origin|Failed to load|405/i);
    await t.open();
    await t.throws(`fetch("${t.gateway.url}/app/secure/api/session/detokenize", { method: "POST",
        headers: { "programme-key": "${t.realm.uiKey}" }, body: "{}" })`, /./);
    await t.throws(`fetch("${t.gateway.url}/app/secure/api/session/detokenize", { method: "POST", body: "{}" })`, /./);
});

row("own seconds", "a token lives as long as the realm says, and is known as expired for a day", async (t) => {
    await t.realm.set({ secureTokenSeconds: 60, tokenisedPasswords: true });
    await openField(t, "pa$$word");
    const { tokens } = await t.value("input.createToken()");
    const signIn = async () => (await t.realm.api("POST", "/multi/login_with_password",
        { email: "user@example.com", password: { value: tokens.password } })).status;

    await t.realm.control("POST", "/clock", { advance: "PT59S" });
    assert.equal(await signIn(), 200);
    await t.realm.control("POST", "/clock", { advance: "PT2S" });
    assert.equal(await signIn(), 410);
    await t.realm.control("POST", "/clock", { advance: "P1D" });
    assert.equal(await signIn(), 404);
});

row("own several-calls", "one token is judged, becomes the new password, and signs in", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");
    const { realm } = t;

    await t.open();
    await t.run(`window.form = c.form();
        form.password("old").mount("#one");
        form.password("new").mount("#two");`);
    await t.browser.type(iframe("old"), "pa$$word");
    await t.browser.type(iframe("new"), "Newer123!");
    const { tokens } = await t.value("form.createToken()");
    const value = { value: tokens.new };

    assert.equal((await realm.api("POST", "/multi/passwords/validate", { password: value, identityProfileId: realm.consumers })).status, 204);
    assert.equal((await realm.api("POST", "/multi/passwords/update",
        { oldPassword: { value: tokens.old }, newPassword: value }, token)).status, 200);
    assert.equal((await realm.api("POST", "/multi/login_with_password", { email: "user@example.com", password: value })).status, 200);
});
