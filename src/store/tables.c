/* SPDX-License-Identifier: MIT */
/* Clearing a realm's tables, and copying them into their twins and back. */
#include "tables.h"

#include "store/query.h"

static const enum statement clearing[] = {
#define TABLE(table, columns) REALM_CLEAR_##table,
#include "store/all_tables.def"
};

static const enum statement taking[] = {
#define TABLE(table, columns) SNAPSHOT_TAKE_##table,
#include "store/all_tables.def"
};

static const enum statement returning[] = {
#define TABLE(table, columns) SNAPSHOT_RETURN_##table,
#include "store/all_tables.def"
};

#define TABLES (sizeof clearing / sizeof *clearing)

static int clear_table(struct store *s, enum statement statement, int64_t realm)
{
    QUERY(q, s, statement, INT_ARG(realm));

    return query_run(&q);
}

int tables_clear(struct store *s, int64_t realm)
{
    int rc = 0;

    /* those that refer to others first */
    for (size_t i = TABLES; rc == 0 && i > 0; i--)
        rc = clear_table(s, clearing[i - 1], realm);
    return rc;
}

static int copy_table(struct store *s, enum statement statement, int64_t realm, int64_t snapshot)
{
    QUERY(q, s, statement, INT_ARG(realm), INT_ARG(snapshot));

    return query_run(&q);
}

static int copy_all(struct store *s, const enum statement statements[static TABLES], int64_t realm,
                    int64_t snapshot)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < TABLES; i++)
        rc = copy_table(s, statements[i], realm, snapshot);
    return rc;
}

int tables_take(struct store *s, int64_t realm, int64_t snapshot)
{
    return copy_all(s, taking, realm, snapshot);
}

int tables_return(struct store *s, int64_t realm, int64_t snapshot)
{
    return copy_all(s, returning, realm, snapshot);
}
