/* SPDX-License-Identifier: MIT */
/* Control API: managed accounts, deposits, and the operator's block (control.md 4, "Money"). */
#include "directory/context.h"
#include "directory/identities_store.h"
#include "engine/reply.h"
#include "lists.h"
#include "parameters.h"
#include "transactions.h"
#include "weavr/money/instruments.h"
#include "weavr/money/instruments_store.h"
#include "weavr/shared_types.h"
#include "weavr/money/transactions.h"

#include <errno.h>
#include <string.h>

const struct group money_group = {.tag = "money", .title = "Money"};

struct account_row {
    int64_t id;
    struct typed_id owner;
    int64_t profile;
    const char *friendly_name;
    const char *currency;
    struct balances balances;
    const char *iban;
    unsigned state;
    int64_t created;
};

static const struct field account_balances_fields[] = {
    SHOW_INTEGER(struct balances, available, "availableBalance"),
    SHOW_INTEGER(struct balances, actual, "actualBalance"),
    END_OF_FIELDS,
};

static const struct field account_row_fields[] = {
    SHOW_ID(struct account_row, id, "id"),
    SHOW_OBJECT(struct account_row, owner, "owner", identity_id_fields),
    SHOW_ID(struct account_row, profile, "profileId"),
    SHOW_TEXT(struct account_row, friendly_name, "friendlyName"),
    SHOW_TEXT(struct account_row, currency, "currency"),
    SHOW_OBJECT(struct account_row, balances, "balances", account_balances_fields),
    SHOW_TEXT(struct account_row, iban, "iban", OPTIONAL),
    SHOW_NAME(struct account_row, state, "state", instrument_state_names),
    SHOW_TIME(struct account_row, created, "createdAt"),
    END_OF_FIELDS,
};
static const struct view account_row_view = {.name = "Account", .fields = account_row_fields};

static int row_of(struct request *r, const struct instrument *i, struct account_row *ret)
{
    struct identity owner;
    char *iban = i->has_iban ? arena_alloc(r->arena, IBAN_SIZE) : NULL;
    int rc = store_identity_find(r->store, r->arena, i->identity, &owner);

    if (iban != NULL)
        iban_write(i->id, iban);
    if (rc == 0)
        *ret = (struct account_row){
            .id = i->id,
            .owner = {owner.type, owner.id},
            .profile = i->profile,
            .friendly_name = i->friendly_name,
            .currency = i->currency,
            .balances = i->balances,
            .iban = iban,
            .state = instrument_state(i),
            .created = i->created,
        };
    return rc;
}

struct accounts_query {
    int64_t identity;
    int64_t after;
    int64_t limit;
};

static const struct rule accounts_rules[] = {
    RULE_ID(struct accounts_query, identity, "identity", .place = IN_QUERY),
    RULE_ID(struct accounts_query, after, "after", .place = IN_QUERY),
    RULE_LIMIT(struct accounts_query),
    END_OF_RULES,
};
static const struct input accounts_input = {
    .name = "AccountsQuery", .rules = accounts_rules, .size = sizeof(struct accounts_query)};

struct accounts_progress {
    struct listing list;
    int64_t last; /* 0: none yet */
};

static const struct field accounts_fields[] = {
    SHOW_LIST(struct listing, rows, "accounts", account_row_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view accounts_view = {.name = "Accounts", .fields = accounts_fields};

#define ACCOUNT_BYTES 350

static int take_accounts(struct request *r, struct accounts_progress *p, const struct list *found)
{
    const struct accounts_query *in = r->input;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < found->count && !p->list.more; i++) {
        const struct instrument *account = list_at(found, i);
        bool matches = in->identity == 0 || in->identity == account->identity;
        struct account_row *row = matches ? listing_add(r, &p->list, ACCOUNT_BYTES) : NULL;

        if (row != NULL)
            rc = row_of(r, account, row);
        p->last = account->id;
    }
    return rc;
}

static int control_accounts_list(struct request *r)
{
    const struct accounts_query *in = r->input;
    struct accounts_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct account_row), limit_or_default(in->limit));
    int64_t wanted = listing_look(&p->list, in->identity == 0);
    int64_t first = in->after == 0 ? INT64_MAX : in->after;
    struct list found;
    int rc = store_instruments_of_realm(r->store, r->arena, r->realm->id, MANAGED_ACCOUNT,
                                        p->last == 0 ? first : p->last, wanted, &found);

    if (rc == 0)
        rc = take_accounts(r, p, &found);
    if (rc < 0 || !listing_ends(r, &p->list, (int64_t) found.count, wanted))
        return rc;
    return reply(r, &p->list);
}

/* The account of the path: PASS, or refused. */
static int account_or_reply(struct request *r, int64_t id, struct instrument *ret)
{
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, id, ret);

    if (rc == -ENOENT || (rc == 0 && ret->type != MANAGED_ACCOUNT))
        return refuse(r, NOT_FOUND, "no account %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    return rc < 0 ? rc : PASS;
}

static int control_account_get(struct request *r)
{
    const struct path_id *in = r->input;
    struct instrument account;
    struct account_row row;
    int rc = account_or_reply(r, in->id, &account);

    if (rc != PASS)
        return rc;
    rc = row_of(r, &account, &row);
    return rc < 0 ? rc : reply(r, &row);
}

struct deposit_form {
    struct path_id path;
    int64_t amount;
    const char *currency;
    const char *sender;
    const char *reference;
    const char *sender_iban;
};

static const struct rule deposit_rules[] = {
    RULE_ID(struct deposit_form, path.id, "id", REQUIRED, .place = IN_PATH),
    RULE_INTEGER(struct deposit_form, amount, "amount", REQUIRED, .least = 1),
    RULE_TEXT(struct deposit_form, currency, "currency", .values = programme_currencies),
    RULE_TEXT(struct deposit_form, sender, "senderName", .most = 150),
    RULE_TEXT(struct deposit_form, reference, "reference", .most = 150),
    RULE_TEXT(struct deposit_form, sender_iban, "senderIban", .most = 50, .format = FORMAT_TAG),
    END_OF_RULES,
};
static const struct input deposit_input = {.name = "AccountDeposit",
                                           .rules = deposit_rules,
                                           .size = sizeof(struct deposit_form),
                                           .strict = true};

static int control_account_deposit(struct request *r)
{
    const struct deposit_form *in = r->input;
    struct context ctx = context_of(r);
    struct instrument account = {.id = 0};
    struct transaction t;
    int rc = account_or_reply(r, in->path.id, &account);

    if (rc != PASS)
        return rc;
    if (in->currency != NULL && strcmp(in->currency, account.currency) != 0)
        return refuse_member(r, "currency", "is not the account's");
    rc = account_deposit(&ctx, &account,
                         &(struct deposit){.amount = in->amount,
                                           .sender = in->sender,
                                           .reference = in->reference,
                                           .iban = in->sender_iban},
                         &t);
    if (rc == -ERANGE)
        return refuse_member(r, "amount", "would make the balance larger than 64 bits");
    return rc < 0 ? rc : reply_transaction(r, &t);
}

struct block_form {
    struct path_id path;
    const char *reason;
};

static const char *const operator_reasons[] = {"SYSTEM", NULL};

static const struct rule block_rules[] = {
    RULE_ID(struct block_form, path.id, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct block_form, reason, "reason", REQUIRED, .values = operator_reasons),
    END_OF_RULES,
};
static const struct input block_input = {.name = "InstrumentBlock",
                                         .rules = block_rules,
                                         .size = sizeof(struct block_form),
                                         .strict = true};

typedef int act_fn(struct context *ctx, struct instrument *i, const char *reason);

/* Blocks or unblocks. A second time changes nothing. */
static int act_and_reply(struct request *r, act_fn *act)
{
    const struct block_form *in = r->input;
    struct context ctx = context_of(r);
    struct instrument account;
    int rc = account_or_reply(r, in->path.id, &account);

    if (rc != PASS)
        return rc;
    rc = act(&ctx, &account, in->reason);
    return rc < 0 && rc != -EALREADY ? rc : reply(r, NULL);
}

static int control_account_block(struct request *r)
{
    return act_and_reply(r, instrument_block);
}

static int control_account_unblock(struct request *r)
{
    return act_and_reply(r, instrument_unblock);
}

/* clang-format off */
const struct operation control_account_operations[] = {
    OPERATION(control_accounts_list, GET, "/_sandgate/realms/{realm}/accounts", OPERATOR,
              .summary = "List managed accounts, newest first", .group = &money_group,
              .input = &accounts_input, .status = 200, .answer = &accounts_view, .errors = ERRORS()),
    OPERATION(control_account_get, GET, "/_sandgate/realms/{realm}/accounts/{id}", OPERATOR,
              .summary = "Show a managed account", .group = &money_group,
              .input = &realm_item_input, .status = 200, .answer = &account_row_view, .errors = ERRORS()),
    OPERATION(control_account_deposit, POST, "/_sandgate/realms/{realm}/accounts/{id}/deposit", OPERATOR,
              .summary = "Let money arrive at an account, with or without an IBAN", .group = &money_group,
              .input = &deposit_input, .status = 201, .answer = &transaction_view, .writes = true, .errors = ERRORS()),
    OPERATION(control_account_block, POST, "/_sandgate/realms/{realm}/accounts/{id}/block", OPERATOR,
              .summary = "Block an account as the operator", .group = &money_group,
              .input = &block_input, .status = 204, .writes = true, .errors = ERRORS()),
    OPERATION(control_account_unblock, POST, "/_sandgate/realms/{realm}/accounts/{id}/unblock", OPERATOR,
              .summary = "Lift the operator's block", .group = &money_group,
              .input = &block_input, .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
