/* SPDX-License-Identifier: MIT */
/* Opening sessions, and stepping them up. */
#include "directory/sessions.h"

#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions_store.h"

#include <errno.h>

/* The realm of a seed's session may not have been added to the schedule yet. */
static void expect_end(struct context *ctx, const struct session *session)
{
    if (ctx->realm->due != NULL)
        schedule_expect(&ctx->gateway->schedule, ctx->realm, &sessions_due,
                        session_deadline(session, &ctx->realm->settings) + 1);
}

int session_open(struct context *ctx, struct session *session, const char *subject)
{
    char nonce[17];

    random_letters(ctx->random, nonce, sizeof nonce - 1);
    session->id = id_next(ctx->ids);
    session->realm = ctx->realm->id;
    session->created = ctx->now;
    session->last_activity = ctx->now;
    expect_end(ctx, session);
    session->token = token_sign(&ctx->gateway->signer, ctx->arena,
                                &(struct claims){
                                    .issuer = context_url(ctx),
                                    .type = session_token_type(session->kind),
                                    .subject = subject,
                                    .session = session->id,
                                    .realm = ctx->realm->id,
                                    .issued = ctx->now,
                                    .nonce = nonce,
                                });
    return store_session_insert(ctx->store, session);
}

int session_open_for(struct context *ctx, const struct person *person, const struct user *user,
                     const struct list *held, struct session *ret)
{
    const struct held_identity *first = list_at(held, 0);
    bool single = held->count == 1;

    *ret = (struct session){
        .kind = single ? SESSION_ACCESS : SESSION_AUTH,
        .person = person->id,
        .identity = single ? first->id : 0,
        .user = user->id,
    };
    return session_open(ctx, ret, arena_int(ctx->arena, person->id));
}

int session_step_up(struct context *ctx, int64_t session, int64_t person)
{
    int rc = store_session_step_up(ctx->store, session);

    return rc < 0 && rc != -ENOENT
               ? rc
               : store_person_stepped_up(ctx->store, ctx->realm->id, person, ctx->now);
}

static void expect_removal(struct context *ctx)
{
    schedule_expect(&ctx->gateway->schedule, ctx->realm, &sessions_due, ctx->now);
}

int session_end(struct context *ctx, int64_t session)
{
    if (++ctx->realm->sessions_ended >= ENDED_UNCOUNTED)
        expect_removal(ctx);
    return store_session_end(ctx->store, ctx->realm->id, session, ctx->now);
}

int sessions_end_of_person(struct context *ctx, int64_t person, int64_t user)
{
    expect_removal(ctx);
    return store_sessions_end(ctx->store, ctx->realm->id, person, user, ctx->now);
}

int sessions_end_of_credential(struct context *ctx, int64_t credential)
{
    expect_removal(ctx);
    return store_sessions_end_of_credential(ctx->store, ctx->realm->id, credential, ctx->now);
}
