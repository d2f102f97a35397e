// SPDX-License-Identifier: MIT
// Elements, messages and lists of the page. Data from the server becomes text, never markup.
import { Unauthorized, send } from "./calls.js";

export const byId = (id) => document.getElementById(id);

// Creates an element. Children are elements or texts; null is skipped.
export function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);

    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

export const small = (...texts) => element("p", { className: "small" }, ...texts);
export const code = (text) => element("code", {}, text);
export const button = (label, onclick) => element("button", { type: "button", onclick }, label);

export function badge(text, kind) {
    return element("span", { className: `badge ${kind}` }, text);
}

export function time(text) {
    const [date, hours] = text.replace("Z", "").split("T");

    return element("time", { dateTime: text, title: text },
        element("span", { className: "date" }, date), " ", hours);
}

export function json(title, value) {
    if (value === undefined || value === null)
        return null;
    const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);

    return element("div", {}, element("h4", {}, title), element("pre", { tabIndex: 0 }, text));
}

export function details(summary, ...children) {
    return element("details", {}, element("summary", {}, summary), ...children);
}

// --- messages

export function show(id, text) {
    byId(id).hidden = text === "";
    byId(id).textContent = text;
}

export function showDone(text) {
    show("trouble", "");
    show("done", text);
}

// Runs an action and shows its error. "unauthorized" is dispatched to ask for the token.
export async function attempt(action) {
    try {
        await action();
    } catch (error) {
        show("done", "");
        if (error instanceof Unauthorized)
            dispatchEvent(new Event("unauthorized"));
        else
            show("trouble", `Failed: ${error.message}`);
    }
}

// Calls an operation that changes something and shows a message; "changed" is dispatched to refresh.
export function act(done, operation, options) {
    return attempt(async () => {
        await send(operation, options);
        showDone(done);
        dispatchEvent(new Event("changed"));
    });
}

// --- lists

// The most rows of a list.
export const ROWS_MOST = 100;

const focusable = "summary, button, pre";

// Changes rows, and keeps the focus on the element that replaces the focused one.
function keepingFocus(body, change) {
    const before = document.activeElement;
    const row = body.contains(before) ? before.closest("tr") : null;
    const place = row && [...row.querySelectorAll(focusable)].indexOf(before);

    change();
    if (row === null || document.activeElement === before)
        return;
    const successor = [...body.rows].find(({ dataset }) => dataset.id === row.dataset.id);
    const found = successor?.querySelectorAll(focusable)[place] ?? successor?.querySelector(focusable);

    (found ?? body.closest("section").querySelector("h2")).focus();
}

// A table whose rows are found by the id of their item. `cells` makes the cells of an item.
export class List {
    #name;
    #body;
    #cells;
    #source;
    #rows = new Map();
    #meanwhile = null; // items that arrive while the list is loading

    constructor(name, cells, source = null) {
        this.#name = name;
        this.#cells = cells;
        this.#source = source;
        this.#body = document.querySelector(`tbody[data-list="${name}"]`);
        this.#filter?.addEventListener("input", () => this.#finish());
    }

    get #filter() {
        return document.querySelector(`input[data-filter="${this.#name}"]`);
    }

    async load() {
        if (this.#source === null)
            return;
        this.#meanwhile = [];
        try {
            this.showAll(await this.#source());
        } finally {
            const meanwhile = this.#meanwhile ?? [];

            this.#meanwhile = null;
            meanwhile.forEach((item) => this.put(item));
        }
    }

    showAll(items) {
        const rows = items.slice(0, ROWS_MOST).map((item) => this.#rowOf(item));

        keepingFocus(this.#body, () => this.#body.replaceChildren(...rows));
        this.#rows = new Map(rows.map((row) => [row.dataset.id, row]));
        this.#finish();
    }

    // Replaces the row with the item's id, or adds one at the top.
    put(item) {
        this.#meanwhile?.push(item);
        const former = this.#rows.get(item.id);
        const row = this.#rowOf(item);

        if (former === row)
            return;
        keepingFocus(this.#body, () => former ? former.replaceWith(row) : this.#body.prepend(row));
        this.#rows.set(item.id, row);
        if (this.#rows.size > ROWS_MOST)
            this.remove(this.#body.lastElementChild.dataset.id);
        this.#finish();
    }

    remove(id) {
        keepingFocus(this.#body, () => this.#rows.get(id)?.remove());
        this.#rows.delete(id);
        this.#finish();
    }

    // The present row if the item is unchanged; else a new one that keeps its details open.
    #rowOf(item) {
        const words = JSON.stringify(item);
        const former = this.#rows.get(item.id);

        if (former?.words === words)
            return former;
        const cells = this.#cells(item).map((cell) => element("td", {}, ...[cell].flat()));
        const row = element("tr", { words }, ...cells);
        const open = former?.querySelector("details")?.open ?? false;

        row.dataset.id = item.id;
        row.querySelectorAll("details").forEach((part) => { part.open = open; });
        return row;
    }

    #finish() {
        const wanted = (this.#filter?.value ?? "").toLowerCase().split(/\s+/);
        const table = this.#body.parentElement;

        for (const row of this.#body.rows)
            row.hidden = !wanted.every((word) => row.words.toLowerCase().includes(word));
        table.hidden = this.#rows.size === 0;
        table.nextElementSibling.hidden = this.#rows.size > 0;
    }
}
