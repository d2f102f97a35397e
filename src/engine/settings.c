/* SPDX-License-Identifier: MIT */
/*
 * The settings of a realm: rules and defaults from model/settings.def, and the check of a change. Only
 * settings that differ from the defaults are stored.
 */
#include "engine/settings.h"

#include "json/decode.h"

#include <string.h>

static const char *const otp_modes[] = {"fixed", "random", NULL};
static const char *const push_outcomes[] = {"manual", "accept", "decline", NULL};
static const char *const password_profiles[] = {"strict", "lenient", "passcode", "none", NULL};
static const char *const stepup_issues_refusals[] = {"400", "409", NULL};
static const char *const biometric_factor_types[] = {"PUSH", "BIOMETRIC", NULL};
static const char *const access_token_unknowns[] = {"403", "401", NULL};
const char *const kyc_outcomes[] = {"manual", "submit", "approve", "reject", NULL};
static const char *const identities_envelopes[] = {"array", "paged", NULL};

static const struct rule channel_settings_rules[] = {
    RULE_BOOLEAN(struct channel_settings, sms, "SMS", REQUIRED),
    RULE_BOOLEAN(struct channel_settings, authy, "AUTHY", REQUIRED),
    RULE_BOOLEAN(struct channel_settings, biometric, "BIOMETRIC", REQUIRED),
    END_OF_RULES,
};

static const struct rule rate_settings_rules[] = {
    RULE_INTEGER(struct rate_settings, per_minute, "perMinute", .least = 1, .most = 1000000000),
    RULE_INTEGER(struct rate_settings, per_hour, "perHour", .least = 1, .most = 1000000000),
    RULE_INTEGER(struct rate_settings, per_day, "perDay", .least = 1, .most = 1000000000),
    END_OF_RULES,
};

/* Decoded: 0 is no limit (null), n + 1 a limit of n; negative limits count as 0. */
static bool quota(const json_t *value, int64_t *ret)
{
    json_int_t most = json_integer_value(value);

    if (!json_is_integer(value) && !json_is_null(value))
        return false;
    *ret = json_is_null(value) ? 0 : most <= 0 ? 1 : most < INT64_MAX ? most + 1 : most;
    return true;
}

#define RULE_QUOTA(member, wire)                                                                   \
    RULE_SPECIAL(struct push_quota, member, wire, quota, "{\"type\":[\"integer\",\"null\"]}")

static const struct rule push_quota_rules[] = {
    RULE_QUOTA(day, "day"),
    RULE_QUOTA(week, "week"),
    RULE_QUOTA(month, "month"),
    RULE_QUOTA(quarter, "quarter"),
    RULE_QUOTA(year, "year"),
    RULE_QUOTA(always, "always"),
    END_OF_RULES,
};

static const struct rule test_card_rules[] = {
    RULE_TEXT(struct test_card, token, "token", REQUIRED, .not_blank = true, .most = 100),
    RULE_TEXT(struct test_card, number, "number", REQUIRED, .format = FORMAT_CARD_NUMBER),
    RULE_TEXT(struct test_card, cvv, "cvv", REQUIRED, .least = 3, .most = 4,
              .format = FORMAT_DIGITS),
    RULE_TEXT(struct test_card, pin, "pin", REQUIRED, .least = 4, .most = 4,
              .format = FORMAT_DIGITS),
    END_OF_RULES,
};

static const char *const identity_types[] = {"CONSUMER", "CORPORATE", NULL};

#define RULE_TYPES(member, wire)                                                                   \
    RULE_TEXTS(struct profile_types, member, wire, .values = identity_types, .most = 2)

static const struct rule profile_types_rules[] = {
    RULE_TYPES(managed_accounts, "managedAccounts"),
    RULE_TYPES(managed_cards_prepaid, "managedCardsPrepaid"),
    RULE_TYPES(managed_cards_debit, "managedCardsDebit"),
    RULE_TYPES(transfers, "transfers"),
    RULE_TYPES(sends, "sends"),
    RULE_TYPES(outgoing_wire_transfers, "outgoingWireTransfers"),
    END_OF_RULES,
};

#define RULE_FEE(member, wire)                                                                     \
    RULE_INTEGER(struct fee_settings, member, wire, .most = INT64_MAX / 4)

static const struct rule fee_settings_rules[] = {
    RULE_FEE(deposit, "deposit"),
    RULE_FEE(transfer, "transfer"),
    RULE_FEE(send, "send"),
    END_OF_RULES,
};

static const struct rule low_value_settings_rules[] = {
    RULE_INTEGER(struct low_value_settings, amount, "amount", REQUIRED, .least = 1),
    RULE_INTEGER(struct low_value_settings, count, "count", REQUIRED, .least = 1),
    END_OF_RULES,
};

/* Decoded: -1 is no limit (null). */
static bool amount_limit(const json_t *value, int64_t *ret)
{
    *ret = json_is_null(value) ? -1 : json_integer_value(value);
    return json_is_null(value) || (json_is_integer(value) && *ret >= 0);
}

#define SCHEMA_amount_limit "{\"type\":[\"integer\",\"null\"],\"minimum\":0}"

#define RULE_LINK(member, wire)                                                                    \
    RULE_TEXT(struct link_settings, member, wire, REQUIRED, .least = 1, .most = 1000,              \
              .format = FORMAT_LINK_TEMPLATE)

static const struct rule link_settings_rules[] = {
    RULE_LINK(invite, "invite"),
    RULE_LINK(lost_password, "lostPassword"),
    RULE_LINK(email_verification, "emailVerification"),
    RULE_LINK(beneficiary_verification, "beneficiaryVerification"),
    END_OF_RULES,
};

static const struct rule cyrexa_settings_rules[] = {
    RULE_INTEGER(struct cyrexa_settings, token_seconds, "tokenSeconds", REQUIRED, .least = 1,
                 .most = 31536000),
    RULE_INTEGER(struct cyrexa_settings, open_banking_token_seconds, "openBankingTokenSeconds",
                 REQUIRED, .least = 1, .most = 31536000),
    RULE_INTEGER(struct cyrexa_settings, session_seconds, "sessionSeconds", REQUIRED, .least = 1,
                 .most = 31536000),
    RULE_BOOLEAN(struct cyrexa_settings, get_credentials_opens_session,
                 "getCredentialsOpensSession", REQUIRED),
    END_OF_RULES,
};

#define OTP_ATTEMPTS 5

/* weavr-auth.md 1.5: 1 to 5; unset, 0 and more mean 5. Decoded: 0 is "unlimited". */
static bool otp_attempts(const json_t *value, int64_t *ret)
{
    json_int_t number = json_integer_value(value);

    if (json_is_string(value) && strcmp(json_string_value(value), "unlimited") == 0)
        *ret = 0;
    else if (value == NULL || json_is_null(value) || (json_is_integer(value) && number >= 0))
        *ret = number >= 1 && number <= OTP_ATTEMPTS ? number : OTP_ATTEMPTS;
    else
        return false;
    return true;
}

#define SCHEMA_otp_attempts                                                                        \
    "{\"oneOf\":[{\"type\":\"integer\",\"minimum\":0},{\"type\":\"null\"},"                        \
    "{\"const\":\"unlimited\"}]}"

#define TOKEN_USES_MOST 1000000

/* Decoded: 0 is any number (null). */
static bool token_uses(const json_t *value, int64_t *ret)
{
    *ret = json_integer_value(value);
    return json_is_null(value) || (json_is_integer(value) && *ret >= 1 && *ret <= TOKEN_USES_MOST);
}

#define SCHEMA_token_uses "{\"type\":[\"integer\",\"null\"],\"minimum\":1,\"maximum\":1000000}"

/* clang-format off */
const struct rule settings_rules[] = {
#define NUMBER(member, name, value, lowest, highest, text)                                               \
    RULE_INTEGER(struct settings, member, name, REQUIRED, .least = (lowest), .most = (highest)),
#define FLAG(member, name, value, text) RULE_BOOLEAN(struct settings, member, name, REQUIRED),
#define CHOICE(member, name, value, list, text)                                                          \
    RULE_CHOICE(struct settings, member, name, list, REQUIRED),
#define PATTERN(member, name, value, pattern, text)                                                      \
    RULE_TEXT(struct settings, member, name, REQUIRED, .format = FORMAT_##pattern),
#define TEXTS(member, name, value, text) RULE_TEXTS(struct settings, member, name, REQUIRED, .most = 1000),
#define ADDRESS(member, name, highest, text)                                                       \
    RULE_TEXT(struct settings, member, name, .format = FORMAT_HTTP_URL, .most = (highest)),
#define GROUP(member, name, value, group, text)                                                          \
    RULE_OBJECT(struct settings, member, name, group##_rules, REQUIRED),
#define OPTIONAL_GROUP(member, name, group, text) RULE_OBJECT(struct settings, member, name, group##_rules),
#define SPECIAL(member, name, value, decoder, text)                                                      \
    RULE_SPECIAL(struct settings, member, name, decoder, SCHEMA_##decoder),
#include "model/settings.def"
    END_OF_RULES,
};

static const char defaults_text[] = "{"
#define NUMBER(member, name, value, lowest, highest, text) "\"" name "\":" value ","
#define FLAG(member, name, value, text) "\"" name "\":" value ","
#define CHOICE(member, name, value, list, text) "\"" name "\":" value ","
#define PATTERN(member, name, value, pattern, text) "\"" name "\":" value ","
#define TEXTS(member, name, value, text) "\"" name "\":" value ","
#define ADDRESS(member, name, highest, text) "\"" name "\":null,"
#define GROUP(member, name, value, group, text) "\"" name "\":" value ","
#define OPTIONAL_GROUP(member, name, group, text) "\"" name "\":null,"
#define SPECIAL(member, name, value, decoder, text) "\"" name "\":" value ","
#include "model/settings.def"
    ;
/* clang-format on */

static json_t *defaults(void)
{
    char text[sizeof defaults_text];

    /* the closing brace replaces the last comma */
    memcpy(text, defaults_text, sizeof text);
    text[sizeof text - 2] = '}';
    return json_loads(text, 0, NULL);
}

static json_t *merged(json_t *base, const json_t *changes)
{
    /* copied: a later merge into `base` must not change objects of `changes` */
    json_t *copy = json_deep_copy(changes);

    json_object_update_recursive(base, copy);
    json_decref(copy);
    return base;
}

json_t *settings_merged(const json_t *changed)
{
    return merged(defaults(), changed);
}

bool settings_check(struct decoder *d, const json_t *changed, const json_t *patch,
                    json_t **ret_changed)
{
    json_t *all = merged(settings_merged(changed), patch);
    struct settings ignored = {0};

    d->strict = true;
    rules_decode_object(d, settings_rules, NULL, all, &ignored);
    json_decref(all);
    if (d->complaints.count > 0)
        return false;
    *ret_changed = merged(json_deep_copy(changed), patch);
    return true;
}
