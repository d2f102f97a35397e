/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_CHANCE_H
#define SUPPORT_CHANCE_H

#include <stdbool.h>

/*
 * Whether a random id, key or token may contain the text by chance, because it is short and has only their
 * characters. A test that searches a body for such a text fails now and then.
 */
bool may_occur_by_chance(const char *text);

#endif
