/* SPDX-License-Identifier: MIT */
/* The checks are queries that find what is wrong. */
#include "ledger.h"

#include "base/array.h"
#include "database.h"

#include <check.h>
#include <sqlite3.h>
#include <stdbool.h>

static const struct {
    const char *what;
    const char *sql; /* finds a realm and an id */
} checks[] = {
    {"a transaction doesn't add up to 0",
     "SELECT realm_id, transaction_id FROM postings GROUP BY realm_id, transaction_id, currency"
     " HAVING sum(available) <> 0 OR sum(actual) <> 0"},
    {"a line doesn't follow from the one before",
     "SELECT p.realm_id, p.account_id FROM postings p LEFT JOIN postings q"
     " ON q.realm_id = p.realm_id AND q.account_id = p.account_id AND q.currency = p.currency"
     " AND q.line = p.line - 1"
     " WHERE p.available_after <> coalesce(q.available_after, 0) + p.available"
     " OR p.actual_after <> coalesce(q.actual_after, 0) + p.actual"
     " OR p.at <= coalesce(q.at, -1) OR (q.line IS NULL) <> (p.line = 1)"
     " OR p.move <> coalesce(q.move, 0) + iif(p.actual = 0, 0, iif(p.fee = 0, 1, 2))"},
    {"an account isn't as its last line says",
     "SELECT a.realm_id, a.id FROM ledger_accounts a LEFT JOIN postings p"
     " ON p.realm_id = a.realm_id AND p.account_id = a.id AND p.currency = a.currency"
     " AND p.line = a.lines"
     " WHERE p.line IS NULL OR a.available <> p.available_after OR a.actual <> p.actual_after"
     " OR a.moves <> p.move OR a.last_at <> p.at"},
    {"an account has more lines than it knows",
     "SELECT p.realm_id, p.account_id FROM postings p JOIN ledger_accounts a"
     " ON p.realm_id = a.realm_id AND p.account_id = a.id AND p.currency = a.currency"
     " WHERE p.line > a.lines"},
    {"an available balance is below 0",
     "SELECT realm_id, id FROM ledger_accounts WHERE id > 0 AND available < 0"},
    {"a posting belongs to no transaction",
     "SELECT p.realm_id, p.transaction_id FROM postings p LEFT JOIN transactions t"
     " ON t.realm_id = p.realm_id AND t.id = p.transaction_id WHERE t.id IS NULL"},
    {"a transaction is executed without postings, or has some and isn't",
     "SELECT t.realm_id, t.id FROM transactions t WHERE (t.state IN ('COMPLETED', 'PENDING'))"
     " <> EXISTS (SELECT 1 FROM postings p WHERE p.realm_id = t.realm_id"
     " AND p.transaction_id = t.id)"},
};

/* Whether the query has a row, whose first two numbers are returned. */
static bool find(const char *sql, long long ret[static 2])
{
    sqlite3_stmt *statement = NULL;

    ck_assert_int_eq(sqlite3_prepare_v2(database_connection(), sql, -1, &statement, NULL),
                     SQLITE_OK);
    bool is_found = sqlite3_step(statement) == SQLITE_ROW;

    for (int i = 0; i < 2; i++)
        ret[i] = is_found ? sqlite3_column_int64(statement, i) : 0;
    sqlite3_finalize(statement);
    return is_found;
}

/* Most plays are about something else. */
static bool is_empty(void)
{
    long long ignored[2];

    return !find("SELECT 1, 1 FROM ledger_accounts UNION ALL SELECT 1, 1 FROM transactions",
                 ignored);
}

const char *ledger_problem(struct arena *a)
{
    long long found[2];

    if (is_empty())
        return NULL;
    for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
        if (find(checks[i].sql, found))
            return arena_printf(a, "%s: realm %lld, %lld", checks[i].what, found[0], found[1]);
    }
    return NULL;
}
