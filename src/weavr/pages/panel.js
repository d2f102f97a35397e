// SPDX-License-Identifier: MIT
// The verification of an identity, in place of the provider's: who is verified, and three buttons.
(() => {
    const parts = document.currentScript.parts || window.secureParts;

    const titles = {
        consumerKyc: "Verify your identity",
        corporateKyb: "Verify your company",
        beneficiariesKyc: "Verify your identity",
    };
    const states = {
        INITIATED: "Waiting for your documents",
        PENDING_REVIEW: "Documents received, under review",
        APPROVED: "Approved",
        REJECTED: "Rejected",
    };
    const actions = [
        { action: "submit", text: "Submit", event: "Submitted", from: ["INITIATED"] },
        { action: "approve", text: "Approve", event: "Approved", from: ["INITIATED", "PENDING_REVIEW"] },
        { action: "reject", text: "Reject", event: "Rejected", from: ["INITIATED", "PENDING_REVIEW"] },
    ];
    // What it does by itself (the setting kycOutcome).
    const outcomes = { manual: [], submit: ["submit"], approve: ["submit", "approve"], reject: ["submit", "reject"] };

    function element(tag, className, ...children) {
        const made = document.createElement(tag);

        made.className = className;
        made.append(...children);
        return made;
    }

    class Panel {
        constructor(field) {
            this.field = field;
        }

        start({ kind }) {
            this.kind = kind;
            this.subject = element("p", "subject");
            this.status = element("p", "status");
            this.status.setAttribute("role", "status");
            this.buttons = actions.map(({ action, text }) => {
                const button = element("button", action, text);

                button.type = "button";
                button.dataset.action = action;
                button.disabled = true;
                button.addEventListener("click", () => this.act(action));
                return button;
            });
            this.panel = element("main", "panel", element("h1", "", titles[kind]), this.subject, this.status,
                element("div", "buttons", ...this.buttons),
                element("p", "note", "This panel takes the place of the identity provider in tests."));
            this.field.top.append(this.panel);
        }

        options() {}

        async verify({ access, reference, css, cssAddress, lang }) {
            const path = encodeURIComponent(reference);
            const flow = this.kind === "beneficiariesKyc" ? "beneficiaries" : "kyi";

            await this.field.post(`${flow}/params/${path}/get`, access);
            const { state, outcome, subject } = await this.field.post(`kyi/params/${path}/state`, access);

            this.access = access;
            this.path = path;
            this.field.addCss(cssAddress, css);
            this.panel.lang = lang || "en";
            this.subject.textContent = subject;
            this.show(state);
            this.runAll(outcomes[outcome]); // not awaited: the panel is up
        }

        show(state) {
            this.status.textContent = states[state] || state;
            this.status.dataset.state = state;
            actions.forEach(({ from }, i) => {
                this.buttons[i].disabled = !from.includes(state);
            });
        }

        async runAll(names) {
            for (const name of names)
                await this.act(name);
        }

        async act(name) {
            const { event } = actions.find(({ action }) => action === name);

            try {
                const { random } = this.access;
                const body = random ? { random } : undefined;
                const { state } = await this.field.post(`kyi/${this.path}/${name}`, this.access, body);

                this.show(state);
                this.field.emit(event);
            } catch (error) {
                this.status.textContent = error.message;
                this.field.emit("error", error);
            }
        }
    }

    parts.Panel = Panel;
})();
