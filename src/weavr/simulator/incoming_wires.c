/* SPDX-License-Identifier: MIT */
/* Deposits, as the bank reports them (weavr-simulator.md 7, weavr-money.md 4). Refusals are codes of an answer 200. */
#include "base/encode.h"
#include "directory/context.h"
#include "engine/reply.h"
#include "money/amounts.h"
#include "simulator.h"
#include "weavr/money/instruments_store.h"
#include "weavr/money/transactions.h"

#include <errno.h>
#include <string.h>

enum deposit_code {
    DEPOSIT_COMPLETED,
    DEPOSIT_DENIED_NOT_FOUND,
    DEPOSIT_DENIED_AMOUNT,
    DEPOSIT_DENIED_CURRENCY,
    DEPOSIT_DENIED_INACTIVE,
    DEPOSIT_DENIED_TX_ID,
    DEPOSIT_DENIED_NO_IBAN,
    DEPOSIT_DENIED_OTHER,
};

static const char *const deposit_codes[] = {
    [DEPOSIT_COMPLETED] = "COMPLETED",
    [DEPOSIT_DENIED_NOT_FOUND] = "DENIED_ACCOUNT_NOT_FOUND",
    [DEPOSIT_DENIED_AMOUNT] = "DENIED_AMOUNT_NOT_POSITIVE",
    [DEPOSIT_DENIED_CURRENCY] = "DENIED_CURRENCY_NOT_ACCOUNT_CURRENCY",
    [DEPOSIT_DENIED_INACTIVE] = "DENIED_ACCOUNT_INACTIVE",
    [DEPOSIT_DENIED_TX_ID] = "DENIED_INVALID_TX_ID",
    [DEPOSIT_DENIED_NO_IBAN] = "DENIED_ACCOUNT_NOT_UPGRADED_TO_IBAN",
    [DEPOSIT_DENIED_OTHER] = "DENIED_OTHER",
    NULL,
};

struct deposit_answer {
    unsigned code;
};

static const struct field deposit_answer_fields[] = {
    SHOW_NAME(struct deposit_answer, code, "code", deposit_codes),
    END_OF_FIELDS,
};
static const struct view deposit_answer_view = {.name = "DepositOutcome",
                                                .fields = deposit_answer_fields};

static const char *const networks[] = {"SEPA", "FASTER_PAYMENTS", "SWIFT", "BACS", "CHAPS", "RIX",
                                       NULL};

struct bank_account {
    const char *iban;
    const char *sort_code;
    const char *account_number;
};

struct incoming_wire {
    int64_t account;
    struct amount amount;
    const char *sender;
    const char *reference;
    int64_t id;
    const char *sender_iban;
    const char *network;
    struct bank_account from;
    struct bank_account to;
};

/* clang-format off */
#define WIRE_RULES                                                                                 \
    RULE_OBJECT(struct incoming_wire, amount, "depositAmount", amount_rules, REQUIRED),            \
    RULE_TEXT(struct incoming_wire, sender, "senderName", .most = 150),                            \
    RULE_TEXT(struct incoming_wire, reference, "reference", .most = 150),                          \
    UNREAD_TEXT("receiverName", .most = 150),                                                      \
    RULE_SPECIAL(struct incoming_wire, id, "txId", transaction_id,                                 \
                 "{\"type\":[\"integer\",\"null\"],\"format\":\"int64\"}"),                        \
    RULE_TEXT(struct incoming_wire, network, "paymentNetwork", .values = networks)
/* clang-format on */

/* -1: one that can't be an id. */
static bool transaction_id(const json_t *value, int64_t *ret)
{
    json_int_t id = json_integer_value(value);

    *ret = json_is_null(value) ? 0 : id > 0 && id < INT64_C(1000000000000000000) ? id : -1;
    return json_is_integer(value) || json_is_null(value);
}

static const struct rule sepa_rules[] = {
    UNREAD_TEXT("iban", REQUIRED, .least = 15, .most = 34, .format = FORMAT_IBAN),
    UNREAD_TEXT("bankIdentifierCode", .least = 8, .most = 11),
    END_OF_RULES,
};
static const struct rule faster_payments_rules[] = {
    UNREAD_TEXT("accountNumber", REQUIRED, .least = 8, .most = 8, .format = FORMAT_DIGITS),
    UNREAD_TEXT("sortCode", REQUIRED, .least = 6, .most = 6, .format = FORMAT_DIGITS),
    END_OF_RULES,
};
static const struct rule descriptor_rules[] = {
    UNREAD_TEXT("accountDescriptor", REQUIRED, .most = 50),
    END_OF_RULES,
};

static const struct rule wire_to_id_rules[] = {
    RULE_ID(struct incoming_wire, account, "account_id", REQUIRED, .place = IN_PATH),
    WIRE_RULES,
    RULE_TEXT(struct incoming_wire, sender_iban, "senderIban", .most = 50, .format = FORMAT_TAG),
    UNREAD_OBJECT("sepa", sepa_rules),
    UNREAD_OBJECT("fasterPayments", faster_payments_rules),
    UNREAD_OBJECT("accountDescriptor", descriptor_rules),
    END_OF_RULES,
};
static const struct input wire_to_id_input = {
    .name = "DepositToAccount", .rules = wire_to_id_rules, .size = sizeof(struct incoming_wire)};

static const struct rule iban_details_rules[] = {
    RULE_TEXT(struct bank_account, iban, "iban", REQUIRED, .most = 34, .format = FORMAT_BANK_TEXT),
    UNREAD_TEXT("bankIdentifierCode", .most = 11),
    END_OF_RULES,
};
static const struct rule sort_code_rules[] = {
    RULE_TEXT(struct bank_account, sort_code, "sortCode", REQUIRED, .least = 6, .most = 6,
              .format = FORMAT_DIGITS),
    RULE_TEXT(struct bank_account, account_number, "accountNumber", REQUIRED, .most = 20,
              .format = FORMAT_DIGITS),
    UNREAD_TEXT("secondaryReference", .most = 150),
    END_OF_RULES,
};

static const struct rule wire_rules[] = {
    WIRE_RULES,
    RULE_TEXT(struct incoming_wire, to.iban, "iban", .most = 34, .format = FORMAT_BANK_TEXT),
    UNREAD_TEXT("paymentReference", .most = 150),
    RULE_OBJECT(struct incoming_wire, from, "senderIbanDetails", iban_details_rules),
    RULE_OBJECT(struct incoming_wire, to, "destinationIbanDetails", iban_details_rules),
    RULE_OBJECT(struct incoming_wire, from, "senderFasterPaymentsDetails", sort_code_rules),
    RULE_OBJECT(struct incoming_wire, to, "destinationFasterPaymentsDetails", sort_code_rules),
    UNREAD_OBJECT("senderAccountDescriptorDetails", descriptor_rules),
    END_OF_RULES,
};
static const struct input wire_input = {
    .name = "Deposit", .rules = wire_rules, .size = sizeof(struct incoming_wire)};

static enum deposit_code check(const struct incoming_wire *in, const struct instrument *account)
{
    if (in->amount.amount <= 0)
        return DEPOSIT_DENIED_AMOUNT;
    if (strcmp(in->amount.currency, account->currency) != 0)
        return DEPOSIT_DENIED_CURRENCY;
    return in->id < 0 ? DEPOSIT_DENIED_TX_ID : DEPOSIT_COMPLETED;
}

static int reply_code(struct request *r, enum deposit_code code)
{
    return reply(r, &(struct deposit_answer){code});
}

/* Credits the account, if `rc`, the result of its look-up, and the checks allow it. */
static int deposit_and_reply(struct request *r, int rc, struct instrument *account)
{
    const struct incoming_wire *in = r->input;
    struct context ctx = context_of(r);
    struct transaction t;

    if (rc == -ENOENT || (rc == 0 && account->type != MANAGED_ACCOUNT))
        return reply_code(r, DEPOSIT_DENIED_NOT_FOUND);
    if (rc < 0)
        return rc;
    enum deposit_code code = check(in, account);

    if (code != DEPOSIT_COMPLETED)
        return reply_code(r, code);
    rc = account_deposit(
        &ctx, account,
        &(struct deposit){.id = in->id,
                          .amount = in->amount.amount,
                          .sender = in->sender,
                          .reference = in->reference,
                          .iban = in->sender_iban != NULL ? in->sender_iban : in->from.iban,
                          .network = in->network},
        &t);
    if (rc == -EEXIST)
        return reply_code(r, DEPOSIT_DENIED_TX_ID);
    if (rc == -ERANGE)
        return reply_code(r, DEPOSIT_DENIED_OTHER);
    return rc < 0 ? rc : reply_code(r, DEPOSIT_COMPLETED);
}

static int simulate_deposit_to_account(struct request *r)
{
    const struct incoming_wire *in = r->input;
    struct instrument account = {.id = 0};
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, in->account, &account);

    if (rc == 0 && account.type == MANAGED_ACCOUNT && !account.has_iban)
        return reply_code(r, DEPOSIT_DENIED_NO_IBAN);
    return deposit_and_reply(r, rc, &account);
}

/* Finds the account by its IBAN, or by sort code and account number. */
static int find_destination(struct request *r, const struct bank_account *to,
                            struct instrument *ret)
{
    if (to->iban != NULL) {
        int rc =
            store_instrument_find(r->store, r->arena, r->realm->id, iban_account(to->iban), ret);

        return rc == 0 && !ret->has_iban ? -ENOENT : rc;
    }
    if (to->sort_code == NULL || strlen(to->account_number) != 8)
        return -ENOENT;
    const char *digits = arena_printf(r->arena, "%s%s", to->sort_code, to->account_number);

    return store_instrument_by_bank_number(r->store, r->arena, r->realm->id, id_parse(digits), ret);
}

static int simulate_deposit(struct request *r)
{
    const struct incoming_wire *in = r->input;
    struct instrument account = {.id = 0};

    return deposit_and_reply(r, find_destination(r, &in->to, &account), &account);
}

/* clang-format off */
const struct operation simulator_deposit_operations[] = {
    OPERATION(simulate_deposit, POST, "/simulate/api/accounts/deposit", APP_KEY,
              .summary = "Let money arrive at the account with an IBAN, or a sort code and account number", .group = &simulator_group,
              .input = &wire_input, .status = 200, .answer = &deposit_answer_view, .writes = true, .errors = ERRORS()),
    OPERATION(simulate_deposit_to_account, POST, "/simulate/api/accounts/{account_id}/deposit", APP_KEY,
              .summary = "Let money arrive at an account", .group = &simulator_group,
              .input = &wire_to_id_input, .status = 200, .answer = &deposit_answer_view, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
