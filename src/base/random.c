/* SPDX-License-Identifier: MIT */
/* The random stream, and numbers, letters and UUIDs from it. */
#include "base/random.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

void random_init_from(struct random *r, const unsigned char key[static RANDOM_KEY_SIZE])
{
    memcpy(r->key, key, RANDOM_KEY_SIZE);
    r->block = 0;
    r->used = sizeof r->bytes;
}

void random_init(struct random *r)
{
    unsigned char key[RANDOM_KEY_SIZE];

    randombytes_buf(key, sizeof key);
    random_init_from(r, key);
}

void random_skip(struct random *r, uint64_t block)
{
    r->block = block;
    r->used = sizeof r->bytes;
}

static void refill(struct random *r)
{
    unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];

    static_assert(sizeof nonce == sizeof r->block, "the block number is the nonce");
    memcpy(nonce, &r->block, sizeof nonce);
    crypto_stream_chacha20(r->bytes, sizeof r->bytes, nonce, r->key);
    r->block++;
    r->used = 0;
}

void random_bytes(struct random *r, void *ret, size_t length)
{
    unsigned char *to = ret;

    while (length > 0) {
        if (r->used == sizeof r->bytes)
            refill(r);
        size_t part = sizeof r->bytes - r->used;

        if (part > length)
            part = length;
        memcpy(to, r->bytes + r->used, part);
        r->used += part;
        to += part;
        length -= part;
    }
}

static struct random seeded;

static const char *seeded_name(void)
{
    return "seeded";
}

static void seeded_bytes(void *const ret, const size_t length)
{
    random_bytes(&seeded, ret, length);
}

static uint32_t seeded_number(void)
{
    uint32_t number;

    seeded_bytes(&number, sizeof number);
    return number;
}

void random_seed(uint64_t seed)
{
    static struct randombytes_implementation source = {
        .implementation_name = seeded_name, .random = seeded_number, .buf = seeded_bytes};
    unsigned char key[RANDOM_KEY_SIZE] = {0};

    memcpy(key, &seed, sizeof seed);
    random_init_from(&seeded, key);
    randombytes_set_implementation(&source);
}

uint32_t random_below(struct random *r, uint32_t bound)
{
    uint64_t number;

    random_bytes(r, &number, sizeof number);
    return (uint32_t) (number % bound);
}

void random_letters(struct random *r, char *ret, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

    random_bytes(r, ret, length);
    for (size_t i = 0; i < length; i++)
        ret[i] = letters[(unsigned char) ret[i] % 32];
    ret[length] = '\0';
}

void random_uuid(struct random *r, char ret[static UUID_SIZE])
{
    unsigned char b[16];

    random_bytes(r, b, sizeof b);
    b[6] = (unsigned char) ((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char) ((b[8] & 0x3f) | 0x80);
    snprintf(ret, UUID_SIZE, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
             b[14], b[15]);
}
