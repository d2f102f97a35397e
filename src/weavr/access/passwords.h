/* SPDX-License-Identifier: MIT */
/* Shared by the operations that take a password. */
#ifndef WEAVR_ACCESS_PASSWORDS_H
#define WEAVR_ACCESS_PASSWORDS_H

#include "directory/context.h"
#include "model/user.h"

struct secret {
    const char *value;
};
extern const struct rule secret_rules[];

/* The answer once a password is set. */
struct token_answer {
    const char *token;
};

/*
 * Resolves a password that may have been sent as a token: PASS with the plain password in `ret`. If
 * the realm requires tokens, plain passwords and unknown or expired tokens are refused.
 */
int plain_or_reply(struct request *r, const char *sent, const char **ret);

/* PASS if the password fits the realm's passwordProfile, or refused. */
int policy_or_reply(struct request *r, const char *password);

/* PASS unless it is one of the person's last passwords (weavr-auth.md 5.2 C9). */
int history_or_reply(struct request *r, int64_t person, const char *password);

/*
 * Sets the person's password, alerts them by e-mail if it replaced another, and opens a session of
 * the kind that a login as `user` would give: PASS with `ret`.
 */
int password_replace_or_reply(struct request *r, const struct person *person,
                              const struct user *user, const char *password, struct session *ret);

/* PASS if the user and its identity are active, else `error`. */
int user_active_or_reply(struct request *r, const struct user *user, enum error error);

/* Begins the recovery of a lost password: sends a nonce, which replaces any earlier one. */
int lost_password_begin(struct context *ctx, const struct user *user);

extern const struct group passwords_group;
extern const struct view token_view;

#endif
