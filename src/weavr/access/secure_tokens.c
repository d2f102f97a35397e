/* SPDX-License-Identifier: MIT */
/* Tokens that stand for a secret. */
#include "secure_tokens.h"

#include <errno.h>
#include <string.h>

/* weavr-web-client.md 6.2.1 row 8 */
#define KNOWN_AS_EXPIRED_MILLIS (INT64_C(24) * 60 * 60 * 1000)

int secure_token_issue(struct request *r, const char *value, char ret[static TOKENISED_LENGTH + 1])
{
    int64_t realm = r->realm->id;
    int64_t life = r->realm->settings.secure_token_seconds * 1000;
    int rc = store_tokenised_delete_expired(r->store, realm, r->now - KNOWN_AS_EXPIRED_MILLIS);

    random_letters(&r->gateway->random, ret, TOKENISED_LENGTH);
    return rc < 0 ? rc : store_tokenised_insert(r->store, realm, ret, value, r->now + life);
}

int secure_token_find(struct request *r, const char *token, const char **ret)
{
    struct tokenised found;

    if (strlen(token) != TOKENISED_LENGTH)
        return -ENOENT;
    int rc = store_tokenised_find(r->store, r->arena, r->realm->id, token, &found);

    if (rc < 0)
        return rc;
    if (r->now >= found.expires)
        return r->now < found.expires + KNOWN_AS_EXPIRED_MILLIS ? -ESTALE : -ENOENT;
    *ret = found.value;
    return 0;
}
