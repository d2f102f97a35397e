// SPDX-License-Identifier: MIT
// The gateway under test, and a server of the app's pages, which is another site: the gateway is 127.0.0.1, the app
// localhost.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const types = { html: "text/html", css: "text/css", js: "text/javascript" };
const folder = new URL("app/", import.meta.url);
const appFiles = readdirSync(folder);

// Serves the files of app/. In them GATEWAY stands for the gateway's address; a query adds headers: ?Some-Name=value.
export async function startApp() {
    const app = { gateway: "" };
    const server = createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url, "http://localhost");
        const name = pathname.slice(1);

        for (const [header, value] of searchParams) {
            if (/^[A-Z]/.test(header))
                response.setHeader(header, value);
        }
        if (!appFiles.includes(name)) {
            response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
            return;
        }
        response.setHeader("Content-Type", `${types[name.split(".").pop()]}; charset=utf-8`);
        response.end(readFileSync(new URL(name, folder), "utf8").replaceAll("GATEWAY", app.gateway));
    }).listen(0, "127.0.0.1");

    await once(server, "listening");
    app.url = `http://localhost:${server.address().port}`;
    app.otherUrl = `http://127.0.0.1:${server.address().port}`; // the same pages, in another site
    app.close = () => {
        server.closeAllConnections?.();
        server.close();
    };
    return app;
}

async function call(url, method, path, headers, body) {
    const response = await fetch(url + path, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();

    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

export async function startGateway(binary, appOrigin) {
    const child = spawn(binary, ["--listen", "127.0.0.1:0", "--app-key-origin", `${appOrigin}=default`],
        { stdio: ["ignore", "pipe", "ignore"] });

    process.on("exit", () => child.kill());
    const [line] = await once(child.stdout, "data");
    const url = String(line).trim().split(" ").pop();

    return {
        url,
        control: (method, path, body) => call(url, method, `/_sandgate${path}`, {}, body),
        close: async () => {
            child.kill();
            await once(child, "exit");
        },
        makeRealm: (seed) => makeRealm(url, seed),
        defaultRealm: () => realmOf(url, "default"),
    };
}

async function makeRealm(url, seed) {
    const { body } = await call(url, "POST", "/_sandgate/realms", {}, { seed });

    return realmOf(url, body.id);
}

// A realm as its tests see it: its keys, its people, and what they do through the API.
async function realmOf(url, name) {
    const { body: made } = await call(url, "GET", `/_sandgate/realms/${name}`, {});
    const control = (method, path, body) => call(url, method, `/_sandgate/realms/${made.id}${path}`, {}, body);
    const api = (method, path, body, token) => call(url, method, path, {
        "api-key": made.weavr.apiKey, "programme-key": made.weavr.apiKey, ...(token && { authorization: `Bearer ${token}` }),
    }, body);

    return {
        id: made.id,
        uiKey: made.weavr.uiKey,
        consumers: made.weavr.profiles.consumers,
        control,
        api,
        set: (settings) => control("PATCH", "/settings", settings),
        signIn: async (email, value) =>
            (await api("POST", "/multi/login_with_password", { email, password: { value } })).body.token,
        stepUp: async (token) => {
            await api("POST", "/multi/stepup/challenges/otp/SMS", undefined, token);
            const { status } = await api("POST", "/multi/stepup/challenges/otp/SMS/verify",
                { verificationCode: "123456" }, token);

            if (status !== 204)
                throw new Error(`the step-up was answered ${status}`);
        },
        verifyEmail: async (email) => {
            await api("POST", "/multi/consumers/verification/email/send", { email });
            await api("POST", "/multi/consumers/verification/email/verify", { email, verificationCode: "123456" });
        },
        requests: async (filter = "") => (await control("GET", `/requests?limit=1000${filter}`)).body.requests,
        events: async (path) => (await control("GET", "/outbox?channel=WEBHOOK&limit=100")).body.messages
            .filter(({ to }) => to === path).map(({ payload }) => payload),
    };
}
