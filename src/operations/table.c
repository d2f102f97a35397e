/* SPDX-License-Identifier: MIT */
/* The operation table, and the pieces of tables that several files share. */
#include "tables.h"

#include "api/families.h"
#include "domain/person.h"
#include "operations/operations.h"

#define ERRORS(...) ((const enum error[]){__VA_ARGS__ __VA_OPT__(, ) NO_ERROR})
#define HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ANY_SIGN_IN (KIND(SESSION_ACCESS) | KIND(SESSION_AUTH) | KIND(SESSION_AUTH_BIOMETRIC))

#define GUARD(member, name)                                                                        \
    (&(const struct guard){(name), MEMBER_AT(struct settings, member, enum maybe)})

/* How idempotency-ref is heeded: the answer of before, nothing done twice, what was made as it is now. */
#define ANSWERED_AGAIN (&(const struct replays){.anew = false})
#define DONE_ONCE (&(const struct replays){.anew = true})
#define SHOWN_AGAIN(shown) (&(const struct replays){.anew = true, .show = (shown)})

const struct operation operations[] = {
#define OPERATION(handler, verb, template, who, ...)                                               \
    {.name = #handler,                                                                             \
     .method = (verb),                                                                             \
     .path = (template),                                                                           \
     .access = (who),                                                                              \
     .handle = (handler),                                                                          \
     __VA_ARGS__},
#include "operations/operations.def"
#undef OPERATION
};

const size_t operations_count = ARRAY_SIZE(operations);

/* The last takes every path; where one prefix is the beginning of another, the longer comes first. */
const struct family *const families[] = {
    &backoffice_family, &multi_family, &simulator_family, &token_family, &customer_family,
    &control_family,    NULL};

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
