/* SPDX-License-Identifier: MIT */
/* Percent encoding (RFC 3986), Base64 (RFC 4648), decimal ids, digests, comparison of secrets. */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define DIGEST_SIZE 32

/*
 * Decodes %XX in place, and with `form` also '+' as a space. With an invalid escape, or %00, the text
 * stays as it is, and false is returned.
 */
bool percent_decode_in_place(char *text, bool form);

/* The same with a copy; NULL if it can't be decoded. */
char *percent_decode(struct arena *a, const char *text, size_t length, bool form);

/* Whether a URL may have the character without an escape, wherever it is (RFC 3986, section 2.3). */
bool is_unreserved(char c);

/* Decodes in place the escapes of unreserved characters alone (RFC 3986, section 6.2.2.2). */
void percent_decode_unreserved(char *text);

/* Encodes all but the unreserved characters. */
char *percent_encode(struct arena *a, const char *text);

/* Base64url without padding, as in JWTs. */
char *base64url(struct arena *a, const void *bytes, size_t length);

/* Decodes standard Base64 with or without padding. NULL if it is invalid or decodes to a NUL byte. */
char *base64_decode(struct arena *a, const char *text);

/* Parses an id of up to 18 decimal digits. 0, which is never an id, for any other text. */
int64_t id_parse(const char *text);

/* BLAKE2b-256. */
void digest(const void *bytes, size_t length, unsigned char ret[static DIGEST_SIZE]);

/* Compares in a time that depends only on the two lengths. */
bool is_same_secret(const char *secret, const char *presented);

/* Copies a text for a header: at most `size` - 1 characters of printable ASCII, '?' for others. */
void header_safe(char *ret, size_t size, const char *text);

#endif
