/* SPDX-License-Identifier: MIT */
/* Lists of names that stand for the values of an enum. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

/* The index of a name that stands in the list, which NULL ends; the last index for one that doesn't. */
int name_index(const char *const *names, const char *name);

#endif
