/* SPDX-License-Identifier: MIT */
/* What every operation that takes a password shares. */
#ifndef WEAVR_ACCESS_PASSWORDS_H
#define WEAVR_ACCESS_PASSWORDS_H

#include "directory/context.h"
#include "model/user.h"

struct secret {
    const char *value;
};
extern const struct rule secret_rules[];

/* What is left to say once a password is set. */
struct token_answer {
    const char *token;
};

/*
 * The password that was meant: a token's value, or what was sent. Where the realm demands tokens,
 * a plain password is refused, and a token that is unknown or was purged. PASS with `ret`.
 */
int plain_or_reply(struct request *r, const char *sent, const char **ret);

/* Refuses what the realm's profile refuses: PASS when the password is good. */
int policy_or_reply(struct request *r, const char *password);

/* Refuses one of the person's last passwords (weavr-auth.md 5.2 C9), or PASS. */
int history_or_reply(struct request *r, int64_t person, const char *password);

/*
 * Makes `password` the person's, tells them by e-mail that it replaced another, and opens a
 * session of the kind that a login as `user` would give: PASS with `ret`.
 */
int password_replace_or_reply(struct request *r, const struct person *person,
                              const struct user *user, const char *password, struct session *ret);

/* `error` for a user who can't act, or PASS. */
int user_active_or_reply(struct request *r, const struct user *user, enum error error);

/* Begins the recovery of a lost password: a new nonce in place of any earlier, by e-mail. */
int lost_password_begin(struct context *ctx, const struct user *user);

extern const struct group passwords_group;
extern const struct view token_view;

#endif
