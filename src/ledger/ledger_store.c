/* SPDX-License-Identifier: MIT */
/* Accounts and postings. */
#include "ledger/ledger_store.h"

#include "store/query.h"

#include <errno.h>

int store_ledger_find(struct store *s, int64_t realm, int64_t account, const char *currency,
                      struct ledger_row *ret)
{
    QUERY(q, s, LEDGER_ACCOUNT, INT_ARG(realm), INT_ARG(account), TEXT_ARG(currency));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct ledger_row){
            .balances = {column_int(&q, 0), column_int(&q, 1)},
            .lines = column_int(&q, 2),
            .moves = column_int(&q, 3),
            .last_at = column_int(&q, 4),
        };
    return rc;
}

static int write_account(struct store *s, const struct movement *m, int64_t account,
                         const struct ledger_row *row)
{
    QUERY(q, s, LEDGER_ACCOUNT_SAVE, INT_ARG(m->realm), INT_ARG(account), TEXT_ARG(m->currency),
          INT_ARG(row->balances.available), INT_ARG(row->balances.actual), INT_ARG(row->lines),
          INT_ARG(row->moves), INT_ARG(row->last_at));

    return query_run(&q);
}

static int write_posting(struct store *s, const struct movement *m, const struct posting *p,
                         const struct ledger_row *row)
{
    bool is_shown = p->account > 0;
    QUERY(q, s, POSTING_INSERT, INT_ARG(m->realm), INT_ARG(p->account), TEXT_ARG(m->currency),
          INT_ARG(row->lines), INT_ARG(m->transaction), INT_ARG(row->last_at),
          INT_ARG(p->add.available), INT_ARG(p->add.actual), INT_ARG(row->balances.available),
          INT_ARG(row->balances.actual), INT_ARG(row->moves),
          TEXT_ARG(is_shown ? p->entry.type : NULL),
          TEXT_ARG(is_shown ? entry_state_names[p->entry.state] : NULL), INT_ARG(p->entry.amount),
          INT_ARG(p->entry.fee), TEXT_ARG(p->entry.details));

    return query_run(&q);
}

int store_ledger_write(struct store *s, const struct movement *m, const struct posting *posting,
                       const struct ledger_row *row)
{
    int rc = write_account(s, m, posting->account, row);

    return rc < 0 ? rc : write_posting(s, m, posting, row);
}

int store_postings(struct store *s, struct arena *a, int64_t realm, int64_t transaction,
                   struct list *ret)
{
    QUERY(q, s, POSTINGS_OF_TRANSACTION, INT_ARG(realm), INT_ARG(transaction));
    int rc;

    *ret = LIST_OF(struct posting);
    while ((rc = query_step(&q)) == 0)
        *(struct posting *) list_add(ret, a) = (struct posting){
            .account = column_int(&q, 0),
            .add = {column_int(&q, 1), column_int(&q, 2)},
        };
    return rc == -ENOENT ? 0 : rc;
}

static void read_line(const struct query *q, struct arena *a, struct ledger_line *ret)
{
    *ret = (struct ledger_line){
        .line = column_int(q, 0),
        .transaction = column_int(q, 1),
        .at = column_int(q, 2),
        .add = {column_int(q, 3), column_int(q, 4)},
        .after = {column_int(q, 5), column_int(q, 6)},
        .move = column_int(q, 7),
        .entry = {.type = column_text(q, 8, a),
                  .state = (enum entry_state) column_name(q, 9, entry_state_names),
                  .amount = column_int(q, 10),
                  .fee = column_int(q, 11),
                  .details = column_text(q, 12, a)},
    };
}

int store_ledger_lines(struct store *s, struct arena *a, const struct ledger_range *range,
                       bool backwards, int64_t most, struct list *ret)
{
    QUERY(q, s, backwards ? LEDGER_LINES_BACKWARDS : LEDGER_LINES, INT_ARG(range->realm),
          INT_ARG(range->account), TEXT_ARG(range->currency), INT_ARG(range->first),
          INT_ARG(range->last), INT_ARG(most));
    int rc;

    *ret = LIST_OF(struct ledger_line);
    while ((rc = query_step(&q)) == 0)
        read_line(&q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

static int read_number(struct query *q, int64_t *ret)
{
    int rc = query_step(q);

    *ret = rc == 0 ? column_int(q, 0) : 0;
    return rc == -ENOENT ? 0 : rc;
}

int store_ledger_line_before(struct store *s, const struct ledger_range *range, int64_t at,
                             int64_t *ret)
{
    QUERY(q, s, LEDGER_LINE_BEFORE, INT_ARG(range->realm), INT_ARG(range->account),
          TEXT_ARG(range->currency), INT_ARG(at));

    return read_number(&q, ret);
}

int store_ledger_line_of_move(struct store *s, const struct ledger_range *range, int64_t move,
                              int64_t *ret)
{
    QUERY(q, s, LEDGER_LINE_OF_MOVE, INT_ARG(range->realm), INT_ARG(range->account),
          TEXT_ARG(range->currency), INT_ARG(move));

    return read_number(&q, ret);
}
