/* SPDX-License-Identifier: MIT */
/* Tokens that stand for a secret. */
#include "secure_tokens.h"

#include "engine/reply.h"
#include "json/values.h"

#include <errno.h>
#include <string.h>

#define VALUES_MOST 20
#define VALUE_MOST 100

/* weavr-web-client.md 6.2.1 row 8 */
#define KNOWN_AS_EXPIRED_MILLIS (INT64_C(24) * 60 * 60 * 1000)

static int issue(struct request *r, const struct tokenised *tokenised, char *ret)
{
    int64_t realm = r->realm->id;
    int rc = store_tokenised_delete_expired(r->store, realm, r->now - KNOWN_AS_EXPIRED_MILLIS);

    random_letters(&r->gateway->random, ret, TOKENISED_LENGTH);
    return rc < 0 ? rc : store_tokenised_insert(r->store, realm, ret, tokenised);
}

static const char *value_of(const json_t *entry)
{
    const json_t *value = json_object_get(entry, "value");

    return json_string_length(value) == 0 || json_string_length(value) > VALUE_MOST
               ? NULL
               : json_string_value(value);
}

static int add_token(struct request *r, const char *name, const json_t *entry,
                     enum token_source source, json_t *tokens)
{
    char token[TOKENISED_LENGTH + 1];
    int rc = issue(r,
                   &(struct tokenised){
                       .value = value_of(entry),
                       .expires = r->now + r->realm->settings.secure_token_seconds * 1000,
                       .showable = source == FROM_SIMULATOR,
                   },
                   token);

    json_object_set_new(tokens, name, json_string(token));
    return rc;
}

/* Before the first token is written: a refusal commits. */
static int check_values(struct request *r, json_t *values)
{
    const char *name;
    json_t *entry;

    if (json_object_size(values) == 0 || json_object_size(values) > VALUES_MOST)
        return refuse_member(r, "values", "must be an object of 1 to 20 values");
    json_object_foreach(values, name, entry)
    {
        if (value_of(entry) == NULL)
            return refuse_member(r, "values", "must hold texts of 1 to 100 bytes under \"value\"");
    }
    return PASS;
}

static int reply_tokens(struct request *r, json_t *tokens)
{
    json_t *answer = json_pack("{s:O}", "tokens", tokens);
    int rc = reply_text(r, r->operation->media_type, json_text(r->arena, answer));

    json_decref(answer);
    return rc;
}

int secure_tokens_reply(struct request *r, json_t *values, enum token_source source)
{
    const char *name;
    json_t *entry;
    int rc = check_values(r, values);

    if (rc != PASS)
        return rc;
    json_t *tokens = json_object();

    rc = 0;
    json_object_foreach(values, name, entry)
    {
        if (rc == 0)
            rc = add_token(r, name, entry, source, tokens);
    }
    if (rc == 0)
        rc = reply_tokens(r, tokens);
    json_decref(tokens);
    return rc;
}

int secure_token_find(struct request *r, const char *token, struct tokenised *ret)
{
    if (strlen(token) != TOKENISED_LENGTH)
        return -ENOENT;
    int rc = store_tokenised_find(r->store, r->arena, r->realm->id, token, ret);

    if (rc < 0)
        return rc;
    if (r->now >= ret->expires)
        return r->now < ret->expires + KNOWN_AS_EXPIRED_MILLIS ? -ESTALE : -ENOENT;
    return 0;
}

bool secure_tokens_are_counted(const struct settings *settings)
{
    return settings->password_token_uses != 0;
}

int secure_token_use(struct request *r, const char *token, const char **ret)
{
    const struct settings *settings = &r->realm->settings;
    struct tokenised found = {.value = NULL};
    int rc = secure_token_find(r, token, &found);

    if (rc < 0)
        return rc;
    *ret = found.value;
    if (!secure_tokens_are_counted(settings))
        return 0;
    return found.uses < settings->password_token_uses
               ? store_tokenised_used(r->store, r->realm->id, token)
               : -EALREADY;
}
