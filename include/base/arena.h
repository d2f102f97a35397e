/* SPDX-License-Identifier: MIT */
/*
 * Memory that dies together: one arena a request, nothing in it is freed alone.
 * In sanitizer builds each object is a malloc of its own, so that every edge is watched.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    size_t used;                /* bytes taken from the newest */
};

#define ARENA_EMPTY ((struct arena){.chunks = NULL})

/* Zeroed memory, aligned for any type. Never NULL: out of memory ends the program. */
void *arena_alloc(struct arena *a, size_t size);

/* A zeroed array of `count` items of `size` bytes; a product that overflows ends the program. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* Copies, NUL-terminated. arena_text(NULL) is NULL. */
char *arena_text(struct arena *a, const char *text);
char *arena_textn(struct arena *a, const char *text, size_t length);

char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Forgets all objects; keeps one chunk for the next user. */
void arena_reset(struct arena *a);

/* Gives all memory back; the arena is empty and usable again. */
void arena_free(struct arena *a);

#endif
