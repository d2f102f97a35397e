/* SPDX-License-Identifier: MIT */
/* Rules and fields of the types that several operations share. */
#include "weavr/shared_types.h"

#include "model/person.h"

const struct field identity_id_fields[] = {
    SHOW_NAME(struct typed_id, type, "type", identity_type_names),
    SHOW_ID(struct typed_id, id, "id"),
    END_OF_FIELDS,
};

const struct field credential_id_fields[] = {
    SHOW_NAME(struct typed_id, type, "type", user_type_names),
    SHOW_ID(struct typed_id, id, "id"),
    END_OF_FIELDS,
};

const struct rule mobile_rules[] = {
    /* weavr-identities.md 10: six is the only limit that fits every source */
    RULE_TEXT(struct mobile, country_code, "countryCode", REQUIRED, .most = 6,
              .format = FORMAT_DIAL_CODE),
    RULE_TEXT(struct mobile, number, "number", REQUIRED, .format = FORMAT_PHONE_NUMBER),
    END_OF_RULES,
};

const struct field mobile_fields[] = {
    SHOW_TEXT(struct mobile, country_code, "countryCode"),
    SHOW_TEXT(struct mobile, number, "number"),
    END_OF_FIELDS,
};

static const char *const push_answers[] = {"accept", "decline", "ignore", "manual", NULL};

const struct rule phone_rules[] = {
    RULE_TEXT(struct phone, push, "push", REQUIRED, .values = push_answers),
    RULE_INTEGER(struct phone, after_millis, "afterMillis", .most = 86400000),
    END_OF_RULES,
};

const struct field phone_fields[] = {
    SHOW_TEXT(struct phone, push, "push"),
    SHOW_INTEGER(struct phone, after_millis, "afterMillis"),
    END_OF_FIELDS,
};
