/* SPDX-License-Identifier: MIT */
/* Beginning the enrolment of a biometric device. */
#include "weavr/devices.h"

#include "directory/context.h"
#include "directory/sessions_store.h"
#include "weavr/factor_change.h"

#define LINKING_CODE_LENGTH 12

struct search {
    const struct context *context;
    int64_t found;
};

static bool is_wanted(void *context, const struct session *session)
{
    struct search *search = context;

    if (session->kind != SESSION_ACCESS ||
        !session_is_live(session, &search->context->realm->settings, search->context->now))
        return false;
    search->found = session->id;
    return true;
}

int device_begin_enrolment(struct context *ctx, const struct user *user, struct challenge *ret)
{
    struct search search = {.context = ctx};
    char code[LINKING_CODE_LENGTH + 1];
    int rc = store_sessions_of_person(ctx->store, ctx->realm->id, user->person, is_wanted, &search);

    random_letters(ctx->random, code, LINKING_CODE_LENGTH);
    *ret = (struct challenge){
        .person = user->person,
        .user = user->id,
        .identity = user->identity,
        .session = search.found,
        .kind = CHALLENGE_ENROLMENT,
        .channel = CHANNEL_BIOMETRIC,
        .code = arena_text(ctx->arena, code),
        .resource_type = -1,
    };
    if (rc == 0)
        rc = challenge_replace_latest(ctx, user->person, CHALLENGE_ENROLMENT, CHANNEL_BIOMETRIC);
    if (rc == 0)
        rc = factor_change(ctx, user->person, CHANNEL_BIOMETRIC, FACTOR_PENDING);
    return rc < 0 ? rc : challenge_issue(ctx, ret, user);
}
