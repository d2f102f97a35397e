// SPDX-License-Identifier: MIT
// The console's page: elements, messages and lists. Whatever comes from the gateway becomes text,
// never markup.
import { Unauthorized, send } from "./calls.js";

export const byId = (id) => document.getElementById(id);

// A new element; children are elements or texts, and null is none.
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

export function tell(text) {
    show("trouble", "");
    show("done", text);
}

// Whoever shows the form for the token listens to "unauthorized".
export async function attempt(deed) {
    try {
        await deed();
    } catch (error) {
        show("done", "");
        if (error instanceof Unauthorized)
            dispatchEvent(new Event("unauthorized"));
        else
            show("trouble", `It did not work: ${error.message}`);
    }
}

// Changes something, and says so; whoever shows it listens to "changed".
export function act(done, operation, options) {
    return attempt(async () => {
        await send(operation, options);
        tell(done);
        dispatchEvent(new Event("changed"));
    });
}

// --- lists

// A list shows no more.
export const ROWS_MOST = 100;

const focusable = "summary, button, pre";

// Changes rows, and leaves the focus on what has taken the place of what had it.
function keepingFocus(body, change) {
    const before = document.activeElement;
    const row = body.contains(before) ? before.closest("tr") : null;
    const place = row && [...row.querySelectorAll(focusable)].indexOf(before);

    change();
    if (row === null || document.activeElement === before)
        return;
    const heir = [...body.rows].find(({ dataset }) => dataset.id === row.dataset.id);
    const found = heir?.querySelectorAll(focusable)[place] ?? heir?.querySelector(focusable);

    (found ?? body.closest("section").querySelector("h2")).focus();
}

// The rows of a table, by the id of what they show. `cells` makes what stands in a row.
export class List {
    #name;
    #body;
    #cells;
    #source;
    #rows = new Map();
    #meanwhile = null; // what was told while the list was asked for

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

    // Changes the row of the item's id, or adds one in front.
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

    // The present row, if it shows the item as it is; else a new one, opened like the present.
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
