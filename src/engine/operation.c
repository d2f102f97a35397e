/* SPDX-License-Identifier: MIT */
/* Questions about a row of the operation table. */
#include "engine/family.h"

#include <ctype.h>
#include <string.h>

static bool lists(const enum error *errors, enum error error)
{
    for (; *errors != NO_ERROR; errors++) {
        if (*errors == error)
            return true;
    }
    return false;
}

bool operation_is(const struct operation *operation, const struct operation *named)
{
    return operation != NULL && operation->handle == named->handle;
}

const enum error *replay_errors(const struct replays *replays)
{
    static const enum error anew[] = {IDEMPOTENCY_PAYLOADS_DIFFER, NO_ERROR};
    static const enum error as_before[] = {IDEMPOTENCY_MISMATCH, IDEMPOTENT_REQUEST_IN_PROGRESS,
                                           NO_ERROR};

    return replays->anew ? anew : as_before;
}

bool operation_declares(const struct operation *operation, const struct family *family,
                        enum error error)
{
    return lists(operation->errors, error) || lists(family->common_errors(operation), error) ||
           error == operation->forbidden || error == operation->unknown_token ||
           error == operation->dead_token ||
           (error == STEP_UP_REQUIRED && operation->guard != NULL) ||
           (operation->replays != NULL && lists(replay_errors(operation->replays), error));
}
