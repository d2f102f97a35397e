/* SPDX-License-Identifier: MIT */
/* Control API: linking identities, and changing their state (control.md 4). */
#include "decision.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "parameters.h"
#include "weavr/events.h"
#include "weavr/factor_change.h"
#include "weavr/shared_types.h"

#include <errno.h>

struct identity_link {
    int64_t user;
    int64_t identity;
};

static const struct rule identity_link_rules[] = {
    RULE_ID(struct identity_link, user, "credentialOf", REQUIRED),
    RULE_ID(struct identity_link, identity, "identity", REQUIRED),
    END_OF_RULES,
};
static const struct input identity_link_input = {.name = "IdentityLink",
                                                 .rules = identity_link_rules,
                                                 .size = sizeof(struct identity_link),
                                                 .strict = true};

/*
 * Gives `user` to the person of `holder`. It may be an authorised user, too: then a person is the
 * root user of one identity and an authorised user of another. A user whose person has further
 * users is refused. The former person's credentials of the Customer API move along, and the person
 * is deleted.
 */
static int link_or_reply(struct request *r, const struct user *holder, const struct user *user)
{
    struct list users = {.count = 0};
    struct user held;
    int64_t former = user->person;
    int rc =
        store_user_find_in(r->store, r->arena, r->realm->id, holder->person, user->identity, &held);

    if (rc == 0)
        return refuse(r, NOT_LINKABLE, "the person has identity %lld already",
                      (long long) user->identity);
    if (rc == -ENOENT)
        rc = store_users_of_person(r->store, r->arena, r->realm->id, former, 2, &users);
    if (rc < 0)
        return rc;
    if (users.count > 1)
        return refuse(r, NOT_LINKABLE, "the person of identity %lld has several",
                      (long long) user->identity);
    rc = store_user_set_person(r->store, user->id, holder->person);
    if (rc == 0)
        rc = store_credentials_hand_over(r->store, r->realm->id, former, holder->person);
    if (rc == 0)
        rc = store_person_delete(r->store, r->realm->id, former);
    return rc < 0 ? rc : reply(r, NULL);
}

/* The user that an id names, in the realm. PASS, or refused. */
static int user_or_reply(struct request *r, int64_t id, struct user *ret)
{
    int rc = user_in_realm(r, id, ret);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no user %lld in realm %s", (long long) id, r->realm->name);
    return rc < 0 ? rc : PASS;
}

static int identity_link(struct request *r)
{
    const struct identity_link *in = r->input;
    struct user holder;
    struct user root;
    int rc = user_or_reply(r, in->user, &holder);

    if (rc == PASS)
        rc = user_or_reply(r, in->identity, &root);
    return rc == PASS ? link_or_reply(r, &holder, &root) : rc;
}

static const char *const reasons[] = {
    "UNDEFINED_REASON",  "TEMPORARY", "ACCOUNT_REVIEW", "ACCOUNT_SECURITY", "ACCOUNT_CLOSURE",
    "ACCOUNT_ABANDONED", NULL};

enum reason { REASON_UNDEFINED, REASON_TEMPORARY };

struct identity_update {
    int64_t id;
    enum maybe active;
    int reason; /* index in reasons; -1: none */
    enum maybe notify;
    struct decision decision;
};

static const struct rule identity_update_rules[] = {
    RULE_ID(struct identity_update, id, "id", REQUIRED, .place = IN_PATH),
    RULE_BOOLEAN(struct identity_update, active, "active"),
    RULE_CHOICE(struct identity_update, reason, "reason", reasons),
    RULE_BOOLEAN(struct identity_update, notify, "notify"),
    RULE_TEXT(struct identity_update, decision.kyc, "kyc", .values = diligence_names),
    RULE_TEXT(struct identity_update, decision.kyb, "kyb", .values = diligence_names),
    GROUNDS_RULES(struct identity_update),
    END_OF_RULES,
};
static const struct input identity_update_input = {.name = "IdentityUpdate",
                                                   .rules = identity_update_rules,
                                                   .size = sizeof(struct identity_update),
                                                   .strict = true};

struct identity_row {
    int64_t id;
    unsigned type;
    const char *name;
    bool active;
    unsigned diligence;
    unsigned level;
    unsigned ongoing_diligence;
    unsigned ongoing_level;
};

static const struct field identity_fields[] = {
    SHOW_ID(struct identity_row, id, "id"),
    SHOW_NAME(struct identity_row, type, "type", identity_type_names),
    SHOW_TEXT(struct identity_row, name, "name"),
    SHOW_BOOLEAN(struct identity_row, active, "active"),
    SHOW_NAME(struct identity_row, diligence, "dueDiligence", diligence_names),
    SHOW_NAME(struct identity_row, level, "level", diligence_level_names),
    SHOW_NAME(struct identity_row, ongoing_diligence, "ongoingDueDiligence", diligence_names),
    SHOW_NAME(struct identity_row, ongoing_level, "ongoingLevel", diligence_level_names),
    END_OF_FIELDS,
};
static const struct view identity_view = {.name = "IdentityState", .fields = identity_fields};

/* A deactivation that isn't temporary deactivates the root's factors, too (weavr-auth.md 3.2). */
static int set_identity_active(struct request *r, const struct identity_update *in,
                               struct identity *identity, const struct user *root)
{
    enum reason reason = in->reason < 0 ? REASON_UNDEFINED : (enum reason) in->reason;
    struct context ctx = context_of(r);

    if (in->active == UNSET)
        return 0;
    identity->active = in->active == YES;
    int rc = store_identity_set_active(r->store, identity->id, identity->active);
    if (rc == 0 && !identity->active && reason > REASON_TEMPORARY)
        rc = factors_deactivate(&ctx, root->person);
    if (rc < 0 || in->notify != YES)
        return rc;
    return event_identity(&ctx, identity, root->email, reasons[reason]);
}

static int identity_or_reply(struct request *r, const struct identity_update *in,
                             struct identity *ret)
{
    int rc = store_identity_find(r->store, r->arena, in->id, ret);

    if (rc == -ENOENT || (rc == 0 && ret->realm != r->realm->id))
        return refuse(r, NOT_FOUND, "no identity %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc < 0)
        return rc;
    if (in->decision.kyc != NULL && ret->type != IDENTITY_CONSUMER)
        return refuse_member(r, "kyc", "applies to consumers; a corporate has kyb");
    if (in->decision.kyb != NULL && ret->type != IDENTITY_CORPORATE)
        return refuse_member(r, "kyb", "applies to corporates; a consumer has kyc");
    return grounds_or_reply(r, ret->type, &in->decision.grounds);
}

static int identity_update(struct request *r)
{
    const struct identity_update *in = r->input;
    struct identity identity;
    struct user root;
    int rc = identity_or_reply(r, in, &identity);

    if (rc != PASS)
        return rc;
    rc = store_user_find(r->store, r->arena, identity.id, &root);
    if (rc == 0)
        rc = set_identity_active(r, in, &identity, &root);
    if (rc == 0)
        rc = decide_identity(r, identity.id, &in->decision);
    if (rc == 0)
        rc = store_identity_find(r->store, r->arena, in->id, &identity);
    if (rc < 0)
        return rc;
    return reply(r, &(struct identity_row){
                        .id = identity.id,
                        .type = identity.type,
                        .name = identity.name,
                        .active = identity.active,
                        .diligence = identity.diligence.effective.status,
                        .level = identity.diligence.effective.level,
                        .ongoing_diligence = identity.diligence.ongoing.status,
                        .ongoing_level = identity.diligence.ongoing.level,
                    });
}

/* clang-format off */
const struct operation identity_operations[] = {
    OPERATION(identity_link, POST, "/_sandgate/realms/{realm}/identities/link", OPERATOR,
              .summary = "Link a further identity to a person", .group = &content_group,
              .input = &identity_link_input, .status = 204, .writes = true, .errors = ERRORS(NOT_LINKABLE)),
    OPERATION(identity_update, PATCH, "/_sandgate/realms/{realm}/identities/{id}", OPERATOR,
              .summary = "Deactivate or activate an identity, or set its due diligence", .group = &content_group,
              .input = &identity_update_input, .status = 200, .answer = &identity_view, .writes = true,
              .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
