/* SPDX-License-Identifier: MIT */
/* People with their passwords and factors, and the identities that they act in. */
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
    int64_t id; /* of the credential they first got */
    enum user_type credential_type;
    const char *password_hash; /* NULL: none was ever created */
    int64_t password_set;
    bool password_expired;
    int64_t failed_logins;
    int64_t locked_until;
    int64_t stepped_up;
    const char *push_answer; /* what the one who holds the phone does; NULL: as the realm says */
    int64_t push_answer_after;
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

/* A lock opens at its end (control.md 6). */
bool person_is_locked(const struct person *p, int64_t now);

/* How long the lock of a person who is locked lasts yet, in whole seconds, rounded up. */
int64_t person_locked_seconds(const struct person *p, int64_t now);

/* 0: the password never expires. */
int64_t person_password_expiry(const struct person *p, const struct settings *settings);
bool person_password_is_expired(const struct person *p, const struct settings *settings,
                                int64_t now);

/* Counts a wrong password; the last allowed one locks. A right one clears both. */
void person_login_failed(struct person *p, const struct settings *settings, int64_t now);
void person_login_succeeded(struct person *p);

#endif
