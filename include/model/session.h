/* SPDX-License-Identifier: MIT */
/*
 * Sessions. Every token is that of one session (weavr-auth.md 1.6 and 3.1), which either ends when it is
 * idle for too long or has a fixed expiry.
 */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "model/settings.h"

#include <stdbool.h>
#include <stdint.h>

enum session_kind {
    SESSION_ACCESS,
    SESSION_AUTH,
    SESSION_AUTH_BIOMETRIC,
    SESSION_PASSWORD_EXPIRED,
    SESSION_IMPERSONATION,
    SESSION_CLIENT,
    SESSION_CUSTOMER,
    SESSION_OPEN_BANKING, /* an application's, for the Open Banking API only */
};

/* A kind as a bit: sets of kinds, in the operation table. */
#define KIND(kind) (1U << (kind))

/* Multi API: a person who has signed in, with or without having chosen an identity. */
#define ANY_SIGN_IN (KIND(SESSION_ACCESS) | KIND(SESSION_AUTH) | KIND(SESSION_AUTH_BIOMETRIC))

/* Customer API: a person who has signed in through either gateway. */
#define CUSTOMER_KINDS                                                                             \
    (KIND(SESSION_ACCESS) | KIND(SESSION_AUTH) | KIND(SESSION_AUTH_BIOMETRIC) |                    \
     KIND(SESSION_CUSTOMER))

struct session {
    int64_t id;
    int64_t realm;
    int64_t person;   /* 0: the session of an application */
    int64_t identity; /* 0: not bound to one */
    int64_t user;     /* whose e-mail address opened it; 0: none */
    enum session_kind kind;
    bool stepped_up;
    bool seeded;          /* made by a seed: nobody has signed in; set to be stored, and not read */
    bool identity_active; /* true if there is no identity */
    int64_t created;
    int64_t last_activity;
    int64_t expires; /* 0: ends when idle (setting sessionIdleSeconds) */
    int64_t ended;   /* 0: not ended, or nobody has noticed that it was idle or has expired */
    bool lapsed;     /* it ended by itself, not by a sign-out or the like */
    const char *token;
};

/* The name of a kind in the database, as "ACCESS". */
const char *session_kind_name(enum session_kind kind);
enum session_kind session_kind_of(const char *name);

/* The kind in a token's `typ` claim and in answers: both AUTH kinds are "AUTH". */
const char *session_token_type(enum session_kind kind);

/* When it ends if it isn't used any more. */
int64_t session_deadline(const struct session *s, const struct settings *settings);

/*
 * Whether it can't be used because its identity is deactivated. That holds for access tokens; the Back Office
 * may still act for such an identity.
 */
bool session_is_suspended(const struct session *s);

/* False when it was ended, has been idle for longer than the limit, or has reached its expiry. */
bool session_is_live(const struct session *s, const struct settings *settings, int64_t now);

/*
 * Whether a session that has ended is still known: until endedSessionSeconds after its end. Then its token
 * is answered like one that was never issued.
 */
bool session_is_remembered(const struct session *s, const struct settings *settings, int64_t now);

#endif
