// SPDX-License-Identifier: MIT
// Uses the console in a real browser: node check.mjs SANDGATE-BINARY [FOLDER], where FOLDER gets
// pictures. Prints a line `ok` or `FAIL` a check.
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

// fetch would encode the path.
async function ask(path) {
    const socket = connect(new URL(url).port, "127.0.0.1");

    socket.end(`GET ${path} HTTP/1.0\r\nHost: localhost\r\napi-key: demo-api-key\r\n\r\n`);
    socket.resume();
    await once(socket, "close");
}

// --- what is checked

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

async function watches() {
    await page.visit(url);
    await check("is where / leads a browser, and is live", isLive);
    const { token } = await logIn("corporate@example.com", "Pass1234!");

    await logIn("user@example.com", "wrong");
    await check("shows a sign-in when it happens", shows("#live-view", "login_with_password 200"));
    await check("shows why one was refused", shows("#live-view", "403: wrong password"));
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

async function acts() {
    await view("challenges");
    await check("lists the challenge", shows("#challenges", "PENDING"));
    await page.value(`${query("#challenges td button")}.focus()`);
    await page.click("#challenges td button");
    await check("accepts it", shows("#challenges", "VERIFIED"));
    await check("keeps the focus near", `document.activeElement.id === "challenges-title"`);
    await view("sessions");
    await check("shows the session stepped up", shows("#sessions tr td:nth-child(4)", "yes"));
    await page.click("#sessions td button");
    await check("ends it", shows("#done", "ended") + " && !" + shows("#sessions", "corporate@"));
    await view("people");
    await check("lists people", shows("#people", "staff@example.com"));
    await page.fill("#people-email", "staff@example.com");
    await page.click("#people-form button");
    await check("finds one", counts("#people tbody tr", 1));
    await page.click("#people td button");
    await check("locks them", shows("#people", "locked"));
}

async function movesTime() {
    await view("clock");
    await page.click("#freeze");
    await check("freezes the clock", `!${query("#frozen")}.hidden`);
    await page.fill("#advance", "P1D");
    await page.click("#advance-form button");
    await check("advances it", shows("#clock-state", "ahead of real time"));
    await picture("clock");
    await page.fill("#advance", "soon");
    await page.click("#advance-form button");
    await check("tells what is wrong with a duration", shows("#trouble", "advance"));
}

async function makesFaultsAndRealms() {
    await view("faults");
    await page.fill("#faults [name=path]", hostile);
    await page.fill("#faults [name=status]", "503");
    await page.click("#fault-form button");
    await check("adds a fault", counts("#faults tbody tr", 1));
    await picture("faults");
    await page.click("#faults td button");
    await check("deletes it", counts("#faults tbody tr", 0));
    await view("realms");
    await page.fill("#realm-name", "worker-1");
    await page.click("#realm-form button");
    await check("makes a realm and shows it", `location.search === "?realm=worker-1"`);
    await check("lists it with its keys", counts("#realms tbody tr", 2));
    await picture("realms");
    await page.click("#realms tbody tr:nth-child(2) .buttons button:nth-child(3)");
    await check("deletes it, and shows another", `location.search === "?realm=default"`);
    await check("is live with that", isLive);
}

async function showsStrangersWords() {
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
    await check("makes no markup of them", `${counts("main img", 0)} && document.title === "sandgate"`);
}

async function survives() {
    for (let i = 0; i < 500; i++)
        await call("GET", `/multi/many-${i}`);
    await check("keeps up with many", shows("#requests", "/multi/many-499"));
    await check("shows a hundred of them", counts("#requests tbody[data-list=requests] tr", 100));
    await page.darken();
    await picture("dark");
    const violations = page.complaints.filter((text) => !text.startsWith("Failed to load resource"));

    report(violations.length === 0, ["heard of no violation", ...violations].join("\n     "));
    first.kill();
    await check("notices the end", shows("#live", "Not connected"));
}

async function asksForTheToken() {
    const guarded = await gateway("--control-token", "s3cret");

    await page.visit(`${guarded.url}/_sandgate/`);
    await check("asks for the token", `!${query("#token-form")}.hidden`);
    await page.fill("#token", "wrong");
    await page.click("#token-form button");
    await check("says that it is wrong", shows("#trouble", "wrong"));
    await page.fill("#token", "s3cret");
    await page.click("#token-form button");
    await check("is live with the right one", isLive);
    await check("keeps it in the tab",
        `localStorage.length === 0 && document.cookie === "" && sessionStorage.length === 1`);
    await page.value("location.reload()");
    await sleep(500);
    await check("has it after a reload", isLive);
}

try {
    await watches();
    await acts();
    await movesTime();
    await makesFaultsAndRealms();
    await showsStrangersWords();
    await survives();
    await asksForTheToken();
} finally {
    gateways.forEach((child) => child.kill());
    await page.close();
}
