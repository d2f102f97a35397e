/* SPDX-License-Identifier: MIT */
/*
 * Unpredictable bytes from a ChaCha20 stream, which needs one system call at start and none afterwards.
 * The same key gives the same stream: that is how a reset gives a seed's people the same ids again.
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

/* A stream with a key from the system's generator. */
void random_init(struct random *r);

/*
 * Replaces the system's generator, for libsodium as well, by a stream from `seed`, so that a run can be
 * repeated. Call it before anything asks for random bytes.
 */
void random_seed(uint64_t seed);

/* A stream with the given key: the same key gives the same bytes. */
void random_init_from(struct random *r, const unsigned char key[static RANDOM_KEY_SIZE]);

/* Continues at the given block of the stream; a block has 512 bytes. */
void random_skip(struct random *r, uint64_t block);

void random_bytes(struct random *r, void *ret, size_t length);

/* A number below `bound`, which must not be 0. The bias is below 2^-32. */
uint32_t random_below(struct random *r, uint32_t bound);

/* `length` characters of a-z, 2-7 (five bits each) and a NUL. */
void random_letters(struct random *r, char *ret, size_t length);

/* A lower-case UUID of version 4 (RFC 9562) and its NUL. */
#define UUID_SIZE 37
void random_uuid(struct random *r, char ret[static UUID_SIZE]);

#endif
