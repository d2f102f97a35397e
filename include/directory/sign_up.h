/* SPDX-License-Identifier: MIT */
/*
 * Creating identities and users. The caller has checked that the address is free (email_is_free) or
 * shared. 0 or a negative errno, after which the caller must roll back.
 */
#ifndef DIRECTORY_SIGN_UP_H
#define DIRECTORY_SIGN_UP_H

#include "directory/context.h"
#include "model/user.h"

/* Adds an identity, which is a customer and, if it is a corporate, an organization. */
int identity_add(struct context *ctx, const struct identity *identity);

/* A new identity and its root user. */
struct sign_up {
    enum identity_type type;
    int64_t profile;
    int64_t person; /* 0: a new person; else an existing one */
    const char *identity_name;
    const char *name;
    const char *surname;
    const char *email;
    bool email_verified;
    bool email_shared;
    struct {
        const char *country_code;
        const char *number;
    } mobile;
    const char *details; /* JSON */
};

int sign_up(struct context *ctx, const struct sign_up *form, struct user *ret);

/*
 * Adds an authorised user, with a new person: the caller sets id (or 0), identity, email, names,
 * mobile and details.
 */
int authorised_user_add(struct context *ctx, struct user_record *record);

#endif
