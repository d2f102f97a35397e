// SPDX-License-Identifier: MIT
// Card data, shown for its tokens (weavr-web-client.md 3).
import assert from "node:assert/strict";

import { iframe, row } from "./rows.mjs";

const shownText = (t, frame) => t.value("document.body.innerText.trim()", frame);

row("own card", "a stepped-up user sees the number in groups of four, and change is told once", async (t) => {
    await t.open();
    await t.associate({ stepUp: true });
    await t.run("window.card = watch(\"card\", c.display.cardNumber(\"test-card\")).mount(\"#one\");");
    const frame = await t.browser.frame(iframe("cardNumber"));

    await t.heard("card", "change");
    assert.equal(await shownText(t, frame), "5555 5555 5555 4444");
    assert.deepEqual((await t.log("card")).map(([, event]) => event), ["ready", "change"]);
    assert.equal(await t.value("document.querySelector(\"iframe\").title"), "Secure card data");
    assert.equal(await t.value("document.documentElement.innerHTML.includes(\"5555\")"), false);
});

row("own card-before-step-up", "before the step-up the display's error says so, and after it the card is shown", async (t) => {
    t.expectError(/403/);
    await t.open();
    const token = await t.associate();

    await t.run("window.card = watch(\"card\", c.display.cardNumber(\"test-card\")).mount(\"#one\");");
    assert.equal(await t.heard("card", "error"), "STEP_UP_REQUIRED");
    await t.realm.stepUp(token);
    await t.run("card.update({ token: \"test-card\" });");
    await t.heard("card", "change");
});

row("own card-silent", "an error that nobody hears is written to the console", async (t) => {
    t.expectError(/403|not stepped up/);
    await t.open();
    await t.associate();
    await t.run("c.display.cardNumber(\"test-card\").mount(\"#one\");");
    await t.browser.written(/not stepped up/);
});

row("own card-alone", "without a user there is an error", async (t) => {
    await t.open();
    await t.run("watch(\"card\", c.display.cvv(\"test-card\")).mount(\"#one\");");
    assert.equal(await t.heard("card", "error"), "INVALID_AUTH");
});

row("own cvv-and-pin", "each display shows its own value, in both versions", async (t) => {
    await t.open(1);
    await t.associate({ stepUp: true });
    await t.run(`watch("cvv", c.span("cvv", "test-card", { className: "card-data", style: { base: { color: "rgb(1, 2, 3)" } } })).mount("#one");
        watch("pin", c.span("pin", "test-card", { style: { color: "rgb(4, 5, 6)" } })).mount("#two");`);
    await t.heard("cvv", "change");
    await t.heard("pin", "change");
    const cvv = await t.browser.frame(iframe("cvv"));
    const pin = await t.browser.frame(iframe("cardPin"));

    assert.equal(await shownText(t, cvv), "123");
    assert.equal(await shownText(t, pin), "1234");
    const color = "getComputedStyle(document.querySelector(\".display\")).color";

    assert.deepEqual([await t.value(color, cvv), await t.value(color, pin)], ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
    assert.equal(await t.value("document.querySelector(\"#one\").className"), "input card-data");
    await t.throws("c.span(\"iban\", \"test-card\")", /no span/);
});

row("own card-later", "a display without a token shows nothing until it gets one", async (t) => {
    await t.open();
    await t.associate({ stepUp: true });
    await t.run("window.card = watch(\"card\", c.display.cardNumber(\"\")).mount(\"#one\");");
    const frame = await t.browser.frame(iframe("cardNumber"));

    assert.deepEqual((await t.log("card")).map(([, event]) => event), ["ready"]);
    assert.equal(await shownText(t, frame), "");
    await t.run("card.update(\"test-card\");");
    await t.heard("card", "change");
    assert.equal(await shownText(t, frame), "5555 5555 5555 4444");
});

row("own minted-card", "card data that the simulator tokenised is shown, a password never", async (t) => {
    const { body } = await t.realm.api("POST", "/simulate/api/secure_session/anon_tokenize",
        { values: { card: { value: "4111111111111111", field: "x" }, secret: { value: "Pass1234!", field: "x" } } });

    t.expectError(/404/);
    await t.open();
    await t.associate({ stepUp: true });
    await t.run(`watch("card", c.display.cardNumber("${body.tokens.card}")).mount("#one");
        watch("secret", c.display.cvv("${body.tokens.secret}")).mount("#two");`);
    await t.heard("card", "change");
    assert.equal(await t.heard("secret", "error"), "INTERNAL");
    assert.equal(await shownText(t, await t.browser.frame(iframe("cardNumber"))), "4111 1111 1111 1111");
    assert.equal(await shownText(t, await t.browser.frame(iframe("cvv"))), "");
});

row("own display-destroyed", "a display that is gone is used no more", async (t) => {
    await t.open();
    await t.run("window.card = c.display.cardNumber(\"test-card\").mount(\"#one\"); card.destroy();");
    await t.throws("card.update(\"test-card\")", /destroyed/);
    assert.equal(await t.value("document.querySelectorAll(\"iframe\").length"), 0);
});

row("own card-waits", "a display that is mounted before the association has finished waits for it", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");

    await t.realm.stepUp(token);
    await t.open();
    await t.run(`c.setUserToken("Bearer ${token}");
        watch("card", c.display.cardNumber("test-card")).mount("#one");`);
    await t.heard("card", "change");
    assert.equal(await shownText(t, await t.browser.frame(iframe("cardNumber"))), "5555 5555 5555 4444");
});

row("own card-again", "change is told once for each value that is shown", async (t) => {
    await t.realm.set({ secureTestCard: { token: "other", number: "4000000000000002", cvv: "456", pin: "9876" } });
    await t.open();
    await t.associate({ stepUp: true });
    await t.run("window.card = watch(\"card\", c.display.cardNumber(\"other\")).mount(\"#one\");");
    await t.heard("card", "change");
    await t.run(`log.length = 0;
        card.update({ token: "other" });
        watch("cvv", c.display.cvv("other")).mount("#two");`);
    await t.heard("cvv", "change");
    await t.heard("card", "change");
    assert.deepEqual((await t.log("card")).map(([, event]) => event), ["change"]);
    assert.equal(await shownText(t, await t.browser.frame(iframe("cardNumber"))), "4000 0000 0000 0002");
});

row("own typed-password", "what was typed into a field is never shown, even if it is digits", async (t) => {
    t.expectError(/404/);
    await t.open();
    await t.associate({ stepUp: true });
    await t.run("window.input = c.capture.password(\"p\").mount(\"#one\");");
    await t.browser.type(iframe("p"), "4111111111111111");
    await t.run("const { tokens } = await input.createToken(); watch(\"card\", c.display.cardNumber(tokens.p)).mount(\"#two\");");
    assert.equal(await t.heard("card", "error"), "INTERNAL");
    assert.equal(await shownText(t, await t.browser.frame(iframe("cardNumber"))), "");
});

row("own card-without-association", "after a failed association, and after signing out, a display has an error", async (t) => {
    t.expectError(/401/);
    await t.open();
    await t.run("c.setUserToken(\"Bearer unknown\"); watch(\"first\", c.display.cardNumber(\"test-card\")).mount(\"#one\");");
    assert.equal(await t.heard("first", "error"), "INVALID_AUTH");
    await t.associate({ stepUp: true });
    await t.run("await c.setUserToken(null); watch(\"next\", c.display.cardNumber(\"test-card\")).mount(\"#two\");");
    assert.equal(await t.heard("next", "error"), "INVALID_AUTH");
    assert.deepEqual(await t.realm.requests("&operation=secure_detokenize"), []);
});
