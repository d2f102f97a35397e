/* SPDX-License-Identifier: MIT */
/*
 * An arena: allocations that are freed together. Each request has one, so that no handler frees
 * anything. In sanitizer builds each object is a malloc of its own, so that an overrun is reported.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    size_t used;                /* bytes allocated in the newest */
};

#define ARENA_EMPTY ((struct arena){.chunks = NULL})

/* Zeroed memory, aligned for any type. Never NULL: see memory.h. */
void *arena_alloc(struct arena *a, size_t size);

/* A zeroed array of `count` items of `size` bytes. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* NUL-terminated copies. arena_text(NULL) is NULL. */
char *arena_text(struct arena *a, const char *text);
char *arena_textn(struct arena *a, const char *text, size_t length);

char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Frees all objects but keeps one chunk, so that the next request needs no malloc. */
void arena_reset(struct arena *a);

/* Frees all memory; the arena is empty and can be used again. */
void arena_free(struct arena *a);

#endif
