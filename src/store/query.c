/* SPDX-License-Identifier: MIT */
/* Prepares, binds and steps statements, and reads columns. */
#include "store/query.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/names.h"
#include "model/realm.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *sql;
} statements[] = {
#define STATEMENT(name, sql) [name] = {#name, sql},
#include "store/all_statements.def"
};

/* NULL on failure; the store's error then has the statement and the reason. */
static sqlite3_stmt *prepare(struct store *s, enum statement name)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(s->db, statements[name].sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        snprintf(s->error, sizeof s->error, "statement %s: %s", statements[name].name,
                 sqlite3_errmsg(s->db));
    return statement;
}

int query_check_all(struct store *s)
{
    for (enum statement name = 0; name < STATEMENTS; name++) {
        sqlite3_stmt *statement = prepare(s, name);

        if (statement == NULL)
            return -EIO;
        /* prepared again on first use: most are never used */
        sqlite3_finalize(statement);
    }
    return 0;
}

/* Whether a row of the statement may be without a row of the table. */
static bool is_left_joined(sqlite3_stmt *statement, const char *table)
{
    static const char join[] = "LEFT JOIN ";
    size_t length = strlen(table);

    for (const char *at = sqlite3_sql(statement); (at = strstr(at, join)) != NULL;) {
        at += strlen(join);
        if (strncmp(at, table, length) == 0 && at[length] == ' ')
            return true;
    }
    return false;
}

static bool is_text_that_is_never_null(sqlite3 *db, sqlite3_stmt *statement, int column)
{
    const char *table = sqlite3_column_table_name(statement, column);
    const char *type = NULL;
    int not_null = 0;

    if (table == NULL /* an expression */ || is_left_joined(statement, table))
        return false;
    sqlite3_table_column_metadata(db, "main", table, sqlite3_column_origin_name(statement, column),
                                  &type, NULL, &not_null, NULL, NULL);
    return not_null != 0 && (strcmp(type, "TEXT") == 0 || strcmp(type, "BLOB") == 0);
}

static uint64_t never_null_of(sqlite3 *db, sqlite3_stmt *statement)
{
    uint64_t ret = 0;

    for (int i = 0; i < sqlite3_column_count(statement) && i < 64; i++) {
        if (is_text_that_is_never_null(db, statement, i))
            ret |= UINT64_C(1) << i;
    }
    return ret;
}

/* NULL if memory is exhausted; then query_step fails. */
static sqlite3_stmt *statement_of(struct store *s, enum statement name)
{
    if (s->statements[name] == NULL) {
        s->statements[name] = prepare(s, name);
        s->never_null[name] = never_null_of(s->db, s->statements[name]);
    }
    if (s->statements[name] != NULL || sqlite3_errcode(s->db) == SQLITE_NOMEM)
        return s->statements[name];
    /* it does not fit the schema: no request could be answered correctly */
    log_message("can't go on: %s", s->error);
    log_finish();
    exit(EXIT_FAILURE);
}

static void bind_arg(sqlite3_stmt *statement, int at, const struct arg *arg)
{
    switch (arg->kind) {
    case ARG_INT:
        sqlite3_bind_int64(statement, at, arg->number);
        break;
    case ARG_TEXT:
        sqlite3_bind_text(statement, at, arg->bytes, -1, SQLITE_STATIC);
        break;
    case ARG_BLOB:
        sqlite3_bind_blob64(statement, at, arg->bytes, (sqlite3_uint64) arg->number, SQLITE_STATIC);
        break;
    }
}

struct query query_begin(struct store *s, enum statement name, const struct arg *args, size_t count)
{
    struct query q = {.store = s, .statement = statement_of(s, name)};

    if (q.statement == NULL)
        return q;
    q.never_null = s->never_null[name];
    assert((int) count == sqlite3_bind_parameter_count(q.statement));
    for (size_t i = 0; i < count; i++)
        bind_arg(q.statement, (int) i + 1, &args[i]);
    return q;
}

void query_end(struct query *q)
{
    /* bound values may be freed now: the next query binds all parameters again */
    sqlite3_reset(q->statement);
}

static bool should_fail(struct store *s)
{
    s->run++;
    return s->fail_at != 0 && s->run == s->fail_at;
}

/* Whether the row has all that its tables demand; it lacks something in a damaged file. */
static bool is_whole(const struct query *q)
{
    uint64_t left = q->never_null;

    for (int i = 0; left != 0; i++, left >>= 1) {
        if ((left & 1) == 0 || sqlite3_column_type(q->statement, i) != SQLITE_NULL)
            continue;
        snprintf(q->store->error, sizeof q->store->error,
                 "the database is damaged: %s of %s is missing in a row",
                 sqlite3_column_origin_name(q->statement, i),
                 sqlite3_column_table_name(q->statement, i));
        return false;
    }
    return true;
}

int query_step(struct query *q)
{
    if (should_fail(q->store)) {
        snprintf(q->store->error, sizeof q->store->error, "failure requested by a test");
        return -EIO;
    }
    if (q->statement == NULL)
        return -EIO; /* the error is that of prepare */
    int rc = sqlite3_step(q->statement);

    if (rc == SQLITE_ROW)
        return is_whole(q) ? 0 : -EIO;
    if (rc == SQLITE_DONE)
        return -ENOENT;
    /* copied now: resetting the statement clears it */
    snprintf(q->store->error, sizeof q->store->error, "%s", sqlite3_errmsg(q->store->db));
    return rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
                   rc == SQLITE_CONSTRAINT_ROWID
               ? -EEXIST
               : -EIO;
}

int query_run(struct query *q)
{
    int rc = query_step(q);

    return rc == -ENOENT ? 0 : rc;
}

int query_change(struct query *q)
{
    int rc = query_run(q);

    return rc == 0 && sqlite3_changes(q->store->db) == 0 ? -ENOENT : rc;
}

int64_t column_int(const struct query *q, int column)
{
    return sqlite3_column_int64(q->statement, column);
}

int64_t column_time_or_never(const struct query *q, int column)
{
    return sqlite3_column_type(q->statement, column) == SQLITE_NULL ? INT64_MAX
                                                                    : column_int(q, column);
}

/* Whether SQLite had no memory for a column that was just read: then the request becomes a 500. */
static bool has_failed(const struct query *q)
{
    if (sqlite3_errcode(q->store->db) != SQLITE_NOMEM)
        return false;
    memory_note_failure();
    return true;
}

const char *column_text(const struct query *q, int column, struct arena *a)
{
    const unsigned char *text = sqlite3_column_text(q->statement, column);

    if (text == NULL)
        return has_failed(q) ? "" : NULL;
    return arena_textn(a, (const char *) text, (size_t) sqlite3_column_bytes(q->statement, column));
}

int column_name(const struct query *q, int column, const char *const *names)
{
    const unsigned char *text = sqlite3_column_text(q->statement, column);

    return text == NULL && has_failed(q) ? 0 : name_index(names, (const char *) text);
}

int column_blob(const struct query *q, int column, void *ret, size_t size)
{
    const void *bytes = sqlite3_column_blob(q->statement, column);
    size_t length = (size_t) sqlite3_column_bytes(q->statement, column);

    if (bytes == NULL || length != size) {
        snprintf(q->store->error, sizeof q->store->error,
                 "the database is damaged: %s has %zu bytes, not %zu",
                 sqlite3_column_name(q->statement, column), length, size);
        return -EIO;
    }
    memcpy(ret, bytes, size);
    return 0;
}

int query_due_times(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct due_time);
    while ((rc = query_step(q)) == 0)
        *(struct due_time *) list_add(ret, a) =
            (struct due_time){column_int(q, 0), column_int(q, 1)};
    return rc == -ENOENT ? 0 : rc;
}
