/* SPDX-License-Identifier: MIT */
/*
 * Challenges: one-time codes and pushes that await an answer (weavr-auth.md 3.3 and 3.4). A challenge is
 * pending until it is answered, replaced or expired; every other state is final.
 */
#ifndef MODEL_CHALLENGE_H
#define MODEL_CHALLENGE_H

#include "model/settings.h"

#include <stdbool.h>
#include <stdint.h>

enum channel { CHANNEL_SMS, CHANNEL_AUTHY, CHANNEL_BIOMETRIC };

enum challenge_kind {
    CHALLENGE_STEP_UP,
    CHALLENGE_ENROLMENT,
    CHALLENGE_LOGIN,        /* by biometrics */
    CHALLENGE_CONFIRMATION, /* of resources */
};

enum challenge_state {
    CHALLENGE_PENDING,
    CHALLENGE_VERIFIED,
    CHALLENGE_DECLINED,
    CHALLENGE_EXPIRED,
    CHALLENGE_BLOCKED,      /* too many wrong codes */
    CHALLENGE_REPLACED,     /* a newer code was issued */
    CHALLENGE_PIN_RECOVERY, /* its owner forgot the PIN */
};

enum factor_status { FACTOR_NONE, FACTOR_PENDING, FACTOR_ACTIVE, FACTOR_INACTIVE };

/* The names on the wire and in the database, indexed by the values above and NULL-terminated. */
extern const char *const channel_names[];
extern const char *const challenge_kind_names[];
extern const char *const challenge_state_names[];
extern const char *const factor_status_names[];

struct challenge {
    int64_t id;
    int64_t realm;
    int64_t person;
    int64_t user;     /* the user as whom the person is challenged */
    int64_t identity; /* that user's; 0: the session is bound to none */
    int64_t session;  /* 0: nobody is signed in yet */
    enum challenge_kind kind;
    enum channel channel;
    enum challenge_state state;
    const char *code;  /* of an OTP, or the linking code of a device; NULL for a push */
    int resource_type; /* of a confirmation: an index of resource_type_names; else -1 */
    int64_t wrong_attempts;
    int64_t created;
    int64_t expires;    /* the first moment at which it is expired */
    const char *answer; /* VERIFIED or DECLINED: what the phone will answer; NULL: nothing */
    bool overtaken;     /* a push whose session was stepped up by a code in the meantime */
    int64_t due;        /* when it changes by itself; 0: never */
    int64_t settled;    /* when it left PENDING; 0: not yet */
};

/* Whether it is a push, which a device accepts or declines. */
bool challenge_is_push(const struct challenge *c);

/* The state at `now`: a pending challenge expires at `expires`, even if the row doesn't say so yet. */
enum challenge_state challenge_state_at(const struct challenge *c, int64_t now);

/* Whether it is still pending at `now`. */
bool challenge_is_pending(const struct challenge *c, int64_t now);

/* The same as one of the four states of the control API (control.md 4). */
enum challenge_state challenge_public_state(const struct challenge *c, int64_t now);

enum code_result {
    CODE_RIGHT,
    CODE_WRONG,          /* at least two attempts left */
    CODE_WRONG_ONE_LEFT, /* one attempt left */
    CODE_WRONG_BLOCKED,  /* no attempt left */
};

/* Checks a code, and counts a wrong one in `c`. A limit of 0 means unlimited attempts. */
enum code_result challenge_check_code(struct challenge *c, const char *code, int64_t limit);

/* Whether a realm offers a channel (setting `channels`). */
bool channel_is_offered(const struct settings *settings, enum channel channel);

#endif
