/* SPDX-License-Identifier: MIT */
/* Rows of snapshots; tables.c copies the content. */
#include "store/snapshots.h"

#include "store/query.h"
#include "store/realms.h"
#include "tables.h"

#include <errno.h>

static int insert(struct store *s, int64_t realm, const struct snapshot *snapshot)
{
    QUERY(q, s, SNAPSHOT_INSERT, INT_ARG(realm), TEXT_ARG(snapshot->name),
          INT_ARG(snapshot->created), INT_ARG(snapshot->clock.offset),
          INT_ARG(snapshot->clock.frozen), INT_ARG(snapshot->clock.stopped_at),
          BLOB_ARG(snapshot->rates, (int64_t) snapshot->rates_size));

    return query_change(&q);
}

static int insert_size(struct store *s, int64_t snapshot, int64_t bytes)
{
    QUERY(q, s, SNAPSHOT_SET_SIZE, INT_ARG(snapshot), INT_ARG(bytes));

    return query_run(&q);
}

int store_snapshot_size(struct store *s, int64_t realm, int64_t *ret)
{
    QUERY(q, s, SNAPSHOT_SIZE, INT_ARG(realm));
    int64_t rows = 0;
    int rc = query_step(&q);

    if (rc == 0)
        rc = tables_size(s, realm, &rows);
    if (rc == 0)
        *ret = column_int(&q, 0) + rows;
    return rc;
}

int store_snapshots_size(struct store *s, int64_t realm, const char *name, int64_t *ret)
{
    QUERY(q, s, SNAPSHOTS_SIZE, INT_ARG(realm), TEXT_ARG(name));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0);
    return rc;
}

int store_snapshot_largest(struct store *s, struct arena *a, int64_t realm, const char *name,
                           const char **ret_realm, struct snapshot *ret)
{
    QUERY(q, s, SNAPSHOT_LARGEST, INT_ARG(realm), TEXT_ARG(name));
    int rc = query_step(&q);

    if (rc < 0)
        return rc;
    *ret = (struct snapshot){.name = column_text(&q, 0, a), .bytes = column_int(&q, 2)};
    *ret_realm = column_text(&q, 1, a);
    return 0;
}

int store_snapshot_take(struct store *s, int64_t realm, const struct snapshot *snapshot)
{
    int rc = insert(s, realm, snapshot);
    int64_t id = sqlite3_last_insert_rowid(s->db);

    if (rc == 0)
        rc = insert_size(s, id, snapshot->bytes);
    return rc < 0 ? rc : tables_take(s, realm, id);
}

static const void *copy_blob(const struct query *q, int column, struct arena *a, size_t *ret_size)
{
    const void *bytes = sqlite3_column_blob(q->statement, column); /* NULL if it is empty */

    *ret_size = (size_t) sqlite3_column_bytes(q->statement, column);
    return arena_textn(a, bytes == NULL ? "" : bytes, *ret_size);
}

int store_snapshot_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                        struct snapshot *ret)
{
    QUERY(q, s, SNAPSHOT_BY_NAME, INT_ARG(realm), TEXT_ARG(name));
    int rc = query_step(&q);

    if (rc < 0)
        return rc;
    *ret = (struct snapshot){
        .id = column_int(&q, 0),
        .name = column_text(&q, 1, a),
        .created = column_int(&q, 2),
        .clock = {.offset = column_int(&q, 3),
                  .frozen = column_int(&q, 4) != 0,
                  .stopped_at = column_int(&q, 5)},
        .settings = column_text(&q, 6, a),
        .seeds = column_text(&q, 7, a),
    };
    ret->rates = copy_blob(&q, 8, a, &ret->rates_size);
    ret->tokens_removed = column_int(&q, 9) != 0;
    return 0;
}

int store_snapshots(struct store *s, struct arena *a, int64_t realm, struct list *ret)
{
    QUERY(q, s, SNAPSHOTS_OF_REALM, INT_ARG(realm));
    int rc;

    *ret = LIST_OF(struct snapshot);
    while ((rc = query_step(&q)) == 0)
        *(struct snapshot *) list_add(ret, a) =
            (struct snapshot){.name = column_text(&q, 0, a), .created = column_int(&q, 1)};
    return rc == -ENOENT ? 0 : rc;
}

int store_snapshot_restore(struct store *s, int64_t realm, const struct snapshot *snapshot)
{
    int rc = store_realm_set_settings(s, realm, snapshot->settings);

    if (rc == 0)
        rc = store_realm_set_seeds(s, realm, snapshot->seeds);
    if (rc == 0)
        rc = store_realm_mark_tokens(s, realm, snapshot->tokens_removed);
    return rc < 0 ? rc : tables_restore(s, realm, snapshot->id);
}

int store_snapshot_delete(struct store *s, int64_t realm, const char *name)
{
    QUERY(q, s, SNAPSHOT_DELETE, INT_ARG(realm), TEXT_ARG(name));

    return query_change(&q);
}
