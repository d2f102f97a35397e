/* SPDX-License-Identifier: MIT */
/* Sessions: what a token stands for and when it dies (weavr-auth.md 1.6 and 3.1). */
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
    SESSION_OPEN_BANKING, /* an application's, for that API alone */
};

/* A set of kinds, as the operation table uses it. */
#define KIND(kind) (1U << (kind))

/* Those of a person who has signed in, with or without an identity. */
#define ANY_SIGN_IN (KIND(SESSION_ACCESS) | KIND(SESSION_AUTH) | KIND(SESSION_AUTH_BIOMETRIC))

/* Those of a person who has signed in, to the Customer API the same whichever gateway it was. */
#define CUSTOMER_KINDS                                                                             \
    (KIND(SESSION_ACCESS) | KIND(SESSION_AUTH) | KIND(SESSION_AUTH_BIOMETRIC) |                    \
     KIND(SESSION_CUSTOMER))

struct session {
    int64_t id;
    int64_t realm;
    int64_t person;   /* 0: an application's own */
    int64_t identity; /* 0: not bound to one */
    int64_t user;     /* whose e-mail address opened it; 0: nobody's */
    enum session_kind kind;
    bool stepped_up;
    bool seeded;          /* made by a seed: nobody has signed in; set to be stored, and not read */
    bool identity_active; /* true where there is no identity */
    int64_t created;
    int64_t last_activity;
    int64_t expires; /* 0: slides with activity */
    int64_t ended;   /* 0: not ended by anybody */
    const char *token;
};

/* "ACCESS" and so on, as the database keeps it. */
const char *session_kind_name(enum session_kind kind);
enum session_kind session_kind_of(const char *name);

/* What the gateway calls the kind: "AUTH" or "ACCESS" (seed), "CLIENT" and so on for the rest. */
const char *session_token_type(enum session_kind kind);

/* When it dies if nothing more happens. */
int64_t session_deadline(const struct session *s, const struct settings *settings);

/* Dead when ended, or idle for more than the limit, or at its expiry. */
bool session_is_live(const struct session *s, const struct settings *settings, int64_t now);

#endif
