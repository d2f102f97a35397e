/* SPDX-License-Identifier: MIT */
/* What the Multi API, its simulator and its browser client share: keys, and bodies of errors. */
#include "programme.h"

#include "engine/reply.h"

const char *const weavr_complaints[] = {
    [WRONG_MISSING] = "REQUIRED",  [WRONG_BLANK] = "HAS_TEXT", [WRONG_SIZE] = "SIZE",
    [WRONG_PATTERN] = "REGEX",     [WRONG_CHOICE] = "NOT_IN",  [WRONG_TOO_SMALL] = "AT_LEAST",
    [WRONG_TOO_LARGE] = "AT_MOST", [WRONG_TYPE] = "REGEX",     [WRONG_UNKNOWN] = "NOT_IN",
    [WRONG_OTHER] = "REGEX",
};

static int refuse_missing(struct request *r, const char *header, const struct rule *rule)
{
    struct decoder *d = &r->decoder;

    *d = (struct decoder){.arena = r->arena, .complaints = LIST_OF(struct complaint)};
    *(struct complaint *) list_add(&d->complaints, r->arena) =
        (struct complaint){.rule = rule, .place = {.name = rule->name}};
    return refuse(r, INVALID_REQUEST, "the header %s is missing or empty", header);
}

int weavr_realm_or_reply(struct request *r, enum realm_key kind, const char *key,
                         const char *header, const struct rule *rule, enum error unknown)
{
    if (key == NULL || *key == '\0')
        return refuse_missing(r, header, rule);
    r->realm = realms_find(&r->gateway->realms, kind, key);
    if (r->realm == NULL)
        return refuse(r, unknown, "no realm has this %s", header);
    r->now = clock_now(&r->realm->clock);
    if (r->realm->settings.maintenance == YES)
        return refuse(r, MAINTENANCE, "maintenance is set in realm %s", r->realm->name);
    return PASS;
}

const struct rule weavr_programme_key_rule = {.name = "programmeKey", .required = true};

void weavr_write_validation(struct request *r, struct text *t)
{
    const struct list *complaints = &r->decoder.complaints;

    text_add(t, ",\"validation\":{\"invalid\":true,\"fields\":[");
    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaint *c = list_at(complaints, i);
        const char *name = place_dotted(r->arena, &c->place);

        text_add(t, i == 0 ? "{\"name\":" : ",{\"name\":");
        text_quoted(t, name);
        text_format(t, ",\"errors\":[{\"type\":\"%s\",\"params\":[]}]}", weavr_complaints[c->kind]);
    }
    text_add(t, "]}");
}

const char *const weavr_complaint_names[] = {"REQUIRED", "HAS_TEXT", "SIZE",    "REGEX",
                                             "NOT_IN",   "AT_LEAST", "AT_MOST", NULL};

BODY_PART(code_fields, BODY_TEXT("errorCode"));
BODY_PART(forbidden_fields, BODY_TEXT("errorCode"), BODY_TEXT("message"));
BODY_PART(note_fields, BODY_TEXT("code"), BODY_TEXT("message"));
BODY_PART(message_fields, BODY_TEXT("message"));
const struct view weavr_code_body = {.name = "ErrorCode", .fields = code_fields};
const struct view weavr_forbidden_body = {.name = "ErrorForbidden", .fields = forbidden_fields};
const struct view weavr_note_body = {.name = "ErrorNote", .fields = note_fields};
const struct view weavr_message_body = {.name = "ErrorMessage", .fields = message_fields};

BODY_PART(field_error, BODY_NAME("type", weavr_complaint_names), BODY_TEXTS("params"));
BODY_PART(checked_field, BODY_TEXT("name"), BODY_LIST("errors", field_error));
BODY_PART(validation, BODY_BOOLEAN("invalid"), BODY_LIST("fields", checked_field));
BODY_PART(validation_fields, BODY_TEXT("message"), BODY_OBJECT("validation", validation));
const struct view weavr_validation_body = {.name = "ValidationErrors", .fields = validation_fields};
