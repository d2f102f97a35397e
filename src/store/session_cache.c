/* SPDX-License-Identifier: MIT */
/* A direct-mapped cache of sessions, which SQLite's hooks keep true. */
#include "store/session_cache.h"

#include "base/memory.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 256

struct session_cache {
    sqlite3 *db;
    size_t count;
    struct session *slots[SLOTS]; /* each in one block with its token; NULL: free */
};

static struct session **slot_of(struct session_cache *c, int64_t id)
{
    return &c->slots[(size_t) id % SLOTS];
}

static void empty_slot(struct session_cache *c, struct session **slot)
{
    if (*slot == NULL)
        return;
    free(*slot);
    *slot = NULL;
    c->count--;
}

static void empty_all(struct session_cache *c)
{
    for (size_t i = 0; c->count > 0 && i < SLOTS; i++)
        empty_slot(c, &c->slots[i]);
}

/* The statement SESSION_WITH_TOKEN reads these two tables. */
static void forget_changed(void *context, int operation, const char *database, const char *table,
                           sqlite3_int64 id)
{
    struct session_cache *c = context;

    (void) database;
    if (operation == SQLITE_INSERT || c->count == 0)
        return;
    if (strcmp(table, "identities") == 0)
        empty_all(c);
    else if (strcmp(table, "sessions") == 0 && session_cache_find(c, id) != NULL)
        empty_slot(c, slot_of(c, id));
}

static void forget_all(void *context)
{
    empty_all(context);
}

struct session_cache *session_cache_new(struct sqlite3 *db)
{
    struct session_cache *c = memory_zeroed(1, sizeof *c);

    c->db = db;
    sqlite3_update_hook(db, forget_changed, c);
    sqlite3_rollback_hook(db, forget_all, c);
    return c;
}

void session_cache_free(struct session_cache *c)
{
    if (c == NULL)
        return;
    sqlite3_update_hook(c->db, NULL, NULL);
    sqlite3_rollback_hook(c->db, NULL, NULL);
    empty_all(c);
    free(c);
}

const struct session *session_cache_find(const struct session_cache *c, int64_t id)
{
    const struct session *session = c->slots[(size_t) id % SLOTS];

    return session != NULL && session->id == id ? session : NULL;
}

void session_cache_keep(struct session_cache *c, const struct session *session)
{
    struct session **slot = slot_of(c, session->id);
    size_t size = strlen(session->token) + 1;
    struct session *copy = memory_alloc(sizeof *copy + size);

    *copy = *session;
    copy->token = memcpy(copy + 1, session->token, size);
    empty_slot(c, slot);
    *slot = copy;
    c->count++;
}
