/* SPDX-License-Identifier: MIT */
/* Rules and fields of amounts. */
#include "amounts.h"

/* Any that fits: whether it may be zero or negative, operations decide. */
static bool whole_number(const json_t *value, int64_t *ret)
{
    *ret = json_integer_value(value);
    return json_is_integer(value);
}

const struct rule amount_rules[] = {
    RULE_TEXT(struct amount, currency, "currency", REQUIRED, .least = 3, .most = 3,
              .format = FORMAT_CURRENCY),
    RULE_SPECIAL(struct amount, amount, "amount", whole_number,
                 "{\"type\":\"integer\",\"format\":\"int64\"}", REQUIRED),
    END_OF_RULES,
};

const struct field amount_fields[] = {
    SHOW_TEXT(struct amount, currency, "currency"),
    SHOW_INTEGER(struct amount, amount, "amount"),
    END_OF_FIELDS,
};
