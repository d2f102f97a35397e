// SPDX-License-Identifier: MIT
// The pure parts of the frames: node --test tests/browser/unit.
import assert from "node:assert/strict";
import test from "node:test";

import { plain, rules } from "./pages.mjs";

const parts = rules();

test("strength counts characters and their classes", () => {
    const levels = [
        ["", 0], ["a", 0], ["aaaaa", 0], ["aaaaaa", 0], ["aaaaa1", 1], ["aaaaaaa1", 1], ["Aa1aaaaa", 1],
        ["Aa1!aaa", 1], ["Aa1!aaaa", 2], ["Aa1!aaaaa", 2], ["Aa1!aaaaaa", 3], ["aaaaaaaaaaaa1", 1], ["ÄÖ12 xyzAB", 3],
    ];

    for (const [value, id] of levels)
        assert.equal(parts.strengthOf(value).id, id, value);
    assert.deepEqual(plain(parts.strengthOf("Aa1!aaaa")), { id: 2, value: "medium", score: 2, strength: "fair" });
    assert.deepEqual(plain(parts.strengthOf("a")), { id: 0, value: "too weak", score: 0, strength: "weak" });
    assert.equal(parts.strengthOf("Aa1!aaaaaa").strength, "strong");
});

test("a password is valid when it isn't empty, a code when it is full", () => {
    assert.equal(parts.isValid("password", "x", Infinity), true);
    assert.equal(parts.isValid("password", "", Infinity), false);
    assert.equal(parts.isValid("passCode", "1234", 4), true);
    assert.equal(parts.isValid("passCode", "123", 4), false);
    assert.equal(parts.isValid("passCode", "12a4", 4), false);
    assert.equal(parts.isValid("cardPin", "", 4), false);
});

test("codes have four digits unless maxlength says otherwise; a card's PIN always", () => {
    assert.equal(parts.lengthOf("passCode", {}), 4);
    assert.equal(parts.lengthOf("passCode", { maxlength: 6 }), 6);
    assert.equal(parts.lengthOf("passCode", { maxlength: "nonsense" }), 4);
    assert.equal(parts.lengthOf("passCode", { maxlength: 1e9 }), 64);
    assert.equal(parts.lengthOf("password", { segmented: true }), 4);
    assert.equal(parts.lengthOf("password", { maxlength: -1 }), Infinity);
    assert.equal(parts.lengthOf("cardPin", { maxlength: 6 }), 4);
    assert.equal(parts.lengthOf("password", {}), Infinity);
    assert.equal(parts.lengthOf("password", { maxlength: 30 }), 30);
    assert.equal(parts.lengthOf("password", { segmented: true, maxlength: 8 }), 8);
});

test("codes keep digits only", () => {
    assert.equal(parts.accepted("passCode", "1a2 3-4"), "1234");
    assert.equal(parts.accepted("password", "1a2 3-4"), "1a2 3-4");
});

test("change is told once for each difference", () => {
    const start = { empty: true, valid: false, error: false };
    const typed = { empty: false, valid: true, error: false };

    assert.equal(parts.changed(undefined, start), start);
    assert.equal(parts.changed(start, { ...start }), null);
    assert.equal(parts.changed(start, typed), typed);
    assert.equal(parts.changed(typed, { ...typed, error: true }).error, true);
});

test("a style becomes rules of known properties", () => {
    assert.deepEqual(plain(parts.styleRules(".field", { base: { fontSize: "14px", color: "#123", fontSmoothing: "auto" } })), [
        { selector: ".field", declarations: [["font-size", "14px"], ["color", "#123"], ["-webkit-font-smoothing", "auto"]] },
    ]);
    assert.deepEqual(plain(parts.styleRules(".field", { base: { position: "fixed", zIndex: 1, color: { toString: 1 } } })), []);
    assert.deepEqual(plain(parts.styleRules(".field", undefined)), []);
});

test("pseudo keys stand in a state or beside it", () => {
    const inside = parts.styleRules(".field", { base: { ":hover": { color: "red" } }, invalid: { "::placeholder": { color: "blue" } } });
    const beside = parts.styleRules(".field", { ":hover": { color: "red" }, base: {} });

    assert.deepEqual(plain(inside), [
        { selector: ".field:hover", declarations: [["color", "red"]] },
        { selector: ".field.is-invalid::placeholder", declarations: [["color", "blue"]] },
    ]);
    assert.deepEqual(plain(beside), [{ selector: ".field:hover", declarations: [["color", "red"]] }]);
});

test("the text beside a field has its color and font", () => {
    const look = { color: "red", fontFamily: "Georgia" };

    assert.deepEqual(plain(parts.textStyle({ ...look, padding: "1em" })), look);
    assert.deepEqual(plain(parts.textStyle({ base: look, invalid: { color: "blue" } })), look);
    assert.deepEqual(plain(parts.styleRules(".boxes", parts.textStyle(undefined))), []);
});

test("a display's style needs no state", () => {
    assert.deepEqual(plain(parts.styleRules(".display", { color: "red" })),
        plain(parts.styleRules(".display", { base: { color: "red" } })));
});

test("a card's number is shown in groups of four", () => {
    assert.equal(parts.grouped("5555555555554444"), "5555 5555 5555 4444");
    assert.equal(parts.grouped("4111 1111 1111 1111 9"), "4111 1111 1111 1111 9");
    assert.equal(parts.grouped("123"), "123");
});

test("a refused call becomes a code and a text", () => {
    assert.equal(parts.failureOf(401, null).code, "INVALID_AUTH");
    assert.equal(parts.failureOf(403, { errorCode: "STEP_UP_REQUIRED" }).code, "STEP_UP_REQUIRED");
    assert.equal(parts.failureOf(403, { errorCode: "ASSOCIATION_INVALID" }).code, "INTERNAL");
    assert.deepEqual(plain(parts.failureOf(404, null)),
        { code: "INTERNAL", message: "The request was refused (404)." });
});

test("fonts and style sheets come from this machine", () => {
    const own = "http://gate.example:8080";

    for (const near of ["http://127.0.0.1:3000/a.css", "http://localhost/a.css", "http://app.localhost/a.css",
        "http://[::1]:3000/a.css", "data:font/woff2;base64,AA", "http://gate.example:8080/a.css", "/a.css"])
        assert.equal(parts.isNear(near, own), true, near);
    for (const far of ["https://fonts.example/a.css", "http://127.0.0.1.example/", "http://localhost.example/",
        "http://gate.example/a.css", "file:///a.css"])
        assert.equal(parts.isNear(far, own), false, far);
    assert.deepEqual(plain(parts.addressesOf("url(\"a.woff2\") format(\"woff2\"), url( b.ttf )")), ["a.woff2", "b.ttf "]);
});
