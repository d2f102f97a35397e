// SPDX-License-Identifier: MIT
// Names, options, listeners and methods of inputs (weavr-web-client.md 2.1, 2.2, 2.4).
import assert from "node:assert/strict";

import { iframe, row } from "./rows.mjs";

const password = iframe("p");

row("own names", "a name is a text, and in a form it is there once", async (t) => {
    await t.open();
    for (const name of ["undefined", "\"\"", "7", "null"])
        await t.throws(`c.capture.password(${name})`, /must be a text/);
    await t.run("window.form = c.form(); form.password(\"p\"); c.capture.password(\"q\", {}, \"one\");");
    await t.throws("form.passCode(\"p\")", /already/);
    await t.throws("c.capture.cardPin(\"q\", {}, \"one\")", /already/);
    await t.run("c.capture.password(\"q\", {}, \"two\"); c.capture.password(\"p\"); c.capture.password(\"p\");");
});

row("own odd-names", "a name that every object has is a name like others", async (t) => {
    const names = ["constructor", "hasOwnProperty"];

    await t.open();
    await t.run(`window.form = c.form();
        ${names.map((name, i) => `form.password("${name}").mount("${["#one", "#two", "#three"][i]}");`).join("\n")}`);
    for (const name of names)
        await t.browser.type(iframe(name), "Pass1234!");
    assert.deepEqual(await t.value("form.createToken().then(({ tokens }) => Object.entries(tokens).map(([name, token]) => [name, token.length]))"),
        names.map((name) => [name, 24]));
});

row("own kinds", "version 1 takes a type in any case", async (t) => {
    await t.open(1);
    await t.run(`window.form = c.form();
        form.input("p", "passcode").mount("#one");
        form.input("q", "CardPin").mount("#two");
        form.input("r", "confirmPassCode").mount("#three");`);
    for (const [name, kind] of [["p", "passCode"], ["q", "cardPin"], ["r", "passCode"]]) {
        await t.browser.frame(iframe(name));
        assert.equal(await t.value(`document.querySelector('${iframe(name)}').dataset.weavrType`), kind);
    }
    await t.throws("form.input(\"s\", \"iban\")", /no input of the type/);
});

row("own unknown-options", "what the client doesn't know is ignored", async (t) => {
    await t.open(2, { options: { theme: "dark", fonts: [], fields: { p: 1 } } });
    await t.run("window.input = c.capture.password(\"p\", { color: \"red\", value: \"x\", maxlength: \"many\", style: { error: { color: \"red\" } } });");
    await t.run("watch(\"p\", input).mount(\"#one\").on(\"nonsense\", () => {});");
    const frame = await t.browser.type(password, "Pass1234!");

    assert.equal((await t.heard("p", "change")).valid, true);
    assert.equal(await t.value("document.querySelector(\"input\").maxLength", frame), -1);
});

row("own not-at-once", "no event is emitted inside of the call that causes it", async (t) => {
    await t.open();
    await t.run("window.input = watch(\"p\", c.capture.password(\"p\")).mount(\"#one\"); window.atOnce = [log.length];");
    await t.browser.type(password, "Pass1234!");
    await t.heard("p", "change");
    await t.run("log.length = 0; input.clear(); atOnce.push(log.length);");
    assert.equal((await t.heard("p", "change")).empty, true);
    assert.deepEqual(await t.value("atOnce"), [0, 0]);
});

row("own listeners", "any number of listeners, and each is removed by itself", async (t) => {
    await t.open();
    await t.run(`window.heard = [];
        window.first = () => heard.push("first");
        window.input = c.capture.password("p").mount("#one");
        const second = () => heard.push("second");
        input.on("focus", first).addListener("focus", second).on("focus", () => heard.push("third"))
            .off("focus", () => heard.push("third")).removeListener("focus", second);`);
    await t.browser.frame(password);
    await t.run("input.focus();");
    await t.until("heard.length === 2");
    assert.deepEqual(await t.value("heard"), ["first", "third"]);
    await t.run("input.removeAllListeners().on(\"blur\", () => heard.push(\"blur\")); input.blur();");
    await t.until("heard.includes(\"blur\")");
    await t.run("input.on(\"focus\", () => heard.push(\"last\")).focus();");
    await t.until("heard.includes(\"last\")");
    assert.deepEqual(await t.value("heard"), ["first", "third", "blur", "last"]);
    await t.throws("input.on(\"focus\", \"first\")", /must be a function/);
});

row("own methods", "methods answer the input, and none works after destroy", async (t) => {
    const methods = ["mount(\"#one\")", "focus()", "blur()", "clear()", "update({})", "overrideOptions({})",
        "on(\"ready\", () => {})", "off(\"ready\", () => {})", "removeAllListeners(\"ready\")"];

    await t.open();
    await t.run("window.input = c.capture.password(\"p\");");
    for (const method of [...methods, "unmount()", "destroy()"])
        assert.equal(await t.value(`input.${method} === input`), true, method);
    for (const method of [...methods, "unmount()", "createToken()"])
        await t.throws(`input.${method}`, /destroyed/);
});

row("own v1-autofocus", "a field whose frame isn't loaded yet is focused when it is", async (t) => {
    await t.open(1);
    await t.run("watch(\"p\", c.form().input(\"p\", \"password\")).mount(\"#one\").focus();");
    await t.heard("p", "focus");
});

row("own meter", "strengthCheck draws a meter, with or without its text, in the app's colours", async (t) => {
    await t.open();
    await t.run(`window.input = c.capture.password("p", { strengthCheck: true }).mount("#one");
        c.capture.passCode("q", { strengthCheck: true }).mount("#two");`);
    const frame = await t.browser.type(password, "Aa1!aaaa");
    const meter = "document.querySelector(\".meter\")";

    await t.until(`${meter}.innerText === "medium" && ${meter}.dataset.level === "2"`, frame);
    await t.run("input.update({ strengthCheck: { hideText: true, mediumColor: \"rgb(1, 2, 3)\" } });");
    await t.until(`${meter}.innerText === ""`, frame);
    assert.deepEqual(await t.value(`[...${meter}.querySelectorAll("i")].map((one) => getComputedStyle(one).backgroundColor)
        .map((color) => color === "rgb(1, 2, 3)")`, frame), [true, true, false]);
    assert.equal(await t.value(`${meter} === null`, await t.browser.frame(iframe("q"))), true);
});
