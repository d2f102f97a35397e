/* SPDX-License-Identifier: MIT */
/* The settings of a realm: the rows of settings.def as a struct. */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "base/array.h"
#include "base/list.h"
#include "base/maybe.h"

#include <stdint.h>

/* The values of the choices, in the order of their names in engine/settings.c. */
enum otp_mode { OTP_FIXED, OTP_RANDOM };
enum push_outcome { PUSH_MANUAL, PUSH_ACCEPT, PUSH_DECLINE };
enum password_profile { PASSWORD_STRICT, PASSWORD_LENIENT, PASSWORD_PASSCODE, PASSWORD_UNCHECKED };
enum stepup_issues_refusal { STEPUP_ISSUES_INVALID, STEPUP_ISSUES_CONFLICT };
enum biometric_factor_type { FACTOR_TYPE_PUSH, FACTOR_TYPE_BIOMETRIC };
enum access_token_unknown { ACCESS_TOKEN_FORBIDDEN, ACCESS_TOKEN_UNAUTHORIZED };
enum kyc_outcome { KYC_MANUAL, KYC_SUBMIT, KYC_APPROVE, KYC_REJECT };
enum identities_envelope { IDENTITIES_ARRAY, IDENTITIES_PAGED };

struct channel_settings {
    enum maybe sms;
    enum maybe authy;
    enum maybe biometric;
};

struct rate_settings {
    int64_t per_minute; /* 0: no limit of this window */
    int64_t per_hour;
    int64_t per_day;
};

/* The pushes that a realm may send in each window, plus one, so that 0 means unlimited. */
struct push_quota {
    int64_t day;
    int64_t week;
    int64_t month;
    int64_t quarter;
    int64_t year;
    int64_t always;
};

struct cyrexa_settings {
    int64_t token_seconds;
    int64_t open_banking_token_seconds;
    int64_t session_seconds;
    enum maybe get_credentials_opens_session;
};

/* The identity types that a profile serves, by their names; empty: all. */
struct profile_types {
    struct list managed_accounts;
    struct list managed_cards_prepaid;
    struct list managed_cards_debit;
    struct list transfers;
    struct list sends;
    struct list outgoing_wire_transfers;
};

/* Flat fees in the smallest unit. */
struct fee_settings {
    int64_t deposit;
    int64_t transfer;
    int64_t send;
};

/* Payments that need no challenge: up to this sum and number; a number of 0: none. */
struct low_value_settings {
    int64_t amount;
    int64_t count;
};

struct test_card {
    const char *token;
    const char *number;
    const char *cvv;
    const char *pin;
};

/* Templates of links in mails (src/weavr/users/links.h). */
struct link_settings {
    const char *invite;
    const char *lost_password;
    const char *email_verification;
    const char *beneficiary_verification;
};

struct settings {
#define NUMBER(member, name, value, least, most, text) int64_t member;
#define FLAG(member, name, value, text) enum maybe member;
#define CHOICE(member, name, value, values, text) int member;
#define PATTERN(member, name, value, format, text) const char *member;
#define TEXTS(member, name, value, text) struct list member;
#define ADDRESS(member, name, most, text) const char *member;
#define GROUP(member, name, value, group, text) struct group member;
#define OPTIONAL_GROUP(member, name, group, text) struct group member;
#define SPECIAL(member, name, value, decoder, text) int64_t member;
#include "model/settings.def"
};

#endif
