/* SPDX-License-Identifier: MIT */
/* Percent encoding (RFC 3986), base64 (RFC 4648), decimal ids, digests; what texts consist of. */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define DIGEST_SIZE 32

/* Decodes %XX, and '+' as a space when `form` is set. NULL for a bad escape or a %00. */
char *percent_decode(struct arena *a, const char *text, size_t length, bool form);

/* Encodes all but the unreserved characters. */
char *percent_encode(struct arena *a, const char *text);

/* Base64url without padding (as JWTs use it). */
char *base64url(struct arena *a, const void *bytes, size_t length);

/* Ordinary base64, with or without padding. NULL when it is none, or holds a NUL byte. */
char *base64_decode(struct arena *a, const char *text);

/* An id is 1 to 18 decimal digits. 0, which is nobody's id, when the text is not such a number. */
int64_t id_parse(const char *text);

/* Whether nothing but white space is in a text. */
bool is_blank(const char *text);

/* How many characters so many bytes of UTF-8 are. */
size_t code_points(const char *text, size_t length);

/* BLAKE2b-256. */
void digest(const void *bytes, size_t length, unsigned char ret[static DIGEST_SIZE]);

/* Equality in a time that depends on the two lengths alone. */
bool is_same_secret(const char *secret, const char *presented);

/* Printable ASCII, cut to `size` - 1 characters; what else there was becomes '?'. For headers. */
void header_safe(char *ret, size_t size, const char *text);

#endif
