/* SPDX-License-Identifier: MIT */
/* Rights that the Customer API records and never enforces (cyrexa.md 4.9). */
#ifndef CYREXA_ACCESS_ACCESS_GROUP_H
#define CYREXA_ACCESS_ACCESS_GROUP_H
#include "base/list.h"

#include <stdint.h>

extern const char *const application_names[]; /* NULL-terminated */

/* A right over a component. */
struct access_role {
    const char *component;    /* its id */
    const char *name;         /* the component's */
    const char *access_right; /* any word: no source lists them */
};

struct access_group {
    const char *id;
    const char *name;
    int application;   /* an index of application_names */
    struct list roles; /* struct access_role; empty where only the group is looked up */
    int64_t created;
};

/* That a customer has the rights of a group. */
struct access_member {
    const char *name; /* its id on the wire */
    const char *group;
    int64_t customer;
    int64_t created;
};

#endif
