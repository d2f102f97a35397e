/* SPDX-License-Identifier: MIT */
/* Replies with embedded files. */
#include "engine/files.h"

#include "engine/reply.h"

#include <string.h>

int reply_file(struct request *r, const struct served_file *files, const struct pair *headers,
               size_t headers_count)
{
    const char *type = arena_printf(r->arena, "%s; charset=utf-8", r->operation->media_type);
    const struct served_file *file = files;
    struct text body = TEXT_IN(r->arena);

    while (strcmp(file->path, r->operation->path) != 0)
        file++;
    for (size_t i = 0; i < headers_count; i++)
        reply_header(r, headers[i].name, headers[i].value);
    for (const char *const *text = file->texts; *text != NULL; text++)
        text_add(&body, *text);
    return reply_written(r, type, &body);
}
