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

/* NULL if memory is exhausted; then query_step fails. */
static sqlite3_stmt *statement_of(struct store *s, enum statement name)
{
    if (s->statements[name] == NULL)
        s->statements[name] = prepare(s, name);
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
        return 0;
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

int query_due_times(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct due_time);
    while ((rc = query_step(q)) == 0)
        *(struct due_time *) list_add(ret, a) =
            (struct due_time){column_int(q, 0), column_int(q, 1)};
    return rc == -ENOENT ? 0 : rc;
}
