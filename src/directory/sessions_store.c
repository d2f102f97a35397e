/* SPDX-License-Identifier: MIT */
/* Sessions. */
#include "directory/sessions_store.h"

#include "base/encode.h"
#include "store/changes.h"
#include "store/query.h"
#include "store/realms.h"
#include "store/session_cache.h"

#include <errno.h>

#define TOKEN_COLUMN 13

static void read_session(const struct query *q, struct session *ret)
{
    *ret = (struct session){
        .id = column_int(q, 0),
        .realm = column_int(q, 1),
        .person = column_int(q, 2),
        .identity = column_int(q, 3),
        .user = column_int(q, 4),
        .kind = session_kind_of((const char *) sqlite3_column_text(q->statement, 5)),
        .stepped_up = column_int(q, 6) != 0,
        .created = column_int(q, 7),
        .last_activity = activity_last_use(q->store->activity, column_int(q, 0), column_int(q, 8)),
        .expires = column_int(q, 9),
        .ended = column_int(q, 10),
        .lapsed = column_int(q, 11) != 0,
        .identity_active = column_int(q, 12) != 0,
    };
}

int store_session_insert(struct store *s, const struct session *session)
{
    QUERY(q, s, SESSION_INSERT, INT_ARG(session->id), INT_ARG(session->realm),
          ID_OR_NULL_ARG(session->person), ID_OR_NULL_ARG(session->identity),
          ID_OR_NULL_ARG(session->user), TEXT_ARG(session_kind_name(session->kind)),
          INT_ARG(session->stepped_up), INT_ARG(session->created), INT_ARG(session->expires),
          TEXT_ARG(session->token), INT_ARG(session->seeded));

    return changes_add(s, query_run(&q), CHANGED_SESSION, 0, session->id);
}

/* Reads the session with its token, and keeps it: the requests of a client come with the same token. */
static int read_and_keep(struct store *s, int64_t id)
{
    QUERY(q, s, SESSION_WITH_TOKEN, INT_ARG(id));
    struct session session;
    int rc = query_step(&q);

    if (rc < 0)
        return rc;
    read_session(&q, &session);
    session.token = (const char *) sqlite3_column_text(q.statement, TOKEN_COLUMN);
    if (session.token == NULL)
        return -EIO; /* SQLite had no memory for it */
    session_cache_keep(s->sessions, &session);
    return 0;
}

int store_session_find_by_token(struct store *s, const char *token, struct session *ret)
{
    int64_t id = token_session(token);
    const struct session *kept = session_cache_find(s->sessions, id);

    if (kept == NULL) {
        int rc = read_and_keep(s, id);

        if (rc < 0)
            return rc;
        kept = session_cache_find(s->sessions, id);
    }
    if (kept == NULL)
        return -EIO; /* its statement failed when it ended */
    if (!is_same_secret(kept->token, token))
        return -ENOENT;
    *ret = *kept;
    ret->last_activity = activity_last_use(s->activity, id, kept->last_activity);
    ret->token = NULL;
    return 0;
}

int store_session_find(struct store *s, int64_t id, struct session *ret)
{
    QUERY(q, s, SESSION_BY_ID, INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        read_session(&q, ret);
    return rc;
}

int store_session_token(struct store *s, struct arena *a, int64_t id, const char **ret)
{
    QUERY(q, s, SESSION_TOKEN, INT_ARG(id));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_text(&q, 0, a);
    return rc;
}

static int visit_sessions(struct query *q, session_visit *visit, void *context)
{
    int rc;

    while ((rc = query_step(q)) == 0) {
        struct session session;

        read_session(q, &session);
        session.token = (const char *) sqlite3_column_text(q->statement, TOKEN_COLUMN);
        if (visit(context, &session))
            return 0;
    }
    return rc == -ENOENT ? 0 : rc;
}

int store_sessions_of_person(struct store *s, int64_t realm, int64_t person, session_visit *visit,
                             void *context)
{
    QUERY(q, s, SESSIONS_OF_PERSON, INT_ARG(realm), INT_ARG(person));

    return visit_sessions(&q, visit, context);
}

int store_sessions_of_credential(struct store *s, int64_t realm, int64_t credential,
                                 session_visit *visit, void *context)
{
    QUERY(q, s, SESSIONS_OF_CREDENTIAL, INT_ARG(realm), INT_ARG(credential));

    return visit_sessions(&q, visit, context);
}

int store_sessions_before(struct store *s, int64_t realm, int64_t person,
                          const struct session *before, session_visit *visit, void *context)
{
    int64_t created = before->id == 0 ? INT64_MAX : before->created;
    int64_t id = before->id == 0 ? INT64_MAX : before->id;

    if (person == 0) {
        QUERY(all, s, SESSIONS_OF_REALM, INT_ARG(realm), INT_ARG(created), INT_ARG(id));

        return visit_sessions(&all, visit, context);
    }
    QUERY(q, s, SESSIONS_OF_PERSON_BEFORE, INT_ARG(realm), INT_ARG(person), INT_ARG(created),
          INT_ARG(id));

    return visit_sessions(&q, visit, context);
}

int store_session_step_up(struct store *s, int64_t id)
{
    QUERY(q, s, SESSION_STEPPED_UP, INT_ARG(id));

    return changes_add(s, query_change(&q), CHANGED_SESSION, 0, id);
}

static int delete_credentials(struct store *s, int64_t realm, int64_t session)
{
    QUERY(q, s, SESSION_CREDENTIALS_DELETE, INT_ARG(realm), INT_ARG(session));

    return query_run(&q);
}

int store_session_end(struct store *s, int64_t realm, int64_t id, int64_t now)
{
    QUERY(q, s, SESSION_ENDED, INT_ARG(id), INT_ARG(now), INT_ARG(false));
    int rc = changes_add(s, query_change(&q), CHANGED_SESSION, 0, id);

    return rc < 0 ? rc : delete_credentials(s, realm, id);
}

/* Each row of the statement is a session that was ended. */
static int note_ended(struct query *q, int64_t realm)
{
    int rc;

    while ((rc = query_step(q)) == 0) {
        int64_t id = column_int(q, 0);

        changes_add(q->store, 0, CHANGED_SESSION, 0, id);
        rc = delete_credentials(q->store, realm, id);
        if (rc < 0)
            return rc;
    }
    return rc == -ENOENT ? 0 : rc;
}

int store_sessions_end(struct store *s, int64_t realm, int64_t person, int64_t user, int64_t now)
{
    QUERY(q, s, SESSIONS_END, INT_ARG(realm), INT_ARG(person), INT_ARG(now), INT_ARG(user));

    return note_ended(&q, realm);
}

int store_sessions_end_of_credential(struct store *s, int64_t realm, int64_t credential,
                                     int64_t now)
{
    QUERY(q, s, SESSIONS_END_OF_CREDENTIAL, INT_ARG(realm), INT_ARG(credential), INT_ARG(now));

    return note_ended(&q, realm);
}

/* ---- what time does ---- */

struct session_time {
    int64_t id;
    int64_t time;
};

static int read_times(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct session_time);
    while ((rc = query_step(q)) == 0)
        *(struct session_time *) list_add(ret, a) =
            (struct session_time){column_int(q, 0), column_int(q, 1)};
    return rc == -ENOENT ? 0 : rc;
}

static int lapse(struct store *s, int64_t realm, int64_t id, int64_t at)
{
    QUERY(q, s, SESSION_ENDED, INT_ARG(id), INT_ARG(at), INT_ARG(true));
    int rc = query_run(&q);

    return rc < 0 ? rc : delete_credentials(s, realm, id);
}

/* A session may have been used since its row was written. */
static int lapse_unless_used(struct store *s, int64_t realm, const struct session_time *session,
                             int64_t idle_since, int64_t idle_millis)
{
    int64_t used = activity_last_use(s->activity, session->id, session->time);

    if (used < idle_since)
        return lapse(s, realm, session->id, used + idle_millis);
    QUERY(q, s, SESSION_USED, INT_ARG(session->id), INT_ARG(used));

    return query_run(&q);
}

int store_sessions_lapse_idle(struct store *s, struct arena *a, int64_t realm, int64_t now,
                              int64_t idle_millis, int64_t most, int64_t *ret)
{
    int64_t idle_since = now - idle_millis;
    QUERY(q, s, SESSIONS_IDLE_SINCE, INT_ARG(realm), INT_ARG(idle_since), INT_ARG(most));
    struct list idle;
    int rc = read_times(&q, a, &idle);

    for (size_t i = 0; rc == 0 && i < idle.count; i++)
        rc = lapse_unless_used(s, realm, list_at(&idle, i), idle_since, idle_millis);
    *ret = (int64_t) idle.count;
    return rc;
}

int store_sessions_lapse_expired(struct store *s, struct arena *a, int64_t realm, int64_t now,
                                 int64_t most, int64_t *ret)
{
    QUERY(q, s, SESSIONS_EXPIRED, INT_ARG(realm), INT_ARG(now), INT_ARG(most));
    struct list expired;
    int rc = read_times(&q, a, &expired);

    for (size_t i = 0; rc == 0 && i < expired.count; i++) {
        const struct session_time *session = list_at(&expired, i);

        rc = lapse(s, realm, session->id, session->time);
    }
    *ret = (int64_t) expired.count;
    return rc;
}

int store_sessions_surplus(struct store *s, int64_t realm, int64_t most, struct session_end *ret)
{
    QUERY(q, s, SESSIONS_SURPLUS, INT_ARG(realm), INT_ARG(most));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct session_end){column_int(&q, 0), column_int(&q, 1)};
    return rc;
}

int store_sessions_remove(struct store *s, int64_t realm, const struct session_end *last,
                          int64_t most, int64_t *ret)
{
    QUERY(q, s, SESSIONS_REMOVE, INT_ARG(realm), INT_ARG(last->time), INT_ARG(last->id),
          INT_ARG(most));
    bool issued = false;
    int rc;

    for (*ret = 0; (rc = query_step(&q)) == 0; ++*ret)
        issued |= column_int(&q, 1) == 0;
    if (rc != -ENOENT)
        return rc;
    return issued ? store_realm_mark_tokens(s, realm, true) : 0;
}

int store_sessions_next(struct store *s, int64_t realm, int64_t piece, struct session_times *ret)
{
    QUERY(q, s, SESSIONS_NEXT, INT_ARG(realm), INT_ARG(piece - 1));
    int rc = query_step(&q);

    for (int i = 0; rc == 0 && i < 2; i++)
        ret[i] =
            (struct session_times){column_time_or_never(&q, i), column_time_or_never(&q, i + 2),
                                   column_time_or_never(&q, i + 4)};
    return rc;
}

int store_sessions_next_times(struct store *s, struct arena *a, struct list *ret)
{
    QUERY(q, s, SESSIONS_NEXT_TIMES, INT_ARG(0));

    return query_due_times(&q, a, ret);
}
