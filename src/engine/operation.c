/* SPDX-License-Identifier: MIT */
/* Names of methods, and functions on rows of the operation table. */
#include "engine/operation.h"

#include <stddef.h>

const char *const method_names[] = {
    [GET] = "GET",       [POST] = "POST",       [PUT] = "PUT",   [PATCH] = "PATCH",
    [DELETE] = "DELETE", [OPTIONS] = "OPTIONS", [HEAD] = "HEAD", [METHODS_COUNT] = NULL};

bool operation_is(const struct operation *operation, const struct operation *named)
{
    return operation != NULL && operation->handle == named->handle;
}

const enum error *replay_errors(const struct replays *replays)
{
    static const enum error current_state[] = {IDEMPOTENCY_PAYLOADS_DIFFER, NO_ERROR};
    static const enum error first_answer[] = {IDEMPOTENCY_MISMATCH, IDEMPOTENT_REQUEST_IN_PROGRESS,
                                              NO_ERROR};

    return replays->shows_current ? current_state : first_answer;
}
