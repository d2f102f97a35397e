// SPDX-License-Identifier: MIT
// The rows of the suites: each runs in a new tab and, unless it says otherwise, in a new realm with the demo people.
// `web NUMBER` is a numbered case of the contract, `own NAME` another.
import assert from "node:assert/strict";

export const rows = [];

// row(name, title, run), where run gets what Row has.
export function row(name, title, run, options = {}) {
    rows.push({ name, title, run, ...options });
}

export class Row {
    allowed = []; // console errors that the row expects

    constructor(browser, app, gateway, realm) {
        Object.assign(this, { browser, app, gateway, realm });
    }

    // The page without anything, with the client of a version initialised as `c`. Its `log` has what is watched.
    async open(version = 2, { query = "", options = {} } = {}) {
        await this.browser.visit(`${this.app.url}/bare.html${query}`);
        await this.run(`window.c = ${version === 1 ? "OpcUxSecureClient" : "weavr"};
            window.c = c.init(${JSON.stringify(this.realm.uiKey)}, ${JSON.stringify(options)}) || c;`);
    }

    // Runs statements in the page.
    run(statements) {
        return this.browser.value(`(async () => { ${statements} })()`);
    }

    value(expression, context) {
        return this.browser.value(expression, context);
    }

    // The entries of the page's log with that name: [name, event, payload].
    async log(name) {
        return (await this.value("log")).filter((entry) => entry[0] === name);
    }

    until(expression, context) {
        return this.browser.until(expression, context);
    }

    // Waits for an event that is watched; its payload.
    async heard(name, event) {
        await this.until(`log.some((entry) => entry[0] === "${name}" && entry[1] === "${event}")`);
        return (await this.log(name)).find((entry) => entry[1] === event)[2];
    }

    // What an expression throws, or its promise is rejected with: its text.
    thrown(expression) {
        return this.value(`(async () => { try { await (${expression}); return null; } catch (error) {
            return error instanceof Error ? error.message : "no Error"; } })()`);
    }

    async throws(expression, pattern) {
        assert.match(String(await this.thrown(expression)), pattern, expression);
    }

    // Associates the page with a user who has signed in; stepped up if wanted.
    async associate({ email = "user@example.com", password = "pa$$word", stepUp = false } = {}) {
        const token = await this.realm.signIn(email, password);

        if (stepUp)
            await this.realm.stepUp(token);
        await this.run(`await c.setUserToken("Bearer ${token}");`);
        return token;
    }

    expectError(pattern) {
        this.allowed.push(pattern);
    }

    // After the row: nothing red in the console, and no request to anywhere else.
    finish() {
        const errors = this.browser.entries.filter(({ level, text }) =>
            level === "error" && !this.allowed.some((pattern) => pattern.test(text)));
        const away = this.browser.requests.filter(({ url }) =>
            !/^(http:\/\/(127\.0\.0\.1|localhost):|data:|blob:|about:)/.test(url));

        assert.deepEqual(errors, [], "console errors");
        assert.deepEqual(away, [], "requests to elsewhere");
    }
}

export const iframe = (name) => `iframe[data-weavr-name="${name}"]`;
