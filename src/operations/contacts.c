/* SPDX-License-Identifier: MIT */
/* How addresses and numbers change. */
#include "contacts.h"

#include "api/reply.h"
#include "challenges.h"
#include "identities.h"
#include "store/contacts.h"
#include "store/users.h"

#include <string.h>

/* ---- addresses ---- */

int email_code_send(struct scene *s, const struct user *root, const char *to)
{
    const char *code = code_new(s);
    bool consumer = root->identity_type == IDENTITY_CONSUMER;
    struct message message = {
        .channel = "EMAIL",
        .to = to,
        .kind = "EMAIL_VERIFICATION",
        .code = code,
        .text = arena_printf(s->arena, "Please verify your address: email=%s&cons=%s&nonce=%s", to,
                             consumer ? arena_int(s->arena, root->identity) : "", code),
    };
    int rc = store_user_set_email_code(
        s->store, root->id, code, s->now + s->realm->settings.email_verification_seconds * 1000);

    return rc < 0 ? rc : message_send(s, &message);
}

static int email_change_or_reply(struct request *r, const struct user *root, const char *email)
{
    struct contact contact;
    int rc = email_domain_or_reply(r, email);

    if (rc == PASS)
        rc = email_of_other_or_reply(r, root->id, email, EMAIL_NOT_UNIQUE);
    if (rc != PASS)
        return rc;
    rc = store_contact_find(r->store, r->arena, root->id, &contact);
    if (rc < 0)
        return rc;
    if (contact_email_may_change(&contact, &r->realm->settings, r->now))
        return PASS;
    return refuse(r, TOO_FREQUENT_EMAIL_CHANGES,
                  "the last change is %lld ms ago, emailChangeGapSeconds is %lld",
                  (long long) (r->now - contact.email_changed),
                  (long long) r->realm->settings.email_change_gap_seconds);
}

int email_adopt(struct scene *s, const struct user *root)
{
    struct contact contact;
    int rc = store_contact_find(s->store, s->arena, root->id, &contact);

    if (rc == 0 && !root->email_shared)
        rc = store_email_share(s->store, root, contact.email_pending);
    return rc < 0 ? rc : store_email_adopt(s->store, root->id);
}

/* Where nothing is verified there is nothing to protect: the address is another one at once. */
static int email_change(struct scene *s, const struct user *root, const char *email)
{
    int rc = store_email_propose(s->store, root->id, email, s->now);

    if (rc == 0 && !root->email_verified)
        rc = email_adopt(s, root);
    return rc < 0 ? rc : email_code_send(s, root, email);
}

/* ---- numbers ---- */

static int number_free_or_reply(struct request *r, const struct user *user,
                                const struct contact *contact)
{
    enum factor_status status;
    int rc = store_factor_status(r->store, r->realm->id, user->person, CHANNEL_SMS, &status);

    if (rc < 0)
        return rc;
    if (status != FACTOR_ACTIVE || !contact_number_is_held(contact, &r->realm->settings, r->now))
        return PASS;
    return refuse(
        r, MOBILE_CHANGE_NOT_ALLOWED,
        "SMS is enrolled, and a new address was verified or the password recovered %lld ms"
        " ago; mobileChangeBlockSeconds is %lld",
        (long long) (r->now - contact->held_from),
        (long long) r->realm->settings.mobile_change_block_seconds);
}

int mobile_change_or_reply(struct request *r, const struct user *user, const struct mobile *mobile,
                           bool counted_anew)
{
    int64_t most = r->realm->settings.mobile_changes_allowed;
    struct contact contact;
    int rc = mobile_code_or_reply(r, mobile);

    if (rc != PASS)
        return rc;
    rc = store_contact_find(r->store, r->arena, user->id, &contact);
    if (rc < 0)
        return rc;
    if ((counted_anew ? 0 : contact.mobile_changes) >= most)
        return refuse(r, MOBILE_NO_CHANGE_LIMIT_EXCEEDED,
                      "the number was changed %lld times, mobileChangesAllowed is %lld",
                      (long long) contact.mobile_changes, (long long) most);
    return number_free_or_reply(r, user, &contact);
}

/* A code that went to the former number proves nothing of this one. */
static int disenrol(struct scene *s, int64_t person)
{
    enum factor_status status;
    int rc = store_factor_status(s->store, s->realm->id, person, CHANNEL_SMS, &status);

    if (rc == 0 && status == FACTOR_ACTIVE)
        rc = factor_change(s, person, CHANNEL_SMS, FACTOR_INACTIVE);
    if (rc == 0 && status == FACTOR_PENDING)
        rc = challenge_replace_latest(s, person, CHALLENGE_ENROLMENT, CHANNEL_SMS);
    return rc;
}

int mobile_change(struct scene *s, const struct user *user, const struct mobile *mobile)
{
    int rc = store_mobile_change(s->store, user->id, mobile->country_code, mobile->number);

    return rc < 0 ? rc : disenrol(s, user->person);
}

int mobile_verify(struct scene *s, int64_t id)
{
    struct contact contact = {.mobile_alert = NULL};
    struct user user = {.id = 0};
    int rc = store_contact_find(s->store, s->arena, id, &contact);

    if (rc == 0)
        rc = store_mobile_verified(s->store, id);
    if (rc < 0 || contact.mobile_alert == NULL)
        return rc;
    rc = store_user_find(s->store, s->arena, id, &user);
    if (rc < 0)
        return rc;
    const char *number =
        arena_printf(s->arena, "%s%s", user.mobile_country_code, user.mobile_number);

    return strcmp(number, contact.mobile_alert) == 0
               ? 0
               : message_send(s, &(struct message){
                                     .channel = "SMS",
                                     .to = contact.mobile_alert,
                                     .kind = "MOBILE_CHANGED",
                                     .text = "This number is no longer that of your account.",
                                 });
}

/* ---- both ---- */

static bool is_number_of(const struct user *user, const struct mobile *mobile)
{
    return user->mobile_number != NULL && strcmp(user->mobile_number, mobile->number) == 0 &&
           strcmp(user->mobile_country_code, mobile->country_code) == 0;
}

int contact_or_reply(struct request *r, const struct user *root, struct contact_change *change)
{
    int rc = PASS;

    if (change->email != NULL && strcasecmp(change->email, root->email) == 0)
        change->email = NULL;
    if (change->mobile != NULL && is_number_of(root, change->mobile))
        change->mobile = NULL;
    if (change->email != NULL)
        rc = email_change_or_reply(r, root, change->email);
    if (rc == PASS && change->mobile != NULL)
        rc = mobile_change_or_reply(r, root, change->mobile, change->counted_anew);
    return rc;
}

int contact_change(struct scene *s, const struct user *root, const struct contact_change *change)
{
    int rc = 0;

    if (change->counted_anew)
        rc = store_mobile_changes_set(s->store, root->id, 0);
    if (rc == 0 && change->email != NULL)
        rc = email_change(s, root, change->email);
    return rc == 0 && change->mobile != NULL ? mobile_change(s, root, change->mobile) : rc;
}
