/* SPDX-License-Identifier: MIT */
/* How the files of this layer use prepared statements: bound, stepped, and reset at scope end. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H
#include "store/activity.h"
#include "store/changes.h"
#include "store/store.h"

#include <sqlite3.h>

enum statement {
#define STATEMENT(name, sql) name,
#include "store/statements.def"
#undef STATEMENT
    STATEMENTS
};

/* The committed ones come first. */
struct changes {
    size_t committed;
    size_t count;
    size_t missed; /* since they were last taken: there was no room */
    struct change items[CHANGES_MOST];
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS]; /* NULL: not used yet */
    bool open;                            /* it has its schema */
    struct activity activity;
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

/* A statement, prepared when it is first used. */
sqlite3_stmt *store_statement(struct store *s, enum statement name);

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

/*
 * Notes for those who watch that the statement that gave `rc` has made or changed a row, unless it
 * failed; answers `rc`. What is not committed yet counts once its transaction has ended well.
 */
int changes_note(struct store *s, int rc, enum change_kind kind, int64_t realm, int64_t id);
void changes_end(struct changes *c, bool committed);

int64_t column_int(const struct query *q, int column);
int64_t column_time_or_never(const struct query *q, int column); /* INT64_MAX for NULL */
const char *column_text(const struct query *q, int column, struct arena *a); /* NULL for NULL */

/* All rows of a realm's id and a time: a list of struct due_time. 0 or a negative errno. */
int query_due_times(struct query *q, struct arena *a, struct list *ret);

/* The index in a NULL-terminated list of the name in a column; a CHECK admits no other. */
int column_name(const struct query *q, int column, const char *const *names);

#endif
