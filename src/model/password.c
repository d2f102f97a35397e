/* SPDX-License-Identifier: MIT */
/* Password profiles and hashes. */
#include "model/password.h"

#include "base/memory.h"
#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    size_t least;
    size_t most;
    unsigned classes; /* how many of lower case, upper case, digits and others must occur */
    bool digits_only;
    const char *text;
} profiles[] = {
    [PASSWORD_STRICT] =
        {8, 30, 4, false,
         "8 to 30 characters, with lower and upper case letters, digits and others"},
    [PASSWORD_LENIENT] = {8, 50, 1, false, "8 to 50 characters"},
    [PASSWORD_PASSCODE] = {4, 4, 1, true, "4 digits"},
    [PASSWORD_UNCHECKED] = {0, SIZE_MAX, 0, false, "anything"},
};

const char *password_profile_text(enum password_profile profile)
{
    return profiles[profile].text;
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

enum password_fault password_check(enum password_profile profile, const char *password)
{
    size_t length = code_points(password, strlen(password));
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

/* KiB of memory times passes: libsodium's "sensitive". A higher cost would block all requests too long. */
#define COST_MOST (UINT64_C(4) << 20)

static uint64_t number_after(const char *text, const char *prefix)
{
    const char *at = strstr(text, prefix);

    return at == NULL ? UINT64_MAX : strtoull(at + strlen(prefix), NULL, 10);
}

bool password_is_hash(const char *text)
{
    static const char scheme[] = "$argon2id$";
    uint64_t memory = number_after(text, "$m=");
    uint64_t passes = number_after(text, ",t=");

    return strncmp(text, scheme, sizeof scheme - 1) == 0 && memory <= COST_MOST &&
           passes <= COST_MOST && memory * passes <= COST_MOST &&
           crypto_pwhash_str_needs_rehash(text, crypto_pwhash_OPSLIMIT_MIN,
                                          crypto_pwhash_MEMLIMIT_MIN) >= 0;
}

bool password_matches(const char *hash, const char *password)
{
    if (hash == NULL)
        return false;
    errno = 0;
    bool matches = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;

    if (!matches && errno == ENOMEM)
        memory_note_failure();
    return matches;
}
