/* SPDX-License-Identifier: MIT */
/* People, the identities they act in, and their place in each: the directory of a realm. */
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

struct user {
    int64_t id; /* a root's is the identity's */
    int64_t realm;
    int64_t identity;
    int64_t person;
    enum user_type type;
    const char *email;
    bool email_verified;
    bool email_proved;      /* this address or a former one was verified */
    const char *email_code; /* NULL: none is active */
    int64_t email_deadline;
    bool email_released;
    bool email_shared;         /* with an older place of the same person, which signs in for both */
    const char *email_pending; /* of a root: a new address, until it is verified; NULL: none */
    int64_t email_changed;     /* when a change was last asked for; 0: never */
    const char *name;
    const char *surname;
    const char *mobile_country_code; /* both NULL, or none */
    const char *mobile_number;
    bool mobile_verified;
    const char *mobile_former; /* proved once; told when the present one is, NULL: none */
    int64_t mobile_changes;
    int64_t recovered;       /* when a lost password, or a changed address, was proved; 0: never */
    const char *details;     /* JSON: what else is known of an authorised user; NULL: nothing */
    const char *invite_code; /* NULL: nobody invited them, or they came */
    int64_t invite_deadline; /* expired at this time */
    bool invite_consumed;
    const char *diligence;  /* on an authorised user; NULL: that of a new one */
    const char *lost_nonce; /* of a lost password's recovery; NULL: none is under way */
    int64_t lost_deadline;  /* expired at this time */
    bool active;
    int64_t created;
    /* of the identity, for the many questions that ask for both */
    enum identity_type identity_type;
    bool identity_active;
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

/* Whether an invitation waits for them. */
bool user_is_invited(const struct user *u, int64_t now);

/* An unverified address of a root is kept for its owner until the deadline. */
bool user_email_is_reserved(const struct user *u, int64_t now);

/* Whether the person can act in this place at all. */
bool user_is_active(const struct user *u);

#endif
