/* SPDX-License-Identifier: MIT */
/*
 * A user is a person's membership of an identity, with an e-mail address and a mobile number of its own.
 * struct user has what most callers need; the rest is in structs of its own, which are read where they are
 * needed.
 */
#ifndef MODEL_USER_H
#define MODEL_USER_H

#include "model/person.h"

struct user {
    int64_t id; /* a root's is the identity's */
    int64_t realm;
    int64_t identity;
    int64_t person;
    enum user_type type;
    const char *email;
    bool email_verified;
    const char *name;
    const char *surname;
    const char *mobile_country_code; /* NULL together with the number */
    const char *mobile_number;
    bool mobile_verified;
    bool active;
    /* joined from the identity, because most callers need both */
    enum identity_type identity_type;
    bool identity_active;
};

/* Whether the person can act as this user: both user and identity are active. */
bool user_is_active(const struct user *u);

/* The verification of an address, and a change that is under way. */
struct email_state {
    bool proved;         /* this address or an earlier one was verified */
    bool released;       /* its reservation has lapsed: others may take it */
    bool shared;         /* an older user of the same person has it and signs in for both */
    const char *code;    /* NULL: none is active */
    int64_t deadline;    /* of the code, and of what it verifies */
    const char *pending; /* of a root: a new address, until it is verified; NULL: none */
    int64_t changed;     /* when a change was last requested; 0: never */
};

/* Whether nobody else may take the address: an unverified one of a root only until its deadline. */
bool email_is_reserved(const struct user *u, const struct email_state *e, int64_t now);

/* What limits changes of a number, and which number is notified of one. */
struct mobile_history {
    const char *former; /* an earlier, verified number, notified once the new one is; NULL: none */
    int64_t changes;
    int64_t recovered; /* last recovery of a password or verification of a new address; 0: never */
};

struct invitation {
    const char *code; /* NULL: not invited, or the invitation was consumed */
    int64_t deadline; /* the first moment at which it is expired */
    bool consumed;
};

/* Whether the invitation can be consumed. */
bool invitation_is_pending(const struct invitation *i, int64_t now);

/* The recovery of a lost password. */
struct recovery {
    const char *nonce; /* NULL: none was started */
    int64_t deadline;  /* the first moment at which it is expired */
};

/* What a new user is inserted with, and what a seed document has of one. */
struct user_record {
    struct user user;
    int64_t email_deadline;
    bool email_released;
    bool email_shared;
    int64_t mobile_changes;
    bool invite_consumed;
    const char *diligence; /* status of an authorised user's check; NULL: initial */
    const char *details;   /* JSON: other members of an authorised user; NULL: none */
    int64_t created;
};

#endif
