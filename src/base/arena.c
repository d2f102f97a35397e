/* SPDX-License-Identifier: MIT */
/* A bump allocator over a list of chunks, or, under a sanitizer, a list of mallocs. */
#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(SANDGATE_SANITIZED)
#define CHUNK_SIZE ((size_t) 0)
#else
#define CHUNK_SIZE ((size_t) 8192 - sizeof(struct arena_chunk))
#endif

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

static struct arena_chunk *chunk_new(size_t size)
{
    struct arena_chunk *chunk = memory_alloc(sizeof *chunk + size);

    chunk->size = size;
    return chunk;
}

static size_t aligned(size_t size)
{
    const size_t step = alignof(max_align_t);

    if (size > SIZE_MAX / 2)
        memory_exhausted();
    return (size + step - 1) / step * step;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t taken = aligned(size == 0 ? 1 : size);

    if (a->chunks == NULL || a->chunks->size - a->used < taken) {
        struct arena_chunk *chunk = chunk_new(taken > CHUNK_SIZE ? taken : CHUNK_SIZE);

        chunk->next = a->chunks;
        a->chunks = chunk;
        a->used = 0;
    }
    void *object = a->chunks->bytes + a->used;

    a->used += taken;
    return memset(object, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        memory_exhausted();
    return arena_alloc(a, bytes);
}

char *arena_textn(struct arena *a, const char *text, size_t length)
{
    char *copy = arena_alloc(a, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_text(struct arena *a, const char *text)
{
    return text == NULL ? NULL : arena_textn(a, text, strlen(text));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        abort(); /* an invalid format string of our own */

    char *text = arena_alloc(a, (size_t) length + 1);

    va_start(args, format);
    vsnprintf(text, (size_t) length + 1, format, args);
    va_end(args);
    return text;
}

static void free_chunks(struct arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
}

void arena_reset(struct arena *a)
{
    if (CHUNK_SIZE == 0 || a->chunks == NULL || a->chunks->size != CHUNK_SIZE) {
        arena_free(a);
        return;
    }
    free_chunks(a->chunks->next);
    a->chunks->next = NULL;
    a->used = 0;
}

void arena_free(struct arena *a)
{
    free_chunks(a->chunks);
    *a = ARENA_EMPTY;
}
