/* SPDX-License-Identifier: MIT */
/*
 * The sessions that were found last by their tokens, so that a request needs no statement to find its
 * session. SQLite reports each changed row (sqlite3_update_hook) and each rollback: what is kept is what the
 * database has.
 */
#ifndef STORE_SESSION_CACHE_H
#define STORE_SESSION_CACHE_H

#include "model/session.h"

struct session_cache;
struct sqlite3;

/* Sets the hooks of the connection. Freed before the connection is closed. */
struct session_cache *session_cache_new(struct sqlite3 *db);
void session_cache_free(struct session_cache *c);

/* NULL: not kept. Valid until the next statement; its last_activity may be older than that in activity.h. */
const struct session *session_cache_find(const struct session_cache *c, int64_t id);

/* Keeps a copy of the session and its token, instead of the one in the same slot. */
void session_cache_keep(struct session_cache *c, const struct session *session);

#endif
