/* SPDX-License-Identifier: MIT */
/*
 * The heap. Only memory.c calls malloc and its kind, so that no result goes unchecked.
 *
 * If memory of our own is exhausted, the program ends with one line and EXIT_FAILURE: to continue, every
 * function would need a way back that no test covers. Nothing that was committed is lost, as after a kill.
 * Libraries that report a failed allocation make the request a 500 instead (memory_failed): it is
 * usually a single large one that fails, for the JSON of a large body.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Never NULL; not zeroed. */
void *memory_alloc(size_t size);

/* Never NULL; a zeroed array. */
void *memory_zeroed(size_t count, size_t size);

/* Never NULL; the array with room for `count` items, perhaps at another place. */
void *memory_resized(void *array, size_t count, size_t size);

/* malloc for a library: NULL if it fails, which is noted. */
void *memory_try(size_t size);

/* Notes that a library could not allocate memory. */
void memory_note_failure(void);

/* Whether that was noted since the last memory_clear_failure. */
bool memory_failed(void);
void memory_clear_failure(void);

/* Ends the program. */
_Noreturn void memory_exhausted(void);

/*
 * For tests: the next allocation but n - 1 fails, of our own or of a library; 0: none. Returns how many were left until
 * the failure that was asked for before; 0: it has come.
 */
enum memory_user { MEMORY_OWN, MEMORY_LIBRARY, MEMORY_USERS };
size_t memory_fail_at(enum memory_user user, size_t n);

#endif
