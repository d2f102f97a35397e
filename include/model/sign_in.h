/* SPDX-License-Identifier: MIT */
/* Who may sign in, at either gateway (weavr-auth.md 2.1.1 and 2.1.2, cyrexa.md 4.4). */
#ifndef MODEL_SIGN_IN_H
#define MODEL_SIGN_IN_H

#include "model/user.h"

/* Why a sign-in is refused, in the order of the checks. */
enum sign_in_bar {
    NOT_BARRED,
    BARRED_BY_LOCK,
    BARRED_WITHOUT_PASSWORD, /* no password was created yet */
    BARRED_BY_EMAIL,         /* the root user of a consumer has not verified the address */
    BARRED_BY_WRONG_PASSWORD,
    BARRED_BY_DEACTIVATION, /* the user or every identity is deactivated */
    BARRED_BY_EXPIRY,       /* the password is right but expired */
};

struct sign_in {
    const struct person *person;
    bool active;             /* the person has an active identity, or needs none */
    const char *password;    /* as sent; NULL: another credential was checked already */
    const struct user *user; /* whose address was sent with the password */
};

/* The first reason that applies. Those about passwords and addresses apply only if a password was sent. */
enum sign_in_bar sign_in_bar(const struct sign_in *s, const struct settings *settings, int64_t now);

#endif
