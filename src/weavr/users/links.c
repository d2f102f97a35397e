/* SPDX-License-Identifier: MIT */
/* Replaces the parameters of a link's template. */
#include "links.h"

#include "base/encode.h"
#include "base/text.h"

#include <string.h>

static const char *id_text(struct arena *a, int64_t id)
{
    return id == 0 ? "" : arena_int(a, id);
}

static const char *value_of(const struct pairs *values, const char *name, size_t length)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct pair *pair = &values->items[i];

        if (strncmp(pair->name, name, length) == 0 && pair->name[length] == '\0')
            return pair->value;
    }
    return ""; /* the setting's pattern allows no other name */
}

static const char *filled(struct arena *a, const char *base, const char *template,
                          const struct pairs *values)
{
    struct text t = TEXT_IN(a);

    if (*template == '/')
        text_add(&t, base);
    while (*template != '\0') {
        size_t plain = strcspn(template, "{");
        const char *name = template + plain + (template[plain] == '{');
        size_t length = strcspn(name, "}");

        text_addn(&t, template, plain);
        if (template[plain] == '\0')
            break;
        text_add(&t, percent_encode(a, value_of(values, name, length)));
        template = name + length + (name[length] == '}');
    }
    return text_string(&t);
}

const char *link_text(struct context *ctx, const char *template, const struct link_values *values)
{
    const struct user *user = values->user;
    bool is_consumer = user->identity_type == IDENTITY_CONSUMER;
    const char *identity = id_text(ctx->arena, user->identity);
    const struct pair pairs[] = {
        {.name = "userId", .value = id_text(ctx->arena, user->id)},
        {.name = "nonce", .value = values->nonce == NULL ? "" : values->nonce},
        {.name = "email", .value = values->to},
        {.name = "identityId", .value = identity},
        {.name = "identityType", .value = is_consumer ? "consumers" : "corporates"},
        {.name = "inviteId", .value = id_text(ctx->arena, values->invite)},
        {.name = "consumerId", .value = is_consumer ? identity : ""},
        {.name = "reference", .value = id_text(ctx->arena, values->reference)},
    };

    return filled(ctx->arena, context_url(ctx), template,
                  &(struct pairs){pairs, ARRAY_SIZE(pairs)});
}
