/* SPDX-License-Identifier: MIT */
/* Verifying the address of a root: the first one, or one that is to replace it (3.4, 3.5, 4.4). */
#include "api/reply.h"
#include "base/encode.h"
#include "contacts.h"
#include "store/contacts.h"
#include "store/users.h"
#include "tables.h"

#include <errno.h>

struct email_send {
    const char *email;
};

static const struct rule email_send_rules[] = {
    RULE_TEXT(struct email_send, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    END_OF_RULES,
};
const struct input email_send_input = {
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
const struct input email_verify_input = {
    .name = "EmailVerification", .rules = email_verify_rules, .size = sizeof(struct email_verify)};

/* The root that an address stands for, or that is pending for it. */
struct applicant {
    struct user root;
    bool pending;
};

/* -ENOENT for an address that is no root's of this type, or was released since. */
static int find_applicant(struct request *r, enum identity_type type, const char *email,
                          struct applicant *ret)
{
    const struct user *root = &ret->root;
    int rc = store_user_find_by_email(r->store, r->arena, r->realm->id, email, &ret->root);

    ret->pending = rc == -ENOENT;
    if (ret->pending)
        rc = store_user_find_by_pending_email(r->store, r->arena, r->realm->id, email, &ret->root);
    if (rc < 0)
        return rc;
    bool in_time =
        ret->pending ? r->now < root->email_deadline : user_email_is_reserved(root, r->now);

    return root->type == USER_ROOT && root->identity_type == type && in_time ? 0 : -ENOENT;
}

static int email_send(struct request *r, enum identity_type type)
{
    const struct email_send *in = r->input;
    struct scene scene = scene_of(r);
    struct applicant applicant;
    int rc = find_applicant(r, type, in->email, &applicant);

    if (rc == -ENOENT)
        return refuse(r, EMAIL_NOT_FOUND, "no %s root %s in realm %s", identity_type_names[type],
                      in->email, r->realm->name);
    if (rc < 0)
        return rc;
    if (applicant.pending || !applicant.root.email_verified)
        rc = email_code_send(&scene, &applicant.root, in->email);
    else if (r->realm->settings.email_send_verified == EMAIL_SEND_CONFLICT)
        return refuse(r, ALREADY_VERIFIED, "%s is verified, and emailSendVerified is 409",
                      applicant.root.email);
    return rc < 0 ? rc : reply(r, NULL);
}

/* A new address is another owner's proof than the first: for a while it holds the number. */
static int verify(struct request *r, const struct applicant *applicant)
{
    const struct user *root = &applicant->root;
    struct scene scene = scene_of(r);

    if (!applicant->pending)
        return store_user_set_email_verified(r->store, root->id, true);
    int rc = email_adopt(&scene, root);

    return rc < 0 ? rc : store_numbers_hold(r->store, r->realm->id, root->person, r->now);
}

static int email_verify(struct request *r, enum identity_type type)
{
    const struct email_verify *in = r->input;
    struct applicant applicant;
    const char *code = NULL;
    int rc = find_applicant(r, type, in->email, &applicant);

    if (rc == -ENOENT)
        return refuse(r, VERIFICATION_CODE_INVALID, "no %s root %s in realm %s",
                      identity_type_names[type], in->email, r->realm->name);
    if (rc < 0)
        return rc;
    /* beside a verified address the code is that of a pending one */
    if (applicant.pending || !applicant.root.email_verified)
        code = applicant.root.email_code;
    if (code == NULL || !is_same_secret(code, in->code))
        return refuse(r, VERIFICATION_CODE_INVALID, "%s",
                      code == NULL ? "no code was sent, or it was used" : "wrong code");
    rc = verify(r, &applicant);
    return rc < 0 ? rc : reply(r, NULL);
}

int consumer_email_send(struct request *r)
{
    return email_send(r, IDENTITY_CONSUMER);
}

int consumer_email_verify(struct request *r)
{
    return email_verify(r, IDENTITY_CONSUMER);
}

int corporate_email_send(struct request *r)
{
    return email_send(r, IDENTITY_CORPORATE);
}

int corporate_email_verify(struct request *r)
{
    return email_verify(r, IDENTITY_CORPORATE);
}
