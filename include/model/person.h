/* SPDX-License-Identifier: MIT */
/*
 * The directory of a realm. A person has one password; an identity is a consumer or a corporate; a user is a
 * person's membership of an identity, with an e-mail address and a mobile number of its own. Both gateways
 * show these rows, so that a change through one is seen through the other.
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

struct user {
    int64_t id; /* a root's is the identity's */
    int64_t realm;
    int64_t identity;
    int64_t person;
    enum user_type type;
    const char *email;
    bool email_verified;
    bool email_proved;      /* this address or an earlier one was verified */
    const char *email_code; /* NULL: none is active */
    int64_t email_deadline;
    bool email_released;
    bool email_shared;         /* an older user of the same person has it and signs in for both */
    const char *email_pending; /* of a root: a new address, until it is verified; NULL: none */
    int64_t email_changed;     /* when a change was last requested; 0: never */
    const char *name;
    const char *surname;
    const char *mobile_country_code; /* NULL together with the number */
    const char *mobile_number;
    bool mobile_verified;
    const char *
        mobile_former; /* an earlier, verified number, to be notified once the new one is; NULL: none */
    int64_t mobile_changes;
    int64_t recovered; /* last recovery of a password or verification of a new address; 0: never */
    const char *details;     /* JSON: other members of an authorised user; NULL: none */
    const char *invite_code; /* NULL: not invited, or the invitation was consumed */
    int64_t invite_deadline; /* the first moment at which it is expired */
    bool invite_consumed;
    const char *diligence;  /* status of an authorised user's check; NULL: initial */
    const char *lost_nonce; /* for resuming a lost password; NULL: none was started */
    int64_t lost_deadline;  /* the first moment at which it is expired */
    bool active;
    int64_t created;
    /* joined from the identity, because most callers need both */
    enum identity_type identity_type;
    bool identity_active;
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

/* Whether the user has an invitation that can be consumed. */
bool user_is_invited(const struct user *u, int64_t now);

/* Whether nobody else may take the address: an unverified one of a root only until its deadline. */
bool user_email_is_reserved(const struct user *u, int64_t now);

/* Whether the person can act as this user: both user and identity are active. */
bool user_is_active(const struct user *u);

#endif
