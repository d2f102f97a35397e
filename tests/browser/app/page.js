// SPDX-License-Identifier: MIT
// What the tests need in a page. It runs in the head, before there is a body.
window.inHead = [typeof OpcUxSecureClient, typeof weavr, document.body === null];
window.log = []; // [name, event, payload]

// Notes the events of a component.
window.watch = (name, component) => {
    for (const event of ["ready", "change", "keyup", "focus", "blur", "strength", "submit", "error"])
        component.on(event, (payload) => log.push([name, event, payload instanceof Error ? payload.code : payload]));
    return component;
};

// Inserts a script, as an app does that loads the client by code.
window.load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");

    Object.assign(script, { src: address, async: true, onload: resolve, onerror: reject });
    document.head.append(script);
});

document.addEventListener("submit", (event) => {
    event.preventDefault();
    log.push(["form", "submit", event.target.id]);
});
