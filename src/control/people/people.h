/* SPDX-License-Identifier: MIT */
/* What the lists of a realm's content share. */
#ifndef CONTROL_PEOPLE_PEOPLE_H
#define CONTROL_PEOPLE_PEOPLE_H

#include "engine/request.h"

/*
 * The person of a user's id in a query, for filters: 0 for 0, and the id itself where no user has
 * it, because a customer without a user has the id of its person.
 */
int person_of_user(struct request *r, int64_t id, int64_t *ret);

#endif
