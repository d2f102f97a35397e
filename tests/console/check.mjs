// SPDX-License-Identifier: MIT
// Tests the console in a real browser: node check.mjs SANDGATE-BINARY [FOLDER], where FOLDER gets
// screenshots. Prints `ok` or `FAIL` for each check.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";

import { Page, sleep } from "./browser.mjs";

const [binary, folder] = process.argv.slice(2);
const hostile = "<img/src=x/onerror=document.title=1>";
const gateways = [];

async function gateway(...options) {
    const child = spawn(binary, ["--listen", "127.0.0.1:0", ...options],
        { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = await once(child.stdout, "data");

    gateways.push(child);
    return { child, url: String(line).trim().split(" ").pop() };
}

const { child: first, url } = await gateway();

async function call(method, path, body, headers = {}) {
    const response = await fetch(url + path, {
        method,
        headers: { "api-key": "demo-api-key", ...headers },
        body: body && JSON.stringify(body),
    });
    const text = await response.text();

    return text === "" ? null : JSON.parse(text);
}

const logIn = (email, value) =>
    call("POST", "/multi/login_with_password", { email, password: { value } });

// Sends the path as it is; fetch would encode it.
async function ask(path) {
    const socket = connect(new URL(url).port, "127.0.0.1");

    socket.end(`GET ${path} HTTP/1.0\r\nHost: localhost\r\napi-key: demo-api-key\r\n\r\n`);
    socket.resume();
    await once(socket, "close");
}

// --- checks

const page = await Page.open();
const query = (selector) => `document.querySelector(${JSON.stringify(selector)})`;
const shows = (selector, text) =>
    `${query(selector)}.innerText.includes(${JSON.stringify(text)})`;
const counts = (selector, count) =>
    `document.querySelectorAll(${JSON.stringify(selector)}).length === ${count}`;
const isLive = `${query("#live")}?.innerText === "Live"`;

function report(good, what) {
    console.log(`${good ? "ok  " : "FAIL"} console ${what}`);
    if (!good)
        process.exitCode = 1;
}

async function check(what, expression) {
    report(await page.becomes(expression), what);
}

async function view(name) {
    await page.value(`location.hash = ${JSON.stringify(name)}`);
    await page.becomes(`!${query(`#${name}`)}.hidden`);
}

async function picture(name) {
    if (folder)
        await page.picture(join(folder, `${name}.png`));
}

async function checkLive() {
    await page.visit(url);
    await check("opens at / and is live", isLive);
    const { token } = await logIn("corporate@example.com", "Pass1234!");

    await logIn("user@example.com", "wrong");
    await check("shows a sign-in at once", shows("#live-view", "login_with_password 200"));
    await check("shows why a sign-in was refused", shows("#live-view", "403: wrong password"));
    await call("POST", "/multi/stepup/challenges/push/AUTHY", null,
        { Authorization: `Bearer ${token}` });
    await check("shows a challenge", shows("#live-view", "PENDING"));
    await picture("live");
    await view("requests");
    await page.fill("#requests input", "login 403");
    await check("filters", `[...document.querySelectorAll("#requests tr")]
        .filter(({ hidden, dataset }) => dataset.id && !hidden).length === 1`);
    await page.fill("#requests input", "");
    await page.value(`${query("#requests details")}.open = true`);
    await picture("requests");
}

async function checkActions() {
    await view("challenges");
    await check("lists the challenge", shows("#challenges", "PENDING"));
    await page.value(`${query("#challenges td button")}.focus()`);
    await page.click("#challenges td button");
    await check("accepts the challenge", shows("#challenges", "VERIFIED"));
    await check("keeps the focus nearby", `document.activeElement.id === "challenges-title"`);
    await view("sessions");
    await check("shows the session stepped up", shows("#sessions tr td:nth-child(4)", "yes"));
    await page.click("#sessions td button");
    await check("ends the session", shows("#done", "ended") + " && !" + shows("#sessions", "corporate@"));
    await view("people");
    await check("lists people", shows("#people", "staff@example.com"));
    await page.fill("#people-email", "staff@example.com");
    await page.click("#people-form button");
    await check("finds a person", counts("#people tbody tr", 1));
    await page.click("#people td button");
    await check("locks the person", shows("#people", "locked"));
}

async function checkClock() {
    await view("clock");
    await page.click("#freeze");
    await check("freezes the clock", `!${query("#frozen")}.hidden`);
    await page.fill("#advance", "P1D");
    await page.click("#advance-form button");
    await check("advances the clock", shows("#clock-state", "ahead of real time"));
    await picture("clock");
    await page.fill("#advance", "soon");
    await page.click("#advance-form button");
    await check("shows what is wrong with a duration", shows("#trouble", "advance"));
}

async function checkFaultsAndRealms() {
    await view("faults");
    await page.fill("#faults [name=path]", hostile);
    await page.fill("#faults [name=status]", "503");
    await page.click("#fault-form button");
    await check("adds a fault", counts("#faults tbody tr", 1));
    await picture("faults");
    await page.click("#faults td button");
    await check("deletes the fault", counts("#faults tbody tr", 0));
    await view("realms");
    await page.fill("#realm-name", "worker-1");
    await page.click("#realm-form button");
    await check("creates a realm and shows it", `location.search === "?realm=worker-1"`);
    await check("lists the realm with its keys", counts("#realms tbody tr", 2));
    await picture("realms");
    await page.click("#realms tbody tr:nth-child(2) .buttons button:nth-child(3)");
    await check("deletes the realm and shows another", `location.search === "?realm=default"`);
    await check("is live in that realm", isLive);
}

async function checkHostileText() {
    const email = `${hostile}@example.com`;
    const password = "Pass1234!";

    await call("PUT", "/_sandgate/realms/default/seed",
        { users: [{ email, password, identity: { type: "CONSUMER" } }] });
    await call("POST", "/multi/passwords/lost_password/start", { email });
    await logIn(email, password);
    await ask(`/multi/${hostile}`);
    await view("outbox");
    await check("shows an address as text", shows("#outbox", hostile));
    await view("people");
    await page.fill("#people-email", "");
    await page.click("#people-form button");
    await check("shows a person as text", shows("#people", hostile));
    await view("requests");
    await check("shows a path as text", shows("#requests", `/multi/${hostile}`));
    await check("turns none of them into markup", `${counts("main img", 0)} && document.title === "sandgate"`);
}

async function checkLoad() {
    for (let i = 0; i < 500; i++)
        await call("GET", `/multi/many-${i}`);
    await check("keeps up with many requests", shows("#requests", "/multi/many-499"));
    await check("shows a hundred requests", counts("#requests tbody[data-list=requests] tr", 100));
    await page.darken();
    await picture("dark");
    const violations = page.complaints.filter((text) => !text.startsWith("Failed to load resource"));

    report(violations.length === 0, ["violates no policy", ...violations].join("\n     "));
    first.kill();
    await check("notices that the server has stopped", shows("#live", "Not connected"));
}

async function checkToken() {
    const guarded = await gateway("--control-token", "s3cret");

    await page.visit(`${guarded.url}/_sandgate/`);
    await check("asks for the token", `!${query("#token-form")}.hidden`);
    await page.fill("#token", "wrong");
    await page.click("#token-form button");
    await check("says that a token is wrong", shows("#trouble", "wrong"));
    await page.fill("#token", "s3cret");
    await page.click("#token-form button");
    await check("is live with the right one", isLive);
    await check("keeps the token in the tab",
        `localStorage.length === 0 && document.cookie === "" && sessionStorage.length === 1`);
    await page.value("location.reload()");
    await sleep(500);
    await check("has the token after a reload", isLive);
}

try {
    await checkLive();
    await checkActions();
    await checkClock();
    await checkFaultsAndRealms();
    await checkHostileText();
    await checkLoad();
    await checkToken();
} finally {
    gateways.forEach((child) => child.kill());
    await page.close();
}
