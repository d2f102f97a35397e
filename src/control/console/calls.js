// SPDX-License-Identifier: MIT
// Calling the control API.

// The realm that is shown.
export const shown = {
    realm: null,
    realms: [],
    names: new Map(), // names of its people, by id
};

// Method and path of each operation; a test compares them with the table of the server.
export const operations = {
    realms: ["GET", "/_sandgate/realms"],
    createRealm: ["POST", "/_sandgate/realms"],
    deleteRealm: ["DELETE", "/_sandgate/realms/{realm}"],
    resetRealm: ["POST", "/_sandgate/realms/{realm}/reset"],
    clock: ["GET", "/_sandgate/realms/{realm}/clock"],
    moveClock: ["POST", "/_sandgate/realms/{realm}/clock"],
    outbox: ["GET", "/_sandgate/realms/{realm}/outbox"],
    clearOutbox: ["DELETE", "/_sandgate/realms/{realm}/outbox"],
    challenges: ["GET", "/_sandgate/realms/{realm}/challenges"],
    accept: ["POST", "/_sandgate/realms/{realm}/challenges/{id}/accept"],
    decline: ["POST", "/_sandgate/realms/{realm}/challenges/{id}/decline"],
    expire: ["POST", "/_sandgate/realms/{realm}/challenges/{id}/expire"],
    sessions: ["GET", "/_sandgate/realms/{realm}/sessions"],
    endSession: ["DELETE", "/_sandgate/realms/{realm}/sessions/{id}"],
    people: ["GET", "/_sandgate/realms/{realm}/users"],
    changePerson: ["PATCH", "/_sandgate/realms/{realm}/users/{id}"],
    requests: ["GET", "/_sandgate/realms/{realm}/requests"],
    clearRequests: ["DELETE", "/_sandgate/realms/{realm}/requests"],
    unmatched: ["GET", "/_sandgate/unmatched"],
    events: ["GET", "/_sandgate/events"],
    faults: ["GET", "/_sandgate/realms/{realm}/faults"],
    createFault: ["POST", "/_sandgate/realms/{realm}/faults"],
    clearFaults: ["DELETE", "/_sandgate/realms/{realm}/faults"],
    deleteFault: ["DELETE", "/_sandgate/realms/{realm}/faults/{id}"],
    coverage: ["GET", "/_sandgate/coverage"],
};

// The key of the control token in the session storage of the tab.
export const TOKEN = "control-token";

export class Unauthorized extends Error {}

// The reason of a refusal, with its errors by member.
async function readRefusal(response) {
    try {
        const { detail, errors = [] } = await response.json();

        return [detail, ...errors.map((error) => `${error.pointer}: ${error.detail}`)].join("; ");
    } catch {
        return `status ${response.status}`;
    }
}

// Calls an operation; throws an Error with the reason of a refusal. Without a realmId it is called for
// the realm that is shown. The URL is relative: the page is one level below the root.
export async function send([method, path], { realmId, id = "", query = {}, body, signal } = {}) {
    const values = { realm: realmId ?? shown.realm?.id, id };
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
    const search = new URLSearchParams(query).toString();
    const token = sessionStorage.getItem(TOKEN);
    const response = await fetch(`..${filled}${search && "?"}${search}`, {
        method,
        headers: {
            Accept: "application/json, text/event-stream",
            ...(token && { Authorization: `Bearer ${token}` }),
            ...(body && { "Content-Type": "application/json" }),
        },
        body: body && JSON.stringify(body),
        cache: "no-store",
        signal,
    });

    if (response.ok)
        return response;
    if (response.status === 401)
        throw new Unauthorized("the control token is missing or wrong");
    throw new Error(await readRefusal(response));
}

export async function fetchJson(operation, options) {
    const response = await send(operation, options);

    return response.json();
}
