/* SPDX-License-Identifier: MIT */
/* The tables of refusals and of statuses. */
#include "engine/errors.h"

#include <stddef.h>
#include <string.h>

const struct error_row error_rows[ERRORS_COUNT] = {
#define ERROR(name, status, shape, code, title) [name] = {#name, status, shape, code, title},
#include "engine/errors.def"
#undef ERROR
};

bool error_is(enum error error, const char *name)
{
    return strcmp(name, error_rows[error].name) == 0 || strcmp(name, error_rows[error].code) == 0;
}

enum error error_named(const char *name)
{
    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (error_is((enum error) i, name))
            return (enum error) i;
    }
    return NO_ERROR;
}

/* clang-format off */
static const char *const hints[ERRORS_COUNT] = {
    [INVALID_REQUEST] = "The request's schema is in /_sandgate/openapi/.",
    [UNAUTHORIZED] = "Send a live token of this realm: GET /_sandgate/realms/{realm}/sessions lists them.",
    [SESSION_TOKEN_REFUSED] = "Send the token of a live session: POST /customer/1.0.0/login and getCredentials show it.",
    [SECOND_FACTOR_MISSING] = "Log in with a second credential, or PUT /customer/1.0.0/twoFA/changeTwoFa/{customerId} with \"login\": false.",
    [ACCESS_TOKEN_REQUIRED] = "Exchange the AUTH token with POST /multi/access_token.",
    [STEP_UP_REQUIRED] = "Step up first: POST /multi/stepup/challenges/otp/SMS, then verify its code.",
    [SIGN_IN_REFUSED] = "GET /_sandgate/realms/{realm}/users?email= shows who there is and in which state.",
    [ACCOUNT_LOCKED] = "PATCH /_sandgate/realms/{realm}/users/{id} with \"locked\": false, or move the clock.",
    [PASSWORD_HAS_EXPIRED] = "Update the password with the token of the answer.",
    [TOO_MANY_REQUESTS] = "Move the clock, or change the setting rateLimit.",
    [MAINTENANCE] = "Set the setting maintenance to false.",
    [RETRY_IN_15SEC] = "Move the clock with POST /_sandgate/realms/{realm}/clock {\"advance\": \"PT15S\"}.",
    [CHALLENGE_LIMIT_EXCEEDED] = "The settings otpAttempts and stepupIssuesPerSession say how many there are.",
    [VERIFICATION_CODE_INVALID] = "GET /_sandgate/realms/{realm}/outbox shows the code that was sent.",
    [VERIFICATION_CODE_EXPIRED] = "Send a new code, or give the setting otpSeconds more time.",
    [CHANNEL_NOT_REGISTERED] = "Enrol the user first, or seed them with \"factors\".",
};
/* clang-format on */

const char *error_hint(enum error error)
{
    return hints[error];
}

const struct status_row status_rows[STATUSES_COUNT] = {
#define STATUS(status, phrase) {status, phrase},
#include "engine/statuses.def"
#undef STATUS
};

size_t status_slot(int status)
{
    size_t slot = 0;

    while (slot < STATUSES_COUNT - 1 && status_rows[slot].status != status)
        slot++;
    return slot;
}

const char *status_phrase(int status)
{
    return status_rows[status_slot(status)].phrase;
}
