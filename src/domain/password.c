/* SPDX-License-Identifier: MIT */
/* Password profiles and hashes. */
#include "domain/password.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

static const struct {
    size_t least;
    size_t most;
    unsigned classes; /* of lower, upper, digit, special: how many must occur */
    bool digits_only;
    const char *text;
} profiles[] = {
    [PASSWORD_STRICT] =
        {8, 30, 4, false,
         "8 to 30 characters, with lower and upper case letters, digits and others"},
    [PASSWORD_LENIENT] = {8, 50, 1, false, "8 to 50 characters"},
    [PASSWORD_PASSCODE] = {4, 4, 1, true, "4 digits"},
    [PASSWORD_UNJUDGED] = {0, SIZE_MAX, 0, false, "anything"},
};

const char *password_profile_text(enum password_profile profile)
{
    return profiles[profile].text;
}

static size_t code_points(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += (*text & 0xc0) != 0x80; /* not a UTF-8 continuation */
    return count;
}

static unsigned char_class(char c)
{
    if (c >= 'a' && c <= 'z')
        return 1U;
    if (c >= 'A' && c <= 'Z')
        return 2U;
    return c >= '0' && c <= '9' ? 4U : 8U;
}

static unsigned classes_in(const char *password)
{
    unsigned seen = 0;

    for (; *password != '\0'; password++)
        seen |= char_class(*password);
    return seen;
}

enum password_fault password_judge(enum password_profile profile, const char *password)
{
    size_t length = code_points(password);
    unsigned seen = classes_in(password);

    if (length < profiles[profile].least)
        return PASSWORD_SHORT;
    if (length > profiles[profile].most)
        return PASSWORD_LONG;
    if ((unsigned) __builtin_popcount(seen) < profiles[profile].classes ||
        (profiles[profile].digits_only && seen != char_class('0')))
        return PASSWORD_SIMPLE;
    return PASSWORD_FINE;
}

int password_hash(const char *password, char ret[static PASSWORD_HASH_SIZE])
{
    static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "libsodium's size of a hash");
    return crypto_pwhash_str(ret, password, strlen(password), crypto_pwhash_OPSLIMIT_MIN,
                             crypto_pwhash_MEMLIMIT_MIN) == 0
               ? 0
               : -ENOMEM;
}

bool password_matches(const char *hash, const char *password)
{
    if (hash == NULL)
        return false;
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
