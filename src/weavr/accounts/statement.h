/* SPDX-License-Identifier: MIT */
/* Statements of an account: two forms, and three media types (weavr-money.md 2.1.9). */
#ifndef WEAVR_STATEMENT_H
#define WEAVR_STATEMENT_H

#include "money/amounts.h"
#include "engine/request.h"
#include "ledger/ledger_store.h"
#include "model/money.h"
#include "money/paging.h"

#define STATEMENT_MOST 500

/* The query of both forms. */
struct statement_query {
    struct path_id path;
    struct page_query page;
    /* the older form */
    int64_t older_limit; /* statementLimit */
    int order;           /* enum statement_order; -1: as the form has it */
    int64_t from;
    int64_t to; /* 0: no end */
    enum maybe only_movements;
    enum maybe one_entry;
    struct list types;
    /* the newer form */
    int newer_order;
    int64_t start;
    int64_t end;
    struct list newer_types;
    int64_t executing_id;
    struct list executing_types;
};

enum statement_order { ORDER_ASC, ORDER_DESC };

/* The transaction of an entry. */
struct entry_transaction {
    const char *type;
    int64_t id;
};

/* An entry of the older form. */
struct older_entry {
    struct ledger_line line;
    struct entry_transaction transaction;
    struct amount amount, available, actual, after, available_after, actual_after, fee;
    const char *state;
};

struct older_statement {
    struct list entries; /* struct older_entry */
    int64_t count;
    int64_t response_count;
    struct amount start;
    struct amount end;
    const char *footer;
};

/* All lines of an account from a time to another (0: no end). 0 or a negative errno. */
int statement_range(struct request *r, const struct instrument *account, int64_t from, int64_t to,
                    struct ledger_range *ret);

/* The balances after a line; zeros for line 0. */
int balances_at(struct request *r, const struct ledger_range *range, int64_t line,
                struct balances *ret);

/* A line of a page, and a page of such lines as a PDF. */
const char *statement_line(struct arena *a, int64_t at, const char *type,
                           const struct amount *change, const struct amount *after);
void statement_pdf(struct text *t, const struct instrument *account, const struct list *lines);

/* The older form as a table of lines with commas (RFC 4180), or as a page. */
const char *older_statement_csv(struct arena *a, const struct older_statement *statement);
void older_statement_pdf(struct text *t, const struct instrument *account,
                         const struct older_statement *statement);

/* Replies with the newer form. */
extern const struct view newer_statement_view;
int reply_newer_statement(struct request *r, const struct instrument *account);

#define STATEMENT_FOOTER "Sandgate Bank. A statement for tests."

#endif
