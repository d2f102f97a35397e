// SPDX-License-Identifier: MIT
// Whether the OpenAPI documents that the program prints are valid, and the recorded answers agree
// with them: node validate.mjs SANDGATE-BINARY RECORD-FILE. Prints a line `ok` or `FAIL` a check,
// and the faults under a FAIL.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import openapi from "@redocly/openapi-core";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const documentNames = ["weavr-multi", "weavr-simulator", "cyrexa-customer", "control"];
const mostFaultsShown = 20;

const nameOf = ({ document, method, path }) => `${document} ${method.toUpperCase()} ${path}`;

// --- documents

function readDocument(sandgate, name) {
    const source = execFileSync(sandgate, ["openapi", name], { maxBuffer: Infinity });
    const content = JSON.parse(source);
    const ajv = new Ajv2020({ allowUnionTypes: true });

    addFormats(ajv);
    ajv.addVocabulary(Object.keys(content)); // a document is no schema, but holds them
    ajv.addSchema(content, name);
    return { name, source: source.toString(), content, ajv };
}

function operationsOf(documents) {
    return documents.flatMap(({ name, content }) =>
        Object.entries(content.paths).flatMap(([path, item]) =>
            Object.keys(item).map((method) => nameOf({ document: name, method, path })),
        ),
    );
}

// A JSON pointer as a part of a URI.
function pointerTo(...keys) {
    return keys
        .map((key) => "/" + encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")))
        .join("");
}

// Compiles what stands there, once. Throws when it is no good schema.
function validatorAt(document, pointer) {
    const validate = document.ajv.getSchema(`${document.name}#${pointer}`);

    if (!validate)
        throw new Error("there is no schema");
    return validate;
}

// Pointers to the schemas of parameters, requests and responses, wherever they stand below a node.
function* schemaPointers(node, pointer) {
    if (typeof node !== "object" || node === null)
        return; // also where a document has no webhooks
    for (const [key, child] of Object.entries(node)) {
        if (key === "schema")
            yield pointer + pointerTo(key);
        else
            yield* schemaPointers(child, pointer + pointerTo(key));
    }
}

function* faultsOfSchemas(document) {
    const components = Object.keys(document.content.components.schemas);
    const pointers = [
        ...components.map((name) => pointerTo("components", "schemas", name)),
        ...schemaPointers(document.content.paths, "/paths"),
        ...schemaPointers(document.content.webhooks, "/webhooks"),
    ];

    for (const pointer of pointers) {
        try {
            validatorAt(document, pointer);
        } catch (error) {
            yield `#${decodeURIComponent(pointer)}: ${error.message}`;
        }
    }
}

async function faultsOfDocument(document) {
    const config = await openapi.createConfig({
        extends: ["recommended-strict"],
        rules: { "no-path-trailing-slash": "off" }, // what the console loads is relative to its own
    });
    const problems = await openapi.lintFromString({ source: document.source, config });
    const broken = problems.map(
        ({ location, message, ruleId }) => `${location[0]?.pointer}: ${message} (${ruleId})`,
    );

    return [...broken, ...faultsOfSchemas(document)];
}

// --- answers

const isSuccess = (status) => status >= 200 && status < 300;
const isJson = (mediaType) => /^application\/(.+\+)?json$/.test(mediaType);

function readAnswers(file) {
    const lines = readFileSync(file, "utf8").split("\n").filter((line) => line !== "");

    return lines
        .map((line) => JSON.parse(line))
        .filter(({ status }) => status !== 500); // a fault of the program that a test provoked
}

function faultOfJson(document, answer, pointer) {
    try {
        const validate = validatorAt(document, pointer);
        const agrees = validate(JSON.parse(answer.body));

        return agrees ? null : document.ajv.errorsText(validate.errors, { dataVar: "body" });
    } catch (error) {
        return error.message;
    }
}

function faultOfBody(document, answer, response, pointer) {
    const mediaType = answer.type?.split(";")[0].trim().toLowerCase();

    if (!response.content)
        return answer.body === "" ? null : "a body is not documented";
    if (answer.body === "")
        return "the body is missing";
    if (!mediaType || !(mediaType in response.content))
        return `the media type ${answer.type} is not documented`;
    // whatever its label, what has a schema of its own is JSON: the Merchant API calls it text/plain
    return isJson(mediaType) || response.content[mediaType].schema.$ref
        ? faultOfJson(document, answer, pointer + pointerTo("content", mediaType, "schema"))
        : null;
}

// What is wrong with an answer; null when nothing is.
function faultOfAnswer(document, answer) {
    const { path, status } = answer;
    const method = answer.method.toLowerCase();
    const operation = document?.content.paths[path]?.[method];
    const response = operation?.responses[status];

    if (!operation)
        return "the operation is not documented";
    if (!response)
        return "the status is not documented";
    const pointer = pointerTo("paths", path, method, "responses", String(status));

    return faultOfBody(document, answer, response, pointer);
}

// --- events, as the outbox shows them

function* eventsOf(answers) {
    for (const { path, status, body } of answers) {
        if (!path.endsWith("/outbox") || !isSuccess(status) || body === "")
            continue;
        yield* JSON.parse(body).messages.filter(({ channel }) => channel === "WEBHOOK");
    }
}

function faultOfEvent(document, { to, payload }) {
    const pointer = pointerTo("webhooks", to, "post", "requestBody", "content", "application/json",
        "schema");
    const fault = faultOfJson(document, { body: JSON.stringify(payload) }, pointer);

    return fault && `webhook ${to}: ${fault}`;
}

function faultsOfEvents(documents, events) {
    const document = documents.find(({ content }) => content.webhooks);
    const published = new Set(events.map(({ to }) => to));
    const missing = Object.keys(document.content.webhooks).filter((to) => !published.has(to));

    return [
        ...events.map((event) => faultOfEvent(document, event)).filter(Boolean),
        ...missing.map((to) => `webhook ${to}: no event was published`),
    ];
}

// Operations that never succeeded: of them, nothing is known.
function faultsOfCoverage(documents, answers) {
    const succeeded = new Set(answers.filter(({ status }) => isSuccess(status)).map(nameOf));

    return operationsOf(documents)
        .filter((operation) => !succeeded.has(operation))
        .map((operation) => `${operation}: no success was answered`);
}

function faultsOfAnswers(documents, answers) {
    const byName = new Map(documents.map((document) => [document.name, document]));
    const faults = answers.map((answer) => {
        const fault = faultOfAnswer(byName.get(answer.document), answer);

        return fault && `${nameOf(answer)} ${answer.status}: ${fault}`;
    });

    return [...faults.filter(Boolean), ...faultsOfCoverage(documents, answers)];
}

// --- the report

// The same fault is told once.
function report(subject, claim, faults) {
    const different = [...new Set(faults)];
    const hidden = different.length - mostFaultsShown;

    if (different.length === 0) {
        console.log(`ok   openapi ${subject} ${claim}`);
        return;
    }
    process.exitCode = 1;
    console.log(`FAIL openapi ${subject}: ${different.length} different faults`);
    for (const fault of different.slice(0, mostFaultsShown))
        console.log(`     ${fault}`);
    if (hidden > 0)
        console.log(`     and ${hidden} more`);
}

const [sandgate, recording] = process.argv.slice(2);
const documents = documentNames.map((name) => readDocument(sandgate, name));
const answers = readAnswers(recording);

for (const document of documents)
    report(document.name, "is valid", await faultsOfDocument(document));
const events = [...eventsOf(answers)];

report(`${events.length} events`, "agree with their documents", faultsOfEvents(documents, events));
report(
    `${answers.length} answers of ${operationsOf(documents).length} operations`,
    "agree with their documents",
    faultsOfAnswers(documents, answers),
);
