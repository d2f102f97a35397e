// SPDX-License-Identifier: MIT
// A field into which a password, a pass code or a card's PIN is typed.
(() => {
    const parts = document.currentScript.parts || window.secureParts;

    function boxes(length) {
        const row = document.createElement("div");

        row.className = "boxes";
        row.setAttribute("aria-hidden", "true");
        for (let i = 0; i < length; i++)
            row.append(document.createElement("span"));
        return row;
    }

    function meter() {
        const element = document.createElement("div");
        const bar = document.createElement("div");
        const text = document.createElement("span");

        element.className = "meter";
        bar.className = "bar";
        bar.append(...[1, 2, 3].map(() => document.createElement("i")));
        text.setAttribute("role", "status");
        element.append(bar, text);
        return element;
    }

    const colors = ["weakColor", "weakColor", "mediumColor", "strongColor"];

    function fillMeter(element, strength, options) {
        const color = options[colors[strength.id]];

        element.dataset.level = strength.id;
        element.lastChild.textContent = options.hideText ? "" : strength.value;
        element.lastChild.hidden = Boolean(options.hideText);
        element.style.setProperty("--meter", color || "");
        for (const name of ["border", "borderRadius", "backgroundColor"])
            element.firstChild.style[name] = options[name] || "";
    }

    const labels = { password: "Password", passCode: "Pass code", cardPin: "Card PIN" };

    class Input {
        constructor(field) {
            this.field = field; // root, name, emit, post
            this.element = document.createElement("input");
            this.element.type = "password";
            this.element.autocomplete = "off";
            this.element.className = "field";
            field.top.append(this.element);
            this.listen();
        }

        listen() {
            const on = (name, act) => this.element.addEventListener(name, act);

            on("input", () => this.take());
            on("focus", () => this.tell("focus"));
            on("blur", () => {
                this.touched = true;
                this.tell("blur");
            });
            on("keydown", (event) => {
                if (event.key === "Enter")
                    event.preventDefault();
            });
            on("keyup", (event) => {
                if (event.key === "Enter" || event.key === "Escape")
                    this.field.emit("keyup", { key: event.key });
            });
            on("animationstart", (event) => {
                if (event.animationName.startsWith("autofill"))
                    this.tell(event.animationName === "autofill-on" ? "autofill" : "autofill-cleared");
            });
            on("pointerdown", () => this.activate(true));
            on("pointerup", () => this.activate(false));
        }

        activate(active) {
            this.active = active;
            this.show();
        }

        start({ kind, options, judges, confirms }) {
            this.kind = kind;
            this.judges = judges;
            this.confirms = confirms; // the name of the frame whose value must be repeated
            this.element.setAttribute("aria-label", labels[kind]);
            this.element.inputMode = parts.isCode(kind) ? "numeric" : "text";
            this.options(options);
        }

        options(options) {
            const length = parts.lengthOf(this.kind, options);

            this.given = options;
            this.length = length;
            this.element.placeholder = options.placeholder || "";
            this.element.disabled = Boolean(options.disabled);
            this.element.removeAttribute("maxlength");
            if (length < Infinity)
                this.element.maxLength = length;
            this.draw();
            this.field.style({ ".field": options.style, ".boxes, .meter": parts.textStyle(options.style) });
            this.show();
        }

        draw() {
            const { top } = this.field;

            for (const old of top.querySelectorAll(".boxes, .meter"))
                old.remove();
            this.boxes = this.given.segmented ? boxes(this.length) : null;
            this.meter = this.given.strengthCheck && this.kind === "password" ? meter() : null;
            this.element.classList.toggle("is-segmented", Boolean(this.boxes));
            top.append(...[this.boxes, this.meter].filter(Boolean));
        }

        get value() {
            return this.element.value;
        }

        take() {
            const value = parts.accepted(this.kind, this.value);

            if (value !== this.value)
                this.element.value = value;
            this.show();
            this.tellStrength();
        }

        tell(name) {
            this.field.emit(name);
            this.show();
        }

        tellStrength() {
            const strength = parts.strengthOf(this.value);

            if (this.kind !== "password" || (this.value === "" && this.strength === undefined) ||
                this.strength === strength.id)
                return;
            this.strength = strength.id;
            this.field.emit("strength", strength);
        }

        // The classes of the page's element, the look, and `change` if it is one.
        show() {
            const empty = this.value === "";
            const valid = parts.isValid(this.kind, this.value, this.length) &&
                (!this.confirms || this.equals([this.confirms]));
            const judged = !empty && (this.touched || this.judges === "onTouch");
            const change = parts.changed(this.last, { empty, valid, error: judged && !valid });
            const state = {
                empty, valid: judged && valid, invalid: judged && !valid, disabled: this.element.disabled,
                focus: this.field.root.activeElement === this.element,
                active: Boolean(this.active),
                autofill: this.element.matches(":autofill"),
            };

            for (const name of ["empty", "valid", "invalid"])
                this.element.classList.toggle(`is-${name}`, state[name]);
            this.drawValue();
            this.field.emit("state", state);
            if (change && this.last)
                this.field.emit("change", change);
            this.last = change || this.last;
        }

        drawValue() {
            if (this.boxes)
                [...this.boxes.children].forEach((box, i) => {
                    box.textContent = i < this.value.length ? "\u2022" : "";
                    box.classList.toggle("is-next", i === this.value.length);
                });
            if (this.meter)
                fillMeter(this.meter, parts.strengthOf(this.value), this.given.strengthCheck);
        }

        focus() {
            this.element.focus();
        }

        blur() {
            this.element.blur();
        }

        clear() {
            this.element.value = "";
            this.strength = undefined;
            this.show();
        }

        async tokenize({ access, name }) {
            if (this.value === "")
                return "";
            if (this.kind === "cardPin" && access.random && !/^[0-9]{4}$/.test(this.value))
                throw { code: "INTERNAL", message: "A card's PIN has four digits." };
            const values = { [name]: { value: this.value, permanent: false } };
            const { tokens } = access.random && this.field.isFrame
                ? await this.field.post("tokenize", access, { random: access.random, values })
                : await this.field.post("anon_tokenize", { key: access.key }, { values });

            return tokens[name];
        }

        equals(names) {
            return names.every((name) => this.field.valueOf(name) === this.value);
        }
    }

    parts.Input = Input;
})();
