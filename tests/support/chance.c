/* SPDX-License-Identifier: MIT */
/* Texts that are too short to be searched for among random ones. */
#include "chance.h"

#include "base/array.h"

#include <stddef.h>
#include <string.h>

/* A text of 40 bits occurs in a million random characters in one of a million runs. */
#define BITS_ENOUGH 40

/* The alphabets of random texts, the smallest first, and the bits of a character. */
static const struct {
    const char *characters;
    size_t bits;
} alphabets[] = {
    {"0123456789", 3},                                                        /* ids, codes */
    {"0123456789abcdef-", 4},                                                 /* UUIDs */
    {"abcdefghijklmnopqrstuvwxyz234567", 5},                                  /* keys, nonces */
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6},  /* tokens */
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", 6}, /* hashes */
};

bool may_occur_by_chance(const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < ARRAY_SIZE(alphabets); i++) {
        if (strspn(text, alphabets[i].characters) == length)
            return length * alphabets[i].bits < BITS_ENOUGH;
    }
    return false;
}
