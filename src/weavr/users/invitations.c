/* SPDX-License-Identifier: MIT */
/* Invitations of authorised users: sending, validating, consuming (weavr-identities.md 2.2, 5.6 to 5.8). */
#include "invitations.h"

#include "access/passwords.h"
#include "backoffice.h"
#include "base/encode.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "directory/outbox.h"
#include "directory/people_store.h"
#include "directory/sessions_store.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "links.h"
#include "multi_columns.h"
#include "roles.h"
#include "weavr/shared_types.h"
#include "weavr/users.h"

#include <errno.h>

#define DAY_SECONDS 86400

int invitation_send(struct context *ctx, const struct user *user)
{
    int64_t seconds = ctx->realm->settings.invite_seconds;
    const char *code = code_new(ctx);
    int rc = store_user_invited(ctx->store, user->id, code, ctx->now + seconds * 1000);

    if (rc < 0)
        return rc;
    return message_send(
        ctx,
        &(struct message){
            .channel = "EMAIL",
            .to = user->email,
            .kind = "INVITATION",
            .code = code,
            .text = arena_printf(ctx->arena, "You are invited; please accept within %lld days: %s",
                                 (long long) (seconds + DAY_SECONDS - 1) / DAY_SECONDS,
                                 link_text(ctx, ctx->realm->settings.links.invite,
                                           &(struct link_values){.user = user,
                                                                 .to = user->email,
                                                                 .nonce = code,
                                                                 .invite = id_next(ctx->ids)})),
        });
}

static int user_invite(struct request *r)
{
    const struct user *user = r->found;
    struct context ctx = context_of(r);
    struct invitation invitation;
    int rc = store_user_invitation(r->store, r->arena, user->id, &invitation);

    if (rc < 0)
        return rc;
    if (invitation.consumed)
        return refuse(r, INVITE_ALREADY_CONSUMED, "user %lld has already consumed an invitation",
                      (long long) user->id);
    rc = invitation_send(&ctx, user);
    return rc < 0 ? rc : reply(r, NULL);
}

struct invite_validate {
    struct path_id path;
    const char *code;
};

/* clang-format off */
#define INVITE_CODE(type)                                                                          \
    RULE_ID(type, path.id, "user_id", REQUIRED, .place = IN_PATH),                                 \
    RULE_TEXT(type, code, "inviteCode", REQUIRED, SECRET, .format = FORMAT_CODE)
/* clang-format on */

static const struct rule invite_validate_rules[] = {
    INVITE_CODE(struct invite_validate),
    END_OF_RULES,
};
static const struct input invite_validate_input = {.name = "InviteValidate",
                                                   .rules = invite_validate_rules,
                                                   .size = sizeof(struct invite_validate)};

struct invite_consume {
    struct path_id path;
    const char *code;
    struct secret password;
    struct mobile mobile;
};

static const struct rule invite_consume_rules[] = {
    INVITE_CODE(struct invite_consume),
    RULE_OBJECT(struct invite_consume, password, "password", secret_rules, REQUIRED),
    RULE_OBJECT(struct invite_consume, mobile, "mobile", mobile_rules),
    END_OF_RULES,
};
static const struct input invite_consume_input = {
    .name = "InviteConsume", .rules = invite_consume_rules, .size = sizeof(struct invite_consume)};

/*
 * Refuses a user of another programme. For an unknown user r->found stays NULL: the handlers refuse
 * with different errors (weavr-identities.md 5.7, 5.8).
 */
static int invitee_find(struct request *r)
{
    const struct path_id *in = r->input;
    struct user *user = arena_alloc(r->arena, sizeof *user);
    int rc = store_user_find(r->store, r->arena, in->id, user);

    if (rc < 0)
        return rc == -ENOENT ? PASS : rc;
    if (user->realm != r->realm->id)
        return refuse(r, INSUFFICIENT_PERMISSIONS, "user %lld belongs to another programme",
                      (long long) in->id);
    r->found = user;
    return PASS;
}

static int refuse_invitation(struct request *r, const char *why)
{
    return refuse(r, INVITE_OR_INVITE_CODE_INVALID, "%s", why);
}

/* PASS if the invitation is pending and has this code, or refused. */
static int invitation_or_reply(struct request *r, const struct invitation *invitation,
                               const char *code)
{
    if (invitation->code == NULL)
        return refuse_invitation(r, invitation->consumed ? "the invitation was consumed"
                                                         : "the user was never invited");
    if (!invitation_is_pending(invitation, r->now))
        return refuse_invitation(r, "the invitation has expired");
    return is_same_secret(invitation->code, code)
               ? PASS
               : refuse_invitation(r, "the code is not the last one sent");
}

static int invite_validate(struct request *r)
{
    const struct invite_validate *in = r->input;
    const struct user *user = r->found;
    struct invitation invitation;

    if (user == NULL)
        return refuse_invitation(r, "no user has this id");
    int rc = store_user_invitation(r->store, r->arena, user->id, &invitation);

    if (rc < 0)
        return rc;
    rc = invitation_or_reply(r, &invitation, in->code);
    return rc == PASS ? reply(r, NULL) : rc;
}

/* weavr-identities.md 5.8 rows 4 to 7 */
static int invitee_or_reply(struct request *r, const struct invite_consume *in,
                            const char *password, struct person *ret)
{
    const struct user *user = r->found;
    struct invitation invitation;

    if (user == NULL)
        return refuse(r, UNRESOLVED_IDENTITY, "no user has the id %lld", (long long) in->path.id);
    int rc = store_user_invitation(r->store, r->arena, user->id, &invitation);

    if (rc < 0)
        return rc;
    if (invitation.consumed)
        return refuse(r, PASSWORD_ALREADY_CREATED, "the invitation was consumed");
    rc = invitation_or_reply(r, &invitation, in->code);
    if (rc != PASS)
        return rc;
    rc = user_active_or_reply(r, user, INSUFFICIENT_PERMISSIONS);
    if (rc != PASS)
        return rc;
    rc = store_person_find(r->store, r->arena, r->realm->id, user->person, ret);
    if (rc < 0)
        return rc;
    if (ret->password_hash != NULL)
        return refuse(r, PASSWORD_ALREADY_CREATED, "user %lld already has a password",
                      (long long) user->id);
    return policy_or_reply(r, password);
}

/* Marks the invitation as consumed. A number sent with it isn't counted as a change (weavr-identities.md 10). */
static int consume(struct request *r, const struct mobile *mobile)
{
    struct user user = *(const struct user *) r->found;
    struct mobile_history history = {.former = NULL};
    int rc = 0;

    if (mobile->number != NULL) {
        user.mobile_country_code = mobile->country_code;
        user.mobile_number = mobile->number;
        rc = store_user_mobile_history(r->store, r->arena, user.id, &history);
        if (rc == 0)
            rc = store_user_set_mobile(r->store, &user, &history);
    }
    return rc < 0 ? rc : store_user_invite_consumed(r->store, user.id);
}

static int invite_consume(struct request *r)
{
    const struct invite_consume *in = r->input;
    struct person person = {.id = 0};
    struct session session = {.id = 0};
    const char *password;
    int rc = plain_or_reply(r, in->password.value, &password);

    if (rc == PASS)
        rc = invitee_or_reply(r, in, password, &person);
    if (rc == PASS)
        rc = password_replace_or_reply(r, &person, r->found, password, &session);
    if (rc != PASS)
        return rc;
    rc = consume(r, &in->mobile);
    r->made = session.id;
    return rc < 0 ? rc : reply(r, &(struct token_answer){session.token});
}

/* Replays the token of the session that was opened, if the session still exists. */
static int session_token_show(struct request *r, int64_t id)
{
    struct token_answer answer = {.token = NULL};
    int rc = store_session_token(r->store, r->arena, id, &answer.token);

    if (rc == -ENOENT)
        return refuse(r, UNRESOLVED_IDENTITY, "the session of the token is gone");
    return rc < 0 ? rc : reply(r, &answer);
}

/* clang-format off */
const struct operation invitation_operations[] = {
    OPERATION(user_invite, POST, "/multi/users/{user_id}/invite", SIGNED_IN,
              .summary = "Invite a user", .group = &users_group,
              .input = &user_id_input, .find = user_find, .collapses = true, .permit = managers_only, .status = 204, .writes = true,
              .replays = REPLAY_NO_BODY, .errors = ERRORS(NOT_FOUND, INVITE_ALREADY_CONSUMED)),
    OPERATION(invite_validate, POST, "/multi/users/{user_id}/invite/validate", APP_KEY,
              .summary = "Validate the code of an invitation", .group = &users_group,
              .input = &invite_validate_input, .find = invitee_find, .collapses = true, .status = 204,
              .errors = ERRORS(INSUFFICIENT_PERMISSIONS, INVITE_OR_INVITE_CODE_INVALID)),
    OPERATION(invite_consume, POST, "/multi/users/{user_id}/invite/consume", APP_KEY,
              .summary = "Consume an invitation and create the first password", .group = &users_group,
              .input = &invite_consume_input, .find = invitee_find, .collapses = true,
              .status = 200, .answer = &token_view, .writes = true, .replays = REPLAY_CURRENT(session_token_show),
              .errors = ERRORS(INSUFFICIENT_PERMISSIONS, UNRESOLVED_IDENTITY, PASSWORD_ALREADY_CREATED,
                               INVITE_OR_INVITE_CODE_INVALID, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG,
                               PASSWORD_TOO_SIMPLE, PASSWORD_ALREADY_USED,
                               PASSWORD_PROFILE_NOT_CONFIGURED_FOR_CREDENTIAL_TYPE,
                               PASSWORD_KEY_ALREADY_IN_USE, TOKEN_NOT_FOUND, TOKEN_EXPIRED)),
    END_OF_OPERATIONS,
};

const struct operation backoffice_invitation_operations[] = {
    OPERATION(user_invite, POST, "/multi/backoffice/users/{user_id}/invite", SIGNED_IN,
              .summary = "Invite a user, if backofficeUsers is set", .group = &backoffice_group,
              .tokens = KIND(SESSION_IMPERSONATION), .columns = MULTI(.ended_token = INSUFFICIENT_PERMISSIONS), .permit = backoffice_users,
              .input = &user_id_input, .find = user_find, .collapses = true, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, INVITE_ALREADY_CONSUMED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
