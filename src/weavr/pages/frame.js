// SPDX-License-Identifier: MIT
// The frame: it takes calls from the page that embeds it, and answers that page alone. A value never leaves it.
(() => {
    const script = document.currentScript;
    const parts = script.parts || window.secureParts;
    const isFrame = !script.parts;
    const roles = { input: "Input", display: "Display", panel: "Panel" };
    const methods = ["options", "focus", "blur", "clear", "tokenize", "equals", "show", "verify"];
    const descriptors = ["style", "unicodeRange", "weight", "variant", "stretch", "display"];

    async function post(base, path, access, body) {
        const headers = { "content-type": "application/json", "programme-key": access.key };
        let response;

        if (access.authorization)
            headers.authorization = access.authorization;
        try {
            response = await fetch(`${base}/app/secure/api/session/${path}`,
                { method: "POST", headers, body: body && JSON.stringify(body) });
        } catch (error) {
            throw { code: "INTERNAL", message: "The emulator could not be reached." };
        }
        const answer = await response.json().catch(() => null);

        if (!response.ok)
            throw parts.failureOf(response.status, answer);
        return answer;
    }

    // A style sheet of the app, if it is near.
    function link(address, base, root) {
        if (!address || !parts.isNear(address, base))
            return;
        const element = document.createElement("link");

        element.rel = "stylesheet";
        element.href = address;
        root.append(element);
    }

    function addFont(font, base, root) {
        const { family, src, cssSrc } = font;

        if (cssSrc)
            link(cssSrc, base, root);
        else if (family && src && parts.addressesOf(src).every((address) => parts.isNear(address, base)))
            document.fonts.add(new FontFace(family, src, Object.fromEntries(
                descriptors.filter((name) => font[name]).map((name) => [name, font[name]]))));
    }

    function applyRules(sheet, rules) {
        sheet.replaceSync("");
        for (const { selector, declarations } of rules) {
            try {
                const { style } = sheet.cssRules[sheet.insertRule(`${selector} {}`, sheet.cssRules.length)];

                declarations.forEach(([property, value]) => style.setProperty(property, value));
            } catch (error) {
                // a selector that this browser doesn't know
            }
        }
    }

    // What an input, a display and a panel have around them. `root` is a document or a shadow root.
    function createField(root, name, base, send) {
        const sheet = new CSSStyleSheet();
        const custom = new CSSStyleSheet();
        const top = root.body || root;
        const values = isFrame ? null : parts.values = parts.values || {};
        let content = null;

        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet, custom];
        if (!isFrame)
            link(`${base}/app/secure/static/field.css`, base, root);

        const field = {
            root,
            top,
            isFrame,
            emit: (event, payload) => send({ weavrSecure: 1, event, payload }),
            post: (path, access, body) => post(base, path, access, body),
            style: (styles) => applyRules(sheet, Object.entries(styles).flatMap(
                ([selector, style]) => parts.styleRules(selector, style))),
            addCss: (address, text) => {
                link(address, base, top);
                custom.replaceSync(text || "");
            },
            valueOf: (other) => (isFrame ? parent.frames[other].secureValue() : values[other]()),
        };

        function start(args) {
            for (const font of args.fonts || [])
                addFont(font, base, top);
            document.documentElement.dataset.role = isFrame ? args.role : "";
            content = new parts[roles[args.role]](field);
            if (isFrame)
                window.secureValue = () => content.value;
            else
                values[name] = () => content.value;
            return content.start(args);
        }

        async function receive({ id, method, args }) {
            try {
                const value = method === "start" ? start(args) : methods.includes(method) && content[method](args);

                send({ weavrSecure: 1, id, value: await value });
            } catch ({ code = "INTERNAL", message }) {
                send({ weavrSecure: 1, id, error: { code, message } });
            }
        }

        return { receive };
    }

    function startFrame() {
        let origin = null; // of the page, once it has called
        const send = (message) => parent.postMessage(message, origin === "null" ? "*" : origin);
        const field = createField(document, window.name, location.origin, send);

        window.addEventListener("message", (event) => {
            const isCall = event.data && event.data.weavrSecure === 1 && event.data.method;

            if (event.source !== parent || !isCall || (origin !== null && event.origin !== origin))
                return;
            if (origin === null)
                new ResizeObserver(() => send({ weavrSecure: 1, event: "height",
                    payload: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
            origin = event.origin;
            field.receive(event.data);
        });
        parent.postMessage({ weavrSecure: 1, event: "loaded" }, "*"); // it tells nothing
    }

    parts.createField = createField;
    if (isFrame)
        startFrame();
})();
