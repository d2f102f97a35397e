/* SPDX-License-Identifier: MIT */
/* Prepared statements: bound, stepped, and reset at the end of the scope. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "base/arena.h"
#include "base/list.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum statement {
#define STATEMENT(name, sql) name,
#include "store/all_statements.def"
    STATEMENTS
};

struct activity;
struct changes;
struct session_cache;

/* Opened by store_open (store.h). */
struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS]; /* NULL: not used yet */
    uint64_t never_null[STATEMENTS];      /* texts and blobs that no row may lack: a bit a column */
    bool open;                            /* the schema is complete */
    const int64_t *ids;                   /* the counter (ids.h); NULL: none */
    int64_t ids_reserved;                 /* the bound in the database */
    struct activity *activity;
    struct changes *changes; /* NULL: changes are not recorded */
    struct session_cache *sessions;
    char error[200];  /* of the last statement that failed */
    unsigned fail_at; /* for tests: the number of the statement that fails; 0: none */
    unsigned run;     /* statements since store_fail_at */
};

enum arg_kind { ARG_INT, ARG_TEXT, ARG_BLOB };

struct arg {
    enum arg_kind kind;
    int64_t number; /* the number, or the length of a blob */
    const void *bytes;
};

#define INT_ARG(n) ((struct arg){.kind = ARG_INT, .number = (n)})
#define TEXT_ARG(t) ((struct arg){.kind = ARG_TEXT, .bytes = (t)}) /* NULL binds NULL */
#define BLOB_ARG(b, size) ((struct arg){.kind = ARG_BLOB, .number = (size), .bytes = (b)})
#define INT_IF_ARG(given, n)                                                                       \
    ((struct arg){.kind = (given) ? ARG_INT : ARG_TEXT, .number = (n), .bytes = NULL})
#define ID_OR_NULL_ARG(id) INT_IF_ARG((id) != 0, id)

struct query {
    struct store *store;
    sqlite3_stmt *statement;
    uint64_t never_null;
};

/*
 * Checks that all statements fit the schema of the database. Takes a third of the time of a start. -EIO
 * if one does not; then store_error has its name and the error of SQLite.
 */
int query_check_all(struct store *s);

/*
 * Binds the arguments to a statement, which is prepared on first use. If that fails, the process exits
 * with a message in the log.
 */
struct query query_begin(struct store *s, enum statement name, const struct arg *args,
                         size_t count);
void query_end(struct query *q);

#define QUERY(q, store, name, ...)                                                                 \
    const struct arg q##_args[] = {__VA_ARGS__};                                                   \
    __attribute__((cleanup(query_end))) struct query q =                                           \
        query_begin(store, name, q##_args, sizeof q##_args / sizeof *q##_args)

/*
 * 0 and a row to read, -ENOENT if there are no (more) rows, -EEXIST, -EIO. A row of a damaged file may have no
 * text where its table demands one: that is -EIO, too, so that column_text is NULL only where it may be.
 */
int query_step(struct query *q);

/*
 * How many expired rows are deleted whenever one is added: more than one, so that they decrease; few, so that
 * nobody waits.
 */
#define DELETED_AT_ONCE 64

/* Runs a statement that returns no rows. */
int query_run(struct query *q);

/* As query_run, and -ENOENT if no row was changed. */
int query_change(struct query *q);

int64_t column_int(const struct query *q, int column);
int64_t column_time_or_never(const struct query *q, int column); /* INT64_MAX for NULL */
const char *column_text(const struct query *q, int column, struct arena *a); /* NULL for NULL */

/* Copies a blob of that size; -EIO, and a sentence in the store's error, if it has another. */
int column_blob(const struct query *q, int column, void *ret, size_t size);

/* Reads rows of a realm's id and a time into a list of struct due_time. 0 or a negative errno. */
int query_due_times(struct query *q, struct arena *a, struct list *ret);

/* The index of the name in a column in a NULL-terminated list, which a CHECK guarantees to have it. */
int column_name(const struct query *q, int column, const char *const *names);

#endif
