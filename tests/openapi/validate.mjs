// SPDX-License-Identifier: MIT
// Checks that the OpenAPI documents that the program prints are valid, and that recorded answers match
// them: node validate.mjs SANDGATE-BINARY RECORD-FILE. Prints `ok` or `FAIL` for each check, and the
// errors under a FAIL.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import openapi from "@redocly/openapi-core";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const documentNames = ["weavr-multi", "weavr-simulator", "weavr-web-client", "cyrexa-customer", "control"];
const maxErrorsShown = 20;

const nameOf = ({ document, method, path }) => `${document} ${method.toUpperCase()} ${path}`;

// --- documents

function readDocument(sandgate, name) {
    const source = execFileSync(sandgate, ["openapi", name], { maxBuffer: Infinity });
    const content = JSON.parse(source);
    const ajv = new Ajv2020({ allowUnionTypes: true });

    addFormats(ajv);
    ajv.addVocabulary(Object.keys(content)); // a document contains schemas, but is none itself
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

// A JSON pointer for a URI.
function pointerTo(...keys) {
    return keys
        .map((key) => "/" + encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")))
        .join("");
}

// Compiles the schema at the pointer, once. Throws if it is invalid.
function validatorAt(document, pointer) {
    const validate = document.ajv.getSchema(`${document.name}#${pointer}`);

    if (!validate)
        throw new Error("there is no schema");
    return validate;
}

// Pointers to all schemas below a node: of parameters, requests and responses.
function* schemaPointers(node, pointer) {
    if (typeof node !== "object" || node === null)
        return; // or the document has no webhooks
    for (const [key, child] of Object.entries(node)) {
        if (key === "schema")
            yield pointer + pointerTo(key);
        else
            yield* schemaPointers(child, pointer + pointerTo(key));
    }
}

function* schemaErrors(document) {
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

async function documentErrors(document) {
    const config = await openapi.createConfig({
        extends: ["recommended-strict"],
        rules: { "no-path-trailing-slash": "off" }, // the console's URLs are relative to this one
    });
    const problems = await openapi.lintFromString({ source: document.source, config });
    const broken = problems.map(
        ({ location, message, ruleId }) => `${location[0]?.pointer}: ${message} (${ruleId})`,
    );

    return [...broken, ...schemaErrors(document)];
}

// --- answers

const isSuccess = (status) => status >= 200 && status < 300;
const isJson = (mediaType) => /^application\/(.+\+)?json$/.test(mediaType);

function readAnswers(file) {
    const lines = readFileSync(file, "utf8").split("\n").filter((line) => line !== "");

    return lines
        .map((line) => JSON.parse(line))
        .filter(({ status }) => status !== 500); // an internal error that a test provoked
}

function jsonError(document, answer, pointer) {
    try {
        const validate = validatorAt(document, pointer);
        const matches = validate(JSON.parse(answer.body));

        return matches ? null : document.ajv.errorsText(validate.errors, { dataVar: "body" });
    } catch (error) {
        return error.message;
    }
}

function bodyError(document, answer, response, pointer) {
    const mediaType = answer.type?.split(";")[0].trim().toLowerCase();

    if (!response.content)
        return answer.body === "" ? null : "a body is not documented";
    if (answer.body === "")
        return "the body is missing";
    if (!mediaType || !(mediaType in response.content))
        return `the media type ${answer.type} is not documented`;
    // a body with a schema is JSON, whatever its media type: the Merchant API sends it as text/plain
    return isJson(mediaType) || response.content[mediaType].schema.$ref
        ? jsonError(document, answer, pointer + pointerTo("content", mediaType, "schema"))
        : null;
}

// The error of an answer, or null.
function answerError(document, answer) {
    const { path, status } = answer;
    const method = answer.method.toLowerCase();
    const operation = document?.content.paths[path]?.[method];
    const response = operation?.responses[status];

    if (!operation)
        return "the operation is not documented";
    if (!response)
        return "the status is not documented";
    const pointer = pointerTo("paths", path, method, "responses", String(status));

    return bodyError(document, answer, response, pointer);
}

// --- events in the outbox

function* eventsOf(answers) {
    for (const { path, status, body } of answers) {
        if (!path.endsWith("/outbox") || !isSuccess(status) || body === "")
            continue;
        yield* JSON.parse(body).messages.filter(({ channel }) => channel === "WEBHOOK");
    }
}

function eventError(document, { to, payload }) {
    const pointer = pointerTo("webhooks", to, "post", "requestBody", "content", "application/json",
        "schema");
    const error = jsonError(document, { body: JSON.stringify(payload) }, pointer);

    return error && `webhook ${to}: ${error}`;
}

function eventErrors(documents, events) {
    const document = documents.find(({ content }) => content.webhooks);
    const published = new Set(events.map(({ to }) => to));
    const missing = Object.keys(document.content.webhooks).filter((to) => !published.has(to));

    return [
        ...events.map((event) => eventError(document, event)).filter(Boolean),
        ...missing.map((to) => `webhook ${to}: no event was published`),
    ];
}

// Operations that never succeeded: their success is not checked.
function coverageErrors(documents, answers) {
    const succeeded = new Set(answers.filter(({ status }) => isSuccess(status)).map(nameOf));

    return operationsOf(documents)
        .filter((operation) => !succeeded.has(operation))
        .map((operation) => `${operation}: no success was answered`);
}

function answerErrors(documents, answers) {
    const byName = new Map(documents.map((document) => [document.name, document]));
    const errors = answers.map((answer) => {
        const error = answerError(byName.get(answer.document), answer);

        return error && `${nameOf(answer)} ${answer.status}: ${error}`;
    });

    return [...errors.filter(Boolean), ...coverageErrors(documents, answers)];
}

// --- the report

// Equal errors are reported once.
function report(subject, claim, errors) {
    const different = [...new Set(errors)];
    const hidden = different.length - maxErrorsShown;

    if (different.length === 0) {
        console.log(`ok   openapi ${subject} ${claim}`);
        return;
    }
    process.exitCode = 1;
    console.log(`FAIL openapi ${subject}: ${different.length} different errors`);
    for (const error of different.slice(0, maxErrorsShown))
        console.log(`     ${error}`);
    if (hidden > 0)
        console.log(`     and ${hidden} more`);
}

const [sandgate, recording] = process.argv.slice(2);
const documents = documentNames.map((name) => readDocument(sandgate, name));
const answers = readAnswers(recording);

for (const document of documents)
    report(document.name, "is valid", await documentErrors(document));
const events = [...eventsOf(answers)];

report(`${events.length} events`, "match their documents", eventErrors(documents, events));
report(
    `${answers.length} answers of ${operationsOf(documents).length} operations`,
    "match their documents",
    answerErrors(documents, answers),
);
