/* SPDX-License-Identifier: MIT */
/*
 * Statements. The lines of an account are numbered, so a page of a period and its count are found by an index. Only the
 * filters by kind look at every line, in pieces.
 */
#include "accounts.h"
#include "engine/accept.h"
#include "engine/reply.h"
#include "money/money_checks.h"
#include "multi_columns.h"
#include "statement.h"

#include <errno.h>
#include <string.h>

static const char *const orders[] = {"ASC", "DESC", NULL};
static const char *const entry_types[] = {"DEPOSIT",
                                          "TRANSFER",
                                          "SEND",
                                          "OUTGOING_WIRE_TRANSFER",
                                          "AUTHORISATION",
                                          "SETTLEMENT",
                                          "MERCHANT_REFUND",
                                          "AUTHORISATION_DECLINE",
                                          "FEE_REVERSAL",
                                          "CHARGE_FEE",
                                          "ADJUSTMENT",
                                          NULL};
static const char *const newer_types[] = {"card_payments",
                                          "transfers",
                                          "sends",
                                          "outgoing_wire_transfers",
                                          "incoming_wire_transfers",
                                          "correspondent_bank_transfers",
                                          "fees",
                                          "system_transactions",
                                          NULL};
static const char *const executing_types[] = {"managed_cards", "ibans", NULL};

/* clang-format off */
#define OLDER_RULES                                                                                \
    RULE_ID(struct statement_query, path.id, "id", REQUIRED, .place = IN_PATH),                    \
    PAGE_RULES(struct statement_query, page, STATEMENT_MOST),                                      \
    RULE_INTEGER(struct statement_query, older_limit, "statementLimit", .place = IN_QUERY,         \
                 .least = 1, .most = STATEMENT_MOST),                                              \
    RULE_CHOICE(struct statement_query, order, "orderByTimestamp", orders, .place = IN_QUERY),     \
    RULE_INTEGER(struct statement_query, from, "fromTimestamp", .place = IN_QUERY),                \
    RULE_INTEGER(struct statement_query, to, "toTimestamp", .place = IN_QUERY),                    \
    RULE_BOOLEAN(struct statement_query, only_movements, "showFundMovementsOnly", .place = IN_QUERY), \
    RULE_BOOLEAN(struct statement_query, one_entry, "singleEntryPerTransaction", .place = IN_QUERY), \
    RULE_TEXTS(struct statement_query, types, "transactionType", .place = IN_QUERY, .most = 20,    \
               .values = entry_types)
/* clang-format on */

static const struct rule older_statement_rules[] = {OLDER_RULES, END_OF_RULES};
static const struct input older_statement_input = {.name = "OlderStatementQuery",
                                                   .rules = older_statement_rules,
                                                   .size = sizeof(struct statement_query)};

static const struct rule statement_rules[] = {
    OLDER_RULES,
    RULE_CHOICE(struct statement_query, newer_order, "sortOrder", orders, .place = IN_QUERY),
    RULE_INTEGER(struct statement_query, start, "startPeriod", .place = IN_QUERY),
    RULE_INTEGER(struct statement_query, end, "endPeriod", .place = IN_QUERY),
    RULE_TEXTS(struct statement_query, newer_types, "transaction.type", .place = IN_QUERY,
               .most = 20, .values = newer_types),
    RULE_ID(struct statement_query, executing_id, "executingAccessInstrument.id",
            .place = IN_QUERY),
    RULE_TEXTS(struct statement_query, executing_types, "executingAccessInstrument.type",
               .place = IN_QUERY, .most = 20, .values = executing_types),
    END_OF_RULES,
};
static const struct input statement_input = {
    .name = "StatementQuery", .rules = statement_rules, .size = sizeof(struct statement_query)};

static const struct field transaction_id_fields[] = {
    SHOW_TEXT(struct entry_transaction, type, "type"),
    SHOW_ID(struct entry_transaction, id, "id"),
    END_OF_FIELDS,
};

static const struct field older_entry_fields[] = {
    SHOW_OBJECT(struct older_entry, transaction, "transactionId", transaction_id_fields),
    SHOW_TEXT(struct older_entry, state, "entryState"),
    SHOW_OBJECT(struct older_entry, amount, "transactionAmount", amount_fields),
    SHOW_OBJECT(struct older_entry, available, "availableBalanceAdjustment", amount_fields),
    SHOW_OBJECT(struct older_entry, actual, "actualBalanceAdjustment", amount_fields),
    SHOW_OBJECT(struct older_entry, after, "balanceAfter", amount_fields),
    SHOW_OBJECT(struct older_entry, available_after, "availableBalanceAfter", amount_fields),
    SHOW_OBJECT(struct older_entry, actual_after, "actualBalanceAfter", amount_fields),
    SHOW_OBJECT(struct older_entry, fee, "transactionFee", amount_fields),
    SHOW_OBJECT(struct older_entry, fee, "cardholderFee", amount_fields),
    SHOW_ID(struct older_entry, line.at, "processedTimestamp"),
    SHOW_JSON(struct older_entry, line.entry.details, "additionalFields"),
    END_OF_FIELDS,
};

static const struct field older_statement_fields[] = {
    SHOW_LIST(struct older_statement, entries, "entry", older_entry_fields),
    SHOW_INTEGER(struct older_statement, count, "count"),
    SHOW_INTEGER(struct older_statement, response_count, "responseCount"),
    SHOW_OBJECT(struct older_statement, start, "startBalance", amount_fields),
    SHOW_OBJECT(struct older_statement, end, "endBalance", amount_fields),
    SHOW_TEXT(struct older_statement, footer, "footer"),
    END_OF_FIELDS,
};
static const struct view older_statement_view = {.name = "OlderStatement",
                                                 .fields = older_statement_fields};

int statement_range(struct request *r, const struct instrument *account, int64_t from, int64_t to,
                    struct ledger_range *ret)
{
    struct ledger_row row = {.lines = 0};

    *ret = (struct ledger_range){
        .realm = r->realm->id, .account = account->id, .currency = account->currency};
    int rc = store_ledger_find(r->store, r->realm->id, account->id, account->currency, &row);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    ret->last = row.lines;
    rc = from == 0 ? 0 : store_ledger_line_before(r->store, ret, from, &ret->first);
    if (rc == 0 && to != 0)
        rc = store_ledger_line_before(r->store, ret, to + 1, &ret->last);
    ret->first++;
    return rc;
}

int balances_at(struct request *r, const struct ledger_range *range, int64_t line,
                struct balances *ret)
{
    struct ledger_range one = *range;
    struct list found = LIST_OF(struct ledger_line);

    one.first = line;
    one.last = line;
    int rc = line == 0 ? 0 : store_ledger_lines(r->store, r->arena, &one, false, 1, &found);

    *ret = found.count == 0 ? (struct balances){0, 0}
                            : ((const struct ledger_line *) list_at(&found, 0))->after;
    return rc;
}

/* ---- the older form */

static struct older_entry entry_of(const struct ledger_line *line, const char *currency)
{
    return (struct older_entry){
        .line = *line,
        .transaction = {line->entry.type, line->transaction},
        .state = entry_state_names[line->entry.state],
        .amount = {currency, line->entry.amount},
        .available = {currency, line->add.available},
        .actual = {currency, line->add.actual},
        .after = {currency, line->after.available},
        .available_after = {currency, line->after.available},
        .actual_after = {currency, line->after.actual},
        .fee = {currency, line->entry.fee},
    };
}

/* weavr-money.md 2.1.9: what the flags leave out. */
static bool is_shown(const struct statement_query *in, const struct ledger_line *line)
{
    bool is_waiting = line->entry.state == ENTRY_PENDING;
    bool moves = line->add.available != 0 || line->add.actual != 0;

    return is_wanted(&in->types, line->entry.type) &&
           (in->only_movements != YES || (moves && !is_waiting)) &&
           (in->one_entry != YES || !is_waiting);
}

static bool is_filtered(const struct statement_query *in)
{
    return in->types.count > 0 || in->only_movements == YES || in->one_entry == YES;
}

struct older_look {
    const struct statement_query *query;
    const struct ledger_range *range;
    bool backwards;
};

/* The lines behind the last one that was looked at, whose number is its id here. */
static struct ledger_range rest_of(const struct older_look *look, const struct paging *p)
{
    struct ledger_range rest = *look->range;

    if (p->last_id != 0 && look->backwards)
        rest.last = p->last_id - 1;
    else if (p->last_id != 0)
        rest.first = p->last_id + 1;
    return rest;
}

static int look_at_lines(struct request *r, struct arena *scratch, const void *context,
                         int64_t most, struct paging *p)
{
    const struct older_look *look = context;
    const struct ledger_range rest = rest_of(look, p);
    struct list found;
    int rc = store_ledger_lines(r->store, scratch, &rest, look->backwards, most, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct ledger_line *line = list_at(&found, i);

        paging_take(r, p, 0, line->line, is_shown(look->query, line));
    }
    return rc;
}

static int add_lines(struct request *r, const struct ledger_range *range, bool backwards,
                     int64_t most, struct list *entries)
{
    struct list lines;
    int rc = store_ledger_lines(r->store, r->arena, range, backwards, most, &lines);

    for (size_t i = 0; rc == 0 && i < lines.count; i++)
        *(struct older_entry *) list_add(entries, r->arena) =
            entry_of(list_at(&lines, i), range->currency);
    return rc;
}

/* The page of all lines: found by their numbers. */
static int read_page(struct request *r, const struct page_query *page,
                     const struct ledger_range *range, bool backwards, struct older_statement *ret)
{
    struct ledger_range rest = *range;

    ret->count = range->last - range->first + 1;
    if (backwards)
        rest.last -= page->offset;
    else
        rest.first += page->offset;
    return add_lines(r, &rest, backwards, page->limit == 0 ? STATEMENT_MOST : page->limit,
                     &ret->entries);
}

/* The page of the lines that the filters show. False: the request has yielded, or failed. */
static bool read_filtered_page(struct request *r, const struct statement_query *in,
                               const struct page_query *page, const struct ledger_range *range,
                               bool backwards, struct older_statement *ret, int *ret_rc)
{
    const struct older_look look = {in, range, backwards};
    struct paging *p = paging_begin(r, page);

    *ret_rc = paging_look(r, look_at_lines, &look, p);
    if (*ret_rc == 0 && !p->ended)
        *ret_rc = request_yield(r);
    if (*ret_rc < 0 || !p->ended)
        return false;
    ret->count = p->count;
    for (size_t i = 0; *ret_rc == 0 && i < p->shown.count; i++) {
        struct ledger_range one = *range;

        one.first = one.last = *(const int64_t *) list_at(&p->shown, i);
        *ret_rc = add_lines(r, &one, false, 1, &ret->entries);
    }
    return *ret_rc == 0;
}

static int reply_older(struct request *r, const struct instrument *account,
                       const struct older_statement *statement)
{
    if (request_prefers(r, "text/csv"))
        return reply_text(r, "text/csv", older_statement_csv(r->arena, statement));
    if (request_prefers(r, "application/pdf")) {
        struct text pdf = TEXT_IN(r->arena);

        older_statement_pdf(&pdf, account, statement);
        return reply_written(r, "application/pdf", &pdf);
    }
    return reply(r, statement);
}

/* The time of the oldest entry, which is the first or the last; 0: there is none. */
static int64_t oldest_of(const struct list *entries, bool backwards)
{
    const struct older_entry *e =
        entries->count == 0 ? NULL : list_at(entries, backwards ? entries->count - 1 : 0);

    return e == NULL ? 0 : e->line.at;
}

static int older_statement(struct request *r)
{
    const struct statement_query *in = r->input;
    const struct instrument *account = r->found;
    struct page_query page = in->page;
    bool backwards = in->order != ORDER_ASC;
    struct older_statement ret = {.entries = LIST_OF(struct older_entry),
                                  .footer = STATEMENT_FOOTER};
    struct ledger_range range;
    struct balances start = {0, 0};
    struct balances end = {0, 0};
    int rc = statement_range(r, account, in->from, in->to, &range);

    if (page.limit == 0)
        page.limit = in->older_limit == 0 ? STATEMENT_MOST : in->older_limit;
    if (rc == 0)
        rc = balances_at(r, &range, range.first - 1, &start);
    if (rc == 0)
        rc = balances_at(r, &range, range.last, &end);
    if (rc < 0)
        return rc;
    ret.start = (struct amount){account->currency, start.available};
    ret.end = (struct amount){account->currency, end.available};
    if (!is_filtered(in))
        rc = read_page(r, &page, &range, backwards, &ret);
    else if (!read_filtered_page(r, in, &page, &range, backwards, &ret, &rc))
        return rc;
    if (rc < 0)
        return rc;
    ret.response_count = (int64_t) ret.entries.count;
    rc = window_or_reply(r, oldest_of(&ret.entries, backwards));
    return rc == PASS ? reply_older(r, account, &ret) : rc;
}

/* With x-api-version: LATEST the newer form. */
static int account_statement(struct request *r)
{
    const char *version = request_header(r, "x-api-version");

    return version != NULL && strcmp(version, "LATEST") == 0 ? reply_newer_statement(r, r->found)
                                                             : older_statement(r);
}

/* clang-format off */
const struct operation statement_operations[] = {
    OPERATION(account_statement, GET, "/multi/managed_accounts/{id}/statement", SIGNED_IN,
              .summary = "Show an account's entries; with x-api-version: LATEST in the newer form", .group = &managed_accounts_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD, .is_versioned = true),
              .input = &statement_input, .find = account_find, .status = 200, .answer = &older_statement_view,
              .other_answer = &newer_statement_view, .other_types = TYPES("text/csv", "application/pdf"),
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(older_statement, GET, "/multi/deprecated/managed_accounts/{id}/statement", SIGNED_IN,
              .summary = "Show an account's entries in the older form", .group = &managed_accounts_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &older_statement_input, .find = account_find, .status = 200, .answer = &older_statement_view,
              .other_types = TYPES("text/csv", "application/pdf"), .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
