/* SPDX-License-Identifier: MIT */
/* How the files of this layer use prepared statements: bound, stepped, and reset at scope end. */
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

/* What store.h opens. */
struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS]; /* NULL: not used yet */
    bool open;                            /* it has its schema */
    const int64_t *ids;                   /* the counter; NULL: nobody counts */
    int64_t ids_reserved;                 /* as the database has it */
    struct activity *activity;
    struct changes *changes; /* NULL: nobody watches */
    char error[200];         /* of the last statement that failed */
    unsigned fail_at;        /* tests: counts down to the statement that fails */
    unsigned run;
};

enum arg_kind { ARG_INT, ARG_TEXT, ARG_BLOB };

struct arg {
    enum arg_kind kind;
    int64_t number; /* a blob's length, too */
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
};

/*
 * Whether the database has what all statements ask for; a third of a start goes by with it. -EIO when it
 * has not: then store_error names the first such statement, and what SQLite says of it.
 */
int query_check_all(struct store *s);

/*
 * Binds the arguments to a statement, which is prepared when it is first used. One that does not fit
 * the schema ends the process: the log says which it is, and why.
 */
struct query query_begin(struct store *s, enum statement name, const struct arg *args,
                         size_t count);
void query_end(struct query *q);

#define QUERY(q, store, name, ...)                                                                 \
    const struct arg q##_args[] = {__VA_ARGS__};                                                   \
    __attribute__((cleanup(query_end))) struct query q =                                           \
        query_begin(store, name, q##_args, sizeof q##_args / sizeof *q##_args)

/* 0 with a row to read, -ENOENT when there is none (left), -EEXIST, -EIO. */
int query_step(struct query *q);

/* Runs a statement that answers no row. */
int query_run(struct query *q);

/* As query_run, and -ENOENT when no row was changed. */
int query_change(struct query *q);

int64_t column_int(const struct query *q, int column);
int64_t column_time_or_never(const struct query *q, int column); /* INT64_MAX for NULL */
const char *column_text(const struct query *q, int column, struct arena *a); /* NULL for NULL */

/* All rows of a realm's id and a time: a list of struct due_time. 0 or a negative errno. */
int query_due_times(struct query *q, struct arena *a, struct list *ret);

/* The index in a NULL-terminated list of the name in a column; a CHECK admits no other. */
int column_name(const struct query *q, int column, const char *const *names);

#endif
