/* SPDX-License-Identifier: MIT */
/*
 * Groups of rights and the customers in them (cyrexa.md 4.9), which are stored but not enforced. Error codes as
 * in store.h.
 */
#ifndef CYREXA_ACCESS_ACCESS_STORE_H
#define CYREXA_ACCESS_ACCESS_STORE_H

#include "base/list.h"
#include "store/store.h"

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

/*
 * Inserts a group with its roles. A component that the realm already has keeps its id; a new one gets that of
 * the role. -EEXIST if the application already has a group of that name.
 */
int store_access_group_insert(struct store *s, int64_t realm, const struct access_group *g);

/* Finds a group, without its roles; -ENOENT if there is none. */
int store_access_group_find(struct store *s, struct arena *a, int64_t realm, const char *id,
                            struct access_group *ret);

/* -EEXIST if the customer is already in the group. */
int store_access_member_insert(struct store *s, int64_t realm, const struct access_member *m);

/*
 * The groups of an application that any customer of the person is in, in the order of joining, at most
 * `limit`: a list of struct access_group with their roles.
 */
int store_access_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           int application, int64_t limit, struct list *ret);

#endif
