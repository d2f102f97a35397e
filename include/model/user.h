/* SPDX-License-Identifier: MIT */
/*
 * Users: what a person is in one identity. What most questions ask is in struct user; the rest is in
 * structs of its own, which are read where they are needed.
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
    const char *mobile_country_code; /* both NULL, or none */
    const char *mobile_number;
    bool mobile_verified;
    bool active;
    /* of the identity, for the many questions that ask for both */
    enum identity_type identity_type;
    bool identity_active;
};

/* Whether the person can act as this user at all. */
bool user_is_active(const struct user *u);

/* How far the verification of an address is, and what it may become. */
struct email_state {
    bool proved;         /* this address or a former one was verified */
    bool released;       /* it was not verified in time: others may have it */
    bool shared;         /* with an older user of the same person, which signs in for both */
    const char *code;    /* NULL: none is active */
    int64_t deadline;    /* of the code, and of what it verifies */
    const char *pending; /* of a root: a new address, until it is verified; NULL: none */
    int64_t changed;     /* when a change was last asked for; 0: never */
};

/* An unverified address of a root is kept for its owner until the deadline. */
bool email_is_reserved(const struct user *u, const struct email_state *e, int64_t now);

/* What limits changes of a number, and who hears of one. */
struct mobile_history {
    const char *former; /* proved once; told when the present one is, NULL: none */
    int64_t changes;
    int64_t recovered; /* when a lost password, or a changed address, was proved; 0: never */
};

struct invitation {
    const char *code; /* NULL: nobody invited them, or they came */
    int64_t deadline; /* expired at this time */
    bool consumed;
};

/* Whether an invitation waits for them. */
bool invitation_waits(const struct invitation *i, int64_t now);

/* The recovery of a lost password. */
struct recovery {
    const char *nonce; /* NULL: none is under way */
    int64_t deadline;  /* expired at this time */
};

/* All that a user begins with, and that a seed tells of one. */
struct user_record {
    struct user user;
    int64_t email_deadline;
    bool email_released;
    bool email_shared;
    int64_t mobile_changes;
    bool invite_consumed;
    const char *diligence; /* on an authorised user; NULL: that of a new one */
    const char *details;   /* JSON: what else is known of an authorised user; NULL: nothing */
    int64_t created;
};

#endif
