/* SPDX-License-Identifier: MIT */
/* Managed accounts: block, unblock, remove, IBAN (weavr-money.md 2.1.6 to 2.1.8). */
#include "accounts.h"
#include "bank_details.h"
#include "directory/context.h"
#include "engine/reply.h"
#include "weavr/money/instruments.h"
#include "weavr/money/instruments_store.h"

#include <errno.h>

static int account_block(struct request *r)
{
    struct instrument account = *(const struct instrument *) r->found;
    struct context ctx = context_of(r);

    if (account.destroyed != NULL)
        return refuse(r, INSTRUMENT_DESTROYED, "the account was removed");
    if (instrument_state(&account) == BLOCKED_INSTRUMENT)
        return refuse(r, INSTRUMENT_ALREADY_BLOCKED, "the account is blocked: %s", account.blocks);
    int rc = instrument_block(&ctx, &account, "USER");

    return rc < 0 ? rc : reply(r, NULL);
}

static int account_unblock(struct request *r)
{
    struct instrument account = *(const struct instrument *) r->found;
    struct context ctx = context_of(r);

    if (account.destroyed != NULL)
        return refuse(r, INSTRUMENT_DESTROYED, "the account was removed");
    int rc = instrument_unblock(&ctx, &account, "USER");

    if (rc == -EALREADY)
        return refuse(r, INSTRUMENT_NOT_BLOCKED,
                      *account.blocks == '\0' ? "the account is active"
                                              : "the operator has blocked the account");
    return rc < 0 ? rc : reply(r, NULL);
}

static int account_remove(struct request *r)
{
    struct instrument account = *(const struct instrument *) r->found;
    struct context ctx = context_of(r);
    const struct balances *b = &account.balances;

    if (account.destroyed != NULL)
        return refuse(r, INSTRUMENT_ALREADY_REMOVED, "the account was removed before");
    if (b->available != 0 || b->actual != 0)
        return refuse(r, BALANCE_NOT_ZERO, "available is %lld, actual %lld",
                      (long long) b->available, (long long) b->actual);
    int rc = instrument_destroy(&ctx, &account, "USER");

    return rc < 0 ? rc : reply(r, NULL);
}

/* PENDING_ALLOCATION is not reached: an IBAN is there at once. */
static const char *const iban_states[] = {"UNALLOCATED", "PENDING_ALLOCATION", "ALLOCATED", NULL};

enum iban_state { IBAN_UNALLOCATED, IBAN_ALLOCATED = 2 };

struct iban_answer {
    unsigned state;
    struct list details;
};

static const struct field iban_fields[] = {
    SHOW_NAME(struct iban_answer, state, "state", iban_states),
    SHOW_LIST(struct iban_answer, details, "bankAccountDetails", bank_details_fields),
    END_OF_FIELDS,
};
static const struct view iban_view = {.name = "ManagedAccountIBAN", .fields = iban_fields};

static int reply_iban(struct request *r, const struct instrument *account)
{
    struct context ctx = context_of(r);
    struct iban_answer answer = {.state = account->has_iban ? IBAN_ALLOCATED : IBAN_UNALLOCATED};
    int rc = bank_details_of(&ctx, account, &answer.details);

    return rc < 0 ? rc : reply(r, &answer);
}

static int iban_show(struct request *r, int64_t id)
{
    struct instrument account;
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, id, &account);

    return rc < 0 ? rc : reply_iban(r, &account);
}

static int account_iban_get(struct request *r)
{
    return reply_iban(r, r->found);
}

static int account_iban_allocate(struct request *r)
{
    struct instrument account = *(const struct instrument *) r->found;
    struct context ctx = context_of(r);

    if (instrument_state(&account) != ACTIVE_INSTRUMENT)
        return refuse(r, INSTRUMENT_IS_NOT_ACTIVE, "the account is %s",
                      instrument_state_names[instrument_state(&account)]);
    if (account.has_iban)
        return refuse(r, INSTRUMENT_ALREADY_UPGRADED_TO_IBAN, "the account has an IBAN");
    int rc = account_allocate_iban(&ctx, &account);

    r->made = account.id;
    return rc < 0 ? rc : reply_iban(r, &account);
}

/* clang-format off */
const struct operation account_action_operations[] = {
    OPERATION(account_block, POST, "/multi/managed_accounts/{id}/block", SIGNED_IN,
              .summary = "Block an account", .group = &managed_accounts_group, .empty_is_wrong_method = true,
              .input = &account_path_input, .find = account_find, .status = 204, .writes = true, .replays = REPLAY_SUCCESS(NULL),
              .errors = ERRORS(NOT_FOUND, INSTRUMENT_ALREADY_BLOCKED, INSTRUMENT_DESTROYED, INSTRUMENT_INACTIVE)),
    OPERATION(account_unblock, POST, "/multi/managed_accounts/{id}/unblock", SIGNED_IN,
              .summary = "Lift the user's block", .group = &managed_accounts_group, .empty_is_wrong_method = true,
              .input = &account_path_input, .find = account_find, .status = 204, .writes = true, .replays = REPLAY_SUCCESS(NULL),
              .errors = ERRORS(NOT_FOUND, INSTRUMENT_NOT_BLOCKED, INSTRUMENT_DESTROYED, INSTRUMENT_INACTIVE)),
    OPERATION(account_remove, POST, "/multi/managed_accounts/{id}/remove", SIGNED_IN,
              .summary = "Remove an empty account for good", .group = &managed_accounts_group, .empty_is_wrong_method = true,
              .input = &account_path_input, .find = account_find, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, INSTRUMENT_ALREADY_REMOVED, BALANCE_NOT_ZERO, INSTRUMENT_HAS_LINKED_CARDS,
                               INSTRUMENT_HAS_PENDING_ACTIONS)),
    OPERATION(account_iban_allocate, POST, "/multi/managed_accounts/{id}/iban", SIGNED_IN,
              .summary = "Give an account an IBAN", .group = &managed_accounts_group, .empty_is_wrong_method = true,
              .input = &account_path_input, .find = account_find, .status = 200, .answer = &iban_view, .writes = true,
              .replays = REPLAY_SUCCESS(iban_show),
              .errors = ERRORS(NOT_FOUND, INSTRUMENT_IS_NOT_ACTIVE, INSTRUMENT_ALREADY_UPGRADED_TO_IBAN,
                               IBAN_ALLOCATION_EXCEEDED, IBAN_NOT_SUPPORTED, IBAN_ALREADY_REQUESTED, OWNER_NOT_VERIFIED)),
    OPERATION(account_iban_get, GET, "/multi/managed_accounts/{id}/iban", SIGNED_IN,
              .summary = "Show an account's bank details", .group = &managed_accounts_group,
              .input = &account_path_input, .find = account_find, .status = 200, .answer = &iban_view,
              .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
