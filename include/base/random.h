/* SPDX-License-Identifier: MIT */
/*
 * Unpredictable bytes from a ChaCha20 stream: one system call at start, none afterwards.
 * A stream made from a known key repeats itself, which is how a reset finds the same ids again.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define RANDOM_KEY_SIZE 32

struct random {
    unsigned char key[RANDOM_KEY_SIZE];
    uint64_t block;
    size_t used;
    unsigned char bytes[512];
};

/* From the system's generator. */
void random_init(struct random *r);

/*
 * From now on the system's generator, ours and libsodium's, is a stream made from `seed`, so that a
 * run can repeat itself. Before anything else asks for bytes.
 */
void random_seed(uint64_t seed);

/* From a key: the same key gives the same bytes. */
void random_init_from(struct random *r, const unsigned char key[static RANDOM_KEY_SIZE]);

/* Goes on at another place of the stream, far from all others. */
void random_skip(struct random *r, uint64_t place);

void random_bytes(struct random *r, void *ret, size_t length);

/* A number from 0 to `bound` - 1; `bound` must not be 0. The bias is below 2^-32. */
uint32_t random_below(struct random *r, uint32_t bound);

/* `length` characters of a-z, 2-7 (five bits each) and a NUL. */
void random_letters(struct random *r, char *ret, size_t length);

/* A lower-case UUID of version 4 (RFC 9562) and its NUL. */
#define UUID_SIZE 37
void random_uuid(struct random *r, char ret[static UUID_SIZE]);

#endif
