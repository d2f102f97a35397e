/* SPDX-License-Identifier: MIT */
/* What the fields of the browser client call: association, tokens for secrets, and secrets for tokens. */
#include "access/secure_tokens.h"
#include "associations.h"
#include "base/encode.h"
#include "engine/reply.h"
#include "web_client.h"

#include <errno.h>
#include <string.h>

const struct group web_client_group = {.tag = "session", .title = "Secure session"};

struct association {
    const char *random;
};

static const struct field association_fields[] = {
    SHOW_TEXT(struct association, random, "random", SECRET),
    END_OF_FIELDS,
};
static const struct view association_view = {.name = "Association", .fields = association_fields};

static int secure_associate(struct request *r)
{
    return reply(r, &(struct association){association_random(r)});
}

struct anon_tokenize {
    json_t *values;
};

static const struct rule anon_tokenize_rules[] = {
    RULE_JSON(struct anon_tokenize, values, "values", REQUIRED, SECRET),
    END_OF_RULES,
};
static const struct input anon_tokenize_input = {.name = "AnonymousTokenize",
                                                 .rules = anon_tokenize_rules,
                                                 .size = sizeof(struct anon_tokenize)};

static int secure_anon_tokenize(struct request *r)
{
    const struct anon_tokenize *in = r->input;

    return secure_tokens_reply(r, in->values, FROM_BROWSER);
}

struct tokenize {
    const char *random;
    json_t *values;
};

static const struct rule tokenize_rules[] = {
    RULE_RANDOM(struct tokenize, REQUIRED),
    RULE_JSON(struct tokenize, values, "values", REQUIRED, SECRET),
    END_OF_RULES,
};
static const struct input tokenize_input = {
    .name = "AssociatedTokenize", .rules = tokenize_rules, .size = sizeof(struct tokenize)};

static int secure_tokenize(struct request *r)
{
    const struct tokenize *in = r->input;
    int rc = association_or_reply(r, in->random);

    return rc == PASS ? secure_tokens_reply(r, in->values, FROM_BROWSER) : rc;
}

/* What a display shows: with the test card one token stands for all three. */
enum card_field { CARD_NUMBER, CARD_CVV, CARD_PIN };
static const char *const card_fields[] = {"cardNumber", "cvv", "cardPin", NULL};

struct detokenize {
    const char *random;
    const char *token;
    enum maybe permanent;
    int field;
};

static const struct rule detokenize_rules[] = {
    RULE_RANDOM(struct detokenize, REQUIRED),
    RULE_TEXT(struct detokenize, token, "token", REQUIRED, SECRET, .not_blank = true, .most = 100),
    RULE_BOOLEAN(struct detokenize, permanent, "permanent"),
    RULE_CHOICE(struct detokenize, field, "field", card_fields),
    END_OF_RULES,
};
static const struct input detokenize_input = {
    .name = "ShowCard", .rules = detokenize_rules, .size = sizeof(struct detokenize)};

struct shown {
    const char *value;
};

static const struct field shown_fields[] = {
    SHOW_TEXT(struct shown, value, "value", SECRET),
    END_OF_FIELDS,
};
static const struct view shown_view = {.name = "CardValue", .fields = shown_fields};

/* Only the PIN's token isn't permanent (weavr-web-client.md 6.1). */
static enum card_field wanted_field(const struct detokenize *in)
{
    if (in->field >= 0)
        return (enum card_field) in->field;
    return in->permanent == NO ? CARD_PIN : CARD_NUMBER;
}

/* NULL: the token is not the test card's. */
static const char *test_card_value(const struct test_card *card, const struct detokenize *in)
{
    const char *const values[] = {
        [CARD_NUMBER] = card->number, [CARD_CVV] = card->cvv, [CARD_PIN] = card->pin};

    return is_same_secret(card->token, in->token) ? values[wanted_field(in)] : NULL;
}

/* A password's token shows nothing (weavr-web-client.md 6.2.1 row 17): neither one of a field, nor what has letters. */
static bool is_card_value(const struct tokenised *tokenised)
{
    return tokenised->showable && tokenised->value[strspn(tokenised->value, "0123456789 ")] == '\0';
}

static int show_card(struct request *r, const struct detokenize *in)
{
    const char *value = test_card_value(&r->realm->settings.secure_test_card, in);
    struct tokenised found = {.value = NULL};

    if (value != NULL)
        return reply(r, &(struct shown){value});
    int rc = secure_token_find(r, in->token, &found);

    if (rc == -ESTALE)
        return refuse(r, TOKEN_EXPIRED, "the token has expired");
    if (rc == -ENOENT || (rc == 0 && !is_card_value(&found)))
        return refuse(r, TOKEN_NOT_FOUND, "the token is unknown, or stands for a password");
    return rc < 0 ? rc : reply(r, &(struct shown){found.value});
}

static int secure_detokenize(struct request *r)
{
    const struct detokenize *in = r->input;
    int rc = association_or_reply(r, in->random);

    if (rc != PASS)
        return rc;
    if (!r->session.stepped_up)
        return refuse(r, STEP_UP_REQUIRED, "the session that was associated is not stepped up");
    return show_card(r, in);
}

/* clang-format off */
const struct operation secure_session_operations[] = {
    OPERATION(secure_associate, POST, "/app/secure/api/session/associate", SIGNED_IN,
              .summary = "Associate the browser client with a user token, sent with or without Bearer",
              .group = &web_client_group, .tokens = ANY_SIGN_IN,
              .status = 200, .answer = &association_view, .writes = true, .errors = ERRORS()),
    OPERATION(secure_anon_tokenize, POST, "/app/secure/api/session/anon_tokenize", APP_KEY,
              .summary = "Tokenise secrets without a user token", .group = &web_client_group,
              .input = &anon_tokenize_input, .status = 200, .media_type = "application/json", .writes = true,
              .errors = ERRORS()),
    OPERATION(secure_tokenize, POST, "/app/secure/api/session/tokenize", APP_KEY,
              .summary = "Tokenise secrets of the associated user", .group = &web_client_group, .tokens = ANY_SIGN_IN,
              .input = &tokenize_input, .status = 200, .media_type = "application/json", .writes = true,
              .readers = OWN_ORIGIN, .errors = ERRORS(UNAUTHORIZED, ASSOCIATION_INVALID)),
    OPERATION(secure_detokenize, POST, "/app/secure/api/session/detokenize", APP_KEY,
              .summary = "Get a card's number, CVV or PIN for its token", .group = &web_client_group, .tokens = ANY_SIGN_IN,
              .input = &detokenize_input, .status = 200, .answer = &shown_view,
              .readers = OWN_ORIGIN,
              .errors = ERRORS(UNAUTHORIZED, ASSOCIATION_INVALID, STEP_UP_REQUIRED, TOKEN_NOT_FOUND, TOKEN_EXPIRED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
