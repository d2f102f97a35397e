/* SPDX-License-Identifier: MIT */
/* Names of the Customer API, and the rules for credential types and customer statuses. */
#include "model/customer.h"

#include <string.h>

const char *const credential_type_names[] = {
    [CREDENTIAL_EMAIL] = "email",
    [CREDENTIAL_USER_ID] = "intenal_user_id",
    [CREDENTIAL_SINGLE_TOKEN] = "single_token",
    [CREDENTIAL_ONE_TIME_PASSWORD] = "one_time_password",
    [CREDENTIAL_USERNAME] = "username",
    [CREDENTIAL_PASSPORT] = "passport",
    [CREDENTIAL_ID_CARD] = "person_id_card",
    [CREDENTIAL_PERSONAL_NUMBER] = "personal_identification_number",
    [CREDENTIAL_BIOMETRICS] = "biometrics",
    [CREDENTIAL_SECRET_QUESTION] = "secret_question",
    [CREDENTIAL_SMS] = "sms",
    NULL,
};

const char *const customer_type_names[] = {
    [CUSTOMER_PERSON] = "Person",
    [CUSTOMER_ORGANIZATION] = "Organization",
    NULL,
};

#define BLACKLISTED 3
#define BANKRUPT 7

const char *const customer_status_names[] = {
    [CUSTOMER_NEW] = "new",
    "verified",
    "under_verificaiton",
    [BLACKLISTED] = "blacklisted",
    "under_investigation",
    "dispute",
    "on_hold",
    [BANKRUPT] = "bancrupted",
    NULL,
};

bool credential_is_factor(enum credential_type type)
{
    static const unsigned factors = 1U << CREDENTIAL_ONE_TIME_PASSWORD | 1U << CREDENTIAL_SMS |
                                    1U << CREDENTIAL_SECRET_QUESTION | 1U << CREDENTIAL_BIOMETRICS;

    return (factors >> type & 1) != 0;
}

bool credential_is_hidden(enum credential_type type)
{
    return type == CREDENTIAL_SINGLE_TOKEN || credential_is_factor(type);
}

const char *credential_value(struct arena *a, enum credential_type type, const char *value)
{
    static const char space[] = " \t\r\n";

    if (type != CREDENTIAL_EMAIL)
        return value;
    value += strspn(value, space);
    size_t length = strlen(value);

    while (length > 0 && strchr(space, value[length - 1]) != NULL)
        length--;
    char *kept = arena_textn(a, value, length);

    for (char *c = kept; *c != '\0'; c++)
        *c = (char) (*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
    return kept;
}

bool customer_is_barred(int status)
{
    return status == BLACKLISTED || status == BANKRUPT;
}
