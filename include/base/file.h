/* SPDX-License-Identifier: MIT */
/* Reading a whole file. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

/*
 * Reads a text file, up to and with its first NUL if it has one. The caller frees the text; its length is
 * in bytes. NULL if the file can't be read or is empty: then `error` says why in one sentence.
 */
char *file_text(const char *path, size_t *ret_length, char *error, size_t error_size);

#endif
