/* SPDX-License-Identifier: MIT */
/* Globs: * matches any characters, '/' included, and ? any single one. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

/* Whether the whole text matches. Takes at most the product of both lengths in time. */
bool glob_matches(const char *glob, const char *text);

#endif
