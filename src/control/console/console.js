// SPDX-License-Identifier: MIT
// The console: shows a realm, follows its events, and changes it, through the control API only.
import * as cells from "./cells.js";
import { TOKEN, Unauthorized, fetchJson, operations, send, shown } from "./calls.js";
import { List, ROWS_MOST, act, attempt, byId, element, show, showDone } from "./page.js";

const RETRY_MILLIS = 2000;
const FLUSH_MILLIS = 100;

let clock = null; // of the realm, with the time at which it was read
let view = "live-view";
let connection = null; // aborts the stream of events

// --- lists and views

const limited = { limit: ROWS_MOST };

function listed(operation, member, query = {}) {
    return async () => (await fetchJson(operation, { query }))[member];
}

async function readPeople(query) {
    const { users } = await fetchJson(operations.people, { query });

    users.forEach(({ id, email }) => shown.names.set(id, email));
    return users;
}

function findPeople() {
    const email = byId("people-email").value;

    return readPeople(email === "" ? limited : { ...limited, email });
}

// The default realm first, then the newest.
async function listRealms() {
    await loadRealms();
    return [shown.realms[0], ...shown.realms.slice(1).reverse()];
}

const lists = {
    live: new List("live", cells.eventCells),
    requests: new List("requests", cells.requestCells,
        listed(operations.requests, "requests", limited)),
    unmatched: new List("unmatched", cells.requestCells,
        listed(operations.unmatched, "requests", limited)),
    outbox: new List("outbox", cells.messageCells, listed(operations.outbox, "messages", limited)),
    challenges: new List("challenges", cells.challengeCells,
        listed(operations.challenges, "challenges", limited)),
    sessions: new List("sessions", cells.sessionCells,
        listed(operations.sessions, "sessions", limited)),
    people: new List("people", cells.personCells, findPeople),
    faults: new List("faults", cells.faultCells, listed(operations.faults, "faults")),
    realms: new List("realms", cells.realmCells, listRealms),
};

const views = {
    "live-view": [],
    requests: [lists.requests, lists.unmatched],
    outbox: [lists.outbox],
    challenges: [lists.challenges],
    sessions: [lists.sessions],
    people: [lists.people],
    clock: [],
    faults: [lists.faults],
    realms: [],
};

// Reloads the view. Realms come first, because the shown one may be deleted; then the names, which
// rows contain.
async function refresh() {
    if (view === "realms")
        await lists.realms.load();
    await Promise.all([loadClock(), readPeople(limited)]);
    await Promise.all(views[view].map((list) => list.load()));
}

function refreshSilently() {
    refresh().catch(() => {}); // the event stream shows a lost connection
}

function showView() {
    const wanted = location.hash.slice(1);

    if (wanted in views)
        view = wanted;
    for (const name of Object.keys(views))
        byId(name).hidden = name !== view;
    for (const link of document.querySelectorAll("nav a"))
        link.ariaCurrent = link.hash === `#${view}` ? "page" : null;
}

// --- the clock

async function loadClock() {
    clock = { ...(await fetchJson(operations.clock)), readAt: Date.now() };
    drawClock();
}

function realmNow() {
    const passed = clock.frozen ? 0 : Date.now() - clock.readAt;

    return new Date(Date.parse(clock.now) + passed).toISOString();
}

// The offset from real time, as text.
function offsetText() {
    const seconds = Math.round(clock.offsetMillis / 1000);
    const side = seconds > 0 ? "ahead of" : "behind";

    return seconds === 0 ? "" : `, ${Math.abs(seconds)} s ${side} real time`;
}

function drawClock() {
    if (clock === null)
        return;
    const now = realmNow();

    for (const place of [byId("now").querySelector("time"), byId("clock-now")]) {
        place.textContent = `${now.slice(0, 10)} ${now.slice(11, 19)} UTC`;
        place.dateTime = now;
    }
    byId("frozen").hidden = !clock.frozen;
    byId("freeze").textContent = clock.frozen ? "Unfreeze" : "Freeze";
    show("clock-state", `${clock.frozen ? "Frozen" : "Running"}${offsetText()}.`);
}

// --- events

const listOf = {
    request: ({ realm }) => (realm === undefined ? lists.unmatched : lists.requests),
    message: () => lists.outbox,
    challenge: () => lists.challenges,
    session: () => lists.sessions,
};

let pending = []; // events that wait to be shown
let number = 0;

function queueEvent(event, data) {
    if (pending.length === 0)
        setTimeout(flush, FLUSH_MILLIS);
    pending.push({ id: String(++number), at: new Date().toISOString(), event, data });
}

// Lists of other views are loaded when their view is opened.
function showInList(event, data) {
    const list = listOf[event](data);
    const isOther = data.realm !== undefined && data.realm !== shown.realm.id;

    if (isOther || !views[view].includes(list))
        return;
    if (data[event].endedAt)
        list.remove(data[event].id);
    else
        list.put(data[event]);
}

// When more events arrive at once than a list shows, the lists are reloaded instead.
function flush() {
    const all = pending;

    pending = [];
    for (const item of all.slice(-ROWS_MOST)) {
        lists.live.put(item);
        showInList(item.event, item.data);
    }
    if (all.length > ROWS_MOST)
        refreshSilently();
    else
        loadClock().catch(() => {});
}

// HTML Living Standard, section 9.2: a field a line, an empty line between events.
function readEvent(block) {
    const fields = Object.fromEntries(block.split("\n").map((line) => {
        const colon = line.indexOf(": ");

        return [line.slice(0, colon), line.slice(colon + 2)];
    }));

    if (fields.event in listOf)
        queueEvent(fields.event, JSON.parse(fields.data));
    else if (fields[""]?.includes("too many"))
        refreshSilently();
}

async function readEvents(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";

    for (;;) {
        const { value, done } = await reader.read();

        if (done)
            return;
        const blocks = (rest + value).split("\n\n");

        rest = blocks.pop();
        blocks.forEach(readEvent);
    }
}

function showConnection(text, isLive) {
    show("live", text);
    byId("live").classList.toggle("on", isLive);
}

async function listenOnce(signal) {
    const query = byId("everywhere").checked ? {} : { realm: shown.realm.id };
    const response = await send(operations.events, { query, signal });

    showConnection("Live", true);
    refreshSilently(); // for events that were missed
    await readEvents(response.body);
}

// Uses fetch, because EventSource can't send the token. When the realm was deleted, another is shown.
async function listen(signal) {
    while (!signal.aborted) {
        let why = "the event stream ended";

        try {
            await listenOnce(signal);
        } catch (error) {
            why = error.message;
            if (error instanceof Unauthorized)
                askForToken();
        }
        if (signal.aborted)
            return;
        showConnection(`Not connected: ${why}`, false);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
        if (!signal.aborted)
            await loadRealms().catch(() => {});
    }
}

function connect() {
    connection?.abort();
    connection = new AbortController();
    listen(connection.signal);
}

function askForToken() {
    connection?.abort();
    show("trouble", sessionStorage.getItem(TOKEN) === null ? "" : "The control token is wrong.");
    sessionStorage.removeItem(TOKEN);
    showConnection("Waiting for the control token", false);
    byId("token-form").hidden = false;
    byId("token").focus();
}

// --- realms

async function loadRealms() {
    const former = shown.realm;
    const wanted = former?.name ?? new URLSearchParams(location.search).get("realm");

    shown.realms = (await fetchJson(operations.realms)).realms;
    shown.realm = shown.realms.find(({ name }) => name === wanted) ?? shown.realms[0];
    byId("realm").replaceChildren(...shown.realms.map(({ id, name }) =>
        element("option", { value: id, selected: id === shown.realm.id }, name)));
    if (former !== null && former.id !== shown.realm.id)
        choose(shown.realm.id);
}

// Shows another realm, with empty lists at first.
function choose(id) {
    shown.realm = shown.realms.find((realm) => realm.id === id);
    shown.names = new Map();
    byId("realm").value = id;
    history.replaceState(null, "", `?realm=${encodeURIComponent(shown.realm.name)}${location.hash}`);
    for (const list of Object.values(lists).filter((one) => one !== lists.realms))
        list.showAll([]);
    connect();
}

// --- actions of the user

function onSubmit(id, action) {
    byId(id).addEventListener("submit", (event) => {
        event.preventDefault();
        attempt(() => action(event.target));
    });
}

function onClick(id, action) {
    byId(id).addEventListener("click", () => attempt(action));
}

// The fields that are filled in; numbers become numbers.
function filledIn(form, names) {
    const fields = names.map((name) => form.elements[name]).filter(({ value }) => value !== "");

    return Object.fromEntries(fields.map(({ name, type, value }) =>
        [name, type === "number" ? Number(value) : value]));
}

function addFault(form) {
    const body = {
        match: filledIn(form, ["operation", "path"]),
        effect: filledIn(form, ["status", "errorCode", "delayMillis", "connection", "when"]),
        ...filledIn(form, ["after", "times"]),
    };

    return act("The fault was added.", operations.createFault, { body });
}

async function createRealm(form) {
    const body = {
        ...filledIn(form, ["name"]),
        ...(form.elements.demo.checked && { seed: "demo" }),
    };
    const made = await fetchJson(operations.createRealm, { body });

    await loadRealms();
    choose(made.id);
    form.reset();
    showDone(`${made.name} was created.`);
}

async function loadOperationNames() {
    const { operations: rows } = await fetchJson(operations.coverage);
    const names = new Set(rows.map(({ operation }) => operation.split(" ")[0]));

    byId("operations").replaceChildren(...[...names].map((value) => element("option", { value })));
}

async function start() {
    await loadRealms();
    connect();
    await loadOperationNames();
}

function moveClock(done, body) {
    return act(done, operations.moveClock, { body });
}

addEventListener("changed", () => attempt(refresh));
addEventListener("choose", ({ detail }) => choose(detail));
addEventListener("unauthorized", askForToken);
addEventListener("hashchange", () => {
    showDone("");
    showView();
    attempt(refresh);
});
byId("realm").addEventListener("change", ({ target }) => choose(target.value));
byId("everywhere").addEventListener("change", connect);
onClick("refresh", async () => {
    await loadRealms();
    await refresh();
    showDone("Refreshed.");
});
onClick("forget-live", () => lists.live.showAll([]));
onClick("clear-requests", () => act("The journal was cleared.", operations.clearRequests));
onClick("clear-outbox", () => act("The outbox was cleared.", operations.clearOutbox));
onClick("clear-faults", () => act("All faults were deleted.", operations.clearFaults));
onClick("freeze", () => moveClock(clock.frozen ? "The clock runs." : "The clock is frozen.",
    { frozen: !clock.frozen }));
onClick("reset-clock", () => moveClock("The clock was reset to real time.", { reset: true }));
onSubmit("advance-form", (form) => moveClock("The clock was moved.", filledIn(form, ["advance"])));
onSubmit("people-form", () => lists.people.load());
onSubmit("fault-form", addFault);
onSubmit("realm-form", createRealm);
onSubmit("token-form", async (form) => {
    sessionStorage.setItem(TOKEN, byId("token").value);
    form.reset();
    form.hidden = true;
    showDone("");
    await start();
});
setInterval(drawClock, 1000);
showView();
Object.values(lists).forEach((list) => list.showAll([]));
attempt(start);
