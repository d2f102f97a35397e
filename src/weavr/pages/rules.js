// SPDX-License-Identifier: MIT
// What the fields decide without a document: strength, validity, what has changed, and styles as CSS rules. This file
// and input.js, display.js, panel.js and frame.js are served as one, field.js. Each adds what others use to `parts`,
// which a page that loads them without a frame (?inline) hands over.
(() => {
    const parts = document.currentScript.parts || (window.secureParts = {});

    // The least length and the least number of classes of each level (weavr-web-client.md 2.5).
    const levels = [
        { text: "too weak", strength: "weak", length: 0, classes: 0 },
        { text: "weak", strength: "weak", length: 6, classes: 2 },
        { text: "medium", strength: "fair", length: 8, classes: 4 },
        { text: "strong", strength: "strong", length: 10, classes: 4 },
    ];
    const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

    function strengthOf(value) {
        const found = classes.filter((one) => one.test(value)).length;
        const fits = (level) => value.length >= level.length && found >= level.classes;
        const id = levels.length - 1 - [...levels].reverse().findIndex(fits);

        return { id, value: levels[id].text, score: id, strength: levels[id].strength };
    }

    const isCode = (kind) => kind !== "password";

    // How many characters a field takes; Infinity: any number. Codes have that many.
    function lengthOf(kind, options) {
        const most = Number(options.maxlength);
        const given = most >= 1 ? Math.floor(most) : null;

        if (kind === "cardPin")
            return 4;
        return kind === "passCode" || options.segmented ? Math.min(given || 4, 64) : given || Infinity;
    }

    // What a code keeps of a text that was typed or pasted.
    const accepted = (kind, value) => (isCode(kind) ? value.replace(/[^0-9]/g, "") : value);

    function isValid(kind, value, length) {
        return isCode(kind) ? /^[0-9]+$/.test(value) && value.length === length : value !== "";
    }

    // The payload of `change`, or null if it is that of the last one.
    function changed(last, next) {
        const same = last && ["empty", "valid", "error"].every((name) => last[name] === next[name]);

        return same ? null : next;
    }

    const properties = ["backgroundColor", "border", "borderBottom", "borderColor", "borderLeft", "borderRadius",
        "borderRight", "borderStyle", "borderTop", "borderWidth", "boxShadow", "color", "fontFamily", "fontSize",
        "fontSmoothing", "fontStyle", "fontVariant", "fontWeight", "height", "letterSpacing", "lineHeight", "margin",
        "padding", "textAlign", "textDecoration", "textIndent", "textShadow", "textTransform"];
    const pseudos = [":hover", ":focus", ":active", ":disabled", ":-webkit-autofill", "::placeholder", "::selection"];
    const states = ["base", "empty", "valid", "invalid"];

    // The name in a style sheet: fontSize is font-size.
    function cssName(key) {
        const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

        return name === "font-smoothing" ? "-webkit-font-smoothing" : name;
    }

    function declarationsOf(style) {
        return Object.keys(style)
            .filter((key) => properties.includes(key) && ["string", "number"].includes(typeof style[key]))
            .map((key) => [cssName(key), String(style[key])]);
    }

    function rulesOf(selector, style) {
        const nested = pseudos.filter((pseudo) => style[pseudo]);

        return [{ selector, declarations: declarationsOf(style) }].concat(
            nested.map((pseudo) => ({ selector: selector + pseudo, declarations: declarationsOf(style[pseudo]) })));
    }

    // The rules of a style option, with or without states. Pseudo keys may stand inside a state or beside it.
    function styleRules(selector, style) {
        const stated = states.filter((state) => style && style[state]);
        const ofStates = stated.map((state) =>
            rulesOf(state === "base" ? selector : `${selector}.is-${state}`, style[state]));

        return rulesOf(selector, style || {}).concat(...ofStates).filter((rule) => rule.declarations.length > 0);
    }

    // The part of a style option that the text beside the field has, too: boxes and meter.
    function textStyle(style) {
        const { color, fontFamily } = (style && style.base) || style || {};

        return { color, fontFamily };
    }

    // A card's number in groups of four.
    const grouped = (number) => number.replace(/\s/g, "").replace(/(.{4})(?=.)/g, "$1 ");

    const failures = {
        INVALID_AUTH: "The user token is missing, unknown or has ended.",
        STEP_UP_REQUIRED: "The session of the user token is not stepped up.",
    };

    // What the answer to a refused call means for an app.
    function failureOf(status, body) {
        const needsStepUp = status === 403 && body && body.errorCode === "STEP_UP_REQUIRED";
        const code = status === 401 ? "INVALID_AUTH" : needsStepUp ? "STEP_UP_REQUIRED" : "INTERNAL";

        return { code, message: failures[code] || `The request was refused (${status}).` };
    }

    // The addresses in a font's `src`.
    const addressesOf = (source) => [...source.matchAll(/url\(\s*["']?([^"')]+)/g)].map((match) => match[1]);

    // Fonts may come from the emulator, from this machine or from the page: offline nothing may fail.
    function isNear(address, own) {
        const url = new URL(address, own);
        const isLoopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);

        return url.protocol === "data:" || url.origin === own || isLoopback;
    }

    Object.assign(parts, {
        strengthOf, lengthOf, accepted, isCode, isValid, changed, styleRules, textStyle, grouped, failureOf,
        addressesOf, isNear,
    });
})();
