// SPDX-License-Identifier: MIT
// Fields: mounting, events, classes, forms (weavr-web-client.md 2).
import assert from "node:assert/strict";

import { Keys } from "./driver.mjs";
import { iframe, row } from "./rows.mjs";

const password = iframe("p");

row("web 3", "a listener that was added after mount hears ready once", async (t) => {
    await t.open();
    await t.run("const input = c.capture.password(\"p\").mount(document.querySelector(\"#one\")); watch(\"p\", input);");
    await t.browser.frame(password);
    await t.browser.type(password, "x");
    await t.heard("p", "change");
    assert.equal((await t.log("p")).filter(([, event]) => event === "ready").length, 1);
    assert.deepEqual(await t.value(`(({ title, name, dataset }) => [title, name, { ...dataset }])(document.querySelector("iframe"))`),
        ["Secure password input", "weavr-secure-1", { weavrName: "p", weavrType: "password", weavrState: "ready" }]);
});

row("own transparent", "a frame is transparent in a dark page", async (t) => {
    await t.open();
    await t.run("document.documentElement.style.colorScheme = \"dark\"; c.capture.password(\"p\").mount(\"#one\");");
    await t.browser.frame(password);
    assert.equal(await t.value("getComputedStyle(document.querySelector(\"iframe\")).colorScheme"), "normal");
});

row("own frame-content", "a frame has one input, which has a name for those who don't see it", async (t) => {
    await t.open();
    await t.run("c.capture.passCode(\"p\", { placeholder: \"Code\" }).mount(\"#one\");");
    const frame = await t.browser.frame(password);

    assert.deepEqual(await t.value(`[...document.querySelectorAll("input")].map((input) =>
        [input.type, input.inputMode, input.autocomplete, input.placeholder, input.getAttribute("aria-label"), input.maxLength])`, frame),
    [["password", "numeric", "off", "Code", "Pass code", 4]]);
});

row("web 5", "strength is told by level, change when it differs", async (t) => {
    await t.open();
    await t.run("window.input = watch(\"p\", c.capture.password(\"p\")).mount(\"#one\");");
    await t.browser.type(password, "Aa1!aaaa");
    await t.until("log.filter(([, event]) => event === \"strength\").length === 3");
    const levels = (await t.log("p")).filter(([, event]) => event === "strength").map(([, , payload]) => payload);

    assert.deepEqual(levels.map(({ id }) => id), [0, 1, 2]);
    assert.deepEqual(levels.at(-1), { id: 2, value: "medium", score: 2, strength: "fair" });
    await t.browser.type(password, "aa");
    await t.until("log.some(([, event, payload]) => event === \"strength\" && payload.id === 3)");
    assert.deepEqual((await t.log("p")).filter(([, event]) => event === "change").map(([, , payload]) => payload),
        [{ empty: false, valid: true, error: false }]);
    await t.run("input.clear();");
    await t.until("log.some(([, event, payload]) => event === \"change\" && payload.empty)");
});

row("own keyup", "Enter and Escape are told, and submit no form in version 2", async (t) => {
    await t.open();
    await t.run(`window.input = watch("p", c.capture.password("p")).mount("#one");
        input.on("keyup", (event) => event.preventDefault());`);
    await t.browser.type(password, "ab", Keys.Enter, Keys.Escape, "c");
    await t.until("log.filter(([, event]) => event === \"keyup\").length === 2");
    assert.deepEqual((await t.log("p")).filter(([, event]) => event === "keyup").map(([, , { key }]) => key), ["Enter", "Escape"]);
    assert.deepEqual(await t.log("form"), []);
    assert.equal((await t.log("p")).some(([, event]) => event === "submit"), false);
});

row("own v1-submit", "Enter submits the form around a field of version 1", async (t) => {
    await t.open(1);
    await t.run("watch(\"p\", c.form().input(\"p\", \"password\")).mount(\"#one\");");
    await t.browser.type(password, "ab", Keys.Enter);
    await t.heard("p", "submit");
    assert.deepEqual(await t.log("form"), [["form", "submit", "form"]]);
});

row("own codes", "a code takes digits only, and is valid when it is full", async (t) => {
    await t.open();
    await t.run("watch(\"p\", c.capture.passCode(\"p\", { maxlength: 6, segmented: true })).mount(\"#one\");");
    const frame = await t.browser.type(password, "1a2b345");

    await t.heard("p", "change");
    assert.equal(await t.value("document.querySelector(\"input\").value", frame), "12345");
    assert.equal(await t.value("document.querySelectorAll(\".boxes span\").length", frame), 6);
    await t.browser.type(password, "67");
    await t.until("log.some(([, event, payload]) => event === \"change\" && payload.valid)");
    assert.equal(await t.value("document.querySelector(\"input\").value", frame), "123456");
    assert.equal((await t.log("p")).some(([, event]) => event === "strength"), false);
});

row("web 10", "a form of version 1 has a flat map of tokens, and each name once", async (t) => {
    await t.open(1);
    await t.run(`window.form = c.form();
        form.input("p", "password").mount("#one");
        form.input("q", "password").mount("#two");`);
    await t.throws("form.input(\"p\", \"passCode\")", /already/);
    await t.throws("form.destroy()", /inputs/);
    await t.browser.type(password, "Pass1234!");
    await t.browser.type(iframe("q"), "Other123!");
    const tokens = await t.value("new Promise((resolve, reject) => form.tokenize(resolve, reject))");

    assert.deepEqual(Object.keys(tokens).sort(), ["p", "q"]);
    assert.notEqual(tokens.p, tokens.q);
});

row("own confirm", "what confirms is valid while it is equal, and else nothing is tokenised", async (t) => {
    await t.open(1);
    await t.run(`window.form = c.form();
        form.input("p", "password").mount("#one");
        watch("q", form.input("q", "confirmPassword")).mount("#two");`);
    await t.browser.type(password, "Pass1234!");
    await t.browser.type(iframe("q"), "Pass1234");
    await t.heard("q", "change");
    await t.throws("new Promise((resolve, reject) => form.tokenize(resolve, reject))", /differ/);
    await t.browser.type(iframe("q"), "!");
    await t.until("log.some(([name, event, payload]) => name === \"q\" && event === \"change\" && payload.valid)");
    assert.deepEqual(Object.keys(await t.value("new Promise((resolve, reject) => form.tokenize(resolve, reject))")), ["p", "q"]);
    await t.browser.type(password, "x"); // the field that is confirmed changes
    await t.until("log.filter(([name, event, payload]) => name === \"q\" && event === \"change\").at(-1)[2].valid === false");
});

row("own match", "match compares the fields of a kind, or those that are named", async (t) => {
    await t.open();
    await t.run(`window.form = c.form();
        form.password("p").mount("#one");
        form.password("q").mount("#two");
        form.passCode("r").mount("#three");`);
    await t.browser.type(password, "Pass1234!");
    await t.browser.type(iframe("q"), "Pass1234!");
    await t.browser.type(iframe("r"), "1234");
    assert.equal(await t.thrown("form.match()"), null);
    await t.throws("form.match([\"p\", \"r\"])", /differ/);
    await t.browser.type(iframe("q"), "x");
    await t.throws("form.match()", /differ/);
    await t.throws("form.match([\"p\", \"q\"])", /differ/);
    assert.equal(await t.thrown("form.match([\"p\"])"), null);
});

row("web 14", "a component is mounted into one element that can hold it", async (t) => {
    await t.open();
    await t.run("window.input = c.capture.password(\"p\");");
    await t.throws("input.mount(\"#plain\")", /can't hold/);
    await t.throws("input.mount(\"#unknown\")", /No element/);
    await t.throws("input.mount(null)", /No element/);
    await t.run("input.mount(\"#one\");");
    assert.equal(await t.value("input.mount(\"#one\") === input"), true);
    await t.throws("input.mount(\"#two\")", /mounted elsewhere/);
    assert.equal(await t.value("document.querySelectorAll(\"iframe\").length"), 1);
    await t.run("input.unmount().mount(\"#two\");");
    assert.equal(await t.value("document.querySelectorAll(\"#two iframe\").length"), 1);
    await t.run("input.destroy();");
    await t.throws("input.createToken()", /destroyed/);
    await t.throws("input.mount(\"#one\")", /destroyed/);
    assert.equal(await t.value("document.querySelectorAll(\"iframe\").length"), 0);
    await t.run("c.capture.password(\"p\").mount(\".many\");");
    assert.ok(t.browser.entries.some(({ text }) => /first of several/.test(text)));
    assert.equal(await t.value("document.querySelector(\".many iframe\") !== null"), true);
});

const classes = "[...document.querySelector(\"#one\").classList].sort()";

row("web 16", "the element's classes follow the field", async (t) => {
    await t.open();
    await t.run("window.input = watch(\"p\", c.capture.password(\"p\")).mount(\"#one\");");
    await t.browser.frame(password);
    assert.deepEqual(await t.value(classes), ["input", "opc-uxsec-input", "opc-uxsec-input--empty"]);
    await t.browser.type(password, "x");
    await t.until(`${classes}.join() === "input,opc-uxsec-input,opc-uxsec-input--focus"`);
    await t.run("input.blur();");
    await t.until(`${classes}.join() === "input,opc-uxsec-input,opc-uxsec-input--valid"`);
    await t.run("input.unmount();");
    assert.deepEqual(await t.value(classes), ["input"]);
});

row("own class-names", "an app's class names take the place of ours", async (t) => {
    await t.open();
    await t.run(`window.input = watch("p", c.capture.passCode("p", { validationMode: "onTouch",
        classNames: { base: "field big", invalid: "wrong", unknown: "x" } })).mount("#one");`);
    await t.browser.type(password, "12");
    await t.until(`${classes}.join() === "big,field,input,opc-uxsec-input--focus,wrong"`);
    assert.deepEqual((await t.log("p")).filter(([, event]) => event === "change").at(-1)[2],
        { empty: false, valid: false, error: true });
});

row("own style", "a style is applied inside of the frame, pseudo keys too", async (t) => {
    await t.open();
    await t.run(`window.input = c.capture.password("p", { style: {
        base: { fontSize: "20px", color: "rgb(1, 2, 3)", position: "fixed", "::placeholder": { color: "rgb(4, 5, 6)" } },
        invalid: { color: "rgb(7, 8, 9)" } } }).mount("#one");`);
    const frame = await t.browser.frame(password);
    const look = `(({ fontSize, color, position }, hint) => [fontSize, color, position, hint.color])(
        getComputedStyle(document.querySelector("input")), getComputedStyle(document.querySelector("input"), "::placeholder"))`;

    assert.deepEqual(await t.value(look, frame), ["20px", "rgb(1, 2, 3)", "static", "rgb(4, 5, 6)"]);
    await t.run("input.update({ style: { base: { fontSize: \"12px; color: red\", color: \"rgb(1, 1, 1)\" } } });");
    await t.until(`${look}[1] === "rgb(1, 1, 1)"`, frame);
    assert.notEqual((await t.value(look, frame))[0], "12px");
});

row("own style", "the boxes of a code and the meter have the color of the field", async (t) => {
    const style = "{ base: { color: \"rgb(1, 2, 3)\" } }";

    await t.open();
    await t.run(`c.capture.password("p", { strengthCheck: true, style: ${style} }).mount("#one");
        c.capture.cardPin("q", { segmented: true, style: ${style} }).mount("#two");`);
    const colorOf = (selector) => `getComputedStyle(document.querySelector("${selector}")).color`;

    for (const [name, selector] of [["p", ".meter span"], ["q", ".boxes span"]])
        assert.equal(await t.value(colorOf(selector), await t.browser.frame(iframe(name))), "rgb(1, 2, 3)");
});

row("own options", "update merges options, overrideOptions replaces them", async (t) => {
    await t.open();
    await t.run("window.input = c.capture.password(\"p\", { placeholder: \"One\", maxlength: 20 }).mount(\"#one\");");
    const frame = await t.browser.frame(password);
    const shown = "(({ placeholder, maxLength, disabled }) => [placeholder, maxLength, disabled])(document.querySelector(\"input\"))";

    assert.deepEqual(await t.value(shown, frame), ["One", 20, false]);
    await t.run("input.update({ placeholder: \"Two\", disabled: true });");
    await t.until(`${shown}.join() === "Two,20,true"`, frame);
    await t.until(`${classes}.includes("opc-uxsec-input--disabled")`);
    await t.run("input.overrideOptions({});");
    await t.until(`${shown}.join() === ",-1,false"`, frame);
});

row("own labels", "a click on the label, or on the element, focuses the field", async (t) => {
    await t.open();
    await t.run(`watch("p", c.capture.password("p")).mount("#one");
        watch("q", c.capture.password("q")).mount("#two");`);
    await t.browser.frame(password);
    await t.browser.frame(iframe("q"));
    await t.browser.click("#label");
    await t.heard("p", "focus");
    await t.run("document.querySelector(\"#around\").click();");
    await t.heard("q", "focus");
});

row("own tab", "Tab and Shift+Tab leave the frame to the neighbours in the page", async (t) => {
    await t.open();
    await t.run("watch(\"p\", c.capture.password(\"p\")).mount(\"#three\");");
    const frame = await t.browser.frame(password);

    await t.run(`const button = document.createElement("button");
        button.id = "after";
        document.querySelector("#panel").append(button);
        document.querySelector("#plain").focus();`);
    await t.browser.press([Keys.Tab]);
    await t.heard("p", "focus");
    await t.browser.press([Keys.Tab], frame);
    await t.heard("p", "blur");
    await t.until("document.activeElement.id === \"after\"");
    await t.run("log.length = 0;");
    await t.browser.press([Keys.Tab], undefined, [Keys.Shift]);
    await t.heard("p", "focus");
    await t.browser.press([Keys.Tab], frame, [Keys.Shift]);
    await t.heard("p", "blur");
    await t.until("document.activeElement.id === \"plain\"");
});

row("own hidden", "a field that is mounted in a hidden element works when it is shown", async (t) => {
    await t.open();
    await t.run(`document.querySelector("#one").style.display = "none";
        watch("p", c.capture.password("p")).mount("#one");`);
    await t.browser.frame(password);
    await t.run("document.querySelector(\"#one\").style.display = \"\";");
    await t.until("document.querySelector(\"iframe\").getBoundingClientRect().height > 10");
    await t.browser.type(password, "x");
    await t.heard("p", "change");
});

row("own detached", "in a tree that isn't in the page the frame loads when it is", async (t) => {
    await t.open();
    await t.run("window.tree = document.createElement(\"div\"); watch(\"p\", c.capture.password(\"p\")).mount(tree);");
    await t.run("document.body.append(tree);");
    await t.browser.type(password, "x");
    await t.heard("p", "change");
});

row("own throwing-listener", "a listener that throws keeps no other from its turn", async (t) => {
    t.expectError(/of the app/);
    await t.open();
    await t.run(`window.input = c.capture.password("p").on("change", () => { throw new Error("of the app"); });
        watch("p", input).mount("#one");`);
    await t.browser.type(password, "x");
    await t.heard("p", "change");
});

row("own closed", "neither the page nor another window gets at the value", async (t) => {
    await t.open();
    await t.run("window.input = watch(\"p\", c.capture.password(\"p\")).mount(\"#one\");");
    const frame = await t.browser.type(password, "Secret12!");

    await t.heard("p", "change");
    await t.throws("document.querySelector(\"iframe\").contentWindow.document.body", /./);
    await t.throws("document.querySelector(\"iframe\").contentWindow.secureValue()", /./);
    // what isn't ours, and what isn't from the parent
    await t.run(`const { contentWindow } = document.querySelector("iframe");
        window.answers = [];
        addEventListener("message", ({ data }) => answers.push(data));
        contentWindow.postMessage({ other: 1, id: 900, method: "clear" }, "*");
        contentWindow.postMessage({ weavrSecure: 1, id: 901, method: "field" }, "*");
        const stranger = document.createElement("iframe");
        document.body.append(stranger);
        stranger.contentWindow.eval("parent.frames[0].postMessage({ weavrSecure: 1, id: 902, method: 'clear' }, '*')");`);
    await t.until("answers.some(({ id }) => id === 901)");
    assert.equal(await t.value("document.querySelector(\"input\").value", frame), "Secret12!");
    assert.equal(await t.value("JSON.stringify(answers).includes(\"Secret12\")"), false);
    // the page's script believes nobody else
    await t.run("postMessage({ weavrSecure: 1, event: \"change\", payload: { empty: true } }, \"*\"); await new Promise((done) => setTimeout(done));");
    assert.equal((await t.log("p")).some(([, event, payload]) => event === "change" && payload.empty), false);
});

row("own inline", "with ?inline the field is in an open shadow root", async (t) => {
    await t.browser.visit(`${t.app.url}/page.js`);
    await t.run(`const script = document.createElement("script");
        script.src = "${t.gateway.url}/sandbox/weavr-client-v2.js?inline";
        await new Promise((done) => { script.onload = done; document.documentElement.append(script); });
        window.before = Object.keys(window);
        const form = weavr.init("${t.realm.uiKey}").form();
        window.form = form;
        document.body.innerHTML = "<div id=a></div><div id=b></div>";
        window.log = [];
        form.password("p").on("change", (payload) => log.push(payload)).mount("#a");
        form.password("q").mount("#b");`);
    await t.until("document.querySelectorAll(\"[data-weavr-state=ready]\").length === 2");
    await t.run(`for (const name of ["p", "q"]) {
        const input = document.querySelector(\`[data-weavr-name=\${name}]\`).shadowRoot.querySelector("input");
        input.value = "Pass1234!";
        input.dispatchEvent(new Event("input"));
    }`);
    await t.until("log.length === 1");
    assert.equal(await t.thrown("form.match()"), null);
    const { tokens } = await t.value("form.createToken()");

    assert.match(tokens.p, /^[a-z0-9]{24}$/);
    assert.deepEqual(await t.value("Object.keys(window).filter((name) => !before.includes(name) && ![\"form\", \"log\", \"before\"].includes(name))"), []);
});
