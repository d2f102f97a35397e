/* SPDX-License-Identifier: MIT */
/* Globs: * stands for any characters, ? for one, whatever they are. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

/* Whether the whole text matches. Its time is at most the product of both lengths. */
bool glob_matches(const char *glob, const char *text);

#endif
