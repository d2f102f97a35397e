/* SPDX-License-Identifier: MIT */
/* Checks that operations on money share. */
#include "money_checks.h"

#include "directory/identities_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "paging.h"
#include "weavr/money/instruments_store.h"

#include <errno.h>

static const char *const profile_names[] = {
    [PROFILE_ACCOUNTS] = "managedAccounts",
    [PROFILE_PREPAID_CARDS] = "managedCardsPrepaid",
    [PROFILE_DEBIT_CARDS] = "managedCardsDebit",
    [PROFILE_TRANSFERS] = "transfers",
    [PROFILE_SENDS] = "sends",
    [PROFILE_WIRES] = "outgoingWireTransfers",
};

/* The identity types that the profile serves by the setting profileIdentityTypes; empty: all. */
static const struct list *served_types(const struct settings *s, enum money_profile kind)
{
    const struct profile_types *types = &s->profile_identity_types;
    const struct list *const lists[] = {
        [PROFILE_ACCOUNTS] = &types->managed_accounts,
        [PROFILE_PREPAID_CARDS] = &types->managed_cards_prepaid,
        [PROFILE_DEBIT_CARDS] = &types->managed_cards_debit,
        [PROFILE_TRANSFERS] = &types->transfers,
        [PROFILE_SENDS] = &types->sends,
        [PROFILE_WIRES] = &types->outgoing_wire_transfers,
    };

    return lists[kind];
}

int money_profile_or_reply(struct request *r, enum money_profile kind, int64_t profile,
                           enum error unknown)
{
    struct identity identity;

    if (profile != realm_money_profile(r->realm, kind))
        return refuse(r, unknown, "profile %lld is not the realm's for %s, which is %lld",
                      (long long) profile, profile_names[kind],
                      (long long) realm_money_profile(r->realm, kind));
    int rc = store_identity_find(r->store, r->arena, r->session.identity, &identity);
    if (rc < 0)
        return rc;
    if (!is_wanted(served_types(&r->realm->settings, kind), identity_type_names[identity.type]))
        return refuse(r, MODEL_CONSTRAINTS_VIOLATED,
                      "the setting profileIdentityTypes excludes a %s from %s",
                      identity_type_names[identity.type], profile_names[kind]);
    return PASS;
}

int owner_verified_or_reply(struct request *r)
{
    struct identity identity;
    struct user root = {.id = 0};

    if (r->realm->settings.owner_must_be_verified != YES)
        return PASS;
    int rc = store_identity_find(r->store, r->arena, r->session.identity, &identity);

    if (rc == 0)
        rc = store_user_find(r->store, r->arena, identity.id, &root);
    if (rc < 0)
        return rc;
    const char *missing = !root.email_verified    ? "the root user's address is not verified"
                          : !root.mobile_verified ? "the root user's mobile number is not verified"
                          : identity.diligence.effective.status != DILIGENCE_APPROVED
                              ? "the due diligence is not approved"
                              : NULL;

    return missing == NULL ? PASS
                           : refuse(r, OWNER_IDENTITY_NOT_VERIFIED,
                                    "%s (the simulator's verify does all three at once)", missing);
}

int own_instrument_or_reply(struct request *r, int64_t id, enum instrument_type type,
                            enum error unknown, struct instrument *ret)
{
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, id, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || ret->type != type)
        return refuse(r, unknown, "there is no %s with this id", instrument_type_names[type]);
    if (ret->identity != r->session.identity)
        return refuse(r, unknown, "%s %lld belongs to another identity",
                      instrument_type_names[type], (long long) id);
    return PASS;
}

int window_or_reply(struct request *r, int64_t oldest)
{
    const struct settings *s = &r->realm->settings;

    if (s->sca_accounts != YES || r->session.stepped_up || oldest == 0 ||
        oldest >= r->now - s->sca_window_seconds * 1000)
        return PASS;
    return refuse(r, STEP_UP_REQUIRED,
                  "an item is older than scaWindowSeconds: it needs a step-up of this session");
}
