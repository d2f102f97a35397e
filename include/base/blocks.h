/* SPDX-License-Identifier: MIT */
/*
 * Memory for libraries that free what they allocate soon, and need blocks of the same few sizes again: SQLite and
 * jansson. Small blocks that are freed are kept for the next ones. A build with the address sanitizer keeps none, so
 * that it sees each use of a freed block.
 */
#ifndef BASE_BLOCKS_H
#define BASE_BLOCKS_H

#include <stddef.h>

/*
 * At least so many bytes (at most PTRDIFF_MAX), aligned as by malloc; not zeroed. NULL without memory, which is
 * noted (memory_failed), although SQLite could go on without some of them.
 */
void *block_alloc(size_t size);

/* The block with room for `size` bytes, perhaps at another place. NULL as above: then it remains as it was. */
void *block_resized(void *block, size_t size);

/* NULL is allowed. */
void block_free(void *block);

/* How many bytes it has room for. */
size_t block_size(void *block);

/* Frees what is kept. */
void blocks_trim(void);

#endif
