/* SPDX-License-Identifier: MIT */
/* Changing an authorised user (weavr-identities.md 2.2 and 5.4). */
#include "directory/context.h"
#include "directory/user_parts_store.h"
#include "engine/reply.h"
#include "invitations.h"
#include "roles.h"
#include "weavr/contacts.h"
#include "weavr/users.h"

#include <errno.h>

/* The 409s in the order of weavr-identities.md 10. `had` is what the user has been. */
static int change_or_reply(struct request *r, const struct user_form *in, const struct user *user,
                           const struct mobile_history *history, const struct user_details *had)
{
    int rc = in->details.roles.item_size == 0
                 ? PASS
                 : roles_change_or_reply(r, user, &had->roles, &in->details.roles);

    if (rc == PASS && is_new_email(user, in->email))
        rc = new_email_or_reply(r, user, in->email);
    if (rc == PASS && is_new_mobile(user, &in->mobile))
        rc = new_mobile_or_reply(r, user, history, &in->mobile);
    return rc;
}

static const char *or_else(const char *given, const char *present)
{
    return given == NULL ? present : given;
}

/* What is absent, or null, stays. */
static const char *changed_details(struct arena *a, const struct user_form *in,
                                   const struct user_details *had)
{
    struct user_details details = *had;

    if (in->details.date_of_birth.year != 0)
        details.date_of_birth = in->details.date_of_birth;
    details.tag = or_else(in->details.tag, had->tag);
    details.locale = or_else(in->details.locale, had->locale);
    details.brand = or_else(in->details.brand, had->brand);
    if (in->details.roles.item_size != 0)
        details.roles = in->details.roles;
    return user_details_text(a, &details);
}

/* An address counts at once, and what was on its way to the old one goes to it. */
static int follow_email(struct context *ctx, const struct user *user)
{
    struct invitation invitation = {.code = NULL};
    struct email_state state = {.code = NULL};
    int rc = store_user_email_state(ctx->store, ctx->arena, user->id, &state);

    if (rc == 0)
        rc = store_user_invitation(ctx->store, ctx->arena, user->id, &invitation);
    if (rc == 0 && state.code != NULL)
        rc = email_code_send(ctx, user, user->email);
    return rc == 0 && invitation_is_pending(&invitation, ctx->now) ? invitation_send(ctx, user)
                                                                   : rc;
}

static int move(struct context *ctx, const char *email, struct user *user)
{
    int rc = store_user_move_email(ctx->store, user->id, email, ctx->now);

    user->email = email;
    user->email_verified = false;
    return rc < 0 ? rc : follow_email(ctx, user);
}

static int change(struct request *r, const struct user_form *in, struct user *user,
                  const struct mobile_history *history, const char *details)
{
    struct context ctx = context_of(r);
    int rc = 0;

    if (is_new_mobile(user, &in->mobile))
        rc = mobile_change(&ctx, user, history, &in->mobile);
    user->name = or_else(in->name, user->name);
    user->surname = or_else(in->surname, user->surname);
    if (rc == 0 && (in->name != NULL || in->surname != NULL))
        rc = store_user_set_names(r->store, user->id, user->name, user->surname);
    if (rc == 0)
        rc = store_user_set_details(r->store, user->id, details);
    return rc == 0 && is_new_email(user, in->email) ? move(&ctx, in->email, user) : rc;
}

static int user_update(struct request *r)
{
    const struct user_form *in = r->input;
    struct user user = *(const struct user *) r->found;
    struct mobile_history history = {.former = NULL};
    struct user_details had = {.tag = NULL};
    const char *details = NULL;
    int rc = store_user_details(r->store, r->arena, user.id, &details);

    if (rc == 0)
        rc = store_user_mobile_history(r->store, r->arena, user.id, &history);
    if (rc == 0)
        rc = user_details_read(r->arena, details, &had);
    if (rc < 0)
        return rc;
    rc = change_or_reply(r, in, &user, &history, &had);
    if (rc != PASS)
        return rc;
    details = changed_details(r->arena, in, &had);
    rc = change(r, in, &user, &history, details);
    return rc < 0 ? rc : reply_user(r, &user, details);
}

/* clang-format off */
const struct operation user_update_operations[] = {
    OPERATION(user_update, PATCH, "/multi/users/{user_id}", SIGNED_IN,
              .summary = "Change a user; what is absent stays", .group = &users_group,
              .input = &user_update_input, .find = user_find, .permit = managers_or_self, .status = 200, .answer = &user_view, .writes = true,
              .replays = SHOWN_AGAIN(user_show),
              .errors = ERRORS(NOT_FOUND, EMAIL_NOT_UNIQUE, EMAIL_DOMAIN_NOT_ALLOWED, TOO_FREQUENT_EMAIL_CHANGES,
                               MOBILE_OR_COUNTRY_CODE_INVALID, MOBILE_NO_CHANGE_LIMIT_EXCEEDED,
                               MOBILE_CHANGE_NOT_ALLOWED, UNSUPPORTED_CURRENCY, ROLE_NOT_FOUND,
                               CANNOT_MODIFY_OWN_ROLES, ADMIN_ROLE_REMOVAL_NOT_ALLOWED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
