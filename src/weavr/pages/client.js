// SPDX-License-Identifier: MIT
// The vendor's browser client, played by an emulator: OpcUxSecureClient (version 1) and weavr (version 2). Secrets are
// typed and shown in frames (field.html); the page only gets tokens. ECMAScript 5, because apps load it as it is.
// Start reading at the end: the two faces. Client is the state behind one, Component what is mounted.
(function () {
"use strict";

var script = document.currentScript;
var origin = originOf(script.src);
var isInline = /[?&]inline(&|=|$)/.test(script.src);
var frames = []; // those that are open
var count = 0; // of frames so far
var inlineParts = {}; // what field.js defines, without a frame

// ---- small things

function originOf(address) {
    var link = document.createElement("a");

    link.href = address;
    return link.protocol + "//" + link.host;
}

function nothing() {}

function each(object, visit) {
    Object.keys(object || {}).forEach(function (key) {
        visit(object[key], key);
    });
}

function merged(first, second) {
    var all = {};

    [first, second].forEach(function (one) {
        each(one, function (value, key) {
            all[key] = value;
        });
    });
    return all;
}

function must(condition, text) {
    if (!condition)
        throw new Error(text);
}

function checkText(text, what) {
    must(typeof text === "string" && text !== "", what + " must be a text.");
}

function failure(code, message) {
    var error = new Error(message);

    error.code = code;
    return error;
}

function noUser() {
    return failure("INVALID_AUTH", "There is no live user token.");
}

// A promise with callbacks beside it. One that the caller drops is no unhandled rejection.
function answered(promise, resolve, reject) {
    promise.then(resolve || nothing, reject || nothing);
    return promise;
}

// The access that a user token gives to the frames. It is all that the page asks for itself.
function associate(key, token) {
    return new Promise(function (resolve, reject) {
        var request = new XMLHttpRequest();

        request.open("POST", origin + "/app/secure/api/session/associate");
        request.setRequestHeader("programme-key", key);
        request.setRequestHeader("authorization", token);
        request.onloadend = function () {
            if (request.status === 200)
                resolve({ key: key, authorization: token, random: JSON.parse(request.responseText).random });
            else
                reject(request.status === 401 ? noUser() :
                    failure("INTERNAL", "The association failed (" + request.status + ")."));
        };
        request.send();
    });
}

// ---- frames

var titles = {
    password: "Secure password input", passCode: "Secure pass code input", cardPin: "Secure card PIN input",
    display: "Secure card data", panel: "Identity verification"
};

function newFrame(tag, receive) {
    var frame = { element: document.createElement(tag), name: "weavr-secure-" + ++count, receive: receive };

    frames.push(frame);
    return frame;
}

function openFrame(receive, title) {
    var frame = newFrame("iframe", receive);
    var iframe = frame.element;

    iframe.name = frame.name;
    iframe.title = title;
    iframe.src = origin + "/app/secure/static/field.html";
    iframe.setAttribute("frameborder", "0");
    // a policy may forbid the attribute; of another color scheme it isn't transparent
    Object.assign(iframe.style, { border: "0", display: "block", width: "100%", height: "1.5em", colorScheme: "normal" });
    frame.post = function (message) {
        iframe.contentWindow.postMessage(message, origin);
    };
    return frame;
}

window.addEventListener("message", function (event) {
    if (event.origin === origin && event.data && event.data.weavrSecure === 1)
        frames.forEach(function (frame) {
            if (event.source === frame.element.contentWindow)
                frame.receive(event.data);
        });
});

// ?inline: the same in an open shadow root, for DOM emulations that load no frames.
function openInline(receive) {
    var frame = newFrame("div", receive);
    var element = document.createElement("script");

    element.parts = inlineParts;
    element.src = origin + "/app/secure/static/field.js";
    element.onload = function () {
        var root = frame.element.attachShadow({ mode: "open" });
        var field = inlineParts.createField(root, frame.name, origin, receive);

        frame.post = function (message) {
            Promise.resolve(message).then(field.receive); // not inside the app's call
        };
        receive({ event: "loaded" });
    };
    frame.element.appendChild(element);
    return frame;
}

// ---- components

function elementOf(target) {
    var all = typeof target === "string" ? document.querySelectorAll(target) : [target];

    if (all.length > 1)
        console.warn("The first of several elements is used: " + target);
    must(all[0] && all[0].nodeType === 1, "No element to mount into: " + target);
    must(!/^(INPUT|TEXTAREA|SELECT|IMG|BR|HR|IFRAME)$/.test(all[0].tagName), "It can't hold a component: " + target);
    return all[0];
}

// An input, a display or a panel (`role`). `kind` is what is typed, shown or verified.
function Component(client, role, kind, name, options) {
    client.check();
    this.client = client;
    this.role = role;
    this.kind = kind;
    this.name = name;
    this.options = options || {};
    this.listeners = {};
    this.classes = []; // of ours, on the target
    this.queue = []; // messages that wait for the frame
    this.waiting = {}; // whom an answer is for, by the number of the call
    this.calls = 0;
    this.focusIfMeant = this.focusIfMeant.bind(this);
}

Component.prototype = {
    mount: function (target) {
        var element = elementOf(target);

        this.check();
        must(!this.target || this.target === element, "The component is mounted elsewhere.");
        if (this.target)
            return this;
        this.target = element;
        element.textContent = "";
        this.frame = (isInline ? openInline : openFrame)(this.receive.bind(this), titles[this.role] || titles[this.kind]);
        this.mark({ name: this.name, type: this.kind, state: "loading" });
        element.appendChild(this.frame.element);
        document.addEventListener("click", this.focusIfMeant);
        this.showState({ empty: true });
        return this;
    },

    unmount: function () {
        var waiting = this.waiting;

        this.check();
        if (!this.target)
            return this;
        document.removeEventListener("click", this.focusIfMeant);
        this.setClasses([]);
        frames.splice(frames.indexOf(this.frame), 1);
        this.frame.element.remove();
        this.target = this.frame = null;
        this.isLoaded = this.wasReady = false;
        this.queue = [];
        this.waiting = {};
        each(waiting, function (one) {
            one.reject(failure("INTERNAL", "It was unmounted."));
        });
        return this;
    },

    destroy: function () {
        this.unmount();
        this.isDestroyed = true;
        if (this.form)
            this.form.inputs.splice(this.form.inputs.indexOf(this), 1);
        return this;
    },

    check: function () {
        must(!this.isDestroyed, "The component was destroyed.");
    },

    mark: function (attributes) {
        var element = this.frame.element;

        each(attributes, function (value, name) {
            element.setAttribute("data-weavr-" + name, value);
        });
    },

    // ---- messages

    // A promise of what the frame answers.
    call: function (method, args) {
        var component = this;

        return new Promise(function (resolve, reject) {
            var message = { weavrSecure: 1, id: ++component.calls, method: method, args: args };

            if (!component.target)
                return reject(failure("INTERNAL", "The component is not mounted."));
            component.waiting[message.id] = { resolve: resolve, reject: reject };
            return component.isLoaded ? component.frame.post(message) : component.queue.push(message);
        });
    },

    receive: function (message) {
        var one = this.waiting[message.id];

        if (message.event) {
            this.takeEvent(message.event, message.payload);
        } else if (one) {
            delete this.waiting[message.id];
            if (message.error)
                one.reject(failure(message.error.code, message.error.message));
            else
                one.resolve(message.value);
        }
    },

    takeEvent: function (event, payload) {
        if (event === "loaded")
            this.start();
        else if (event === "height")
            this.frame.element.style.height = payload + "px";
        else if (event === "state")
            this.takeState(payload);
        else if (event === "keyup")
            this.emit(event, { key: payload.key, preventDefault: nothing });
        else
            this.emit(event, event === "error" ? failure(payload.code, payload.message) : payload);
        if (event === "keyup" && payload.key === "Enter" && this.client.version === 1)
            this.submit();
    },

    // When the frame is loaded, again after a move.
    start: function () {
        var component = this;
        var queue = this.queue;

        this.isLoaded = true;
        this.queue = [];
        this.call("start", {
            role: this.role, kind: this.kind, options: this.options, fonts: this.client.fonts,
            confirms: frameName(this.confirms),
            judges: this.options.validationMode || (this.client.version === 1 ? "onTouch" : "onBlur")
        }).then(function () {
            component.mark({ state: "ready" });
            if (!component.wasReady)
                component.emit("ready");
            component.wasReady = true;
            component.showCard();
        }, nothing); // it was unmounted meanwhile
        queue.forEach(this.frame.post);
    },

    // ---- listeners

    on: function (event, listener) {
        this.check();
        must(typeof listener === "function", "A listener must be a function.");
        this.listeners[event] = (this.listeners[event] || []).concat(listener);
        return this;
    },

    off: function (event, listener) {
        this.check();
        this.listeners[event] = (this.listeners[event] || []).filter(function (one) {
            return one !== listener;
        });
        return this;
    },

    removeAllListeners: function (event) {
        this.check();
        if (event === undefined)
            this.listeners = {};
        else
            delete this.listeners[event];
        return this;
    },

    // Each in its own turn, so that one that throws disturbs no other. Returns whether there are any.
    emit: function (event, payload) {
        var listeners = this.listeners[event] || [];

        listeners.forEach(function (listener) {
            Promise.resolve(payload).then(listener);
        });
        return listeners.length > 0;
    },

    // ---- what the page shows

    takeState: function (state) {
        var input = this;

        this.showState(state);
        (this.form || { inputs: [] }).inputs.forEach(function (other) {
            if (other.confirms === input && other.target)
                other.tell("show");
        });
    },

    // The classes of the element that an input is mounted into.
    showState: function (state) {
        var names = this.options.classNames || {};
        var classes = this.role === "input" ? [names.base || "opc-uxsec-input"] : [this.options.className];

        each(this.role === "input" ? state : {}, function (is, name) {
            if (is)
                classes.push(names[name] || "opc-uxsec-input--" + name);
        });
        this.setClasses(classes.join(" ").split(/\s+/).filter(Boolean));
    },

    setClasses: function (classes) {
        var list = this.target.classList;

        list.remove.apply(list, this.classes);
        list.add.apply(list, classes);
        this.classes = classes;
    },

    // A click on the target, on a label around it, or on one for its id.
    focusIfMeant: function (event) {
        var element = event.target;

        while (element && element !== this.target && element.tagName !== "LABEL")
            element = element.parentNode;
        if (element && this.role === "input" && (element.contains(this.target) ||
                (element.htmlFor && element.htmlFor === this.target.id)))
            this.focus();
    },

    // Version 1: Enter submits the form around the field, which a documented onSubmit needs.
    submit: function () {
        var form = this.target;

        this.emit("submit");
        while (form && form.tagName !== "FORM")
            form = form.parentNode;
        if (form)
            form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    },

    // ---- methods

    overrideOptions: function (options) {
        this.check();
        this.options = options || {};
        if (this.target)
            this.tell("options", this.options);
        return this;
    },

    // A display takes another token, too: alone, or as a member.
    update: function (options) {
        var token = typeof options === "string" ? options : (options || {}).token;

        if (this.role === "display" && token !== undefined) {
            this.check();
            this.token = token;
            if (this.wasReady)
                this.showCard();
        }
        return typeof options === "string" ? this : this.overrideOptions(merged(this.options, options));
    },

    focus: function () {
        if (this.frame)
            this.frame.element.focus();
        return this.tell("focus");
    },

    tell: function (method, args) {
        this.check();
        this.call(method, args).catch(nothing);
        return this;
    },

    createToken: function (resolve, reject) {
        this.check();
        return answered(createTokens(this.client, [this]), resolve, reject);
    },

    showCard: function () {
        var component = this;

        if (!this.token)
            return;
        this.client.user().then(function (access) {
            return component.call("show", { access: access, token: component.token });
        }).then(function () {
            component.emit("change");
        }).catch(function (error) {
            if (component.target && !component.emit("error", error))
                console.error(error.message);
        });
    }
};

["blur", "clear"].forEach(function (method) {
    Component.prototype[method] = function () {
        return this.tell(method);
    };
});
Component.prototype.addListener = Component.prototype.on;
Component.prototype.removeListener = Component.prototype.off;

// ---- inputs and forms

var types = { password: "password", passcode: "passCode", cardpin: "cardPin" };

function makeInput(client, name, type, options, form) {
    var plain = String(type).toLowerCase().replace(/^confirm(?!cardpin)/, "");
    var input = new Component(client, "input", types[plain], name, options);

    checkText(name, "The name of an input");
    must(input.kind, "There is no input of the type " + type + ".");
    if (form)
        form.add(input, plain.length < type.length);
    return input;
}

// Each frame tokenises its own value; one failure rejects all.
function createTokens(client, inputs) {
    return client.userIfAny().then(function (access) {
        return Promise.all(inputs.map(function (input) {
            return input.call("tokenize", { access: access, name: input.name });
        }));
    }).then(function (tokens) {
        return {
            tokens: tokens.reduce(function (map, token, i) {
                map[inputs[i].name] = token;
                return map;
            }, {})
        };
    });
}

function frameName(input) {
    return input && input.frame && input.frame.name;
}

// Rejects unless all have the same value. The frames compare them, and tell no more.
function match(inputs) {
    return inputs.length < 2 ? Promise.resolve() : inputs[0].call("equals", inputs.map(frameName)).then(function (equal) {
        if (!equal)
            throw failure("MISMATCH", "The inputs differ.");
    });
}

function Form(client) {
    client.check();
    this.client = client;
    this.inputs = [];
}

function makeForm(client) {
    return new Form(client);
}

Form.prototype = {
    check: function () {
        must(!this.isDestroyed, "The form was destroyed.");
    },

    // An input that confirms must equal the last one of its kind before it.
    add: function (input, confirms) {
        this.check();
        this.inputs.forEach(function (other) {
            must(other.name !== input.name, "The form has an input named " + input.name + " already.");
            if (confirms && other.kind === input.kind && !other.confirms)
                input.confirms = other;
        });
        input.form = this;
        this.inputs.push(input);
    },

    input: function (name, type, options) {
        return makeInput(this.client, name, type, options, this);
    },

    // Version 1 wants its inputs to be destroyed first.
    destroy: function () {
        must(this.client.version === 2 || this.inputs.length === 0, "Destroy the inputs of the form first.");
        this.inputs.slice().forEach(function (input) {
            input.destroy();
        });
        this.isDestroyed = true;
        return this;
    },

    // The inputs with these names; without names all of each kind among themselves.
    match: function (names) {
        var inputs = this.inputs.filter(function (input) {
            return !names || names.indexOf(input.name) >= 0;
        });

        this.check();
        return answered(Promise.all(names ? [match(inputs)] : Object.keys(types).map(function (type) {
            return match(inputs.filter(function (input) {
                return input.kind === types[type];
            }));
        })).then(nothing));
    },

    createToken: function (resolve, reject) {
        var form = this;

        this.check();
        return answered(Promise.all(form.inputs.map(function (input) {
            return match(input.confirms ? [input, input.confirms] : []);
        })).then(function () {
            return createTokens(form.client, form.inputs);
        }), resolve, reject);
    },

    // The same as version 1 answers it.
    tokenize: function (resolve, reject) {
        return answered(this.createToken().then(function (answer) {
            return answer.tokens;
        }), resolve, reject);
    }
};

each(types, function (kind) {
    Form.prototype[kind] = function (name, options) {
        return this.input(name, kind, options);
    };
});

// ---- displays and panels

function makeDisplay(client, kind, token, options) {
    var display = new Component(client, "display", kind, kind, options);

    display.token = token;
    return display;
}

function makePanel(client, kind, reference) {
    var panel = new Component(client, "panel", kind, kind);
    var mount = panel.mount;

    checkText(reference, "The reference of a verification");
    panel.mount = function (target, options) {
        return answered(verify(panel, reference, mount.bind(panel, elementOf(target)), options || {}));
    };
    return panel;
}

// Shows the panel. Rejects, and calls onError, if there is nobody to verify.
function verify(panel, reference, mount, options) {
    var client = panel.client;
    var tell = options.tell || function (event) {
        (options.onMessage || nothing)("kyc" + event, {});
    };

    ["Submitted", "Approved", "Rejected"].forEach(function (event) {
        panel.on(event, tell.bind(null, event));
    });
    panel.on("error", options.onError || nothing);
    return (panel.kind === "beneficiariesKyc" ? client.anybody() : client.user()).then(function (access) {
        mount();
        return panel.call("verify", {
            access: access, reference: reference, css: options.customCssStr, cssAddress: options.customCss,
            lang: options.lang
        });
    }).then(nothing, function (error) {
        if (panel.target)
            panel.unmount();
        (options.onError || nothing)(error);
        throw error;
    });
}

// Version 1 for corporates: raw messages.
function launchRaw(client, kind, target, given, listener, options) {
    var tell = listener || nothing;
    var panel = makePanel(client, kind, (given || {}).reference);

    panel.mount(target, merged(options, {
        tell: function (event) {
            if (event === "Submitted") {
                tell("idCheck.onApplicantSubmitted", {});
                tell("complete", {});
            } else {
                tell("idCheck.applicantStatus",
                    { reviewResult: { reviewAnswer: event === "Approved" ? "GREEN" : "RED" } });
            }
        },
        onError: function (error) {
            tell("idCheck.onError", { error: error.message });
        }
    }));
    return panel;
}

// The same for consumers: one object, or four arguments.
function launchConsumer(client, kind, first, given, onMessage, more) {
    var isTarget = typeof first === "string" || (first && first.nodeType);
    var all = isTarget ? merged(merged(more, given), { selector: first, onMessage: onMessage }) : first || {};
    var panel = makePanel(client, kind, all.reference);

    panel.mount(all.selector, all);
    return panel;
}

// ---- the state behind a face

function Client(version) {
    this.version = version;
    this.key = null;
    this.association = null; // a promise of the access that the last setUserToken gave
}

Client.prototype = {
    init: function (key, options) {
        checkText(key, "The UI key");
        must(this.key === null, "init was called already.");
        this.key = key;
        this.fonts = (options || {}).fonts || [];
    },

    check: function () {
        must(this.key !== null, "Call init first.");
    },

    setUserToken: function (token, resolve, reject) {
        var isMissing = token === null || token === undefined;

        this.check();
        must(isMissing || typeof token === "string", "A user token is a text.");
        this.association = isMissing ? null : associate(this.key, token);
        return answered(isMissing ? Promise.resolve() : this.association.then(nothing), resolve, reject);
    },

    // Promises of access. They wait for an association that isn't finished.
    anybody: function () {
        return Promise.resolve({ key: this.key });
    },

    user: function () {
        return this.association || Promise.reject(noUser());
    },

    userIfAny: function () {
        return this.user().catch(this.anybody.bind(this));
    },

    // What both faces have.
    common: function () {
        var set = this.setUserToken.bind(this);

        return { setUserToken: set, associate: set, form: makeForm.bind(null, this) };
    }
};

// ---- the faces

function getter(object, name, get) {
    return Object.defineProperty(object, name, { get: get });
}

function version1() {
    var client = new Client(1);
    var spans = { cardnumber: "cardNumber", cvv: "cvv", pin: "cardPin", cardpin: "cardPin" };

    function flow(launch, kind) {
        return function () {
            client.check();
            return { init: launch.bind(null, client, kind) };
        };
    }

    return merged(client.common(), {
        init: client.init.bind(client),
        span: function (type, token, options) {
            var kind = spans[String(type).toLowerCase()];

            must(kind, "There is no span of the type " + type + ".");
            return makeDisplay(client, kind, token, options);
        },
        consumer_kyc: flow(launchConsumer, "consumerKyc"),
        kyb: flow(launchRaw, "corporateKyb"),
        kyc: flow(launchRaw, "beneficiariesKyc")
    });
}

function version2() {
    var client = new Client(2);
    var forms = {}; // by the id that single inputs may be given
    var components = merged(client.common(), { capture: {}, display: {} });
    var face = merged(components, {
        init: function (key, options) {
            client.init(key, options);
            return components;
        }
    });

    each(types, function (kind) {
        components.capture[kind] = function (name, options, formId) {
            if (formId !== undefined)
                forms[formId] = forms[formId] || makeForm(client);
            return makeInput(client, name, kind, options, forms[formId]);
        };
    });
    ["consumerKyc", "corporateKyb", "beneficiariesKyc"].forEach(function (kind) {
        components.capture[kind] = makePanel.bind(null, client, kind);
    });
    ["cardNumber", "cvv", "cardPin"].forEach(function (kind) {
        components.display[kind] = makeDisplay.bind(null, client, kind);
    });
    ["capture", "display"].forEach(function (name) {
        getter(face, name, function () {
            client.check();
            return components[name];
        });
    });
    return getter(face, "isInitialised", function () {
        return client.key !== null;
    });
}

function offer(name, make) {
    if (window[name])
        console.warn(name + " is loaded already; the first one stays.");
    else
        window[name] = make();
}

if (location.protocol === "http:" && !/^(localhost|127\.0\.0\.1|0\.0\.0\.0)$/.test(location.hostname))
    console.warn("The page isn't served by HTTPS: there the vendor's client refuses to load.");
offer("OpcUxSecureClient", version1);
offer("weavr", version2);
}());
