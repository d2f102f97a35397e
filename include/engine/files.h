/* SPDX-License-Identifier: MIT */
/* Replies with files that are embedded in the program (base/embed.h). */
#ifndef ENGINE_FILES_H
#define ENGINE_FILES_H

#include "engine/request.h"

#define FILE_TEXTS_MOST 5

/* What is served at the path of an operation's row: its texts, one behind the other, ended by NULL. */
struct served_file {
    const char *path;
    const char *texts[FILE_TEXTS_MOST + 1];
};

/* Success with the file of the row's path, which must be among them, and with these headers. Returns 0. */
int reply_file(struct request *r, const struct served_file *files, const struct pair *headers,
               size_t headers_count);

#endif
