/* SPDX-License-Identifier: MIT */
/*
 * The newer form of a statement: entries that changed the actual balance. A fee is an entry of its own behind the entry
 * that it belongs to, so a posting may be two entries. They are numbered too (struct ledger_row, moves).
 */
#include "engine/accept.h"
#include "engine/reply.h"
#include "money/money_checks.h"
#include "money/shown_order.h"
#include "statement.h"

#include <string.h>

struct counterparty {
    const char *id; /* of an instrument */
    const char *type;
    const char *friendly_name;
    const char *name; /* of somebody with a bank account */
    const char *iban;
    const char *reference;
};

struct entry_fee {
    struct entry_transaction transaction;
    struct amount amount;
};

struct newer_entry {
    const char *id;
    struct entry_transaction transaction;
    const char *description;
    int64_t at;
    struct amount add;
    struct amount after;
    const struct counterparty *counterparty;
    const struct entry_fee *fee;
    const char *related; /* the entry that a fee belongs to */
};

struct newer_statement {
    struct amount opening;
    struct amount closing;
    struct list entries;
    int64_t count;
    int64_t response_count;
    const char *footer;
};

static const struct field entry_transaction_fields[] = {
    SHOW_ID(struct entry_transaction, id, "id"),
    SHOW_TEXT(struct entry_transaction, type, "type"),
    END_OF_FIELDS,
};
static const struct field counterparty_fields[] = {
    SHOW_TEXT(struct counterparty, id, "id", OPTIONAL),
    SHOW_TEXT(struct counterparty, type, "type", OPTIONAL),
    SHOW_TEXT(struct counterparty, friendly_name, "friendlyName", OPTIONAL),
    SHOW_TEXT(struct counterparty, name, "name", OPTIONAL),
    SHOW_TEXT(struct counterparty, iban, "iban", OPTIONAL),
    SHOW_TEXT(struct counterparty, reference, "reference", OPTIONAL),
    END_OF_FIELDS,
};
static const struct field entry_fee_fields[] = {
    SHOW_ID(struct entry_fee, transaction.id, "id"),
    SHOW_TEXT(struct entry_fee, transaction.type, "type"),
    SHOW_OBJECT(struct entry_fee, amount, "amount", amount_fields),
    END_OF_FIELDS,
};
static const struct field newer_entry_fields[] = {
    SHOW_TEXT(struct newer_entry, id, "entryId"),
    SHOW_OBJECT(struct newer_entry, transaction, "transaction", entry_transaction_fields),
    SHOW_TEXT(struct newer_entry, description, "description", OPTIONAL),
    SHOW_INTEGER(struct newer_entry, at, "timestamp"),
    SHOW_OBJECT(struct newer_entry, add, "balanceAdjustment", amount_fields),
    SHOW_OBJECT(struct newer_entry, after, "balanceAfter", amount_fields),
    SHOW_POINTER(struct newer_entry, counterparty, "counterparty", counterparty_fields, OPTIONAL),
    SHOW_POINTER(struct newer_entry, fee, "fee", entry_fee_fields, OPTIONAL),
    SHOW_TEXT(struct newer_entry, related, "relatedEntryId", OPTIONAL),
    END_OF_FIELDS,
};
static const struct field newer_statement_fields[] = {
    SHOW_OBJECT(struct newer_statement, opening, "openingBalance", amount_fields),
    SHOW_OBJECT(struct newer_statement, closing, "closingBalance", amount_fields),
    SHOW_LIST(struct newer_statement, entries, "entries", newer_entry_fields),
    SHOW_INTEGER(struct newer_statement, count, "count"),
    SHOW_INTEGER(struct newer_statement, response_count, "responseCount"),
    SHOW_TEXT(struct newer_statement, footer, "footer"),
    END_OF_FIELDS,
};
const struct view newer_statement_view = {.name = "Statement", .fields = newer_statement_fields};

/* The older form's types by the newer form's. */
static const struct {
    const char *older;
    const char *newer;
} types[] = {{"DEPOSIT", "incoming_wire_transfers"},
             {"TRANSFER", "transfers"},
             {"SEND", "sends"},
             {"ADJUSTMENT", "system_transactions"}};

static const char *newer_type(const char *older)
{
    size_t i = 0;

    while (i < ARRAY_SIZE(types) - 1 && strcmp(types[i].older, older) != 0)
        i++;
    return types[i].newer;
}

static const char *text_of(struct arena *a, const json_t *details, const char *name)
{
    return arena_text(a, json_string_value(json_object_get(details, name)));
}

/* The other side, from what the older form shows of it. */
static const struct counterparty *counterparty_of(struct arena *a, const json_t *details)
{
    static const char *const names[][3] = {
        {"destinationInstrumentId", "destinationInstrumentType",
         "destinationInstrumentFriendlyName"},
        {"sourceInstrumentId", "sourceInstrumentType", "sourceInstrumentFriendlyName"},
    };
    size_t side = json_object_get(details, names[0][0]) == NULL ? 1 : 0;
    struct counterparty *ret = arena_alloc(a, sizeof *ret);

    *ret = (struct counterparty){
        .id = text_of(a, details, names[side][0]),
        .type = text_of(a, details, names[side][1]),
        .friendly_name = text_of(a, details, names[side][2]),
        .name = text_of(a, details, "sender"),
        .iban = text_of(a, details, "senderIban"),
        .reference = text_of(a, details, "senderReference"),
    };
    return ret->id == NULL && ret->iban == NULL ? NULL : ret;
}

static struct newer_entry fee_entry(struct arena *a, const struct newer_entry *parent,
                                    const struct ledger_line *line, const char *currency)
{
    struct newer_entry ret = *parent;

    ret.id = arena_printf(a, "%s-fee", parent->id);
    ret.transaction.type = "fees";
    ret.description = NULL;
    ret.counterparty = NULL;
    ret.fee = NULL;
    ret.related = parent->id;
    ret.add = (struct amount){currency, -line->entry.fee};
    ret.after = (struct amount){currency, line->after.actual};
    return ret;
}

/* The entry of a line without its fee. */
static struct newer_entry parent_entry(struct arena *a, const struct ledger_line *line,
                                       const char *currency)
{
    json_t *details = json_loads(line->entry.details, 0, NULL);
    struct newer_entry ret = {
        .id = arena_int(a, line->line),
        .transaction = {newer_type(line->entry.type), line->transaction},
        .description = text_of(a, details, "description"),
        .at = line->at,
        .add = {currency, line->add.actual + line->entry.fee},
        .after = {currency, line->after.actual + line->entry.fee},
        .counterparty = counterparty_of(a, details),
    };

    json_decref(details);
    if (line->entry.fee != 0) {
        struct entry_fee *fee = arena_alloc(a, sizeof *fee);

        *fee = (struct entry_fee){{"fees", line->transaction}, {currency, line->entry.fee}};
        ret.fee = fee;
    }
    return ret;
}

/* Which entries of a statement are wanted: by their numbers (moves), or by their types. */
struct newer_look {
    const struct statement_query *query;
    const struct ledger_range *range;
    bool backwards;
    struct newer_statement *statement;
    int64_t first; /* numbers of the entries of the page */
    int64_t last;
};

static void add_entry(struct request *r, const struct newer_look *look, int64_t move,
                      struct newer_entry entry)
{
    if (move >= look->first && move <= look->last)
        *(struct newer_entry *) list_add(&look->statement->entries, r->arena) = entry;
}

/* The entries of a line, in the order of the statement. */
static void add_line(struct request *r, const struct newer_look *look,
                     const struct ledger_line *line)
{
    const char *currency = look->range->currency;
    struct newer_entry parent;

    if (line->add.actual == 0)
        return;
    parent = parent_entry(r->arena, line, currency);
    if (line->entry.fee == 0) {
        add_entry(r, look, line->move, parent);
        return;
    }
    struct newer_entry fee = fee_entry(r->arena, &parent, line, currency);

    if (look->backwards)
        add_entry(r, look, line->move, fee);
    add_entry(r, look, line->move - 1, parent);
    if (!look->backwards)
        add_entry(r, look, line->move, fee);
}

/* The number of the last entry at a line. */
static int move_at(struct request *r, const struct ledger_range *range, int64_t line, int64_t *ret)
{
    struct ledger_range one = *range;
    struct list found = LIST_OF(struct ledger_line);

    one.first = one.last = line;
    int rc = line == 0 ? 0 : store_ledger_lines(r->store, r->arena, &one, false, 1, &found);

    *ret = found.count == 0 ? 0 : ((const struct ledger_line *) list_at(&found, 0))->move;
    return rc;
}

/* The page of all entries: found by their numbers, from `low` + 1 to `high`. */
static int read_page(struct request *r, struct newer_look *look, const struct page_query *page,
                     int64_t low, int64_t high)
{
    struct ledger_range lines = *look->range;
    struct list found;
    int64_t most = page->limit == 0 ? STATEMENT_MOST : page->limit;

    look->statement->count = high - low;
    if (look->backwards) {
        look->last = high - page->offset;
        look->first = look->last - most + 1 > low ? look->last - most + 1 : low + 1;
    } else {
        look->first = low + 1 + page->offset;
        look->last = look->first + most - 1 < high ? look->first + most - 1 : high;
    }
    if (look->first > look->last)
        return 0;
    int rc = store_ledger_line_of_move(r->store, &lines, look->first, &lines.first);

    if (rc == 0)
        rc = store_ledger_line_of_move(r->store, &lines, look->last, &lines.last);
    if (rc == 0)
        rc = store_ledger_lines(r->store, r->arena, &lines, look->backwards,
                                lines.last - lines.first + 1, &found);
    for (size_t i = 0; rc == 0 && i < found.count; i++)
        add_line(r, look, list_at(&found, i));
    return rc;
}

/* ---- by types: every line is looked at */

/* In paging an entry's id is twice its line's number, and one more for a fee. */
#define ENTRY_ID(line, is_fee) (2 * (line) + ((is_fee) ? 1 : 0))

static int look_at_entries(struct request *r, struct arena *scratch, const void *context,
                           int64_t most, struct paging *p)
{
    const struct newer_look *look = context;
    const struct list *wanted = &look->query->newer_types;
    struct ledger_range rest = *look->range;
    struct list found;

    if (p->last_id != 0 && look->backwards)
        rest.last = p->last_id / 2 - 1;
    else if (p->last_id != 0)
        rest.first = p->last_id / 2 + 1;
    int rc = store_ledger_lines(r->store, scratch, &rest, look->backwards, most, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct ledger_line *line = list_at(&found, i);
        bool moves = line->add.actual != 0;
        bool has_fee = moves && line->entry.fee != 0;

        if (has_fee && look->backwards)
            paging_take(r, p, 0, ENTRY_ID(line->line, true), is_wanted(wanted, "fees"));
        paging_take(r, p, 0, ENTRY_ID(line->line, false),
                    moves && is_wanted(wanted, newer_type(line->entry.type)));
        if (has_fee && !look->backwards)
            paging_take(r, p, 0, ENTRY_ID(line->line, true), is_wanted(wanted, "fees"));
    }
    return rc;
}

static int add_shown(struct request *r, struct newer_look *look, int64_t id)
{
    struct ledger_range one = *look->range;
    struct list found = LIST_OF(struct ledger_line);

    one.first = one.last = id / 2;
    int rc = store_ledger_lines(r->store, r->arena, &one, false, 1, &found);

    if (rc < 0 || found.count == 0)
        return rc;
    const struct ledger_line *line = list_at(&found, 0);

    look->last = id % 2 == 1 || line->entry.fee == 0 ? line->move : line->move - 1;
    look->first = look->last;
    add_line(r, look, line);
    return 0;
}

/* False: the request has yielded, or failed. */
static bool read_filtered_page(struct request *r, struct newer_look *look,
                               const struct page_query *page, int *ret_rc)
{
    struct paging *p = paging_begin(r, page);

    *ret_rc = paging_look(r, look_at_entries, look, p);
    if (*ret_rc == 0 && !p->ended)
        *ret_rc = request_yield(r);
    if (*ret_rc < 0 || !p->ended)
        return false;
    look->statement->count = p->count;
    for (size_t i = 0; *ret_rc == 0 && i < p->shown.count; i++)
        *ret_rc = add_shown(r, look, *(const int64_t *) list_at(&p->shown, i));
    return *ret_rc == 0;
}

static int reply_period(struct request *r, const struct instrument *account,
                        struct newer_statement *statement)
{
    statement->response_count = (int64_t) statement->entries.count;
    if (!request_prefers(r, "application/pdf"))
        return reply_other(r, statement);
    struct text pdf = TEXT_IN(r->arena);
    struct list lines = LIST_OF(const char *);

    for (size_t i = 0; i < statement->entries.count; i++) {
        const struct newer_entry *e = list_at(&statement->entries, i);

        *(const char **) list_add(&lines, r->arena) =
            statement_line(r->arena, e->at, e->transaction.type, &e->add, &e->after);
    }
    statement_pdf(&pdf, account, &lines);
    return reply_written(r, "application/pdf", &pdf);
}

int reply_newer_statement(struct request *r, const struct instrument *account)
{
    const struct statement_query *in = r->input;
    struct newer_statement statement = {.entries = LIST_OF(struct newer_entry),
                                        .footer = STATEMENT_FOOTER};
    struct ledger_range range;
    struct balances opening = {0, 0};
    struct balances closing = {0, 0};
    struct page_query page = in->page;
    int64_t low = 0;
    int64_t high = 0;
    int rc = statement_range(r, account, in->start, in->end, &range);

    if (page.limit == 0)
        page.limit = STATEMENT_MOST;
    if (rc == 0)
        rc = balances_at(r, &range, range.first - 1, &opening);
    if (rc == 0)
        rc = balances_at(r, &range, range.last, &closing);
    if (rc == 0)
        rc = move_at(r, &range, range.first - 1, &low);
    if (rc == 0)
        rc = move_at(r, &range, range.last, &high);
    if (rc < 0)
        return rc;
    statement.opening = (struct amount){account->currency, opening.actual};
    statement.closing = (struct amount){account->currency, closing.actual};
    struct newer_look look = {.query = in,
                              .range = &range,
                              .backwards = in->newer_order == ORDER_DESC,
                              .statement = &statement};

    if (in->newer_types.count == 0)
        rc = read_page(r, &look, &page, low, high);
    else if (!read_filtered_page(r, &look, &page, &rc))
        return rc;
    if (rc < 0)
        return rc;
    const struct newer_entry *oldest =
        statement.entries.count == 0
            ? NULL
            : list_at(&statement.entries, look.backwards ? statement.entries.count - 1 : 0);

    rc = window_or_reply(r, oldest == NULL ? 0 : oldest->at);
    return rc == PASS ? reply_period(r, account, &statement) : rc;
}
