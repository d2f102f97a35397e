/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_CHANCE_H
#define SUPPORT_CHANCE_H

#include <stdbool.h>

/*
 * Whether a random id, key or token may hold the text by chance: it has only characters that such
 * are made of, and too few of them. To look for it in a body proves nothing, and fails now and then.
 */
bool chance_may_write(const char *text);

#endif
