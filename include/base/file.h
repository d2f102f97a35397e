/* SPDX-License-Identifier: MIT */
/* Files that are read whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

/*
 * The text of a file, which ends behind its first NUL if it has one: malloced, with its length in
 * bytes. NULL when it can't be read or is empty: then `error` holds one sentence.
 */
char *file_text(const char *path, size_t *ret_length, char *error, size_t error_size);

#endif
