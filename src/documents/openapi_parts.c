/* SPDX-License-Identifier: MIT */
/* Parts that every section of an OpenAPI document is made of. */
#include "openapi_parts.h"

#include "base/memory.h"

#include <assert.h>

json_t *openapi_reference(const char *section, const char *name)
{
    return json_pack("{s:o}", "$ref", json_sprintf("#/components/%s/%s", section, name));
}

json_t *openapi_component(struct openapi *d, const char *name, json_t *schema)
{
    assert(memory_failed() || json_object_get(d->schemas, name) == NULL ||
           json_equal(json_object_get(d->schemas, name), schema));
    json_object_set_new(d->schemas, name, schema);
    return openapi_reference("schemas", name);
}

json_t *openapi_content(const char *media_type, json_t *schema)
{
    return json_pack("{s:{s:o}}", media_type == NULL ? JSON_TYPE : media_type, "schema", schema);
}

json_t *openapi_parameter(const char *name, const char *in, bool required, json_t *schema)
{
    return json_pack("{s:s, s:s, s:b, s:o}", "name", name, "in", in, "required", required, "schema",
                     schema);
}

json_t *openapi_describe(json_t *object, const char *description)
{
    json_object_set_new(object, "description", json_string(description));
    return object;
}
