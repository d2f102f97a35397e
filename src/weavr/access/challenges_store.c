/* SPDX-License-Identifier: MIT */
/* Challenges. */
#include "weavr/challenges_store.h"

#include "store/changes.h"
#include "store/query.h"
#include "weavr/resource_type.h"

#include <errno.h>

static void read_challenge(const struct query *q, struct arena *a, struct challenge *ret)
{
    bool typed = sqlite3_column_type(q->statement, 10) != SQLITE_NULL;

    *ret = (struct challenge){
        .id = column_int(q, 0),
        .realm = column_int(q, 1),
        .person = column_int(q, 2),
        .user = column_int(q, 3),
        .identity = column_int(q, 4),
        .session = column_int(q, 5),
        .kind = (enum challenge_kind) column_name(q, 6, challenge_kind_names),
        .channel = (enum channel) column_name(q, 7, channel_names),
        .state = (enum challenge_state) column_name(q, 8, challenge_state_names),
        .code = column_text(q, 9, a),
        .resource_type = typed ? column_name(q, 10, resource_type_names) : -1,
        .wrong_attempts = column_int(q, 11),
        .created = column_int(q, 12),
        .expires = column_int(q, 13),
        .answer = column_text(q, 14, a),
        .overtaken = column_int(q, 15) != 0,
        .due = column_int(q, 16),
        .settled = column_int(q, 17),
    };
}

static int read_one(struct query *q, struct arena *a, struct challenge *ret)
{
    int rc = query_step(q);

    if (rc == 0)
        read_challenge(q, a, ret);
    return rc;
}

static int read_all(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct challenge);
    while ((rc = query_step(q)) == 0)
        read_challenge(q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_challenge_insert(struct store *s, const struct challenge *c)
{
    const char *type =
        c->kind == CHALLENGE_CONFIRMATION ? resource_type_names[c->resource_type] : NULL;

    QUERY(q, s, CHALLENGE_INSERT, INT_ARG(c->id), INT_ARG(c->realm), INT_ARG(c->person),
          INT_ARG(c->user), INT_ARG(c->identity), INT_ARG(c->session),
          TEXT_ARG(challenge_kind_names[c->kind]), TEXT_ARG(channel_names[c->channel]),
          TEXT_ARG(c->code), TEXT_ARG(type), INT_ARG(c->created), INT_ARG(c->expires),
          TEXT_ARG(c->answer), ID_OR_NULL_ARG(c->due));

    return changes_add(s, query_run(&q), CHANGED_CHALLENGE, 0, c->id);
}

int store_challenge_find(struct store *s, struct arena *a, int64_t id, struct challenge *ret)
{
    QUERY(q, s, CHALLENGE_BY_ID, INT_ARG(id));

    return read_one(&q, a, ret);
}

int store_codes_of_session(struct store *s, struct arena *a, int64_t realm, int64_t session,
                           int64_t most, struct list *ret)
{
    QUERY(q, s, CODES_OF_SESSION, INT_ARG(realm), INT_ARG(session), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_push_decided(struct store *s, struct arena *a, int64_t realm, int64_t session,
                       struct challenge *ret)
{
    QUERY(q, s, PUSH_DECIDED_OF_SESSION, INT_ARG(realm), INT_ARG(session));

    return read_one(&q, a, ret);
}

int store_pushes_mark_overtaken(struct store *s, int64_t realm, int64_t session)
{
    QUERY(q, s, PUSHES_OVERTAKEN, INT_ARG(realm), INT_ARG(session));

    return query_run(&q);
}

int store_challenge_latest(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           enum challenge_kind kind, enum channel channel, struct challenge *ret)
{
    QUERY(q, s, CHALLENGE_LATEST_OF_PERSON, INT_ARG(realm), INT_ARG(person),
          TEXT_ARG(challenge_kind_names[kind]), TEXT_ARG(channel_names[channel]));

    return read_one(&q, a, ret);
}

int store_challenge_latest_code(struct store *s, struct arena *a, int64_t realm, int64_t person,
                                struct challenge *ret)
{
    QUERY(q, s, CHALLENGE_LATEST_CODE, INT_ARG(realm), INT_ARG(person));

    return read_one(&q, a, ret);
}

int store_challenges_before(struct store *s, struct arena *a, int64_t realm, int64_t before,
                            int64_t most, struct list *ret)
{
    QUERY(q, s, CHALLENGES_OF_REALM, INT_ARG(realm), INT_ARG(before), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_challenges_due(struct store *s, struct arena *a, int64_t realm, int64_t now, int64_t most,
                         struct list *ret)
{
    QUERY(q, s, CHALLENGES_DUE, INT_ARG(realm), INT_ARG(now), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_challenge_next_due(struct store *s, int64_t realm, int64_t *ret)
{
    QUERY(q, s, CHALLENGE_NEXT_DUE, INT_ARG(realm));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = column_time_or_never(&q, 0);
    return rc;
}

int store_challenges_next_times(struct store *s, struct arena *a, struct list *ret)
{
    QUERY(q, s, CHALLENGES_NEXT_TIMES, INT_ARG(0));

    return query_due_times(&q, a, ret);
}

int store_challenge_update(struct store *s, const struct challenge *c)
{
    QUERY(q, s, CHALLENGE_STATE, INT_ARG(c->id), TEXT_ARG(challenge_state_names[c->state]),
          INT_ARG(c->wrong_attempts), ID_OR_NULL_ARG(c->due), INT_ARG(c->settled));

    return changes_add(s, query_change(&q), CHANGED_CHALLENGE, 0, c->id);
}

int store_push_insert(struct store *s, int64_t realm, int64_t at, int64_t old)
{
    QUERY(delete, s, PUSHES_DELETE_OLD, INT_ARG(realm), INT_ARG(old), INT_ARG(DELETED_AT_ONCE));
    QUERY(q, s, PUSH_INSERT, INT_ARG(realm), INT_ARG(at));
    int rc = query_run(&q);

    return rc < 0 ? rc : query_run(&delete);
}

int store_push_last(struct store *s, int64_t realm, int64_t place, int64_t *ret_number,
                    int64_t *ret_at)
{
    QUERY(q, s, PUSH_LAST, INT_ARG(realm), INT_ARG(place));
    int rc = query_step(&q);

    if (rc == 0) {
        *ret_number = column_int(&q, 0);
        *ret_at = column_int(&q, 1);
    }
    return rc;
}

/* ---- removal ---- */

int store_challenges_settled(struct store *s, struct arena *a, int64_t realm,
                             const struct challenge *last, int64_t most, struct list *ret)
{
    QUERY(q, s, CHALLENGES_SETTLED_BEFORE, INT_ARG(realm), INT_ARG(last->settled),
          INT_ARG(last->id), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_challenges_surplus(struct store *s, struct arena *a, int64_t realm, int64_t most,
                             struct challenge *ret)
{
    QUERY(q, s, CHALLENGES_SURPLUS, INT_ARG(realm), INT_ARG(most));

    return read_one(&q, a, ret);
}

int store_challenges_settled_next(struct store *s, int64_t realm, int64_t piece, int64_t *ret_first,
                                  int64_t *ret_full)
{
    QUERY(q, s, CHALLENGES_SETTLED_NEXT, INT_ARG(realm), INT_ARG(piece - 1));
    int rc = query_step(&q);

    if (rc == 0) {
        *ret_first = column_time_or_never(&q, 0);
        *ret_full = column_time_or_never(&q, 1);
    }
    return rc;
}

int store_challenges_settled_next_times(struct store *s, struct arena *a, struct list *ret)
{
    QUERY(q, s, CHALLENGES_SETTLED_NEXT_TIMES, INT_ARG(0));

    return query_due_times(&q, a, ret);
}

int store_challenge_delete(struct store *s, int64_t id)
{
    QUERY(q, s, CHALLENGE_DELETE, INT_ARG(id));

    return query_run(&q);
}

int store_session_note_code(struct store *s, const struct challenge *c)
{
    QUERY(q, s, SESSION_CODE_REMOVED, INT_ARG(c->session), INT_ARG(c->state == CHALLENGE_VERIFIED),
          INT_ARG(c->created));

    return query_run(&q);
}

int store_session_note_push(struct store *s, const struct challenge *c)
{
    QUERY(q, s, SESSION_PUSH_REMOVED, INT_ARG(c->session));

    return query_run(&q);
}

int store_session_step_ups(struct store *s, int64_t session, struct step_ups *ret)
{
    QUERY(q, s, SESSION_STEP_UPS, INT_ARG(session));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct step_ups){column_int(&q, 0), column_int(&q, 1), column_int(&q, 2) != 0};
    return rc;
}
