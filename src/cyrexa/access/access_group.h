/* SPDX-License-Identifier: MIT */
/* Groups of rights, which the Customer API stores but doesn't enforce (cyrexa.md 4.9). */
#ifndef CYREXA_ACCESS_ACCESS_GROUP_H
#define CYREXA_ACCESS_ACCESS_GROUP_H
#include "base/list.h"

#include <stdint.h>

extern const char *const application_names[]; /* NULL-terminated */

/* A right over a component. */
struct access_role {
    const char *component;    /* its id */
    const char *name;         /* the component's */
    const char *access_right; /* any text: no source lists the rights */
};

struct access_group {
    const char *id;
    const char *name;
    int application;   /* an index of application_names */
    struct list roles; /* struct access_role */
    int64_t created;
};

/* The membership of a customer in a group. */
struct access_member {
    const char *name; /* its id on the wire */
    const char *group;
    int64_t customer;
    int64_t created;
};

#endif
