/* SPDX-License-Identifier: MIT */
/*
 * The OpenAPI 3.1 documents are made from the families, their operations, rules and views, and
 * errors.def: openapi.c has the document, openapi_requests.c, openapi_responses.c and
 * openapi_webhooks.c its sections.
 */
#ifndef DOCUMENTS_OPENAPI_PARTS_H
#define DOCUMENTS_OPENAPI_PARTS_H

#include "engine/gateway.h"

#define JSON_TYPE "application/json"

/* A document while it is made, and the operation that is being described. */
struct openapi {
    struct arena *arena;
    const struct gateway *gateway;
    const char *url; /* of the server */
    json_t *tags;    /* by name */
    json_t *schemas; /* components, by name */
    json_t *schemes; /* of security */
    const struct family *family;
    const struct operation *operation;
};

/* Functions below return a new reference, and take those of the schemas that they are given. */

json_t *openapi_reference(const char *section, const char *name);

/* Adds a schema to the components and refers to it. A name has one schema. */
json_t *openapi_component(struct openapi *d, const char *name, json_t *schema);

/* A body of a media type; NULL: JSON. */
json_t *openapi_content(const char *media_type, json_t *schema);

json_t *openapi_parameter(const char *name, const char *in, bool required, json_t *schema);

/* Adds a description, and returns the same reference. */
json_t *openapi_describe(json_t *object, const char *description);

/* The sections of the present operation; NULL: it has none. */
json_t *openapi_parameters(struct openapi *d);
json_t *openapi_security(struct openapi *d);
json_t *openapi_request_body(struct openapi *d);
json_t *openapi_responses(struct openapi *d);

/* The webhooks of a family by path below the webhook's URL; NULL: it has none. */
json_t *openapi_webhooks(struct openapi *d, const struct family *family);

#endif
