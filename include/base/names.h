/* SPDX-License-Identifier: MIT */
/* The names of an enum's values. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

/* The index of a name in a NULL-terminated list; the last index if it isn't in the list. */
int name_index(const char *const *names, const char *name);

#endif
