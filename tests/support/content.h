/* SPDX-License-Identifier: MIT */
/* All that is in a database, as text that can be compared. */
#ifndef SUPPORT_CONTENT_H
#define SUPPORT_CONTENT_H
#include "base/arena.h"

#include <stdint.h>

/* From now on the database that is opened next is the one that is read. */
void content_watch(void);

/* Every row of every table: of a realm, or of all where `realm` is 0. */
const char *content_of(struct arena *a, int64_t realm);

#endif
