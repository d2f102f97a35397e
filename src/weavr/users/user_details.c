/* SPDX-License-Identifier: MIT */
/* Details of authorised users: reading and writing the stored JSON. */
#include "weavr/user_details.h"

#include "base/names.h"
#include "json/decode.h"

#include <errno.h>

const char *const role_names[] = {
    [CARD_ASSIGNEE] = "CARD_ASSIGNEE",
    [CARDS_MANAGEMENT] = "CARDS_MANAGEMENT_ROLE",
    [FUNDS_MANAGEMENT] = "FUNDS_MANAGEMENT_ROLE",
    [ACCESS_MANAGEMENT] = "ACCESS_MANAGEMENT_ROLE",
    [ADMIN] = "ADMIN",
    [ROLES_COUNT] = NULL,
};

const struct rule user_details_rules[] = {
    RULES_OF_DETAILS(struct user_details, ),
    RULE_RESIDENCE(struct user_details, ),
    END_OF_RULES,
};

static const struct field details_fields[] = {
    SHOW_USER_DETAILS(struct user_details, ),
    END_OF_FIELDS,
};
static const struct view details_view = {.name = "UserDetails", .fields = details_fields};

const char *user_details_text(struct arena *a, const struct user_details *details)
{
    struct user_details shown = *details;
    struct text t = TEXT_IN(a);

    shown.shown_birth = shown.date_of_birth.year == 0 ? NULL : &shown.date_of_birth;
    view_write(&t, &details_view, &shown);
    return text_string(&t);
}

/* Copies the texts, which point into the JSON. */
static void copy_texts(struct arena *a, struct user_details *details)
{
    const char **const texts[] = {&details->tag, &details->country, &details->locale,
                                  &details->brand};

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        *texts[i] = arena_text(a, *texts[i]);
    for (size_t i = 0; i < details->roles.count; i++) {
        const char **role = list_at(&details->roles, i);

        *role = role_names[name_index(role_names, *role)];
    }
}

int user_details_read(struct arena *a, const char *text, struct user_details *ret)
{
    struct decoder decoder = {.arena = a, .complaints = LIST_OF(struct complaint)};
    json_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);

    *ret = (struct user_details){.tag = NULL};
    rules_decode_object(&decoder, user_details_rules, NULL, json, ret);
    copy_texts(a, ret);
    json_decref(json);
    return decoder.complaints.count == 0 ? 0 : -EBADMSG;
}
