/* SPDX-License-Identifier: MIT */
/* The OpenAPI 3.1 document of a family: operations by path, tags and components. */
#include "documents/documents.h"

#include "json/values.h"
#include "openapi_parts.h"

#include <string.h>

/* The family of that name that has the description of the document. */
static const struct family *family_named(const struct gateway *g, const char *name)
{
    const struct family *const *family = g->registry->families;

    while (*family != NULL &&
           ((*family)->description == NULL || strcmp((*family)->name, name) != 0))
        family++;
    return *family;
}

static json_t *operation_of(struct openapi *d)
{
    const struct operation *operation = d->operation;
    const struct group *group = operation->group;

    json_object_set_new(d->tags, group->tag,
                        json_pack("{s:s, s:s}", "name", group->tag, "description", group->title));
    return json_pack("{s:s, s:s, s:[s], s:o, s:o*, s:o*, s:o}", "operationId",
                     registry_operation_id(d->gateway->registry, d->arena, operation), "summary",
                     operation->summary, "tags", group->tag, "security", openapi_security(d),
                     "parameters", openapi_parameters(d), "requestBody", openapi_request_body(d),
                     "responses", openapi_responses(d));
}

static json_t *paths_of(struct openapi *d, const char *name)
{
    static const char *const keys[] = {
        [GET] = "get",     [POST] = "post",     [PUT] = "put",
        [PATCH] = "patch", [DELETE] = "delete", [OPTIONS] = "options"};
    json_t *paths = json_object();

    for (size_t i = 0; i < d->gateway->registry->count; i++) {
        d->operation = &d->gateway->registry->operations[i];
        d->family = d->operation->family;
        if (strcmp(d->family->name, name) != 0)
            continue;
        const char *path = d->operation->path;

        if (json_object_get(paths, path) == NULL)
            json_object_set_new(paths, path, json_object());
        json_object_set_new(json_object_get(paths, path), keys[d->operation->method],
                            operation_of(d));
    }
    return paths;
}

static json_t *values_of(json_t *object)
{
    json_t *values = json_array();
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value) json_array_append(values, value);
    json_decref(object);
    return values;
}

static json_t *components_of(struct openapi *d)
{
    static const char headers[] =
        "{\"request-ref\":{\"description\":\"Id of the request, which the log shows, too.\","
        "\"required\":true,\"schema\":{\"type\":\"string\"}},"
        "\"sandgate-reason\":{\"description\":\"Why the request was refused.\","
        "\"required\":true,\"schema\":{\"type\":\"string\"}}}";

    return json_pack("{s:o, s:o, s:o}", "schemas", d->schemas, "headers",
                     json_loads(headers, 0, NULL), "securitySchemes", d->schemes);
}

static json_t *document_of(struct openapi *d, const struct family *family)
{
    json_t *paths = paths_of(d, family->name);
    json_t *webhooks = openapi_webhooks(d, family);
    json_t *info = json_pack("{s:s, s:s, s:s*, s:{s:s, s:s}}", "title", family->title, "version",
                             VERSION_TEXT, "description", family->description, "license", "name",
                             "MIT", "identifier", "MIT");

    return json_pack("{s:s, s:o, s:[{s:s}], s:o, s:o, s:o*, s:o}", "openapi", "3.1.0", "info", info,
                     "servers", "url", d->url, "tags", values_of(d->tags), "paths", paths,
                     "webhooks", webhooks, "components", components_of(d));
}

const char *openapi_document(struct arena *a, const struct gateway *g, const char *url,
                             const char *name)
{
    const struct family *family = family_named(g, name);
    struct openapi d = {.arena = a, .gateway = g, .url = url};

    if (family == NULL)
        return NULL;
    d.tags = json_object();
    d.schemas = json_object();
    d.schemes = json_object();
    json_t *json = document_of(&d, family);
    const char *text = json_text_as(a, json, JSON_INDENT(2));

    json_decref(json);
    return text;
}
