// SPDX-License-Identifier: MIT
// The cells of table rows.
import { operations, shown } from "./calls.js";
import { act, badge, button, code, details, element, json, small, time } from "./page.js";

function person(id) {
    return id === undefined ? "" : element("span", { title: id }, shown.names.get(id) ?? id);
}

const statusKind = (status) => (status < 400 ? "good" : status < 500 ? "warn" : "bad");

const stateKinds = { PENDING: "warn", VERIFIED: "good", DECLINED: "bad", EXPIRED: "bad" };

export function requestCells(item) {
    const { at, status, method, path, operation, reason, hint, request, response } = item;

    return [
        time(at),
        badge(status, statusKind(status)),
        [
            details(element("span", {}, `${method} ${path}`),
                small("operation ", code(operation ?? "none")),
                json("Query", request.query), json("Request headers", request.headers),
                json("Request body", request.body), json("Response headers", response.headers),
                json("Response body", response.body)),
            reason && element("p", {}, reason),
            hint && small(hint),
        ],
        `${(item.durationMicros / 1000).toFixed(2)} ms`,
    ];
}

export function messageCells({ at, channel, to, kind, code: secret, text, payload, delivery }) {
    return [
        time(at),
        badge(channel, "plain"),
        to,
        kind,
        secret ? element("strong", { className: "secret" }, secret) : "",
        [
            text,
            delivery && small(`${delivery.state}, attempts: ${delivery.attempts}`,
                delivery.lastError ? `, ${delivery.lastError}` : ""),
            payload && details("Payload", json("", payload)),
        ],
    ];
}

export function challengeCells({ id, kind, channel, state, userId, createdAt, expiresAt }) {
    const settle = (label, operation, done) => button(label, () => act(done, operation, { id }));

    return [
        time(createdAt), kind, channel, person(userId), badge(state, stateKinds[state]),
        time(expiresAt),
        state !== "PENDING" ? "" : element("div", { className: "buttons" },
            settle("Accept", operations.accept, "The challenge was accepted."),
            settle("Decline", operations.decline, "The challenge was declined."),
            settle("Expire", operations.expire, "The challenge has expired.")),
    ];
}

export function sessionCells(item) {
    const { id, userId, tokenType, steppedUp, createdAt, lastActivityAt, expiresAt } = item;

    return [
        time(createdAt), person(userId), tokenType, steppedUp ? badge("yes", "good") : "no",
        time(lastActivityAt), time(expiresAt),
        button("End", () => act("The session was ended.", operations.endSession, { id })),
    ];
}

export function personCells(item) {
    const { id, email, emailVerified, identities, factors, locked, passwordExpired, active } = item;
    const states = [
        !active && badge("inactive", "bad"), locked && badge("locked", "bad"),
        passwordExpired && badge("password expired", "warn"),
        !emailVerified && badge("e-mail unverified", "warn"),
    ].filter(Boolean);
    const change = (label, body) =>
        button(label, () => act(`${label}ed.`, operations.changePerson, { id, body }));

    return [
        email,
        code(id),
        identities.map((identity) => element("div", {}, `${identity.type} `, code(identity.id),
            identity.active ? "" : " inactive")),
        factors.map(({ channel, status }) => element("div", {}, `${channel} ${status}`)),
        states.length > 0 ? states : badge("active", "good"),
        locked ? change("Unlock", { locked: false }) : change("Lock", { locked: true }),
    ];
}

export function faultCells({ id, match, effect, times, after, probability, hits }) {
    const pairs = (object) => Object.entries(object).map(([name, value]) => element("div", {},
        `${name} `, code(typeof value === "string" ? value : JSON.stringify(value))));
    const conditions = { after, times, probability };
    const given = Object.entries(conditions).filter(([, value]) => value !== undefined && value !== 0);

    return [
        Object.keys(match).length > 0 ? pairs(match) : "all",
        pairs(effect),
        given.length > 0 ? pairs(Object.fromEntries(given)) : "always",
        String(hits),
        button("Delete", () => act("The fault was deleted.", operations.deleteFault, { id })),
    ];
}

const realmActions = {
    reset: {
        operation: operations.resetRealm,
        question: (name) => `Restore ${name} to its seed?`,
        done: (name) => `${name} was restored to its seed.`,
    },
    delete: {
        operation: operations.deleteRealm,
        question: (name) => `Delete ${name} and everything in it?`,
        done: (name) => `${name} was deleted.`,
    },
};

export function realmCells({ id, name, weavr: { profiles, ...weavr }, cyrexa, settings }) {
    const keys = Object.entries({ ...weavr, ...profiles, ...cyrexa });
    const action = (label, { operation, question, done }) => button(label, () => {
        if (confirm(question(name)))
            act(done(name), operation, { realmId: id });
    });

    return [
        [element("strong", {}, name), small("id ", code(id))],
        element("dl", {}, ...keys.flatMap(([key, value]) =>
            [element("dt", {}, key), element("dd", {}, code(value))])),
        details("Settings", json("", settings)),
        element("div", { className: "buttons" },
            button("Show", () => dispatchEvent(new CustomEvent("choose", { detail: id }))),
            action("Reset", realmActions.reset),
            name === "default" ? null : action("Delete", realmActions.delete)),
    ];
}

// One line for each kind of event.
export const lines = {
    request: ({ method, path, status, reason }) =>
        `${method} ${path} ${status}${reason ? `: ${reason}` : ""}`,
    message: ({ channel, to, kind, code: secret }) =>
        `${channel} to ${to}: ${kind}${secret ? `, code ${secret}` : ""}`,
    challenge: ({ kind, channel, state, userId }) =>
        `${kind} by ${channel} for ${shown.names.get(userId) ?? userId}: ${state}`,
    session: ({ tokenType, userId, steppedUp, endedAt }) =>
        `${tokenType} of ${shown.names.get(userId) ?? userId ?? "a client"}` +
        (endedAt ? ", ended" : steppedUp ? ", stepped up" : ""),
};

export function eventCells({ at, event, data }) {
    const found = shown.realms.find(({ id }) => id === data.realm);

    return [
        time(at), badge(event, `of-${event}`), found?.name ?? data.realm ?? "none",
        details(lines[event](data[event]), json("", data[event])),
    ];
}
