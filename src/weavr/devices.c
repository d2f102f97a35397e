/* SPDX-License-Identifier: MIT */
/* Biometric devices: how an enrolment begins. */
#include "weavr/devices.h"

#include "directory/sessions_store.h"

#define LINKING_CODE_LENGTH 12

struct search {
    const struct scene *scene;
    int64_t found;
};

static bool is_wanted(void *context, const struct session *session)
{
    struct search *search = context;

    if (session->kind != SESSION_ACCESS ||
        !session_is_live(session, &search->scene->realm->settings, search->scene->now))
        return false;
    search->found = session->id;
    return true;
}

int device_begin(struct scene *s, const struct user *user, struct challenge *ret)
{
    struct search search = {.scene = s};
    char code[LINKING_CODE_LENGTH + 1];
    int rc = store_sessions_of_person(s->store, s->realm->id, user->person, is_wanted, &search);

    random_letters(s->random, code, LINKING_CODE_LENGTH);
    *ret = (struct challenge){
        .person = user->person,
        .user = user->id,
        .identity = user->identity,
        .session = search.found,
        .kind = CHALLENGE_ENROLMENT,
        .channel = CHANNEL_BIOMETRIC,
        .code = arena_text(s->arena, code),
        .resource_type = -1,
    };
    if (rc == 0)
        rc = challenge_replace_latest(s, user->person, CHALLENGE_ENROLMENT, CHANNEL_BIOMETRIC);
    if (rc == 0)
        rc = factor_change(s, user->person, CHANNEL_BIOMETRIC, FACTOR_PENDING);
    return rc < 0 ? rc : challenge_issue(s, ret, user);
}
