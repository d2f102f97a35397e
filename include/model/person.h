/* SPDX-License-Identifier: MIT */
/*
 * The directory of a realm. A person has one password; an identity is a consumer or a corporate; a user
 * (user.h) is a person's membership of an identity. Both gateways show these rows, so that a change through
 * one is seen through the other.
 */
#ifndef MODEL_PERSON_H
#define MODEL_PERSON_H

#include "model/challenge.h"
#include "model/diligence.h"

#include <stdbool.h>
#include <stdint.h>

enum identity_type { IDENTITY_CONSUMER, IDENTITY_CORPORATE };
enum user_type { USER_ROOT, USER_AUTHORISED };

extern const char *const identity_type_names[]; /* CONSUMER, CORPORATE */
extern const char *const user_type_names[];     /* ROOT, USER */

struct person {
    int64_t id; /* the credential id: that of the person's first user */
    enum user_type credential_type;
    const char *password_hash; /* NULL: no password was created yet */
    int64_t password_set;
    bool password_expired;
    int64_t failed_logins;
    int64_t locked_until;
    int64_t stepped_up;
    const char *push_answer;   /* how the phone answers pushes; NULL: setting pushOutcome */
    int64_t push_answer_after; /* ms */
    int64_t created;
};

struct identity {
    int64_t id;
    int64_t realm;
    enum identity_type type;
    int64_t profile;
    const char *name;
    bool active;
    struct diligence diligence;
    const char *details; /* JSON: the body that created it */
    int64_t created;
};

struct factor {
    enum channel channel;
    enum factor_status status;
};

/* Locked until, but not at, `locked_until` (control.md 6). */
bool person_is_locked(const struct person *p, int64_t now);

/* The remaining seconds of a person's lock, rounded up. */
int64_t person_locked_seconds(const struct person *p, int64_t now);

/* When the password expires; 0: never. */
int64_t person_password_expiry(const struct person *p, const struct settings *settings);
bool person_password_is_expired(const struct person *p, const struct settings *settings,
                                int64_t now);

/* Counts a wrong password and locks at the limit; a right one clears the count and the lock. */
void person_login_failed(struct person *p, const struct settings *settings, int64_t now);
void person_login_succeeded(struct person *p);

#endif
