/* SPDX-License-Identifier: MIT */
/*
 * The Merchant API: card payments (cyrexa.md 2.27, 2.28 and 4.11). No source documents the states of a payment,
 * so each is approved at once, and the redirect goes straight back to the merchant.
 */
#include "customer_columns.h"
#include "cyrexa/customers.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "engine/reply.h"
#include "json/values.h"
#include "payments_store.h"

#include <errno.h>
#include <string.h>

static const struct group payments_group = {.tag = "payments", .title = "Merchant"};

#define APPROVED "approved"
#define APPROVED_CODE 200
#define VALUE_MOST 1000
#define BIN_LENGTH 6
#define LAST_LENGTH 4

/* ---- the body ---- */

struct pay_card {
    const char *number;
    const char *expiry_month;
    const char *expiry_year;
};

struct pay_customer {
    const char *given_name;
    const char *surname;
};

struct pay_body {
    const char *transaction;
    const char *currency;
    const char *descriptor;
    const char *brand;
    const char *mode;
    const char *redirect_url;
    struct pay_customer customer;
    struct pay_card card;
};

static bool is_amount(const json_t *value, int64_t *ret)
{
    *ret = 0;
    return json_is_number(value) && json_number_value(value) >= 0;
}

static const struct rule shipping_rules[] = {
    UNREAD_TEXT("country"),  UNREAD_TEXT("city"),    UNREAD_TEXT("state"),
    UNREAD_TEXT("postcode"), UNREAD_TEXT("street1"), END_OF_RULES,
};

static const struct rule payer_rules[] = {
    UNREAD_TEXT("telnocc"),
    UNREAD_TEXT("phone"),
    UNREAD_TEXT("email"),
    RULE_TEXT(struct pay_customer, given_name, "givenName", .most = VALUE_MOST),
    RULE_TEXT(struct pay_customer, surname, "surname", .most = VALUE_MOST),
    UNREAD_TEXT("customerId"),
    END_OF_RULES,
};

static const struct rule card_rules[] = {
    RULE_TEXT(struct pay_card, number, "number", REQUIRED, SECRET, .format = FORMAT_CARD_NUMBER),
    RULE_TEXT(struct pay_card, expiry_month, "expiryMonth", .most = VALUE_MOST),
    RULE_TEXT(struct pay_card, expiry_year, "expiryYear", .most = VALUE_MOST),
    UNREAD_TEXT("cvv", SECRET),
    END_OF_RULES,
};

/* No source says which members are required: these are the ones that answers and look-ups need. */
static const struct rule pay_rules[] = {
    RULE_TEXT(struct pay_body, transaction, "merchantTransactionId", REQUIRED, .not_blank = true,
              .most = VALUE_MOST),
    UNREAD_TEXT("customerId"),
    {.name = "amount",
     .kind = RULE_KIND_SPECIAL,
     .unread = true,
     REQUIRED,
     .special = is_amount,
     .schema = "{\"type\":\"number\",\"minimum\":0}"},
    RULE_TEXT(struct pay_body, currency, "currency", REQUIRED, .not_blank = true,
              .most = VALUE_MOST),
    UNREAD_TEXT("orderType"),
    UNREAD_TEXT("sourceId"),
    UNREAD_TEXT("destinationId"),
    RULE_TEXT(struct pay_body, descriptor, "orderDescriptor", .most = VALUE_MOST),
    RULE_TEXT(struct pay_body, brand, "paymentBrand", .most = VALUE_MOST),
    RULE_TEXT(struct pay_body, mode, "paymentMode", .most = VALUE_MOST),
    RULE_TEXT(struct pay_body, redirect_url, "merchantRedirectUrl", .most = VALUE_MOST),
    UNREAD_TEXT("notificationUrl"),
    UNREAD_NUMBER("terminalId"),
    UNREAD_OBJECT("shipping", shipping_rules),
    RULE_OBJECT(struct pay_body, customer, "customer", payer_rules),
    RULE_OBJECT(struct pay_body, card, "card", card_rules, REQUIRED),
    END_OF_RULES,
};
static const struct input payment_input = {
    .name = "Payment", .rules = pay_rules, .size = sizeof(struct pay_body)};

/* ---- the answers ---- */

struct shown_card {
    struct payment_card digits;
    const char *holder;
};

struct shown_result {
    int64_t code;
    const char *description;
};

struct shown_state {
    const char *detail;
};

/* A payment with the values that are the same for all payments. */
struct shown_payment {
    struct payment payment;
    struct shown_card card;
    struct shown_result result;
    struct shown_state state;
    const char *status;
    const char *unknown; /* "", for members that no source explains */
};

static const struct field result_fields[] = {
    SHOW_INTEGER(struct shown_result, code, "code"),
    SHOW_TEXT(struct shown_result, description, "description"),
    END_OF_FIELDS,
};

static const struct field card_fields[] = {
    SHOW_TEXT(struct shown_card, digits.bin, "bin"),
    SHOW_TEXT(struct shown_card, digits.last, "last4Digits"),
    SHOW_TEXT(struct shown_card, holder, "holder"),
    SHOW_TEXT(struct shown_card, digits.expiry_month, "expiryMonth"),
    SHOW_TEXT(struct shown_card, digits.expiry_year, "expiryYear"),
    END_OF_FIELDS,
};

static const struct field state_fields[] = {
    SHOW_TEXT(struct shown_state, detail, "detail"),
    END_OF_FIELDS,
};

static const char *name_of(struct arena *a, const struct payment *p)
{
    bool both = *p->first_name != '\0' && *p->last_name != '\0';

    return arena_printf(a, "%s%s%s", p->first_name, both ? " " : "", p->last_name);
}

static struct shown_payment shown(struct arena *a, const struct payment *p)
{
    return (struct shown_payment){
        .payment = *p,
        .card = {p->card, name_of(a, p)},
        .result = {APPROVED_CODE, APPROVED},
        .state = {APPROVED},
        .status = APPROVED,
        .unknown = "",
    };
}

/* ---- paying ---- */

struct parameter {
    const char *name;
    const char *value;
};

struct redirect {
    const char *url;
    const char *method;
    const char *target;
    struct list parameters; /* struct parameter */
};

struct detail {
    struct shown_payment shown;
    struct redirect redirect;
};

struct value {
    const char *id;
    struct detail detail;
};

struct payment_answer {
    struct value value;
    bool ok;
    bool failed;
};

static const struct field parameter_fields[] = {
    SHOW_TEXT(struct parameter, name, "name"),
    SHOW_TEXT(struct parameter, value, "value"),
    END_OF_FIELDS,
};

static const struct field redirect_fields[] = {
    SHOW_TEXT(struct redirect, url, "url"),
    SHOW_TEXT(struct redirect, method, "method"),
    SHOW_TEXT(struct redirect, target, "target"),
    SHOW_LIST(struct redirect, parameters, "parameters", parameter_fields),
    END_OF_FIELDS,
};

static const struct field detail_fields[] = {
    SHOW_TEXT(struct detail, shown.payment.id, "paymentId"),
    SHOW_TEXT(struct detail, shown.payment.brand, "paymentBrand"),
    SHOW_TEXT(struct detail, shown.payment.mode, "paymentMode"),
    SHOW_TEXT(struct detail, shown.unknown, "paymentType"),
    SHOW_TEXT(struct detail, shown.unknown, "registrationId"),
    SHOW_NUMBER(struct detail, shown.payment.amount, "amount"),
    SHOW_TEXT(struct detail, shown.payment.currency, "currency"),
    SHOW_OBJECT(struct detail, shown.card, "card", card_fields),
    SHOW_TEXT(struct detail, shown.status, "transactionStatus"),
    SHOW_TEXT(struct detail, shown.payment.transaction, "merchantTransactionId"),
    SHOW_OBJECT(struct detail, shown.result, "result", result_fields),
    SHOW_TEXT(struct detail, shown.payment.descriptor, "descriptor"),
    SHOW_TEXT(struct detail, shown.unknown, "remark"),
    SHOW_TIME(struct detail, shown.payment.created, "timestamp"),
    SHOW_OBJECT(struct detail, redirect, "redirect", redirect_fields),
    END_OF_FIELDS,
};

static const struct field value_fields[] = {
    SHOW_TEXT(struct value, id, "id"),
    SHOW_OBJECT(struct value, detail, "paymentDetail", detail_fields),
    END_OF_FIELDS,
};

static const struct field payment_fields[] = {
    SHOW_OBJECT(struct payment_answer, value, "value", value_fields),
    SHOW_BOOLEAN(struct payment_answer, ok, "isOk"),
    SHOW_BOOLEAN(struct payment_answer, failed, "isErr"),
    END_OF_FIELDS,
};
static const struct view payment_view = {.name = "PaymentMade", .fields = payment_fields};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static struct payment payment_of(struct request *r, const struct pay_body *in)
{
    struct context ctx = context_of(r);
    const char *number = in->card.number;

    return (struct payment){
        .id = uuid_new(&ctx),
        .organization = request_header(r, "organizationId"),
        .transaction = in->transaction,
        .amount = json_text(r->arena, json_object_get(r->json, "amount")),
        .currency = in->currency,
        .brand = or_empty(in->brand),
        .mode = or_empty(in->mode),
        .descriptor = or_empty(in->descriptor),
        .first_name = or_empty(in->customer.given_name),
        .last_name = or_empty(in->customer.surname),
        .card = {.bin = arena_textn(r->arena, number, BIN_LENGTH),
                 .last = &number[strlen(number) - LAST_LENGTH],
                 .expiry_month = or_empty(in->card.expiry_month),
                 .expiry_year = or_empty(in->card.expiry_year)},
        .created = r->now,
    };
}

static int payment_make(struct request *r)
{
    const struct pay_body *in = r->input;
    const struct payment payment = payment_of(r, in);
    int rc = store_payment_insert(r->store, r->realm->id, &payment);

    if (rc == -EEXIST)
        return refuse(r, ID_TAKEN, "the merchantTransactionId %.100s has already been paid",
                      in->transaction);
    if (rc < 0)
        return rc;
    const struct redirect back = {or_empty(in->redirect_url), "GET", "", LIST_OF(struct parameter)};

    return reply(r, &(struct payment_answer){
                        .value = {payment.id, {shown(r->arena, &payment), back}}, .ok = true});
}

/* ---- status ---- */

struct status_answer {
    struct shown_payment data;
};

/* Here the amount is a string; in the answer to the payment it is a number. */
static const struct field data_fields[] = {
    SHOW_OBJECT(struct shown_payment, result, "result", result_fields),
    SHOW_TEXT(struct shown_payment, payment.id, "paymentId"),
    SHOW_TIME(struct shown_payment, payment.created, "timestamp"),
    SHOW_TEXT(struct shown_payment, payment.brand, "paymentBrand"),
    SHOW_TEXT(struct shown_payment, payment.mode, "paymentMode"),
    SHOW_TEXT(struct shown_payment, payment.first_name, "firstName"),
    SHOW_TEXT(struct shown_payment, payment.last_name, "lastName"),
    SHOW_TEXT(struct shown_payment, payment.amount, "amount"),
    SHOW_TEXT(struct shown_payment, payment.descriptor, "descriptor"),
    SHOW_TEXT(struct shown_payment, payment.currency, "currency"),
    SHOW_OBJECT(struct shown_payment, card, "card", card_fields),
    SHOW_TEXT(struct shown_payment, status, "transactionStatus"),
    SHOW_TEXT(struct shown_payment, payment.transaction, "merchantTransactionId"),
    SHOW_TEXT(struct shown_payment, unknown, "remark"),
    SHOW_OBJECT(struct shown_payment, state, "status", state_fields),
    END_OF_FIELDS,
};

static const struct field status_fields[] = {
    SHOW_OBJECT(struct status_answer, data, "data", data_fields),
    END_OF_FIELDS,
};
static const struct view payment_status_view = {.name = "PaymentStatus", .fields = status_fields};

struct payment_path {
    const char *id;
};

static const struct rule payment_path_rules[] = {
    RULE_TEXT(struct payment_path, id, "paymentId", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
static const struct input payment_id_input = {
    .name = "PaymentPath", .rules = payment_path_rules, .size = sizeof(struct payment_path)};

static const struct rule transaction_rules[] = {
    RULE_TEXT(struct payment_path, id, "transactionId", REQUIRED, .not_blank = true),
    END_OF_RULES,
};
static const struct input payment_transaction_input = {
    .name = "PaymentTransaction", .rules = transaction_rules, .size = sizeof(struct payment_path)};

typedef int find_fn(struct store *s, struct arena *a, int64_t realm, const char *organization,
                    const char *id, struct payment *ret);

static int reply_found(struct request *r, find_fn *find, const char *kind)
{
    const struct payment_path *in = r->input;
    struct payment payment;
    int rc = find(r->store, r->arena, r->realm->id, request_header(r, "organizationId"), in->id,
                  &payment);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no %s %.100s of this organization in this tenant", kind,
                      in->id);
    return rc < 0 ? rc : reply(r, &(struct status_answer){shown(r->arena, &payment)});
}

static int payment_get(struct request *r)
{
    return reply_found(r, store_payment_find, "payment");
}

static int payment_find(struct request *r)
{
    return reply_found(r, store_payment_find_transaction, "transaction");
}

/* clang-format off */
const struct operation payment_operations[] = {
    OPERATION(payment_make, POST, "/ipg/1.0.0/payment/pay-3d-secure", BEARER,
              .summary = "Pay by card; the payment is approved at once", .group = &payments_group,
              .input = &payment_input, .status = 200, .answer = &payment_view, .writes = true,
              .columns = CUSTOMER(.headers = HEADERS("OrganizationId", "WalletId")), .errors = ERRORS(ID_TAKEN)),
    OPERATION(payment_get, GET, "/ipg/1.0.0/payment/payments/{paymentId}/status-by-payment-id", ITS_TENANT,
              .summary = "A payment of the organization by its id", .group = &payments_group,
              .input = &payment_id_input, .status = 200, .answer = &payment_status_view,
              .media_type = "text/plain", .columns = CUSTOMER(.headers = HEADERS("organizationId")), .errors = ERRORS(NOT_FOUND)),
    OPERATION(payment_find, POST, "/ipg/1.0.0/payment/payments/status-by-transaction-id", ITS_TENANT,
              .summary = "A payment of the organization by the merchant's transaction id", .group = &payments_group,
              .input = &payment_transaction_input, .status = 200, .answer = &payment_status_view,
              .media_type = "text/plain", .columns = CUSTOMER(.headers = HEADERS("organizationId")), .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
