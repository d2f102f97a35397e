/* SPDX-License-Identifier: MIT */
/* The webhooks of an OpenAPI document (weavr-webhooks.md 1.1). */
#include "json/schema.h"
#include "openapi_parts.h"
#include "weavr/event_list.h"

static json_t *webhook_of(struct openapi *d, const struct event *event)
{
    static const struct {
        const char *name;
        const char *description;
    } headers[] = {
        {"call-ref", "Identifies the event: the same on every attempt."},
        {"published-timestamp", "Milliseconds since 1970."},
        {"signature", "Base64 of HMAC-SHA256, keyed with the api-key, of published-timestamp."},
        {"signature-v2", "Base64 of HMAC-SHA256, keyed with the api-key, of the concatenation of "
                         "call-ref, the body as sent, and published-timestamp."},
    };
    json_t *parameters = json_array();

    for (size_t i = 0; i < ARRAY_SIZE(headers); i++)
        json_array_append_new(
            parameters, openapi_describe(openapi_parameter(headers[i].name, "header", true,
                                                           json_pack("{s:s}", "type", "string")),
                                         headers[i].description));
    json_t *body =
        openapi_content(NULL, openapi_component(d, event->view->name, view_schema(event->view)));

    return json_pack("{s:{s:s, s:s, s:[], s:o, s:{s:b, s:o}, s:{s:{s:s}}}}", "post", "operationId",
                     arena_printf(d->arena, "webhook_%s", event_kind(d->arena, event)), "summary",
                     event->summary, "security", "parameters", parameters, "requestBody",
                     "required", true, "content", body, "responses", "204", "description",
                     "Any 2xx counts as delivered");
}

json_t *openapi_webhooks(struct openapi *d, const struct family *family)
{
    json_t *webhooks = family->events == NULL ? NULL : json_object();

    for (const struct event *event = family->events; event != NULL && event->path != NULL; event++)
        json_object_set_new(webhooks, event->path, webhook_of(d, event));
    return webhooks;
}
