/* SPDX-License-Identifier: MIT */
/* Sessions. */
#include "directory/sessions_store.h"

#include "base/encode.h"
#include "store/changes.h"
#include "store/query.h"

#include <errno.h>

#define TOKEN_COLUMN 12

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
        .identity_active = column_int(q, 11) != 0,
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

int store_session_find_by_token(struct store *s, const char *token, struct session *ret)
{
    QUERY(q, s, SESSION_WITH_TOKEN, INT_ARG(token_session(token)));
    int rc = query_step(&q);

    if (rc < 0)
        return rc;
    if (!is_same_secret((const char *) sqlite3_column_text(q.statement, TOKEN_COLUMN), token))
        return -ENOENT;
    read_session(&q, ret);
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

int store_sessions(struct store *s, struct arena *a, int64_t realm, struct list *ret)
{
    QUERY(q, s, SESSIONS_OF_REALM, INT_ARG(realm));
    int rc;

    *ret = LIST_OF(struct session);
    while ((rc = query_step(&q)) == 0)
        read_session(&q, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_session_step_up(struct store *s, int64_t id)
{
    QUERY(q, s, SESSION_STEPPED_UP, INT_ARG(id));

    return changes_add(s, query_change(&q), CHANGED_SESSION, 0, id);
}

int store_session_end(struct store *s, int64_t id, int64_t now)
{
    QUERY(q, s, SESSION_ENDED, INT_ARG(id), INT_ARG(now));

    return changes_add(s, query_change(&q), CHANGED_SESSION, 0, id);
}

/* Each row of the statement is a session that was ended. */
static int note_ended(struct query *q)
{
    int rc;

    while ((rc = query_step(q)) == 0)
        changes_add(q->store, 0, CHANGED_SESSION, 0, column_int(q, 0));
    return rc == -ENOENT ? 0 : rc;
}

int store_sessions_end(struct store *s, int64_t realm, int64_t person, int64_t user, int64_t now)
{
    QUERY(q, s, SESSIONS_END, INT_ARG(realm), INT_ARG(person), INT_ARG(now), INT_ARG(user));

    return note_ended(&q);
}

int store_sessions_end_of_credential(struct store *s, int64_t realm, int64_t credential,
                                     int64_t now)
{
    QUERY(q, s, SESSIONS_END_OF_CREDENTIAL, INT_ARG(realm), INT_ARG(credential), INT_ARG(now));

    return note_ended(&q);
}
