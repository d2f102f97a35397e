/* SPDX-License-Identifier: MIT */
/* Recovering a lost password with a nonce sent by e-mail (weavr-auth.md 2.5.4 and 2.5.5). */
#include "base/encode.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "directory/outbox.h"
#include "directory/people_store.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "passwords.h"
#include "users/links.h"
#include "weavr/second_factor.h"
#include "weavr/shared_types.h"

#include <errno.h>

struct lost_password_start {
    const char *email;
};

static const struct rule lost_password_start_rules[] = {
    RULE_TEXT(struct lost_password_start, email, "email", REQUIRED, .most = 254,
              .format = FORMAT_EMAIL),
    END_OF_RULES,
};
static const struct input lost_password_start_input = {.name = "LostPasswordStart",
                                                       .rules = lost_password_start_rules,
                                                       .size = sizeof(struct lost_password_start)};

int lost_password_begin(struct context *ctx, const struct user *user)
{
    const char *nonce = code_new(ctx);
    int rc = store_user_set_lost_password(ctx->store, user, nonce,
                                          ctx->now + ctx->realm->settings.nonce_seconds * 1000);

    if (rc < 0)
        return rc;
    return message_send(
        ctx,
        &(struct message){
            .channel = "EMAIL",
            .to = user->email,
            .kind = "LOST_PASSWORD",
            .code = nonce,
            .text = arena_printf(
                ctx->arena, "To choose a new password, follow %s",
                link_text(ctx, ctx->realm->settings.links.lost_password,
                          &(struct link_values){.user = user, .to = user->email, .nonce = nonce})),
        });
}

static int lost_password_start(struct request *r)
{
    const struct lost_password_start *in = r->input;
    struct context ctx = context_of(r);
    struct user user;
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, in->email, &user);

    if (rc == -ENOENT)
        return refuse(r, ACCOUNT_NOT_FOUND, "no user %s in realm %s", in->email, r->realm->name);
    if (rc < 0)
        return rc;
    rc = user_active_or_reply(r, &user, ACCOUNT_NOT_FOUND);
    if (rc != PASS)
        return rc;
    rc = lost_password_begin(&ctx, &user);
    return rc < 0 ? rc : reply(r, NULL);
}

struct lost_password_resume {
    const char *email;
    const char *nonce;
    struct secret password;
};

static const struct rule lost_password_resume_rules[] = {
    RULE_TEXT(struct lost_password_resume, email, "email", REQUIRED, .most = 254,
              .format = FORMAT_EMAIL),
    RULE_CODE(struct lost_password_resume, nonce, "nonce"),
    RULE_OBJECT(struct lost_password_resume, password, "newPassword", secret_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input lost_password_resume_input = {.name = "LostPasswordResume",
                                                        .rules = lost_password_resume_rules,
                                                        .size =
                                                            sizeof(struct lost_password_resume)};

/* Finds the user whose recovery has this address and nonce. */
static int recovery_or_reply(struct request *r, const struct lost_password_resume *in,
                             struct user *ret)
{
    struct recovery recovery;
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, in->email, ret);

    if (rc == -ENOENT)
        return refuse(r, INVALID_NONCE_OR_EMAIL, "no user %s in realm %s", in->email,
                      r->realm->name);
    if (rc < 0)
        return rc;
    rc = store_user_recovery(r->store, r->arena, ret->id, &recovery);
    if (rc < 0)
        return rc;
    if (recovery.nonce == NULL)
        return refuse(r, INVALID_NONCE_OR_EMAIL, "no recovery was started for %s", ret->email);
    if (!is_same_secret(recovery.nonce, in->nonce))
        return refuse(r, INVALID_NONCE_OR_EMAIL, "the nonce is not the last one sent to %s",
                      ret->email);
    if (r->now >= recovery.deadline)
        return refuse(r, INVALID_NONCE_OR_EMAIL, "the nonce expired %lld ms ago",
                      (long long) (r->now - recovery.deadline));
    return PASS;
}

/* weavr-auth.md 2.5.5 rows 5 to 8; a refusal leaves the nonce usable. */
static int account_or_reply(struct request *r, const struct user *user, const char *password,
                            struct person *ret)
{
    int rc = store_person_find(r->store, r->arena, r->realm->id, user->person, ret);

    if (rc < 0)
        return rc;
    rc = user_active_or_reply(r, user, INSUFFICIENT_PERMISSIONS);
    if (rc != PASS)
        return rc;
    if (ret->password_hash == NULL)
        return refuse(r, PASSWORD_NOT_SET, "no password was ever created for %s", user->email);
    rc = policy_or_reply(r, password);
    return rc == PASS ? history_or_reply(r, ret->id, password) : rc;
}

/*
 * Uses up the nonce, unlocks the account (weavr-auth.md 3.5), resets its step-up window
 * (weavr-auth.md 1.6), and starts the time during which the number can't change.
 */
static int recover(struct request *r, const struct user *user, struct person *person)
{
    int rc = store_user_set_lost_password(r->store, user, NULL, 0);

    person_login_succeeded(person);
    if (rc == 0)
        rc = store_person_set_logins(r->store, r->realm->id, person);
    if (rc == 0)
        rc = store_user_recovered(r->store, r->realm->id, person->id, r->now);
    return rc < 0 ? rc : store_person_stepped_up(r->store, r->realm->id, person->id, 0);
}

static int lost_password_resume(struct request *r)
{
    const struct lost_password_resume *in = r->input;
    struct person person = {.id = 0};
    struct session session;
    struct user user;
    const char *password;
    int rc = plain_or_reply(r, in->password.value, &password);

    if (rc == PASS)
        rc = recovery_or_reply(r, in, &user);
    if (rc == PASS)
        rc = account_or_reply(r, &user, password, &person);
    if (rc == PASS)
        rc = password_replace_or_reply(r, &person, &user, password, &session);
    if (rc != PASS)
        return rc;
    rc = recover(r, &user, &person);
    return rc < 0 ? rc : reply(r, &(struct token_answer){session.token});
}

/* clang-format off */
const struct operation lost_password_operations[] = {
    OPERATION(lost_password_start, POST, "/multi/passwords/lost_password/start", APP_KEY,
              .summary = "Send a nonce for choosing a new password", .group = &passwords_group,
              .input = &lost_password_start_input, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, INSUFFICIENT_PERMISSIONS, ACCOUNT_NOT_FOUND, MULTIPLE_ACCOUNTS_FOUND)),
    OPERATION(lost_password_resume, POST, "/multi/passwords/lost_password/resume", APP_KEY,
              .summary = "Choose a new password with the nonce", .group = &passwords_group,
              .input = &lost_password_resume_input, .status = 200, .answer = &token_view, .writes = true,
              .errors = ERRORS(INVALID_NONCE_OR_EMAIL, INSUFFICIENT_PERMISSIONS, PASSWORD_NOT_SET,
                               PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_SIMPLE,
                               PASSWORD_ALREADY_USED, PASSWORD_INCORRECT, TOKEN_NOT_FOUND, TOKEN_EXPIRED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
