/* SPDX-License-Identifier: MIT */
/* The demo people. */
#include "apply.h"
#include "directory/sessions.h"
#include "directory/sessions_store.h"

#include <errno.h>

/* The first user is the one that the published sample of login_with_password signs in. */
static const char demo_text[] =
    "{\"users\":["
    "{\"email\":\"user@example.com\",\"password\":\"pa$$word\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900001\"},"
    "\"identity\":{\"type\":\"CONSUMER\",\"name\":\"Uma User\"},\"factors\":[\"SMS\"]},"
    "{\"email\":\"corporate@example.com\",\"password\":\"Pass1234!\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900002\"},"
    "\"identity\":{\"type\":\"CORPORATE\",\"name\":\"Example Ltd\"},"
    "\"factors\":[\"SMS\",\"AUTHY\"]},"
    "{\"email\":\"staff@example.com\",\"password\":\"Pass1234!\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900003\"},"
    "\"identity\":{\"type\":\"CORPORATE\",\"name\":\"Example Ltd\",\"root\":false},"
    "\"factors\":[\"SMS\"]},"
    "{\"email\":\"both@example.com\",\"password\":\"Pass1234!\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900004\"},"
    "\"identity\":{\"type\":\"CONSUMER\",\"name\":\"Bo Both\"},\"factors\":[\"SMS\"]},"
    "{\"email\":\"both@example.com\","
    "\"identity\":{\"type\":\"CORPORATE\",\"name\":\"Both Ltd\"}}]}";

/* Else the first getCredentials would show empty strings (cyrexa.md 4.4, start data). */
static int add_demo_session(struct context *ctx, const struct user *user)
{
    struct session session = {
        .kind = SESSION_CUSTOMER,
        .seeded = true,
        .person = user->person,
        .user = user->id,
        .expires = ctx->now + ctx->realm->settings.cyrexa.session_seconds * 1000,
    };

    return session_open(ctx, &session, arena_int(ctx->arena, user->person));
}

int seed_apply_demo(struct seed_apply *state)
{
    json_t *documents = json_pack("[o]", json_loads(demo_text, 0, NULL));

    if (documents == NULL)
        return -ENOMEM;
    state->seed = *seeds_decode(state->context.arena, documents);
    int rc = seed_apply_document(state);

    json_decref(documents);
    return rc < 0 ? rc : add_demo_session(&state->context, &seed_created_at(state, 0)->user);
}
