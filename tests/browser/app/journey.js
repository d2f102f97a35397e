// SPDX-License-Identifier: MIT
// A single-page app of a bank: sign-up, e-mail, sign-in, card data after a one-time code, identity, sign-out.
let client = null;
let token = null; // of the user who is signed in
let field = null; // the password's, in the view that is shown
let cards = []; // the displays of card data
let newEmail = "";

// ---- views

function show(view) {
    for (const section of document.querySelectorAll("[data-view]"))
        section.hidden = section.dataset.view !== view;
    element("sign-out").hidden = view !== "home";
    document.body.dataset.shown = view;
}

function mountPassword(target, placeholder) {
    if (field)
        field.destroy();
    field = client.capture.password("password", app.fieldOptions(placeholder)).mount(target);
    return field;
}

// What a form does when it is submitted. What fails is said below the view.
function on(id, type, act) {
    element(id).addEventListener(type, async (event) => {
        event.preventDefault();
        app.say("error", "");
        try {
            await act();
        } catch (error) {
            app.say("error", error.message);
        }
    });
}

function showSignUp() {
    show("sign-up");
    mountPassword("#new-password", "Choose a password").on("strength", ({ id, value }) => {
        element("strength").textContent = `Strength: ${value}`;
        element("strength").className = id >= 2 ? "hint done" : "hint";
    });
}

function showSignIn() {
    show("sign-in");
    mountPassword("#password", "Your password");
    element("email").value = newEmail;
}

// ---- sign-up

async function signUp() {
    const { tokens } = await field.createToken();

    newEmail = element("new-email").value;
    const consumer = await app.call("POST", "/consumers", {
        profileId: app.profileId,
        ipAddress: "127.0.0.1",
        rootUser: {
            name: element("name").value,
            surname: element("surname").value,
            email: newEmail,
            mobile: { countryCode: "+44", number: element("mobile").value },
            dateOfBirth: { year: 1990, month: 1, day: 2 },
            address: { country: "MT" },
        },
    });

    await app.call("POST", `/passwords/${consumer.id.id}/create`, { password: { value: tokens.password } });
    await app.call("POST", "/consumers/verification/email/send", { email: newEmail });
    app.say("sent-to", newEmail);
    show("verify");
}

async function verifyEmail() {
    await app.call("POST", "/consumers/verification/email/verify",
        { email: newEmail, verificationCode: element("email-code").value });
    showSignIn();
}

// ---- signed in

async function signIn() {
    const { tokens } = await field.createToken();

    token = (await app.signIn(element("email").value, tokens.password)).token;
    client.setUserToken(`Bearer ${token}`); // not awaited: the components wait for it
    field.destroy();
    field = null;
    await showHome();
}

async function showIdentity() {
    const { fullDueDiligence } = await app.call("GET", "/consumers/kyc", undefined, token);

    app.say("identity", fullDueDiligence);
    element("start-kyc").hidden = fullDueDiligence !== "NOT_STARTED";
}

function showCards() {
    const options = { style: { color: "#ffffff", fontSize: "20px", letterSpacing: "0.04em" } };

    cards = [client.display.cardNumber("test-card", options), client.display.cvv("test-card", options)];
    cards[0].on("error", () => {
        element("locked").hidden = false;
    }).on("change", () => {
        document.body.dataset.card = "shown";
    }).mount("#card-number");
    cards[1].on("error", () => {}).mount("#card-cvv");
}

async function showHome() {
    const { rootUser } = await app.call("GET", "/consumers", undefined, token);

    app.say("greeting", rootUser.name);
    show("home");
    showCards();
    await showIdentity();
}

// ---- one-time codes: the first one enrols the phone, the next one steps up

let codePath = null; // what is verified with the next code

async function askCode(path, label) {
    await app.call("POST", path, undefined, token);
    codePath = path;
    element("locked").hidden = true;
    element("code-form").hidden = false;
    element("code").value = "";
    app.say("code-label", label);
}

const stepUp = () => askCode("/stepup/challenges/otp/SMS", "Code to confirm that it is you");

async function unlockCard() {
    const { factors } = await app.call("GET", "/authentication_factors", undefined, token);
    const isEnrolled = (factors ?? []).some(({ channel, status }) => channel === "SMS" && status === "ACTIVE");

    await (isEnrolled ? stepUp() : askCode("/authentication_factors/otp/SMS", "Code to enrol your phone"));
}

async function sendCode() {
    await app.call("POST", `${codePath}/verify`, { verificationCode: element("code").value }, token);
    if (codePath.startsWith("/authentication_factors")) {
        await stepUp();
        return;
    }
    element("code-form").hidden = true;
    await client.setUserToken(`Bearer ${token}`);
    for (const card of cards)
        card.update({ token: "test-card" });
}

// ---- identity

async function startKyc() {
    const { reference } = await app.call("POST", "/consumers/kyc", {}, token);

    element("start-kyc").hidden = true;
    await client.capture.consumerKyc(reference).mount("#panel", {
        onMessage: () => showIdentity(),
        onError: (error) => app.say("error", error.message),
    });
}

async function signOut() {
    await app.call("POST", "/logout", undefined, token);
    client.setUserToken(null);
    token = null;
    cards.forEach((card) => card.destroy());
    element("panel").textContent = "";
    delete document.body.dataset.card;
    showSignIn();
}

(async () => {
    await app.loadClient("/sandbox/weavr-client-v2.js");
    client = weavr.init(app.uiKey);
    on("sign-up", "submit", signUp);
    on("verify", "submit", verifyEmail);
    on("sign-in", "submit", signIn);
    on("have-account", "click", showSignIn);
    on("confirm", "click", unlockCard);
    on("code-form", "submit", sendCode);
    on("start-kyc", "click", startKyc);
    on("sign-out", "click", signOut);
    showSignUp();
})();
