/* SPDX-License-Identifier: MIT */
/* Biometric login, by a person's device (weavr-auth.md 2.1.2). */
#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "model/sign_in.h"
#include "sign_in.h"
#include "weavr/challenges.h"
#include "weavr/events.h"
#include "weavr/shared_types.h"

#include <errno.h>

struct biometric_login {
    const char *email;
    struct identity_choice identity; /* .id 0: not sent, the credential's own */
};

static const struct rule biometric_login_rules[] = {
    RULE_TEXT(struct biometric_login, email, "email", REQUIRED, .not_blank = true, .most = 254,
              .format = FORMAT_EMAIL),
    RULE_OBJECT(struct biometric_login, identity, "identity", identity_choice_rules),
    END_OF_RULES,
};
static const struct input biometric_login_input = {.name = "BiometricLogin",
                                                   .rules = biometric_login_rules,
                                                   .size = sizeof(struct biometric_login)};

struct login_challenge {
    int64_t challenge;
};

static const struct field login_challenge_fields[] = {
    SHOW_ID(struct login_challenge, challenge, "challengeId"),
    END_OF_FIELDS,
};
static const struct view login_challenge_view = {.name = "LoginChallenge",
                                                 .fields = login_challenge_fields};

/* The client receives the token only by the event (weavr-auth.md 2.1.2). */
static int login_settled(struct context *ctx, const struct challenge *c)
{
    struct session session = {.kind = SESSION_AUTH_BIOMETRIC, .person = c->person, .user = c->user};

    if (c->state != CHALLENGE_VERIFIED)
        return event_step_up(ctx, c, NULL);
    int rc = session_open(ctx, &session, arena_int(ctx->arena, c->person));
    return rc < 0 ? rc : event_step_up(ctx, c, session.token);
}

const struct challenge_traits login_challenge = {
    .purpose = "sign in",
    .settled = login_settled,
};

/* weavr-auth.md 2.1.2 rows 6 to 8: the programme's setting, its channels, the person's device. */
static int device_or_reply(struct request *r, const struct person *person)
{
    const struct settings *settings = &r->realm->settings;
    enum factor_status status;

    if (settings->biometric_login != YES)
        return refuse(r, CHANNEL_NOT_SUPPORTED, "the setting biometricLogin is off in realm %s",
                      r->realm->name);
    if (!channel_is_offered(settings, CHANNEL_BIOMETRIC))
        return refuse(r, CHANNEL_NOT_REGISTERED,
                      "the setting channels.BIOMETRIC is off in realm %s", r->realm->name);
    int rc = store_factor_status(r->store, r->realm->id, person->id, CHANNEL_BIOMETRIC, &status);
    if (rc < 0)
        return rc;
    if (status != FACTOR_ACTIVE)
        return refuse(r, CHANNEL_NOT_REGISTERED, "the BIOMETRIC factor is %s",
                      factor_status_names[status]);
    return PASS;
}

/* As with a password, a person can sign in while any of their identities is active. */
static int find_active(struct request *r, struct user *ret)
{
    struct list held;
    int rc = store_held_identities(r->store, r->arena, r->realm->id, ret->person, 1, 0, &held);

    if (rc < 0 || held.count == 0)
        return rc;
    const struct held_identity *first = list_at(&held, 0);

    return store_user_find_in(r->store, r->arena, r->realm->id, ret->person, first->id, ret);
}

/* The user to sign in as: the address's, or the person's in the requested identity; -ENOENT if none. */
static int find_wanted(struct request *r, const struct identity_choice *wanted,
                       const struct user *user, struct user *ret)
{
    *ret = *user;
    if (wanted->id == 0)
        return user_is_active(user) ? 0 : find_active(r, ret);
    int rc = store_user_find_in(r->store, r->arena, r->realm->id, user->person, wanted->id, ret);

    return rc == 0 && (int) ret->identity_type != wanted->type ? -ENOENT : rc;
}

/* weavr-auth.md 2.1.2 row 5 and 2.1.1 row 15, where an unknown identity precedes deactivation. */
static int sign_in_or_reply(struct request *r, const struct person *person,
                            const struct identity_choice *wanted, const struct user *user,
                            struct user *ret)
{
    int rc = find_wanted(r, wanted, user, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    const struct sign_in attempt = {.person = person, .active = rc == 0 && user_is_active(ret)};
    enum sign_in_bar bar = sign_in_bar(&attempt, &r->realm->settings, r->now);

    if (bar == BARRED_BY_LOCK)
        return refuse_locked(r, person);
    if (rc == -ENOENT)
        return refuse(r, SIGN_IN_REFUSED, "identity %lld of this type is not linked to the user",
                      (long long) wanted->id);
    return bar == NOT_BARRED
               ? PASS
               : refuse(r, SIGN_IN_REFUSED, "the user or its identity is deactivated");
}

static int issue(struct request *r, const struct person *person, const struct user *signed_in_as,
                 const struct user *wanted)
{
    struct context ctx = context_of(r);
    struct challenge challenge = {
        .person = person->id,
        .user = signed_in_as->id,
        .identity = wanted->identity,
        .kind = CHALLENGE_LOGIN,
        .channel = CHANNEL_BIOMETRIC,
        .resource_type = -1,
    };
    int rc = challenge_issue(&ctx, &challenge, wanted);

    return rc < 0 ? rc : reply(r, &(struct login_challenge){challenge.id});
}

static int login_via_biometrics(struct request *r)
{
    const struct biometric_login *in = r->input;
    struct person person = {.id = 0};
    struct user wanted = {.id = 0};
    struct user user;
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, in->email, &user);

    if (rc == -ENOENT)
        return refuse(r, SIGN_IN_REFUSED, "no user %s in realm %s", in->email, r->realm->name);
    if (rc == 0)
        rc = store_person_find(r->store, r->arena, r->realm->id, user.person, &person);
    if (rc < 0)
        return rc;
    rc = sign_in_or_reply(r, &person, &in->identity, &user, &wanted);
    if (rc == PASS)
        rc = device_or_reply(r, &person);
    return rc == PASS ? issue(r, &person, &user, &wanted) : rc;
}

/* clang-format off */
const struct operation biometric_login_operations[] = {
    OPERATION(login_via_biometrics, POST, "/multi/login_via_biometrics", APP_KEY,
              .summary = "Start a biometric login with a push to the person's device", .group = &sign_in_group,
              .input = &biometric_login_input, .status = 200, .answer = &login_challenge_view, .writes = true,
              .errors = ERRORS(SIGN_IN_REFUSED, ACCOUNT_LOCKED, CHANNEL_NOT_SUPPORTED, CHANNEL_NOT_REGISTERED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
