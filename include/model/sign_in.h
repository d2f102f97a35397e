/* SPDX-License-Identifier: MIT */
/* Who may sign in, at either gateway (weavr-auth.md 2.1.1 and 2.1.2, cyrexa.md 4.4). */
#ifndef MODEL_SIGN_IN_H
#define MODEL_SIGN_IN_H

#include "model/user.h"

/* What keeps somebody from signing in, in the order in which it is told. */
enum sign_in_bar {
    NOT_BARRED,
    BARRED_BY_LOCK,
    BARRED_WITHOUT_PASSWORD, /* none was ever created */
    BARRED_BY_EMAIL,         /* a consumer's root has not verified the address */
    BARRED_BY_WRONG_PASSWORD,
    BARRED_BY_DEACTIVATION, /* of the user, or of each identity */
    BARRED_BY_EXPIRY,       /* of the password, which is right */
};

struct sign_in {
    const struct person *person;
    bool active;          /* there is an identity that the person can act in, or none is needed */
    const char *password; /* NULL: they prove who they are by something else */
    const struct user *user; /* whose address goes with the password */
};

/* The first that holds. Those that speak of passwords and addresses need a password. */
enum sign_in_bar sign_in_bar(const struct sign_in *s, const struct settings *settings, int64_t now);

#endif
