/* SPDX-License-Identifier: MIT */
/* Groups of rights, and the customers in them. Error codes as in store.h. */
#ifndef CYREXA_ACCESS_ACCESS_STORE_H
#define CYREXA_ACCESS_ACCESS_STORE_H
#include "access_group.h"
#include "store/store.h"

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
