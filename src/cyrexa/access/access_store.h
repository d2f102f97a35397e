/* SPDX-License-Identifier: MIT */
/* Groups of rights, and the customers in them. Error codes as in store.h. */
#ifndef CYREXA_ACCESS_ACCESS_STORE_H
#define CYREXA_ACCESS_ACCESS_STORE_H
#include "access_group.h"
#include "store/store.h"

/*
 * With its roles. A component whose name the realm has keeps its id; the others get the one that
 * the role proposes. -EEXIST when the application has a group of that name.
 */
int store_access_group_insert(struct store *s, int64_t realm, const struct access_group *g);

/* Without its roles. */
int store_access_group_find(struct store *s, struct arena *a, int64_t realm, const char *id,
                            struct access_group *ret);

/* -EEXIST when the customer is in the group. */
int store_access_member_insert(struct store *s, int64_t realm, const struct access_member *m);

/*
 * Those of an application that the person has through any customer that they are, in the order of
 * giving, at most `limit`: a list of struct access_group.
 */
int store_access_of_person(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           int application, int64_t limit, struct list *ret);

#endif
