/* SPDX-License-Identifier: MIT */
/* Sends to instruments of other identities (weavr-money.md 2.3). */
#include "sends.h"

#include "directory/identities_store.h"
#include "engine/reply.h"
#include "multi_columns.h"
#include "execution.h"
#include "money_checks.h"
#include "shown_order.h"
#include "transaction_steps.h"
#include "weavr/money/instruments_store.h"
#include "weavr/money/transactions_store.h"

#include <errno.h>

const struct group sends_group = {.tag = "sends", .title = "Sends"};

static const struct rule destination_rules[] = {
    RULE_ID(struct instrument_id, id, "id"),
    RULE_CHOICE(struct instrument_id, type, "type", instrument_type_names),
    RULE_ID(struct instrument_id, beneficiary, "beneficiaryId"),
    END_OF_RULES,
};

static const struct rule send_rules[] = {
    ORDER_RULES(struct order_form, order, destination_rules),
    END_OF_RULES,
};
static const struct input send_input = {
    .name = "SendCreate", .rules = send_rules, .size = sizeof(struct order_form)};

static const struct field send_fields[] = {
    ORDER_FIELDS(struct shown_order),
    SHOW_OBJECT(struct shown_order, paid, "transactionAmount", amount_fields),
    SHOW_POINTER(struct shown_order, source_fee, "sourceFee", amount_fields, OPTIONAL),
    SHOW_TEXT(struct shown_order, t.exemption, "challengeExemptionReason", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view send_view = {.name = "Send", .fields = send_fields};

static int reply_send(struct request *r, const struct transaction *t)
{
    struct shown_order shown;
    int rc = shown_order_of(r, t, &shown);

    return rc < 0 ? rc : reply(r, &shown);
}

static int send_show(struct request *r, int64_t id)
{
    struct transaction t;
    int rc = store_transaction_find(r->store, r->arena, r->realm->id, id, &t);

    return rc < 0 ? rc : reply_send(r, &t);
}

/* weavr-money.md 2.3.1 rows 1, 4 and 6: an instrument, or a beneficiary, of whom there are none yet. */
static int destination_or_reply(struct request *r, const struct instrument_id *in,
                                struct instrument *ret)
{
    static const struct place destination = {.name = "destination"};

    if (in->beneficiary != 0)
        return refuse(r, BENEFICIARY_NOT_FOUND, "there is no beneficiary %lld",
                      (long long) in->beneficiary);
    if (in->id == 0)
        return refuse_place(r, &(struct place){.parent = &destination, .name = "id"},
                            "must not be null");
    if (in->type < 0)
        return refuse_place(r, &(struct place){.parent = &destination, .name = "type"},
                            "must not be null");
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, in->id, ret);

    if (rc == -ENOENT || (rc == 0 && (int) ret->type != in->type))
        return refuse(r, DESTINATION_NOT_FOUND, "there is no %s with this id",
                      instrument_type_names[in->type]);
    return rc < 0 ? rc : PASS;
}

/* weavr-money.md 2.3.1 row 12 */
static int level_or_reply(struct request *r, const struct order *order)
{
    int64_t limit = r->realm->settings.level_one_send_limit;
    struct identity identity;

    if (limit < 0 || order->amount.amount <= limit)
        return PASS;
    int rc = store_identity_find(r->store, r->arena, r->session.identity, &identity);

    if (rc < 0)
        return rc;
    return identity.diligence.effective.level == DILIGENCE_LEVEL_1
               ? refuse(r, IDENTITY_KYC_LEVEL_STEPUP_REQUIRED,
                        "the due diligence is of level 1, whose limit is %lld", (long long) limit)
               : PASS;
}

/* weavr-money.md 2.3.1 rows 3 to 12 */
static int parties_or_reply(struct request *r, const struct order *order, struct parties *ret)
{
    int rc = own_instrument_or_reply(r, order->source.id, (enum instrument_type) order->source.type,
                                     SOURCE_NOT_FOUND, &ret->source);

    if (rc == PASS)
        rc = destination_or_reply(r, &order->destination, &ret->destination);
    if (rc != PASS)
        return rc;
    if (ret->source.id == ret->destination.id)
        return refuse(r, SOURCE_AND_DESTINATION_MUST_BE_DIFFERENT, "both are %lld",
                      (long long) ret->source.id);
    if (ret->destination.identity == r->session.identity)
        return refuse(r, DESTINATION_BELONGS_TO_SAME_IDENTITY,
                      "use a transfer between instruments of one identity");
    rc = order_or_reply(r, order, ret);
    return rc == PASS ? level_or_reply(r, order) : rc;
}

/*
 * Whether the send needs no challenge because it is little (weavr-money.md 1.8): then its sum and number are counted.
 * 0 or a negative errno.
 */
static int take_exemption(struct request *r, const struct transaction *t, bool *ret)
{
    const struct low_value_settings *most = &r->realm->settings.low_value_exemption;
    struct low_value used;
    int rc = 0;

    *ret = false;
    if (most->count == 0)
        return 0;
    rc = store_low_value(r->store, r->realm->id, t->identity, &used);
    if (rc < 0 || used.count >= most->count || t->amount > most->amount - used.amount)
        return rc;
    *ret = true;
    return store_low_value_save(r->store, r->realm->id, t->identity,
                                (struct low_value){used.amount + t->amount, used.count + 1});
}

/* weavr-money.md 2.3.1 row 13: a send that is refused for its funds is kept as INVALID. */
static int funds_or_reply(struct request *r, struct transaction *t, const struct parties *parties)
{
    struct context ctx = context_of(r);
    int64_t needed;
    int64_t available = parties->source.balances.available;

    if (__builtin_add_overflow(t->amount, t->fee, &needed))
        return refuse(r, AMOUNT_INVALID, "the amount and its fee don't fit into 64 bits");
    if (t->scheduled != 0 || available >= needed)
        return PASS;
    t->state = TRANSACTION_INVALID;
    int rc = order_store(&ctx, t);

    return rc < 0
               ? rc
               : refuse(r, FUNDS_INSUFFICIENT, "available is %lld, needed %lld and a fee of %lld",
                        (long long) available, (long long) t->amount, (long long) t->fee);
}

/* weavr-money.md 2.3.1 rows 14 to 18: challenged, scheduled, or executed. 0 or a negative errno. */
static int begin(struct request *r, struct transaction *t, struct parties *parties)
{
    struct context ctx = context_of(r);
    bool is_exempt = false;
    int rc = 0;

    if (r->realm->settings.sca_sends == YES) {
        rc = take_exemption(r, t, &is_exempt);
        t->state = TRANSACTION_PENDING_CHALLENGE;
        t->exemption = is_exempt ? "LOW_VALUE" : NULL;
        if (rc < 0 || !is_exempt)
            return rc;
    }
    t->state = TRANSACTION_SCHEDULED;
    return t->scheduled != 0 ? 0 : order_execute(&ctx, t, &parties->source, &parties->destination);
}

static int send_create(struct request *r)
{
    const struct order_form *in = r->input;
    struct context ctx = context_of(r);
    struct parties parties;
    int rc = money_profile_or_reply(r, PROFILE_SENDS, in->order.profile, PROFILE_NOT_FOUND);

    if (rc == PASS)
        rc = parties_or_reply(r, &in->order, &parties);
    if (rc != PASS)
        return rc;
    struct transaction t =
        order_transaction(r, &in->order, &parties, TRANSACTION_SEND, r->realm->settings.fees.send);

    rc = transaction_begin(&ctx, &t);
    if (rc < 0)
        return rc;
    rc = funds_or_reply(r, &t, &parties);
    if (rc != PASS)
        return rc;
    rc = begin(r, &t, &parties);
    if (rc == 0)
        rc = order_store(&ctx, &t);
    r->made = t.id;
    return rc < 0 ? rc : reply_send(r, &t);
}

/* ---- lists */

static const struct rule sends_query_rules[] = {
    ORDERS_QUERY_RULES("source.id", "source.type"),
    END_OF_RULES,
};
static const struct input sends_query_input = {
    .name = "SendsQuery", .rules = sends_query_rules, .size = sizeof(struct orders_query)};

static const struct field sends_fields[] = {
    SHOW_LIST(struct shown_orders, rows, "send", send_fields),
    SHOW_INTEGER(struct shown_orders, count, "count"),
    SHOW_INTEGER(struct shown_orders, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view sends_view = {.name = "Sends", .fields = sends_fields};

static int sends_list(struct request *r)
{
    const struct orders_query *in = r->input;

    if ((in->source.id == 0) != (in->source.type < 0))
        return refuse_member(r, in->source.id == 0 ? "source.id" : "source.type",
                             "is needed beside the other");
    return reply_orders(r, in, TRANSACTION_SEND);
}

static const struct rule send_path_rules[] = {
    RULE_ID(struct path_id, id, "id", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input send_path_input = {
    .name = "SendPath", .rules = send_path_rules, .size = sizeof(struct path_id)};

static int send_get(struct request *r)
{
    const struct path_id *in = r->input;
    struct transaction t = {.id = 0};
    int rc = order_find_or_reply(r, in->id, TRANSACTION_SEND, &t);

    if (rc == PASS)
        rc = window_or_reply(r, t.created);
    return rc == PASS ? reply_send(r, &t) : rc;
}

struct send_cancel {
    struct path_id path;
    const char *reason;
};

static const struct rule send_cancel_rules[] = {
    RULE_ID(struct send_cancel, path.id, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct send_cancel, reason, "cancellationReason", .most = 50,
              .format = FORMAT_REASON),
    END_OF_RULES,
};
static const struct input send_cancel_input = {.name = "SendCancel",
                                               .rules = send_cancel_rules,
                                               .size = sizeof(struct send_cancel),
                                               .body_optional = true};

/* weavr-money.md 2.3.3 */
static int send_cancel(struct request *r)
{
    const struct send_cancel *in = r->input;
    struct context ctx = context_of(r);
    struct transaction t = {.id = 0};
    int rc = order_find_or_reply(r, in->path.id, TRANSACTION_SEND, &t);

    if (rc != PASS)
        return rc;
    if (t.state != TRANSACTION_SCHEDULED &&
        (t.state != TRANSACTION_PENDING_CHALLENGE || t.scheduled == 0))
        return refuse(r, INVALID_STATE, "the send is %s%s", transaction_state_names[t.state],
                      t.scheduled == 0 ? ", and was not scheduled" : "");
    t.cancellation_reason = in->reason;
    rc = order_update(&ctx, &t, TRANSACTION_CANCELLED);
    return rc < 0 ? rc : reply_send(r, &t);
}

/* clang-format off */
const struct operation send_operations[] = {
    OPERATION(send_create, POST, "/multi/sends", SIGNED_IN,
              .summary = "Send money to an instrument of another identity, at once or later", .group = &sends_group,
              .input = &send_input, .status = 200, .answer = &send_view, .writes = true, .replays = REPLAY_CURRENT(send_show),
              .errors = ERRORS(PROFILE_NOT_FOUND, ORDER_ERRORS, BENEFICIARY_NOT_FOUND, BENEFICIARY_TYPE_INVALID,
                               SOURCE_AND_DESTINATION_MUST_BE_IN_SAME_PROGRAMME, DESTINATION_BELONGS_TO_SAME_IDENTITY,
                               IDENTITY_KYC_LEVEL_STEPUP_REQUIRED, SEND_TO_INSTRUMENT_UNSUPPORTED,
                               DESTINATION_FEE_EXCEEDS_TRANSACTION_AMOUNT)),
    OPERATION(sends_list, GET, "/multi/sends", SIGNED_IN,
              .summary = "List the sends of the identity, newest first", .group = &sends_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &sends_query_input, .status = 200, .answer = &sends_view, .errors = ERRORS()),
    OPERATION(send_get, GET, "/multi/sends/{id}", SIGNED_IN,
              .summary = "Show a send", .group = &sends_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &send_path_input, .status = 200, .answer = &send_view, .errors = ERRORS(NOT_FOUND)),
    OPERATION(send_cancel, POST, "/multi/sends/{id}/cancel", SIGNED_IN,
              .summary = "Cancel a scheduled send", .group = &sends_group,
              .input = &send_cancel_input, .status = 200, .answer = &send_view, .writes = true, .errors = ERRORS(NOT_FOUND, INVALID_STATE)),
    END_OF_OPERATIONS,
};
/* clang-format on */
