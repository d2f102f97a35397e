/* SPDX-License-Identifier: MIT */
/* PATCH of consumers and corporates (weavr-identities.md 3.3 and 4.3). */
#include "identity_patch.h"

#include "directory/context.h"
#include "directory/emails.h"
#include "directory/identities_store.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "json/values.h"
#include "weavr/contacts.h"

/* Members that both have. Names are also in columns; e-mail address and number only there. */
static const struct patched common[] = {
    {"tag", NULL, "tag"},
    {"userTag", "rootUser", "tag"},
    {"name", "rootUser", "name"},
    {"surname", "rootUser", "surname"},
    {"dateOfBirth", "rootUser", "dateOfBirth"},
    {"feeGroup", NULL, "feeGroup"},
    {"baseCurrency", NULL, "baseCurrency"},
    {"locale", "rootUser", "locale"},
    {"brand", "rootUser", "brand"},
    {NULL, NULL, NULL},
};

/* weavr-identities.md 3.3 row 4, 4.3 rows 4 and 5: approved identities can't change these members. */
static int unapproved_or_reply(struct request *r, const struct patching *patching,
                               const struct identity *identity)
{
    const struct identity_patch *in = r->input;
    bool changes_fixed = in->email != NULL || in->name != NULL || in->surname != NULL ||
                         in->mobile.number != NULL || in->date_of_birth.year != 0 ||
                         (patching->address_fixed && in->address.country != NULL);

    if (!changes_fixed || identity->diligence.effective.status != DILIGENCE_APPROVED)
        return PASS;
    return refuse(
        r, patching->verified,
        "due diligence is approved: names, e-mail address, number and date of birth cannot change");
}

/* The 409s in the order of weavr-identities.md 10: those that need no state first. */
static int patchable_or_reply(struct request *r, const struct patching *patching,
                              const struct identity *identity, const struct user *root,
                              const struct mobile_history *history)
{
    const struct identity_patch *in = r->input;
    int rc = unapproved_or_reply(r, patching, identity);

    if (rc == PASS)
        rc = currency_or_reply(r, in->base_currency, UNSUPPORTED_CURRENCY);
    if (rc == PASS)
        rc = fee_group_or_reply(r, in->fee_group);
    if (rc == PASS)
        rc = country_or_reply(r, in->address.country);
    if (rc == PASS)
        rc = country_code_or_reply(r, in->nationality);
    if (rc == PASS && is_new_email(root, in->email))
        rc = new_email_or_reply(r, root, in->email);
    if (rc == PASS && is_new_mobile(root, &in->mobile))
        rc = new_mobile_or_reply(r, root, history, &in->mobile);
    return rc;
}

static void patch(json_t *details, const json_t *body, const struct patched *members)
{
    for (; members->name != NULL; members++) {
        json_t *value = json_object_get(body, members->name);
        json_t *object =
            members->object == NULL ? details : json_object_get(details, members->object);

        if (value != NULL && !json_is_null(value))
            json_object_set(object, members->member, value);
    }
}

/* The body of the creation with the changes applied. */
static const char *patched_details(struct request *r, const struct patching *patching,
                                   const struct identity *identity)
{
    json_t *details = json_loads(identity->details, 0, NULL);

    patch(details, r->json, common);
    patch(details, r->json, patching->members);
    const char *text = json_text(r->arena, details);

    json_decref(details);
    return text;
}

/* A verified address stays until the new one is verified; an unverified one is replaced at once. */
static int email_propose(struct context *ctx, struct user *root, const char *email)
{
    int rc = store_user_propose_email(ctx->store, root->id, email, ctx->now);

    return rc < 0 || root->email_verified ? rc : email_adopt(ctx, root, email);
}

static int change_mobile(struct context *ctx, const struct identity_patch *in, struct user *root,
                         const struct mobile_history *history)
{
    if (is_new_mobile(root, &in->mobile))
        return mobile_change(ctx, root, history, &in->mobile);
    return in->reset_mobile_counter == YES ? store_user_set_mobile_changes(ctx->store, root->id, 0)
                                           : 0;
}

static int change_root(struct context *ctx, const struct identity_patch *in, struct user *root,
                       const struct mobile_history *history)
{
    bool is_new = is_new_email(root, in->email);
    int rc = is_new ? email_propose(ctx, root, in->email) : 0;

    if (rc == 0)
        rc = change_mobile(ctx, in, root, history);
    if (in->name != NULL)
        root->name = in->name;
    if (in->surname != NULL)
        root->surname = in->surname;
    if (rc == 0 && (in->name != NULL || in->surname != NULL))
        rc = store_user_set_names(ctx->store, root->id, root->name, root->surname);
    return rc == 0 && is_new ? email_code_send(ctx, root, in->email) : rc;
}

static int change_identity(struct request *r, const struct patching *patching,
                           struct identity *identity, const struct user *root)
{
    identity->details = patched_details(r, patching, identity);
    if (identity->type == IDENTITY_CONSUMER)
        identity->name = arena_printf(r->arena, "%s %s", root->name, root->surname);
    return store_identity_update(r->store, identity);
}

int identity_patch_or_reply(struct request *r, const struct patching *patching)
{
    const struct identity_patch *in = r->input;
    struct context ctx = context_of(r);
    struct identity identity;
    struct mobile_history history = {.former = NULL};
    struct user root = {.id = 0};
    int rc = store_identity_find(r->store, r->arena, r->session.identity, &identity);

    if (rc == 0)
        rc = store_user_find(r->store, r->arena, r->session.identity, &root);
    if (rc == 0)
        rc = store_user_mobile_history(r->store, r->arena, root.id, &history);
    if (rc < 0)
        return rc;
    if (in->reset_mobile_counter == YES)
        history.changes = 0;
    rc = patchable_or_reply(r, patching, &identity, &root, &history);
    if (rc != PASS)
        return rc;
    rc = change_root(&ctx, in, &root, &history);
    if (rc == 0)
        rc = change_identity(r, patching, &identity, &root);
    r->made = identity.id;
    return rc < 0 ? rc : PASS;
}
