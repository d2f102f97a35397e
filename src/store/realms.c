/* SPDX-License-Identifier: MIT */
/* Rows of realms. */
#include "store/realms.h"

#include "store/query.h"
#include "tables.h"

#include <errno.h>
#include <string.h>

static int read_realm(const struct query *q, struct arena *a, struct realm_row *ret)
{
    *ret = (struct realm_row){
        .id = column_int(q, 0),
        .name = column_text(q, 1, a),
        .api_key = column_text(q, 2, a),
        .ui_key = column_text(q, 3, a),
        .consumers_profile = column_int(q, 4),
        .corporates_profile = column_int(q, 5),
        .tenant_id = column_text(q, 6, a),
        .client_id = column_text(q, 7, a),
        .client_secret = column_text(q, 8, a),
        .clock = {.offset = column_int(q, 9),
                  .frozen = column_int(q, 10) != 0,
                  .stopped_at = column_int(q, 11)},
        .settings = column_text(q, 12, a),
        .created = column_int(q, 14),
    };
    return column_blob(q, 13, ret->seed_key, sizeof ret->seed_key);
}

int store_realms(struct store *s, struct arena *a, struct list *ret)
{
    QUERY(q, s, REALM_LIST, INT_ARG(0));
    int rc;

    *ret = LIST_OF(struct realm_row);
    while ((rc = query_step(&q)) == 0) {
        rc = read_realm(&q, a, list_add(ret, a));
        if (rc < 0)
            return rc;
    }
    return rc == -ENOENT ? 0 : rc;
}

int store_realm_insert(struct store *s, const struct realm_row *realm)
{
    QUERY(q, s, REALM_INSERT, INT_ARG(realm->id), TEXT_ARG(realm->name), TEXT_ARG(realm->api_key),
          TEXT_ARG(realm->ui_key), INT_ARG(realm->consumers_profile),
          INT_ARG(realm->corporates_profile), TEXT_ARG(realm->tenant_id),
          TEXT_ARG(realm->client_id), TEXT_ARG(realm->client_secret), INT_ARG(realm->clock.offset),
          INT_ARG(realm->clock.frozen), INT_ARG(realm->clock.stopped_at), TEXT_ARG(realm->settings),
          TEXT_ARG(realm->seeds), BLOB_ARG(realm->seed_key, sizeof realm->seed_key),
          INT_ARG(realm->created));

    return query_run(&q);
}

int store_realm_set_clock(struct store *s, int64_t realm, const struct clock *clock)
{
    QUERY(q, s, REALM_CLOCK, INT_ARG(realm), INT_ARG(clock->offset), INT_ARG(clock->frozen),
          INT_ARG(clock->stopped_at));

    return query_change(&q);
}

int store_realm_set_settings(struct store *s, int64_t realm, const char *settings)
{
    QUERY(q, s, REALM_SETTINGS, INT_ARG(realm), TEXT_ARG(settings));

    return query_change(&q);
}

int store_realm_set_seeds(struct store *s, int64_t realm, const char *seeds)
{
    QUERY(q, s, REALM_SET_SEEDS, INT_ARG(realm), TEXT_ARG(seeds));

    return query_change(&q);
}

int store_realm_seeds(struct store *s, struct arena *a, int64_t realm, const char **ret)
{
    QUERY(q, s, REALM_SEEDS, INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_text(&q, 0, a);
    return rc;
}

static int run_for_realm(struct store *s, enum statement statement, int64_t realm)
{
    QUERY(q, s, statement, INT_ARG(realm));

    return query_run(&q);
}

int store_realm_clear(struct store *s, int64_t realm)
{
    int rc = tables_clear(s, realm);

    return rc < 0 ? rc : store_realm_mark_tokens(s, realm, false);
}

int store_realm_delete(struct store *s, int64_t realm)
{
    int rc = store_realm_clear(s, realm);

    return rc < 0 ? rc : run_for_realm(s, REALM_DELETE, realm);
}

int store_realm_clear_messages(struct store *s, int64_t realm)
{
    return run_for_realm(s, REALM_CLEAR_messages, realm);
}

int store_realm_mark_tokens(struct store *s, int64_t realm, bool removed)
{
    QUERY(q, s, REALM_TOKENS_REMOVED, INT_ARG(realm), INT_ARG(removed));

    return query_run(&q);
}

int store_realm_has_tokens(struct store *s, int64_t realm, bool *ret)
{
    QUERY(q, s, REALM_HAS_TOKENS, INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_int(&q, 0) != 0;
    return rc;
}
