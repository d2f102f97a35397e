/* SPDX-License-Identifier: MIT */
/* Opening sessions, and stepping them up. */
#include "directory/sessions.h"

#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions_store.h"

int session_open(struct context *ctx, struct session *session, const char *subject)
{
    char nonce[17];

    random_letters(ctx->random, nonce, sizeof nonce - 1);
    session->id = id_next(ctx->ids);
    session->realm = ctx->realm->id;
    session->created = ctx->now;
    session->last_activity = ctx->now;
    session->token = token_sign(&ctx->gateway->signer, ctx->arena,
                                &(struct claims){
                                    .issuer = ctx->gateway->url,
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

    return rc < 0 ? rc : store_person_stepped_up(ctx->store, ctx->realm->id, person, ctx->now);
}
