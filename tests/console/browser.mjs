// SPDX-License-Identifier: MIT
// A page in headless Chromium, driven by the DevTools protocol over a pipe (descriptors 3 and 4). A
// message is JSON with a NUL behind it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TIMEOUT_MILLIS = 10000;
const POLL_MILLIS = 50;

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

export class Page {
    complaints = []; // messages of the browser's console
    #profile = mkdtempSync(join(tmpdir(), "console-check-"));
    #chromium;
    #session;
    #number = 0;
    #waiting = new Map(); // resolvers of promises by the number of the message
    #rest = "";

    static async open() {
        const page = new Page();

        await page.#start();
        return page;
    }

    async #start() {
        const flags = ["--headless=new", "--disable-gpu", "--remote-debugging-pipe",
            "--window-size=1280,800", `--user-data-dir=${this.#profile}`];

        if (process.getuid() === 0)
            flags.push("--no-sandbox"); // root can't use the sandbox

        this.#chromium = spawn(process.env.CHROMIUM ?? "chromium", flags,
            { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
        this.#chromium.stdio[4].setEncoding("utf8").on("data", (text) => this.#read(text));
        const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
        const attached = await this.#send("Target.attachToTarget", { targetId, flatten: true });

        this.#session = attached.sessionId;
        for (const domain of ["Page", "Runtime", "Log"])
            await this.#send(`${domain}.enable`);
    }

    #read(text) {
        const messages = (this.#rest + text).split("\0");

        this.#rest = messages.pop();
        messages.map((message) => JSON.parse(message)).forEach((message) => this.#take(message));
    }

    #take({ id, method, params, result, error }) {
        if (id !== undefined)
            this.#waiting.get(id)(error ? { error } : result);
        else if (method === "Page.javascriptDialogOpening")
            this.#send("Page.handleJavaScriptDialog", { accept: true });
        else if (method === "Log.entryAdded")
            this.complaints.push(`${params.entry.text} ${params.entry.url ?? ""}`);
        else if (method === "Runtime.exceptionThrown")
            this.complaints.push(params.exceptionDetails.exception?.description ?? "an exception");
    }

    #send(method, params = {}) {
        const id = ++this.#number;

        this.#chromium.stdio[3].write(
            `${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
        return new Promise((resolve) => this.#waiting.set(id, resolve));
    }

    // The value of an expression in the page; undefined if it throws.
    async value(expression) {
        const { result } = await this.#send("Runtime.evaluate",
            { expression, awaitPromise: true, returnByValue: true });

        return result?.value;
    }

    // Whether the expression becomes true before the timeout.
    async becomes(expression) {
        for (const end = Date.now() + TIMEOUT_MILLIS; Date.now() < end; await sleep(POLL_MILLIS)) {
            if (await this.value(expression) === true)
                return true;
        }
        return false;
    }

    async visit(url) {
        await this.#send("Page.navigate", { url });
    }

    async click(selector) {
        await this.value(`document.querySelector(${JSON.stringify(selector)}).click()`);
    }

    async fill(selector, text) {
        await this.value(`{
            const field = document.querySelector(${JSON.stringify(selector)});
            field.value = ${JSON.stringify(text)};
            field.dispatchEvent(new Event("input"));
        }`);
    }

    async picture(file) {
        const { data } = await this.#send("Page.captureScreenshot", { format: "png" });

        writeFileSync(file, Buffer.from(data, "base64"));
    }

    async darken() {
        await this.#send("Emulation.setEmulatedMedia",
            { features: [{ name: "prefers-color-scheme", value: "dark" }] });
    }

    async close() {
        const exit = once(this.#chromium, "exit");

        this.#send("Browser.close").catch(() => {}); // it may exit before it answers
        await exit;
        rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
    }
}
