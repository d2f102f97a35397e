/* SPDX-License-Identifier: MIT */
/* Challenges and messages. */
#include "store/challenges.h"

#include "query.h"

#include <errno.h>

static void read_challenge(const struct query *q, struct arena *a, struct challenge *ret)
{
    *ret = (struct challenge){
        .id = column_int(q, 0),
        .realm = column_int(q, 1),
        .person = column_int(q, 2),
        .session = column_int(q, 3),
        .kind = (enum challenge_kind) column_name(q, 4, challenge_kind_names),
        .channel = (enum channel) column_name(q, 5, channel_names),
        .state = (enum challenge_state) column_name(q, 6, challenge_state_names),
        .code = column_text(q, 7, a),
        .wrong_attempts = column_int(q, 8),
        .created = column_int(q, 9),
        .expires = column_int(q, 10),
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
    QUERY(q, s, CHALLENGE_INSERT, INT_ARG(c->id), INT_ARG(c->realm), INT_ARG(c->person),
          INT_ARG(c->session), TEXT_ARG(challenge_kind_names[c->kind]),
          TEXT_ARG(channel_names[c->channel]), TEXT_ARG(c->code), INT_ARG(c->created),
          INT_ARG(c->expires));

    return query_run(&q);
}

int store_challenge_find(struct store *s, struct arena *a, int64_t id, struct challenge *ret)
{
    QUERY(q, s, CHALLENGE_BY_ID, INT_ARG(id));

    return read_one(&q, a, ret);
}

int store_challenges_of_session(struct store *s, struct arena *a, int64_t realm, int64_t session,
                                enum challenge_kind kind, struct list *ret)
{
    QUERY(q, s, CHALLENGES_OF_SESSION, INT_ARG(realm), INT_ARG(session),
          TEXT_ARG(challenge_kind_names[kind]));

    return read_all(&q, a, ret);
}

int store_challenge_latest(struct store *s, struct arena *a, int64_t realm, int64_t person,
                           enum challenge_kind kind, enum channel channel, struct challenge *ret)
{
    QUERY(q, s, CHALLENGE_LATEST_OF_PERSON, INT_ARG(realm), INT_ARG(person),
          TEXT_ARG(challenge_kind_names[kind]), TEXT_ARG(channel_names[channel]));

    return read_one(&q, a, ret);
}

int store_challenges(struct store *s, struct arena *a, int64_t realm, int64_t person,
                     struct list *ret)
{
    QUERY(q, s, CHALLENGES_OF_REALM, INT_ARG(realm), INT_ARG(person));

    return read_all(&q, a, ret);
}

int store_challenge_set_answer(struct store *s, int64_t challenge, enum challenge_state answer,
                               int64_t at)
{
    QUERY(q, s, CHALLENGE_ANSWER, INT_ARG(challenge), TEXT_ARG(challenge_state_names[answer]),
          INT_ARG(at));

    return query_change(&q);
}

int store_due_answers(struct store *s, struct arena *a, int64_t realm, struct list *ret)
{
    QUERY(q, s, CHALLENGES_TO_ANSWER, INT_ARG(realm));
    int rc;

    *ret = LIST_OF(struct due_answer);
    while ((rc = query_step(&q)) == 0) {
        struct due_answer *due = list_add(ret, a);

        read_challenge(&q, a, &due->challenge);
        due->answer = (enum challenge_state) column_name(&q, 11, challenge_state_names);
        due->at = column_int(&q, 12);
    }
    return rc == -ENOENT ? 0 : rc;
}

int store_challenge_update(struct store *s, const struct challenge *c)
{
    QUERY(q, s, CHALLENGE_STATE, INT_ARG(c->id), TEXT_ARG(challenge_state_names[c->state]),
          INT_ARG(c->wrong_attempts));

    return query_change(&q);
}

int store_message_insert(struct store *s, int64_t realm, const struct message *m)
{
    QUERY(q, s, MESSAGE_INSERT, INT_ARG(m->id), INT_ARG(realm), INT_ARG(m->at),
          TEXT_ARG(m->channel), TEXT_ARG(m->to), TEXT_ARG(m->kind), TEXT_ARG(m->code),
          ID_OR_NULL_ARG(m->challenge), TEXT_ARG(m->text), TEXT_ARG(m->payload));

    return query_run(&q);
}

int store_messages(struct store *s, struct arena *a, int64_t realm,
                   const struct message_filter *filter, struct list *ret)
{
    QUERY(q, s, MESSAGES_OF_REALM, INT_ARG(realm), TEXT_ARG(filter->channel), TEXT_ARG(filter->to),
          TEXT_ARG(filter->kind), INT_ARG(filter->limit));
    int rc;

    *ret = LIST_OF(struct message);
    while ((rc = query_step(&q)) == 0)
        *(struct message *) list_add(ret, a) = (struct message){
            .id = column_int(&q, 0),
            .at = column_int(&q, 1),
            .channel = column_text(&q, 2, a),
            .to = column_text(&q, 3, a),
            .kind = column_text(&q, 4, a),
            .code = column_text(&q, 5, a),
            .challenge = column_int(&q, 6),
            .text = column_text(&q, 7, a),
            .payload = column_text(&q, 8, a),
        };
    return rc == -ENOENT ? 0 : rc;
}
