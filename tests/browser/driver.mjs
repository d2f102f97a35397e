// SPDX-License-Identifier: MIT
// A browser driven by WebDriver BiDi (W3C): Chromium through ChromeDriver, Firefox directly. Nothing leaves the machine.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import WebSocket from "ws";

const TIMEOUT_MILLIS = 15000;
const ANSWER_MILLIS = 30000; // for a command
const POLL_MILLIS = 20;
const VIEWPORT = { width: 1280, height: 900 };

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

// ---- starting

const children = new Set();

process.on("exit", () => children.forEach((child) => child.kill())); // also when it is interrupted

function start(...args) {
    const child = spawn(...args);

    children.add(child.once("exit", () => children.delete(child)));
    return child;
}

// The first of the programs that is installed; undefined: none is.
function installed(names) {
    return names.flatMap((name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)))
        .find((path) => {
            try {
                accessSync(path, constants.X_OK);
                return true;
            } catch {
                return false;
            }
        });
}

// What a program prints, up to what the expression matches.
async function printed(stream, expression) {
    let text = "";

    stream.setEncoding("utf8");
    for await (const piece of stream) {
        const found = (text += piece).match(expression);

        if (found) {
            stream.resume();
            return found[1];
        }
    }
    throw new Error(`the browser has ended: ${text.slice(-500)}`);
}

const chromiumFlags = [
    "--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-sync", "--no-first-run", "--disable-features=Translate,OptimizationHints",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ...(process.getuid() === 0 ? ["--no-sandbox"] : []), // root can't use the sandbox
];

async function startChromium(profile, dark) {
    const driver = start(installed(["chromedriver"]), ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
    const port = await printed(driver.stdout, /started successfully on port (\d+)/);
    const args = [...chromiumFlags, `--user-data-dir=${profile}`, `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`];
    const options = { args, binary: installed(["chromium", "chromium-browser", "google-chrome"]) };
    const response = await fetch(`http://127.0.0.1:${port}/session`, {
        method: "POST",
        body: JSON.stringify({ capabilities: { alwaysMatch: { webSocketUrl: true, "goog:chromeOptions": options } } }),
    });
    const { value } = await response.json();

    const end = async () => {
        if (value.sessionId)
            await fetch(`http://127.0.0.1:${port}/session/${value.sessionId}`, { method: "DELETE" });
        driver.kill();
        await once(driver, "exit");
    };

    if (!value.capabilities) {
        await end();
        throw new Error(value.message);
    }
    return { url: value.capabilities.webSocketUrl, end, losesFrames: true };
}

const firefoxPreferences = {
    "app.normandy.enabled": false,
    "app.update.disabledForTesting": true,
    "browser.safebrowsing.downloads.enabled": false,
    "browser.safebrowsing.malware.enabled": false,
    "browser.safebrowsing.phishing.enabled": false,
    "browser.search.update": false,
    "browser.topsites.contile.enabled": false,
    "captivedetect.canonicalURL": "",
    "datareporting.policy.dataSubmissionEnabled": false,
    "extensions.getAddons.cache.enabled": false,
    "extensions.systemAddon.update.enabled": false,
    "extensions.update.enabled": false,
    "fission.bfcacheInParent": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "network.proxy.type": 1, // everything but this machine goes to a port where nobody listens
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 1,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 1,
    "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": false,
};

async function startFirefox(profile, dark) {
    const all = { ...firefoxPreferences, "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1 };

    writeFileSync(join(profile, "user.js"), Object.entries(all).map(([name, value]) =>
        `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
    const browser = start(installed(["firefox-esr", "firefox"]),
        ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"],
        { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: profile } });
    const url = await printed(browser.stderr, /WebDriver BiDi listening on (ws:\S+)/);

    return {
        url: `${url}/session`,
        starts: true,
        end: async () => {
            browser.kill();
            await once(browser, "exit");
        },
    };
}

const browsers = {
    chromium: { start: startChromium, programs: [["chromedriver"], ["chromium", "chromium-browser", "google-chrome"]] },
    firefox: { start: startFirefox, programs: [["firefox-esr", "firefox"]] },
};

// Why the browser can't be used; undefined: it can.
export function whyMissing(name) {
    const missing = browsers[name].programs.find((names) => !installed(names));

    return missing && `${missing[0]} is not installed`;
}

// ---- using

export class Browser {
    entries = []; // of the console: { level, text }
    requests = []; // { id, method, url, status }; status null: not answered yet, 0: it failed, with `error`
    #profile = mkdtempSync(join(tmpdir(), "browser-check-"));
    #process;
    #socket;
    #number = 0;
    #waiting = new Map();
    #frames = new Map(); // their selectors by their contexts
    #context;

    static async open(name, { dark = false } = {}) {
        const browser = new Browser();

        browser.name = name;
        try {
            await browser.#start(browsers[name].start, dark);
        } catch (error) {
            await browser.close();
            throw error;
        }
        return browser;
    }

    async #start(launch, dark) {
        this.#process = await launch(this.#profile, dark);
        this.#socket = new WebSocket(this.#process.url);
        await once(this.#socket, "open");
        this.#socket.on("message", (data) => this.#take(JSON.parse(data)));
        this.#socket.on("close", () => this.#waiting.forEach(({ reject }) => reject(new Error("the browser has ended"))));
        if (this.#process.starts)
            await this.send("session.new", { capabilities: {} });
        await this.send("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent",
            "network.responseCompleted", "network.fetchError"] });
        await this.renew();
    }

    send(method, params) {
        const id = ++this.#number;

        this.#socket.send(JSON.stringify({ id, method, params }));
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`no answer to ${method} ${params.expression ?? ""}`)), ANSWER_MILLIS);
            const settle = (act) => (value) => {
                clearTimeout(timer);
                act(value);
            };

            this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        });
    }

    #take({ id, type, method, params, result, error, message }) {
        const waiting = this.#waiting.get(id);

        if (type === "event")
            this.#note(method, params);
        else if (type === "success")
            waiting?.resolve(result);
        else
            waiting?.reject(new Error(`${error}: ${message}`));
        this.#waiting.delete(id);
    }

    #note(method, params) {
        if (method === "log.entryAdded")
            this.entries.push({ level: params.level, text: params.text ?? "" });
        else
            this.#noteRequest(params);
    }

    #noteRequest({ request, response, errorText }) {
        let noted = this.requests.findLast(({ id, status }) => id === request.request && status === null);

        if (!noted) {
            noted = { id: request.request, method: request.method, url: request.url, status: null };
            this.requests.push(noted);
        }
        if (response)
            noted.status = response.status;
        else if (errorText !== undefined)
            Object.assign(noted, { status: 0, error: errorText });
    }

    // A new tab in the place of the one before, so that nothing of it is left.
    async renew() {
        const former = this.#context;
        const { context } = await this.send("browsingContext.create", { type: "tab" });

        this.#context = context;
        this.#frames.clear();
        if (former)
            await this.send("browsingContext.close", { context: former });
        this.entries = [];
        this.requests = [];
        await this.resize(VIEWPORT);
    }

    async resize(viewport) {
        await this.send("browsingContext.setViewport", { context: this.#context, viewport });
    }

    async visit(url) {
        await this.send("browsingContext.navigate", { context: this.#context, url, wait: "complete" });
    }

    // The value of an expression in the page or in a frame. A promise is awaited; an exception is thrown here.
    async value(expression, context = this.#context) {
        const isLost = this.#process.losesFrames && context !== this.#context;
        const text = await this[isLost ? "evaluateInFrame" : "evaluate"](
            `(async () => JSON.stringify(await (${expression})))()`, context);

        return text === undefined ? undefined : JSON.parse(text);
    }

    async evaluate(expression, context) {
        const answer = await this.send("script.evaluate", { expression, target: { context }, awaitPromise: true });

        if (answer.type === "exception")
            throw new Error(answer.exceptionDetails.text);
        return answer.result.value;
    }

    // ChromeDriver loses the script realms of some frames that load at the same time, and never answers for them. Its
    // extension of BiDi finds them; keys and clicks go to the page, which passes them on.
    async evaluateInFrame(expression, context) {
        const { session } = await this.send("goog:cdp.getSession", { context });
        const { result: { result, exceptionDetails } } = await this.send("goog:cdp.sendCommand", {
            method: "Runtime.evaluate", params: { expression, awaitPromise: true, returnByValue: true }, session,
        });

        if (exceptionDetails)
            throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }

    // Waits until an expression is true.
    async until(expression, context) {
        for (const end = Date.now() + TIMEOUT_MILLIS; Date.now() < end; await sleep(POLL_MILLIS)) {
            if (await this.value(expression, context).catch(() => false) === true)
                return;
        }
        throw new Error(`it never came true: ${expression}`);
    }

    // The context of a component's frame, once it is ready: `selector` finds the iframe.
    async frame(selector) {
        const ready = JSON.stringify(`${selector}[data-weavr-state="ready"]`);

        await this.until(`document.querySelector(${ready}) !== null`);
        const [context] = await this.#contextsOf(`[document.querySelector(${ready})]`);

        this.#frames.set(context, selector);
        return context;
    }

    // The contexts of iframes. They are asked of the page, because a frame that is loading may never answer.
    async #contextsOf(iframes) {
        const { result } = await this.send("script.evaluate", {
            expression: `${iframes}.map((one) => one.contentWindow)`,
            target: { context: this.#context },
            awaitPromise: false,
        });

        return result.value.map(({ value }) => value.context);
    }

    // Presses keys, one after the other: characters, or names as in Keys. `held` is held meanwhile.
    async press(keys, context = this.#context, held = []) {
        const down = (value) => ({ type: "keyDown", value });
        const up = (value) => ({ type: "keyUp", value });
        const actions = [...held.map(down), ...keys.flatMap((value) => [down(value), up(value)]), ...held.map(up)];

        await this.#act({ type: "key", id: "keyboard", actions }, context);
    }

    async #act(actions, context) {
        await this.send("input.performActions",
            { context: this.#process.losesFrames ? this.#context : context, actions: [actions] });
    }

    // Types into the only input of a frame.
    async type(selector, text, ...keys) {
        const context = await this.frame(selector);

        await this.value("void document.querySelector(\"input\").focus()", context);
        await this.press([...text, ...keys], context);
        return context;
    }

    // Waits until a message was written to the console.
    async written(pattern) {
        for (const end = Date.now() + TIMEOUT_MILLIS; Date.now() < end; await sleep(POLL_MILLIS)) {
            if (this.entries.some(({ text }) => pattern.test(text)))
                return;
        }
        throw new Error(`nothing was written like ${pattern}`);
    }

    // A click with the mouse in the middle of an element.
    async click(selector, context = this.#context) {
        const middle = await this.#boxOf(selector, context);
        const isInside = this.#process.losesFrames && context !== this.#context;
        const frame = isInside ? await this.#boxOf(this.#frames.get(context), this.#context) : { left: 0, top: 0 };

        await this.#act({ type: "pointer", id: "mouse", actions: [
            { type: "pointerMove", x: Math.round(frame.left + middle.x), y: Math.round(frame.top + middle.y) },
            { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 },
        ] }, context);
    }

    // Where an element is in its viewport, into which it is scrolled.
    #boxOf(selector, context) {
        return this.value(`(() => {
            const element = document.querySelector(${JSON.stringify(selector)});

            element.scrollIntoView({ block: "nearest" });
            const { left, top, width, height } = element.getBoundingClientRect();
            return { left, top, x: left + width / 2, y: top + height / 2 };
        })()`, context);
    }

    // A click inside of a component's frame, which `frame` finds, once the frame is as high as what it shows.
    async clickIn(frame, selector) {
        const context = await this.frame(frame);
        const element = `document.querySelector(${JSON.stringify(selector)})`;

        await this.until(`${element} !== null && !${element}.disabled &&
            innerHeight === Math.ceil(document.body.getBoundingClientRect().height)`, context);
        await this.value(`void document.querySelector(${JSON.stringify(frame)}).scrollIntoView({ block: "center" })`);
        await this.click(selector, context);
    }

    // A picture of the whole page in a width, once the page and the frames that are shown have taken it on.
    async picture(file, width) {
        await this.send("browsingContext.activate", { context: this.#context }); // a tab behind draws nothing
        await this.resize({ width, height: VIEWPORT.height });
        await this.until(`innerWidth === ${width}`);
        const shown = `[...document.querySelectorAll("iframe")].filter((one) => one.getClientRects().length > 0)`;

        for (const context of await this.#contextsOf(shown))
            await this.until("innerHeight === Math.ceil(document.body.getBoundingClientRect().height)", context);
        const { data } = await this.send("browsingContext.captureScreenshot", { context: this.#context, origin: "document" });

        writeFileSync(file, Buffer.from(data, "base64"));
    }

    async close() {
        await this.#process?.end();
        this.#socket?.terminate();
        rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
    }
}

export const Keys = { Enter: "\uE007", Escape: "\uE00C", Tab: "\uE004", Backspace: "\uE003", Shift: "\uE008" };
