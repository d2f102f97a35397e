/* SPDX-License-Identifier: MIT */
/* The table of refusals. */
#include "api/errors.h"

#include <stddef.h>
#include <string.h>

const struct error_row error_rows[ERRORS_COUNT] = {
#define ERROR(name, status, shape, code, title) [name] = {#name, status, shape, code, title},
#include "api/errors.def"
#undef ERROR
};

int error_status(const char *name)
{
    for (int i = NO_ERROR + 1; name != NULL && i < ERRORS_COUNT; i++) {
        if (strcmp(name, error_rows[i].name) == 0 || strcmp(name, error_rows[i].code) == 0)
            return error_rows[i].status;
    }
    return 200;
}

bool error_is_known(const char *name)
{
    return error_status(name) != 200;
}

/* clang-format off */
static const char *const hints[ERRORS_COUNT] = {
    [INVALID_REQUEST] = "The request's schema is in /_sandgate/openapi/.",
    [UNAUTHORIZED] = "Send a live token of this realm: GET /_sandgate/realms/{realm}/sessions lists them.",
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

static const struct {
    int status;
    const char *phrase;
} phrases[] = {
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

const char *status_phrase(int status)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (phrases[i].status == status)
            return phrases[i].phrase;
    }
    return "Unknown";
}
