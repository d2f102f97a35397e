// SPDX-License-Identifier: MIT
// What the app's pages share: parameters of the page, the client's script, calls to the API, and the look of fields.
const parameters = new URLSearchParams(location.search);
const isDark = matchMedia("(prefers-color-scheme: dark)").matches;

const element = (id) => document.getElementById(id);

window.app = {
    gateway: parameters.get("gateway"),
    uiKey: parameters.get("key") ?? "demo-ui-key",
    profileId: parameters.get("profile") ?? "1001",

    // Inserts the script element, as an app does that learns the address when it runs.
    loadClient(path) {
        return new Promise((resolve, reject) => {
            const script = document.createElement("script");

            Object.assign(script, { src: this.gateway + path, async: true, onload: resolve, onerror: reject });
            document.head.append(script);
        });
    },

    // A call of the Multi API, without an api-key: the emulator knows this page's origin.
    async call(method, path, body, token) {
        const response = await fetch(`${this.gateway}/multi${path}`, {
            method,
            headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
            body: body && JSON.stringify(body),
        });
        const text = await response.text();

        if (!response.ok)
            throw new Error(`${path} was answered ${response.status} ${text}`);
        return text === "" ? null : JSON.parse(text);
    },

    signIn(email, passwordToken) {
        return this.call("POST", "/login_with_password", { email, password: { value: passwordToken } });
    },

    // A field looks like the page's own inputs. Its colours are the app's business, because a frame inherits none.
    fieldOptions(placeholder) {
        return {
            placeholder,
            maxlength: 30,
            style: {
                base: {
                    color: isDark ? "#e8ebf0" : "#1c2430", fontSize: "16px", lineHeight: "1.5",
                    "::placeholder": { color: isDark ? "#a5afbb" : "#59636f" },
                },
            },
        };
    },

    say(id, text) {
        element(id).textContent = text;
    },
};
