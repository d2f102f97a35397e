/* SPDX-License-Identifier: MIT */
/* Verifying e-mail addresses, current or pending (weavr-identities.md 3.4, 3.5, 4.4, 5.9, 5.10). */
#include "base/encode.h"
#include "directory/context.h"
#include "directory/emails.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "weavr/contacts.h"
#include "weavr/identities.h"
#include "weavr/shared_types.h"
#include "weavr/users.h"

#include <errno.h>

struct email_send {
    const char *email;
};

static const struct rule email_send_rules[] = {
    RULE_TEXT(struct email_send, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    END_OF_RULES,
};
static const struct input email_send_input = {
    .name = "EmailVerificationSend", .rules = email_send_rules, .size = sizeof(struct email_send)};

struct email_verify {
    const char *email;
    const char *code;
};

static const struct rule email_verify_rules[] = {
    RULE_TEXT(struct email_verify, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_TEXT(struct email_verify, code, "verificationCode", REQUIRED, SECRET,
              .format = FORMAT_CODE),
    END_OF_RULES,
};
static const struct input email_verify_input = {
    .name = "EmailVerification", .rules = email_verify_rules, .size = sizeof(struct email_verify)};

/* The users whose addresses an operation verifies. */
struct owners {
    const char *name;
    enum user_type type;
    enum identity_type identity; /* ignored for authorised users */
};

static const struct owners consumers = {"consumer", USER_ROOT, IDENTITY_CONSUMER};
static const struct owners corporates = {"corporate", USER_ROOT, IDENTITY_CORPORATE};
static const struct owners authorised_users = {"authorised user", USER_AUTHORISED,
                                               IDENTITY_CONSUMER};

/* The user who has an address, or for whom it is pending. */
struct owner {
    struct user user;
    struct email_state state;
    bool pending;
};

/* -ENOENT if none of them has the address, or its time for verification is over. */
static int find_owner(struct request *r, const struct owners *owners, const char *email,
                      struct owner *ret)
{
    const struct user *user = &ret->user;
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, email, &ret->user);

    ret->pending = rc == -ENOENT;
    if (ret->pending)
        rc = store_user_find_by_pending_email(r->store, r->arena, r->realm->id, email, &ret->user);
    if (rc == 0)
        rc = store_user_email_state(r->store, r->arena, user->id, &ret->state);
    if (rc < 0)
        return rc;
    bool in_time =
        ret->pending ? r->now < ret->state.deadline : email_is_reserved(user, &ret->state, r->now);
    bool is_one = user->type == owners->type &&
                  (user->type == USER_AUTHORISED || user->identity_type == owners->identity);

    return is_one && in_time ? 0 : -ENOENT;
}

/* A verified address needs none: then any code is for the pending one. */
static bool needs_code(const struct owner *owner)
{
    return owner->pending || !owner->user.email_verified;
}

static int email_send(struct request *r, const struct owners *owners)
{
    const struct email_send *in = r->input;
    struct context ctx = context_of(r);
    struct owner owner = {.pending = false};
    int rc = find_owner(r, owners, in->email, &owner);

    if (rc == -ENOENT)
        return refuse(r, EMAIL_NOT_FOUND, "no %s %s in realm %s", owners->name, in->email,
                      r->realm->name);
    if (rc < 0)
        return rc;
    if (needs_code(&owner))
        rc = email_code_send(&ctx, &owner.user, in->email);
    else if (r->realm->settings.refuse_verified_emails == YES)
        return refuse(r, ALREADY_VERIFIED, "%s is verified, and refuseVerifiedEmails is set",
                      owner.user.email);
    return rc < 0 ? rc : reply(r, NULL);
}

/* A verified replacement of a proved address blocks changes of the number for a while. */
static int verify(struct request *r, struct owner *owner)
{
    struct user *user = &owner->user;
    struct context ctx = context_of(r);
    int rc = 0;

    if (owner->pending)
        rc = email_adopt(&ctx, user, owner->state.pending);
    if (rc == 0)
        rc = store_user_set_email_verified(r->store, user->id, true);
    return rc == 0 && owner->state.proved
               ? store_user_recovered(r->store, user->realm, user->person, r->now)
               : rc;
}

static int email_verify(struct request *r, const struct owners *owners)
{
    const struct email_verify *in = r->input;
    struct owner owner = {.pending = false};
    int rc = find_owner(r, owners, in->email, &owner);

    if (rc == -ENOENT)
        return refuse(r, VERIFICATION_CODE_INVALID, "no %s %s in realm %s", owners->name, in->email,
                      r->realm->name);
    if (rc < 0)
        return rc;
    const char *code = needs_code(&owner) ? owner.state.code : NULL;

    if (code == NULL || !is_same_secret(code, in->code))
        return refuse(r, VERIFICATION_CODE_INVALID, "%s",
                      code == NULL ? "no code was sent, or it was used" : "wrong code");
    rc = verify(r, &owner);
    return rc < 0 ? rc : reply(r, NULL);
}

static int consumer_email_send(struct request *r)
{
    return email_send(r, &consumers);
}

static int consumer_email_verify(struct request *r)
{
    return email_verify(r, &consumers);
}

static int corporate_email_send(struct request *r)
{
    return email_send(r, &corporates);
}

static int corporate_email_verify(struct request *r)
{
    return email_verify(r, &corporates);
}

static int user_email_send(struct request *r)
{
    return email_send(r, &authorised_users);
}

static int user_email_verify(struct request *r)
{
    return email_verify(r, &authorised_users);
}

/* clang-format off */
const struct operation consumer_email_operations[] = {
    OPERATION(consumer_email_send, POST, "/multi/consumers/verification/email/send", APP_KEY,
              .summary = "Send the e-mail verification code", .group = &consumers_group,
              .input = &email_send_input, .status = 204, .writes = true,
              .errors = ERRORS(EMAIL_NOT_FOUND, ALREADY_VERIFIED, EMAIL_NOT_UNIQUE)),
    OPERATION(consumer_email_verify, POST, "/multi/consumers/verification/email/verify", APP_KEY,
              .summary = "Verify the e-mail address", .group = &consumers_group,
              .input = &email_verify_input, .status = 204, .writes = true,
              .errors = ERRORS(VERIFICATION_CODE_INVALID, EMAIL_NOT_UNIQUE)),
    END_OF_OPERATIONS,
};

const struct operation corporate_email_operations[] = {
    OPERATION(corporate_email_send, POST, "/multi/corporates/verification/email/send", APP_KEY,
              .summary = "Send the e-mail verification code", .group = &corporates_group,
              .input = &email_send_input, .status = 204, .writes = true, .replays = REPLAY_NO_BODY,
              .errors = ERRORS(EMAIL_NOT_FOUND, ALREADY_VERIFIED, EMAIL_NOT_UNIQUE)),
    OPERATION(corporate_email_verify, POST, "/multi/corporates/verification/email/verify", APP_KEY,
              .summary = "Verify the e-mail address", .group = &corporates_group,
              .input = &email_verify_input, .status = 204, .writes = true,
              .errors = ERRORS(VERIFICATION_CODE_INVALID, EMAIL_NOT_UNIQUE)),
    END_OF_OPERATIONS,
};

const struct operation user_email_operations[] = {
    OPERATION(user_email_send, POST, "/multi/users/verification/email/send", APP_KEY,
              .summary = "Send the e-mail verification code", .group = &users_group,
              .input = &email_send_input, .status = 204, .writes = true, .replays = REPLAY_NO_BODY,
              .errors = ERRORS(EMAIL_NOT_FOUND, ALREADY_VERIFIED)),
    OPERATION(user_email_verify, POST, "/multi/users/verification/email/verify", APP_KEY,
              .summary = "Verify the e-mail address", .group = &users_group,
              .input = &email_verify_input, .status = 204, .writes = true,
              .errors = ERRORS(VERIFICATION_CODE_INVALID)),
    END_OF_OPERATIONS,
};
/* clang-format on */
