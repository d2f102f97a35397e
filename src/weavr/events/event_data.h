/* SPDX-License-Identifier: MIT */
/* The data of events, which their views show. */
#ifndef WEAVR_EVENTS_EVENT_DATA_H
#define WEAVR_EVENTS_EVENT_DATA_H

#include "weavr/shared_types.h"

/* How a step-up or a sign-in ended; whether a factor is active. */
enum event_state { EVENT_VERIFIED, EVENT_DECLINED, EVENT_EXPIRED };
enum factor_event_state { EVENT_FACTOR_ACTIVE, EVENT_FACTOR_INACTIVE };

struct login_event {
    struct typed_id credential;
    struct typed_id identity;
    unsigned type;
    unsigned status;
    int64_t published;
};

struct step_up_event {
    struct typed_id credential;
    struct typed_id identity;
    int64_t challenge;
    unsigned type;
    unsigned status;
    int64_t published;
    const char *token;
};

struct factor_event {
    struct typed_id credential;
    unsigned type;
    unsigned status;
    int64_t published;
};

struct activation_event {
    const char *done_by;
    const char *email;
    const char *reason;
};

struct diligence_event {
    int64_t id;
    const char *email;
    unsigned status;
    unsigned level;
    unsigned ongoing_status;
    unsigned ongoing_level;
    struct list reasons;
    const char *comment;
    int64_t at;
};

/* A corporate, with the beneficiary that the event is about. */
struct verified_company {
    int64_t id;
    const char *name;
    const char *root_email;
    unsigned kyb;
    struct beneficiary beneficiary;
};

struct beneficiary_event {
    struct list changes;
    struct list reasons;
    const char *comment;
    struct verified_company company;
};

#endif
