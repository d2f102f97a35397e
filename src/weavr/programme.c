/* SPDX-License-Identifier: MIT */
/* What the Multi API and its simulator share: keys, and the names of complaints. */
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

int weavr_realm_or_reply(struct request *r, const char *key, const char *header,
                         const struct rule *rule, enum error unknown)
{
    if (key == NULL || *key == '\0')
        return refuse_missing(r, header, rule);
    r->realm = realms_find(&r->gateway->realms, REALM_BY_API_KEY, key);
    if (r->realm == NULL)
        return refuse(r, unknown, "no realm has this %s", header);
    r->now = clock_now(&r->realm->clock);
    if (r->realm->settings.maintenance == YES)
        return refuse(r, MAINTENANCE, "maintenance is set in realm %s", r->realm->name);
    return PASS;
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
