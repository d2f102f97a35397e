/* SPDX-License-Identifier: MIT */
/*
 * The errors that an operation declares: its row's, its family's, and those of idempotency-ref. An
 * operation returns no others (reply.c asserts it), and the documents list the same ones.
 */
#include "engine/family.h"

static bool lists(const enum error *errors, enum error error)
{
    for (; *errors != NO_ERROR; errors++) {
        if (*errors == error)
            return true;
    }
    return false;
}

bool operation_declares(const struct operation *operation, const struct family *family,
                        enum error error)
{
    return lists(operation->errors, error) || lists(family->common_errors(operation), error) ||
           (operation->replays != NULL && lists(replay_errors(operation->replays), error)) ||
           (family->declares != NULL && family->declares(operation, error));
}

static bool is_wanted(enum error error, int status, const char *name)
{
    if (status != 0 && error_rows[error].status != status)
        return false;
    return name == NULL || error_is(error, name);
}

enum error documented_error(const struct operation *operation, const struct family *family,
                            int status, const char *name)
{
    const enum error *own = operation->errors;

    while (*own != NO_ERROR && !is_wanted(*own, status, name))
        own++;
    if (*own != NO_ERROR)
        return *own;
    for (int i = NO_ERROR + 1; i < ERRORS_COUNT; i++) {
        if (is_wanted((enum error) i, status, name) &&
            operation_declares(operation, family, (enum error) i))
            return (enum error) i;
    }
    return NO_ERROR;
}
