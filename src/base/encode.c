/* SPDX-License-Identifier: MIT */
/* Encodings, digests, and comparison of secrets. */
#include "base/encode.h"

#include "base/array.h"

#include <sodium.h>
#include <string.h>

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(digits, c | 0x20);

    return at == NULL ? -1 : (int) (at - digits);
}

/* The byte that an escape stands for; -1 if it isn't one. `text` ends with NUL. */
static int escaped_byte(const char *text)
{
    int high = *text == '%' ? hex_digit(text[1]) : -1;
    int low = high < 0 ? -1 : hex_digit(text[2]);

    return low < 0 ? -1 : high << 4 | low;
}

/* Whether all escapes are valid, and none is a NUL. */
static bool is_decodable(const char *text)
{
    for (; (text = strchr(text, '%')) != NULL; text++) {
        if (escaped_byte(text) <= 0)
            return false;
    }
    return true;
}

bool percent_decode_in_place(char *text, bool form)
{
    char *to = text;

    if (!is_decodable(text))
        return false;
    for (; *text != '\0'; text++, to++) {
        *to = *text == '+' && form ? ' ' : *text;
        if (*text == '%') {
            *to = (char) escaped_byte(text);
            text += 2;
        }
    }
    *to = '\0';
    return true;
}

char *percent_decode(struct arena *a, const char *text, size_t length, bool form)
{
    char *ret = arena_textn(a, text, length);

    return percent_decode_in_place(ret, form) ? ret : NULL;
}

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void percent_decode_unreserved(char *text)
{
    char *to = text = strchrnul(text, '%');

    for (; *text != '\0'; text++, to++) {
        int byte = escaped_byte(text);
        bool decoded = byte > 0 && is_unreserved((char) byte);

        *to = decoded ? (char) byte : *text;
        text += decoded ? 2 : 0;
    }
    *to = '\0';
}

char *percent_encode(struct arena *a, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    char *encoded = arena_alloc(a, 3 * strlen(text) + 1);
    char *to = encoded;

    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char) *text;

        if (is_unreserved(*text)) {
            *to++ = *text;
            continue;
        }
        *to++ = '%';
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 15];
    }
    return encoded;
}

/* libsodium's encoder takes the same time for all bytes, for keys, which costs seven times as much. */
char *base64url(struct arena *a, const void *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const unsigned char *from = bytes;
    char *encoded = arena_alloc(a, length / 3 * 4 + 4);
    char *to = encoded;

    for (; length >= 3; length -= 3, from += 3) {
        uint32_t group = (uint32_t) from[0] << 16 | (uint32_t) from[1] << 8 | from[2];

        for (int shift = 18; shift >= 0; shift -= 6)
            *to++ = digits[group >> shift & 63];
    }
    if (length > 0) {
        uint32_t group = (uint32_t) from[0] << 16 | (length == 2 ? (uint32_t) from[1] << 8 : 0);

        for (int shift = 18; shift >= (length == 2 ? 6 : 12); shift -= 6)
            *to++ = digits[group >> shift & 63];
    }
    *to = '\0';
    return encoded;
}

char *base64_decode(struct arena *a, const char *text)
{
    static const int variants[] = {sodium_base64_VARIANT_ORIGINAL,
                                   sodium_base64_VARIANT_ORIGINAL_NO_PADDING};
    size_t size = strlen(text);
    char *decoded = arena_alloc(a, size + 1);
    size_t length;

    for (size_t i = 0; i < ARRAY_SIZE(variants); i++) {
        if (sodium_base642bin((unsigned char *) decoded, size, text, size, NULL, &length, NULL,
                              variants[i]) != 0)
            continue;
        decoded[length] = '\0';
        return strlen(decoded) == length ? decoded : NULL;
    }
    return NULL;
}

int64_t id_parse(const char *text)
{
    int64_t id = 0;
    size_t i;

    for (i = 0; text[i] >= '0' && text[i] <= '9' && i < 18; i++)
        id = id * 10 + (text[i] - '0');
    return text[i] == '\0' ? id : 0;
}

void digest(const void *bytes, size_t length, unsigned char ret[static DIGEST_SIZE])
{
    crypto_generichash(ret, DIGEST_SIZE, bytes, length, NULL, 0);
}

/*
 * libsodium compares 64 bytes in a few instructions; its comparison of any length goes byte by byte, which
 * takes thousands for a token.
 */
#define PIECE crypto_verify_64_BYTES

bool is_same_secret(const char *secret, const char *presented)
{
    size_t length = strlen(secret);
    unsigned char rest[2][PIECE] = {{0}, {0}};
    int differs = 0;

    if (strlen(presented) != length)
        return false;
    for (; length >= PIECE; length -= PIECE, secret += PIECE, presented += PIECE)
        differs |=
            crypto_verify_64((const unsigned char *) secret, (const unsigned char *) presented);
    memcpy(rest[0], secret, length);
    memcpy(rest[1], presented, length);
    differs |= crypto_verify_64(rest[0], rest[1]);
    return differs == 0;
}

void header_safe(char *ret, size_t size, const char *text)
{
    size_t i;

    for (i = 0; i + 1 < size && text[i] != '\0'; i++)
        ret[i] = (char) (text[i] >= 0x20 && text[i] < 0x7f ? text[i] : '?');
    ret[i] = '\0';
}
