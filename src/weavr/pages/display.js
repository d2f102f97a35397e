// SPDX-License-Identifier: MIT
// A card's number, CVV or PIN, shown for its token.
(() => {
    const parts = document.currentScript.parts || window.secureParts;

    class Display {
        constructor(field) {
            this.field = field;
            this.element = document.createElement("span");
            this.element.className = "display";
            field.top.append(this.element);
        }

        start({ kind, options }) {
            this.kind = kind;
            this.options(options);
        }

        options(options) {
            this.field.style({ ".display": options.style });
        }

        async show({ access, token }) {
            const { value } = await this.field.post("detokenize", access, {
                random: access.random, token, permanent: this.kind !== "cardPin", field: this.kind,
            });

            this.element.textContent = this.kind === "cardNumber" ? parts.grouped(value) : value;
        }
    }

    parts.Display = Display;
})();
