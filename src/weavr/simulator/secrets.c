/* SPDX-License-Identifier: MIT */
/* Expiring passwords, and tokenising them (weavr-simulator.md 6). */
#include "access/secure_tokens.h"
#include "directory/people_store.h"
#include "directory/tokens.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "json/values.h"
#include "simulator.h"
#include "weavr/shared_types.h"

#include <errno.h>
#include <string.h>

struct secret_expire {
    int64_t credential;
};

static const struct rule secret_expire_rules[] = {
    RULE_ID(struct secret_expire, credential, "credentialId", REQUIRED),
    END_OF_RULES,
};
static const struct input secret_expire_input = {
    .name = "ExpireSecret", .rules = secret_expire_rules, .size = sizeof(struct secret_expire)};

static int simulate_secret_expire(struct request *r)
{
    const struct secret_expire *in = r->input;
    struct user user = {.id = 0};
    int rc = user_in_realm(r, in->credential, &user);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no credential %lld in realm %s", (long long) in->credential,
                      r->realm->name);
    if (rc == 0)
        rc = store_person_expire_password(r->store, r->realm->id, user.person, true);
    return rc < 0 ? rc : reply(r, NULL);
}

struct tokenize {
    json_t *values;
};

static const struct rule tokenize_rules[] = {
    RULE_JSON(struct tokenize, values, "values", REQUIRED, SECRET),
    END_OF_RULES,
};
static const struct input tokenize_input = {
    .name = "Tokenize", .rules = tokenize_rules, .size = sizeof(struct tokenize)};

/* These operations take the user's token without the scheme Bearer. */
static int session_or_reply(struct request *r)
{
    const char *token = request_header(r, "authorization");
    const char *why = "the Authorization header is missing";
    int rc = token == NULL ? -ENOENT : session_find_live(r, token, &r->session, &why);

    if (rc == 0 && r->session.realm != r->realm->id)
        return refuse(r, UNAUTHORIZED, "the token belongs to another programme");
    if (rc == -ENOENT || rc == -ESTALE)
        return refuse(r, UNAUTHORIZED, "%s", why);
    return rc < 0 ? rc : PASS;
}

static int simulate_anon_tokenize(struct request *r)
{
    const struct tokenize *in = r->input;

    return secure_tokens_reply(r, in->values, FROM_SIMULATOR);
}

static int simulate_tokenize(struct request *r)
{
    int rc = session_or_reply(r);

    return rc == PASS ? simulate_anon_tokenize(r) : rc;
}

struct detokenize {
    const char *token;
    const char *field;
};

static const struct rule detokenize_rules[] = {
    RULE_TEXT(struct detokenize, token, "token", REQUIRED, SECRET, .not_blank = true, .most = 100),
    RULE_TEXT(struct detokenize, field, "field", .most = 100),
    END_OF_RULES,
};
static const struct input detokenize_input = {
    .name = "Detokenize", .rules = detokenize_rules, .size = sizeof(struct detokenize)};

struct detokenized {
    const char *value;
};

static const struct field detokenized_fields[] = {
    SHOW_TEXT(struct detokenized, value, "value", SECRET),
    END_OF_FIELDS,
};
static const struct view detokenized_view = {.name = "Detokenized", .fields = detokenized_fields};

static int simulate_detokenize(struct request *r)
{
    const struct detokenize *in = r->input;
    struct tokenised found;
    int rc = session_or_reply(r);

    if (rc != PASS)
        return rc;
    rc = secure_token_find(r, in->token, &found);
    if (rc == -ENOENT || rc == -ESTALE)
        return refuse(r, NOT_FOUND, "the token is unknown or has expired");
    return rc < 0 ? rc : reply(r, &(struct detokenized){found.value});
}

/* clang-format off */
const struct operation simulator_secret_operations[] = {
    OPERATION(simulate_secret_expire, POST, "/simulate/api/secrets/expire_secret", APP_KEY,
              .summary = "Expire the password of a credential", .group = &simulator_group,
              .input = &secret_expire_input, .status = 200, .writes = true, .errors = ERRORS(NOT_FOUND)),
    OPERATION(simulate_tokenize, POST, "/simulate/api/secure_session/tokenize", APP_KEY,
              .summary = "Tokenise passwords; the user's token is sent without Bearer", .group = &simulator_group,
              .input = &tokenize_input, .status = 200, .media_type = "application/json", .writes = true,
              .errors = ERRORS(UNAUTHORIZED)),
    OPERATION(simulate_anon_tokenize, POST, "/simulate/api/secure_session/anon_tokenize", APP_KEY,
              .summary = "Tokenise passwords", .group = &simulator_group,
              .input = &tokenize_input, .status = 200, .media_type = "application/json", .writes = true,
              .errors = ERRORS()),
    OPERATION(simulate_detokenize, POST, "/simulate/api/secure_session/detokenize", APP_KEY,
              .summary = "Detokenise a password; the user's token is sent without Bearer", .group = &simulator_group,
              .input = &detokenize_input, .status = 200, .answer = &detokenized_view,
              .errors = ERRORS(UNAUTHORIZED, NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
