/* SPDX-License-Identifier: MIT */
/* The row of a realm: keys, clock, settings, and the seed documents that a reset applies again. */
#ifndef MODEL_REALM_H
#define MODEL_REALM_H

#include "base/clock.h"
#include "base/random.h"

struct realm_row {
    int64_t id;
    const char *name;
    const char *api_key;
    const char *ui_key;
    int64_t consumers_profile;
    int64_t corporates_profile;
    const char *tenant_id;
    const char *client_id;
    const char *client_secret;
    struct clock clock;
    const char *settings; /* JSON: members that differ from the defaults */
    const char *seeds;    /* JSON: array of seed documents, or of the word "demo"; written alone */
    unsigned char seed_key[RANDOM_KEY_SIZE];
    int64_t created;
};

/* When something in a realm is due, by its clock. */
struct due_time {
    int64_t realm;
    int64_t time;
};

#endif
