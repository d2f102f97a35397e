/* SPDX-License-Identifier: MIT */
/* Events of money (weavr-money.md 5). Ids, amounts and times are strings. */
#include "weavr/money/money_events.h"

#include "directory/identities_store.h"
#include "directory/users_store.h"
#include "accounts/bank_details.h"
#include "money_data.h"
#include "weavr/money/instruments_store.h"
#include "weavr/money/transactions.h"
#include "weavr/event_list.h"

#include <string.h>

static const char *const owner_types[] = {"consumers", "corporates", NULL};

static const struct field owner_fields[] = {
    SHOW_NAME(struct typed_id, type, "type", owner_types),
    SHOW_ID(struct typed_id, id, "id"),
    END_OF_FIELDS,
};

static const struct field instrument_id_event_fields[] = {
    SHOW_ID(struct typed_id, id, "id"),
    SHOW_NAME(struct typed_id, type, "type", instrument_type_names),
    END_OF_FIELDS,
};

static const struct field event_balances_fields[] = {
    SHOW_ID(struct balances, available, "availableBalance"),
    SHOW_ID(struct balances, actual, "actualBalance"),
    END_OF_FIELDS,
};

static const struct field event_state_fields[] = {
    SHOW_TEXTS(struct account_event_state, blocks, "blockTypes"),
    SHOW_TEXT(struct account_event_state, destroyed, "destroyType"),
    END_OF_FIELDS,
};

static const struct field event_account_fields[] = {
    SHOW_OBJECT(struct account_event_account, id, "id", instrument_id_event_fields),
    SHOW_ID(struct account_event_account, profile, "profileId"),
    SHOW_TEXT(struct account_event_account, tag, "tag"),
    SHOW_OBJECT(struct account_event_account, owner, "owner", owner_fields),
    SHOW_TEXT(struct account_event_account, friendly_name, "friendlyName"),
    SHOW_BOOLEAN(struct account_event_account, active, "active"),
    SHOW_TEXT(struct account_event_account, currency, "currency"),
    SHOW_OBJECT(struct account_event_account, balances, "balances", event_balances_fields),
    SHOW_OBJECT(struct account_event_account, state, "state", event_state_fields),
    SHOW_ID(struct account_event_account, created, "creationTimestamp"),
    SHOW_LIST(struct account_event_account, details, "bankAccountDetails", bank_details_fields),
    END_OF_FIELDS,
};

static const char *const account_events[] = {
    [ACCOUNT_CREATED] = "CREATED",     [ACCOUNT_UPDATED] = "UPDATED",
    [ACCOUNT_BLOCKED] = "BLOCKED",     [ACCOUNT_UNBLOCKED] = "UNBLOCKED",
    [ACCOUNT_DESTROYED] = "DESTROYED", NULL,
};

static const struct field account_event_fields[] = {
    SHOW_OBJECT(struct account_event_data, account, "account", event_account_fields),
    SHOW_ID(struct account_event_data, published, "publishedTimestamp"),
    SHOW_NAME(struct account_event_data, type, "type", account_events),
    END_OF_FIELDS,
};
const struct view account_event_view = {.name = "ManagedAccountEvent",
                                        .fields = account_event_fields};

static const struct field event_amount_fields[] = {
    SHOW_TEXT(struct event_amount, currency, "currency"),
    SHOW_ID(struct event_amount, amount, "amount"),
    END_OF_FIELDS,
};

static const struct field deposit_event_fields[] = {
    SHOW_OBJECT(struct deposit_event_data, id, "id", instrument_id_event_fields),
    SHOW_ID(struct deposit_event_data, transaction, "transactionId"),
    SHOW_OBJECT(struct deposit_event_data, amount, "transactionAmount", event_amount_fields),
    SHOW_ID(struct deposit_event_data, at, "transactionTimestamp"),
    SHOW_TEXT(struct deposit_event_data, network, "paymentNetwork"),
    SHOW_TEXT(struct deposit_event_data, email, "emailAddress"),
    SHOW_OBJECT(struct deposit_event_data, owner, "owner", owner_fields),
    SHOW_TEXT(struct deposit_event_data, sender, "senderName"),
    SHOW_TEXT(struct deposit_event_data, state, "state"),
    SHOW_TEXT(struct deposit_event_data, sender_iban, "senderIban"),
    SHOW_TEXT(struct deposit_event_data, reference, "senderReference"),
    SHOW_OBJECT(struct deposit_event_data, fee, "transactionFee", event_amount_fields),
    END_OF_FIELDS,
};
const struct view deposit_event_view = {.name = "DepositEvent", .fields = deposit_event_fields};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static int owner_of(struct context *ctx, int64_t id, struct typed_id *ret)
{
    struct identity identity;
    int rc = store_identity_find(ctx->store, ctx->arena, id, &identity);

    if (rc == 0)
        *ret = (struct typed_id){identity.type, identity.id};
    return rc;
}

static struct list blocks_of(struct arena *a, const struct instrument *i)
{
    struct list ret = LIST_OF(const char *);

    for (const char *at = i->blocks; *at != '\0';) {
        size_t length = strcspn(at, ",");

        *(const char **) list_add(&ret, a) = arena_textn(a, at, length);
        at += length + (at[length] == ',');
    }
    return ret;
}

int event_account(struct context *ctx, const struct instrument *account, enum account_event type)
{
    struct account_event_data event = {
        .account = {.id = {account->type, account->id},
                    .profile = account->profile,
                    .tag = or_empty(account->tag),
                    .friendly_name = account->friendly_name,
                    .active = account->destroyed == NULL,
                    .currency = account->currency,
                    .balances = account->balances,
                    .state = {blocks_of(ctx->arena, account), or_empty(account->destroyed)},
                    .created = account->created},
        .published = ctx->now,
        .type = type,
    };
    int rc = owner_of(ctx, account->identity, &event.account.owner);

    if (rc == 0)
        rc = bank_details_of(ctx, account, &event.account.details);
    return rc < 0 ? rc : event_publish(ctx, EVENT_ACCOUNT, 0, &event);
}

int event_deposit(struct context *ctx, const struct instrument *account,
                  const struct transaction *t, const struct deposit *deposit)
{
    struct user root = {.id = 0};
    struct deposit_event_data event = {
        .id = {account->type, account->id},
        .transaction = t->id,
        .amount = {t->currency, t->amount},
        .at = ctx->now,
        .network = deposit->network,
        .sender = or_empty(deposit->sender),
        .state = transaction_state_names[t->state],
        .sender_iban = deposit->iban,
        .reference = or_empty(deposit->reference),
        .fee = {t->currency, t->fee},
    };
    int rc = owner_of(ctx, account->identity, &event.owner);

    if (rc == 0)
        rc = store_user_find(ctx->store, ctx->arena, account->identity, &root);
    event.email = root.email;
    return rc < 0 ? rc : event_publish(ctx, EVENT_DEPOSIT, 0, &event);
}

static const struct field low_balance_event_fields[] = {
    SHOW_OBJECT(struct low_balance_event_data, id, "id", instrument_id_event_fields),
    SHOW_TEXT(struct low_balance_event_data, currency, "currency"),
    SHOW_INTEGER(struct low_balance_event_data, available, "availableBalance"),
    SHOW_ID(struct low_balance_event_data, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
const struct view low_balance_event_view = {.name = "LowBalanceEvent",
                                            .fields = low_balance_event_fields};

int event_if_low(struct context *ctx, const struct instrument *i, int64_t before)
{
    const struct low_balance_event_data event = {
        .id = {i->type, i->id},
        .currency = i->currency,
        .available = i->balances.available,
        .published = ctx->now,
    };

    if (!i->has_low_balance || before < i->low_balance || event.available >= i->low_balance)
        return 0;
    return event_publish(ctx, EVENT_LOW_BALANCE, 0, &event);
}

static const char *const order_types[] = {"transfers", "send", NULL};

static const struct field order_id_fields[] = {
    SHOW_NAME(struct typed_id, type, "type", order_types),
    SHOW_ID(struct typed_id, id, "id"),
    END_OF_FIELDS,
};

/* clang-format off */
#define EVENT_ORDER_FIELDS                                                                         \
    SHOW_OBJECT(struct order_event_order, id, "id", order_id_fields), \
    SHOW_ID(struct order_event_order, profile, "profileId"), \
    SHOW_TEXT(struct order_event_order, tag, "tag"), \
    SHOW_OBJECT(struct order_event_order, source, "source", instrument_id_event_fields), \
    SHOW_OBJECT(struct order_event_order, destination, "destination", instrument_id_event_fields), \
    SHOW_OBJECT(struct order_event_order, amount, "destinationAmount", event_amount_fields), \
    SHOW_NAME(struct order_event_order, state, "state", transaction_state_names), \
    SHOW_ID(struct order_event_order, created, "creationTimestamp"), \
    SHOW_TEXT(struct order_event_order, conflict, "conflict")
/* clang-format on */

static const struct field transfer_event_order_fields[] = {
    EVENT_ORDER_FIELDS,
    END_OF_FIELDS,
};

static const struct field transfer_event_fields[] = {
    SHOW_NAME(struct order_event_data, type, "eventType", transaction_state_names),
    SHOW_OBJECT(struct order_event_data, order, "transfer", transfer_event_order_fields),
    SHOW_ID(struct order_event_data, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
const struct view transfer_event_view = {.name = "TransferEvent", .fields = transfer_event_fields};

static const struct field send_event_order_fields[] = {
    EVENT_ORDER_FIELDS,
    SHOW_TEXT(struct order_event_order, exemption, "challengeExemptionReason"),
    SHOW_TEXT(struct order_event_order, beneficiary, "beneficiaryId"),
    END_OF_FIELDS,
};

static const struct field send_event_fields[] = {
    SHOW_NAME(struct order_event_data, type, "eventType", transaction_state_names),
    SHOW_OBJECT(struct order_event_data, order, "send", send_event_order_fields),
    SHOW_ID(struct order_event_data, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
const struct view send_event_view = {.name = "SendEvent", .fields = send_event_fields};

/* Why a send needs no challenge, in the events' words. */
static const char *exemption_of(const struct context *ctx, const struct transaction *t)
{
    if (t->exemption != NULL)
        return t->exemption;
    return ctx->realm->settings.sca_sends == YES ? "NO_EXEMPTION" : "NOT_ENABLED";
}

static int instrument_typed(struct context *ctx, int64_t id, struct typed_id *ret)
{
    struct instrument i;
    int rc = store_instrument_find(ctx->store, ctx->arena, ctx->realm->id, id, &i);

    if (rc == 0)
        *ret = (struct typed_id){i.type, id};
    return rc;
}

int event_order(struct context *ctx, const struct transaction *t)
{
    struct order_event_data event = {
        .type = t->state,
        .order = {.id = {t->kind == TRANSACTION_TRANSFER ? 0 : 1, t->id},
                  .profile = t->profile,
                  .tag = or_empty(t->tag),
                  .amount = {t->currency, t->amount},
                  .state = t->state,
                  .created = t->created,
                  .conflict = t->kind == TRANSACTION_SEND ? "NO_ERROR" : "UNDEFINED",
                  .exemption = exemption_of(ctx, t),
                  .beneficiary = ""},
        .published = ctx->now,
    };
    int rc = instrument_typed(ctx, t->source, &event.order.source);

    if (rc == 0)
        rc = instrument_typed(ctx, t->destination, &event.order.destination);
    return rc < 0 ? rc
                  : event_publish(ctx, t->kind == TRANSACTION_SEND ? EVENT_SEND : EVENT_TRANSFER, 0,
                                  &event);
}
