// SPDX-License-Identifier: MIT
// Sign-in with version 2 of the client: Enter in the field signs in, too.
(async () => {
    await app.loadClient("/sandbox/weavr-client-v2.js");
    const client = weavr.init(app.uiKey);
    const password = client.capture.password("password", app.fieldOptions("Your password")).mount("#password");

    async function signIn() {
        app.say("error", "");
        try {
            const { tokens } = await password.createToken();
            const { token } = await app.signIn(element("email").value, tokens.password);

            await client.setUserToken(`Bearer ${token}`);
            app.say("done", `Signed in as ${element("email").value}`);
        } catch (error) {
            password.clear();
            app.say("error", "E-mail or password is wrong.");
        }
    }

    password.on("keyup", (event) => {
        event.preventDefault();
        if (event.key === "Enter")
            signIn();
    });
    element("form").addEventListener("submit", (event) => {
        event.preventDefault();
        signIn();
    });
})();
