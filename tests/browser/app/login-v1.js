// SPDX-License-Identifier: MIT
// Sign-in with version 1 of the client: Enter in the field submits the form around it.
(async () => {
    await app.loadClient("/app/secure/static/client.1.js");
    OpcUxSecureClient.init(app.uiKey);
    const form = OpcUxSecureClient.form();
    const password = form.input("p", "password", app.fieldOptions("Your password"));

    password.mount(element("password"));

    async function signIn(tokens) {
        const { token } = await app.signIn(element("email").value, tokens.p);

        OpcUxSecureClient.associate(`Bearer ${token}`,
            () => app.say("done", `Signed in as ${element("email").value}`),
            (error) => app.say("error", error.message));
    }

    element("form").addEventListener("submit", (event) => {
        event.preventDefault();
        app.say("error", "");
        form.tokenize((tokens) => signIn(tokens).catch(() => {
            password.clear();
            app.say("error", "E-mail or password is wrong.");
        }), (error) => app.say("error", error.message));
    });
})();
