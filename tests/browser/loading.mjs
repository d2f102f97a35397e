// SPDX-License-Identifier: MIT
// Loading the script, and its two globals (weavr-web-client.md 1, 6.2).
import assert from "node:assert/strict";

import { iframe, row } from "./rows.mjs";

row("web 1", "both globals are there when the script in the head has run", async (t) => {
    await t.browser.visit(`${t.app.url}/bare.html`);
    assert.deepEqual(await t.value("inHead"), ["object", "object", true]);
});

row("web 2", "init needs a key, once, and comes before everything else", async (t) => {
    await t.browser.visit(`${t.app.url}/bare.html`);
    for (const face of ["weavr", "OpcUxSecureClient"]) {
        await t.throws(`${face}.init()`, /UI key/);
        await t.throws(`${face}.form()`, /Call init first/);
        await t.throws(`${face}.setUserToken(null)`, /Call init first/);
    }
    await t.throws("weavr.capture", /Call init first/);
    await t.throws("weavr.display", /Call init first/);
    assert.equal(await t.value("weavr.isInitialised"), false);
    await t.run("weavr.init(\"key\");");
    assert.equal(await t.value("weavr.isInitialised"), true);
    await t.throws("weavr.init(\"key\")", /already/);
    await t.throws("OpcUxSecureClient.form()", /Call init first/);
    await t.run("OpcUxSecureClient.init(\"key\");");
});

row("own loaded-twice", "the first script stays, with a warning", async (t) => {
    await t.browser.visit(`${t.app.url}/bare.html`);
    await t.run(`window.first = weavr; await load("${t.gateway.url}/sandbox/weavr-client-v2.js");`);
    assert.equal(await t.value("first === weavr"), true);
    assert.equal(t.browser.entries.filter(({ text }) => /loaded already/.test(text)).length, 2);
});

row("own any-path", "the script finds the gateway from wherever it was loaded", async (t) => {
    await t.browser.visit(`${t.app.url}/page.js`); // a page without the script
    for (const path of ["/weavr-client-v2.js", "/some/where/weavr-client-v2.js", "/v7/client.1.js"]) {
        await t.run(`delete window.weavr; delete window.OpcUxSecureClient;
            const script = document.createElement("script");
            script.src = "${t.gateway.url}${path}";
            await new Promise((done) => { script.onload = done; document.documentElement.append(script); });
            weavr.init("${t.realm.uiKey}").capture.password("p").mount(document.body);`);
        assert.equal(await t.value("document.querySelector(\"iframe\").src"),
            `${t.gateway.url}/app/secure/static/field.html`);
        await t.browser.frame(iframe("p"));
    }
});

row("own components", "what init returns is on the global, too", async (t) => {
    await t.open();
    assert.deepEqual(await t.value("Object.keys(c).sort()"),
        ["associate", "capture", "display", "form", "setUserToken"]);
    assert.equal(await t.value("weavr.capture === c.capture && weavr.form === c.form"), true);
    assert.deepEqual(await t.value("Object.keys(c.capture)"),
        ["password", "passCode", "cardPin", "consumerKyc", "corporateKyb", "beneficiariesKyc"]);
    assert.deepEqual(await t.value("Object.keys(c.display)"), ["cardNumber", "cvv", "cardPin"]);
});

row("own style-policy", "fields work where the page allows no style", async (t) => {
    const policy = `style-src 'none'; script-src 'self' ${t.gateway.url} 'unsafe-eval'`;

    t.expectError(/Content.Security.Policy/i); // of the page's own style sheet
    await t.open(2, { query: `?Content-Security-Policy=${encodeURIComponent(policy)}` });
    await t.run("watch(\"p\", c.capture.password(\"p\")).mount(\"#one\");");
    await t.browser.type(iframe("p"), "Aa1!aaaa");
    assert.equal((await t.heard("p", "change")).empty, false);
    assert.equal(await t.value("document.querySelector(\"iframe\").style.width"), "100%");
});

row("own isolated-page", "a page that isolates itself may embed the frames", async (t) => {
    await t.open(2, { query: "?Cross-Origin-Embedder-Policy=require-corp&Cross-Origin-Opener-Policy=same-origin" });
    assert.equal(await t.value("crossOriginIsolated"), true);
    await t.run("c.capture.password(\"p\").mount(\"#one\");");
    await t.browser.type(iframe("p"), "x");
});

row("own far-fonts", "fonts and style sheets of other hosts are left out, without an error", async (t) => {
    await t.open(2, { options: { fonts: [
        { cssSrc: "https://fonts.example/a.css" }, { family: "Far", src: "url(https://fonts.example/a.woff2)" },
        { cssSrc: `${t.app.url}/app.css?Access-Control-Allow-Origin=*&Cross-Origin-Resource-Policy=cross-origin` },
    ] } });
    await t.run("c.capture.password(\"p\", { style: { base: { fontFamily: \"Far\" } } }).mount(\"#one\");");
    const frame = await t.browser.frame(iframe("p"));

    assert.equal(await t.value("document.fonts.size", frame), 0);
    assert.equal(await t.value("document.querySelectorAll(\"link\").length", frame), 2);
});

row("own near-fonts", "a font of the app's own machine is there for the style", async (t) => {
    await t.open(2, { options: { fonts: [{ family: "Near", src: "local(\"serif\")", weight: "700" }] } });
    await t.run("c.capture.password(\"p\").mount(\"#one\");");
    const frame = await t.browser.frame(iframe("p"));

    assert.deepEqual(await t.value("[...document.fonts].map(({ family, weight }) => [family.replaceAll('\"', \"\"), weight])", frame),
        [["Near", "700"]]);
});

row("own two-faces", "each version has its own state, also with another key", async (t) => {
    const token = await t.realm.signIn("user@example.com", "pa$$word");
    const other = await t.gateway.makeRealm("demo");

    await t.open();
    await t.run(`OpcUxSecureClient.init("${other.uiKey}");
        window.first = weavr.capture.password("p").mount("#one");
        window.form = OpcUxSecureClient.form();
        form.input("q", "password").mount("#two");
        await weavr.setUserToken("Bearer ${token}");`);
    await t.browser.type(iframe("p"), "Pass1234!");
    await t.browser.type(iframe("q"), "Pass1234!");
    await t.run("await first.createToken(); await new Promise((resolve, reject) => form.tokenize(resolve, reject));");
    const operations = async (realm) => (await realm.requests()).map(({ operation }) => operation)
        .filter((operation) => operation.includes("tokenize"));

    assert.deepEqual(await operations(t.realm), ["secure_tokenize"]);
    assert.deepEqual(await operations(other), ["secure_anon_tokenize"]);
});

row("own other-site", "the emulator may be localhost and the app 127.0.0.1", async (t) => {
    const address = t.gateway.url.replace("127.0.0.1", "localhost");
    const token = await t.realm.signIn("user@example.com", "pa$$word");

    await t.browser.visit(`${t.app.otherUrl}/page.js`); // a page without the script
    await t.run(`document.documentElement.innerHTML = "<body><div id=one></div></body>";
        const script = document.createElement("script");
        script.src = "${address}/weavr-client-v2.js";
        await new Promise((done) => { script.onload = done; document.documentElement.append(script); });
        await weavr.init("${t.realm.uiKey}").setUserToken("Bearer ${token}");
        window.input = weavr.capture.password("p").mount("#one");`);
    await t.browser.type(iframe("p"), "Pass1234!");
    assert.equal(await t.value("input.createToken().then(({ tokens }) => tokens.p.length)"), 24);
    assert.equal(await t.value("document.querySelector(\"iframe\").src"), `${address}/app/secure/static/field.html`);
});
