/* SPDX-License-Identifier: MIT */
/* Control API: messages, challenges and sessions of a realm (control.md 4). */
#include "directory/outbox_store.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "list_items.h"
#include "parameters.h"
#include "store/realms.h"
#include "weavr/challenges.h"
#include "weavr/shared_types.h"

#include <errno.h>

const struct group content_group = {.tag = "content", .title = "What is in a realm"};

static const char *const message_channels[] = {"SMS", "EMAIL", "PUSH", "WEBHOOK", NULL};

struct outbox_query {
    const char *channel;
    const char *to;
    const char *kind;
    int64_t limit;
    int64_t wait;
};

static const struct rule outbox_rules[] = {
    RULE_TEXT(struct outbox_query, channel, "channel", .place = IN_QUERY,
              .values = message_channels),
    RULE_TEXT(struct outbox_query, to, "to", .place = IN_QUERY),
    RULE_TEXT(struct outbox_query, kind, "kind", .place = IN_QUERY),
    RULE_LIMIT(struct outbox_query),
    RULE_WAIT(struct outbox_query),
    END_OF_RULES,
};
static const struct input outbox_input = {
    .name = "OutboxQuery", .rules = outbox_rules, .size = sizeof(struct outbox_query)};

struct outbox_answer {
    struct list messages;
};

static const struct field outbox_fields[] = {
    SHOW_LIST(struct outbox_answer, messages, "messages", message_fields),
    END_OF_FIELDS,
};
static const struct view outbox_view = {.name = "Outbox", .fields = outbox_fields};

static int outbox_list(struct request *r)
{
    const struct outbox_query *in = r->input;
    const struct message_filter filter = {
        .channel = in->channel,
        .to = in->to,
        .kind = in->kind,
        .limit = limit_or_default(in->limit),
    };
    struct outbox_answer answer = {LIST_OF(struct message_row)};
    struct list found = LIST_OF(struct message);
    int rc = store_messages(r->store, r->arena, r->realm->id, &filter, &found);

    if (rc < 0)
        return rc;
    if (found.count == 0 && is_held_for_news(r, in->wait))
        return 0;
    for (size_t i = 0; i < found.count; i++) {
        *(struct message_row *) list_add(&answer.messages, r->arena) =
            message_row_of(r->arena, list_at(&found, i));
    }
    return reply(r, &answer);
}

static int outbox_clear(struct request *r)
{
    int rc = store_realm_clear_messages(r->store, r->realm->id);

    r->realm->outbox_count = COUNT_UNKNOWN;
    return rc < 0 ? rc : reply(r, NULL);
}

struct challenges_query {
    int state;
    int64_t user;
    int64_t limit;
};

static const struct rule challenges_rules[] = {
    RULE_CHOICE(struct challenges_query, state, "state", public_state_names, .place = IN_QUERY),
    RULE_ID(struct challenges_query, user, "user", .place = IN_QUERY),
    RULE_LIMIT(struct challenges_query),
    END_OF_RULES,
};
static const struct input challenges_input = {
    .name = "ChallengesQuery", .rules = challenges_rules, .size = sizeof(struct challenges_query)};

struct challenges_answer {
    struct list challenges;
};

static const struct field challenges_fields[] = {
    SHOW_LIST(struct challenges_answer, challenges, "challenges", challenge_fields),
    END_OF_FIELDS,
};
static const struct view challenges_view = {.name = "Challenges", .fields = challenges_fields};

/* The person behind a user's id, for the filters: 0 for no id, NOBODYS_ID for an unknown one. */
static int find_person(struct request *r, int64_t id, int64_t *ret)
{
    struct user user;
    int rc = id == 0 ? 0 : store_user_find(r->store, r->arena, id, &user);

    /* who is no user goes by the person's own id */
    *ret = id != 0 && rc == 0 ? user.person : id;
    return rc == -ENOENT ? 0 : rc;
}

static int challenges_list(struct request *r)
{
    const struct challenges_query *in = r->input;
    struct challenges_answer answer = {LIST_OF(struct challenge_row)};
    struct list found = LIST_OF(struct challenge);
    int64_t person;
    size_t most = (size_t) limit_or_all(in->limit);
    int rc = find_person(r, in->user, &person);

    if (rc == 0)
        rc = store_challenges(r->store, r->arena, r->realm->id, person, &found);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < found.count && answer.challenges.count < most; i++) {
        const struct challenge_row row = challenge_row_of(list_at(&found, i), r->now);

        if (in->state < 0 || in->state == (int) row.state)
            *(struct challenge_row *) list_add(&answer.challenges, r->arena) = row;
    }
    return reply(r, &answer);
}

/* A thing of a realm, named in the path; the realm itself was found before. */
static const struct rule realm_item_rules[] = {
    /* what is no number is nobody's id either: 404 */
    {.name = "id",
     .kind = RULE_KIND_ID,
     .offset = MEMBER_AT(struct path_id, id, int64_t),
     .place = IN_PATH,
     REQUIRED},
    END_OF_RULES,
};
const struct input realm_item_input = {
    .name = "RealmItem", .rules = realm_item_rules, .size = sizeof(struct path_id)};

static int settle(struct request *r, enum challenge_state outcome)
{
    const struct path_id *in = r->input;
    struct challenge challenge;
    int rc = store_challenge_find(r->store, r->arena, in->id, &challenge);

    if (rc == -ENOENT || (rc == 0 && challenge.realm != r->realm->id))
        return refuse(r, NOT_FOUND, "no challenge %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc < 0)
        return rc;
    if (!challenge_is_pending(&challenge, r->now))
        return refuse(r, ALREADY_SETTLED, "the challenge is %s",
                      challenge_state_names[challenge_state_at(&challenge, r->now)]);
    return settle_and_reply(r, &challenge, outcome);
}

static int challenge_accept(struct request *r)
{
    return settle(r, CHALLENGE_VERIFIED);
}

static int challenge_decline(struct request *r)
{
    return settle(r, CHALLENGE_DECLINED);
}

static int challenge_expire(struct request *r)
{
    return settle(r, CHALLENGE_EXPIRED);
}

struct sessions_query {
    int64_t user;
    int64_t limit;
};

static const struct rule sessions_rules[] = {
    RULE_ID(struct sessions_query, user, "user", .place = IN_QUERY),
    RULE_LIMIT(struct sessions_query),
    END_OF_RULES,
};
static const struct input sessions_input = {
    .name = "SessionsQuery", .rules = sessions_rules, .size = sizeof(struct sessions_query)};

struct sessions_answer {
    struct list sessions;
};

static const struct field sessions_fields[] = {
    SHOW_LIST(struct sessions_answer, sessions, "sessions", session_fields),
    END_OF_FIELDS,
};
static const struct view sessions_view = {.name = "Sessions", .fields = sessions_fields};

static int sessions_list(struct request *r)
{
    const struct sessions_query *in = r->input;
    struct sessions_answer answer = {LIST_OF(struct session_row)};
    struct list found = LIST_OF(struct session);
    int64_t person;
    size_t most = (size_t) limit_or_all(in->limit);
    int rc = find_person(r, in->user, &person);

    if (rc == 0)
        rc = store_sessions(r->store, r->arena, r->realm->id, &found);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < found.count && answer.sessions.count < most; i++) {
        const struct session *s = list_at(&found, i);

        if ((person == 0 || s->person == person) && session_is_live(s, &r->realm->settings, r->now))
            *(struct session_row *) list_add(&answer.sessions, r->arena) =
                session_row_of(s, &r->realm->settings);
    }
    return reply(r, &answer);
}

static int session_delete(struct request *r)
{
    const struct path_id *in = r->input;
    struct session session;
    int rc = store_session_find(r->store, in->id, &session);

    if (rc == -ENOENT || (rc == 0 && (session.realm != r->realm->id || session.ended != 0)))
        return refuse(r, NOT_FOUND, "no session %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc == 0)
        rc = store_session_end(r->store, in->id, r->now);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation content_operations[] = {
    OPERATION(outbox_list, GET, "/_sandgate/realms/{realm}/outbox", OPERATOR,
              .summary = "Messages, newest first; wait=5 waits for one", .group = &content_group,
              .input = &outbox_input, .status = 200, .answer = &outbox_view, .errors = ERRORS()),
    OPERATION(outbox_clear, DELETE, "/_sandgate/realms/{realm}/outbox", OPERATOR,
              .summary = "Empty the outbox", .group = &content_group,
              .status = 204, .writes = true, .errors = ERRORS()),
    OPERATION(challenges_list, GET, "/_sandgate/realms/{realm}/challenges", OPERATOR,
              .summary = "Challenges, newest first", .group = &content_group,
              .input = &challenges_input, .status = 200, .answer = &challenges_view, .errors = ERRORS()),
    OPERATION(challenge_accept, POST, "/_sandgate/realms/{realm}/challenges/{id}/accept", OPERATOR,
              .summary = "As if the person had accepted, or sent the right code", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(ALREADY_SETTLED)),
    OPERATION(challenge_decline, POST, "/_sandgate/realms/{realm}/challenges/{id}/decline", OPERATOR,
              .summary = "As if the person had declined", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(ALREADY_SETTLED)),
    OPERATION(challenge_expire, POST, "/_sandgate/realms/{realm}/challenges/{id}/expire", OPERATOR,
              .summary = "As if nobody had answered in time", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(ALREADY_SETTLED)),
    OPERATION(sessions_list, GET, "/_sandgate/realms/{realm}/sessions", OPERATOR,
              .summary = "Live sessions, newest first", .group = &content_group,
              .input = &sessions_input, .status = 200, .answer = &sessions_view, .errors = ERRORS()),
    OPERATION(session_delete, DELETE, "/_sandgate/realms/{realm}/sessions/{id}", OPERATOR,
              .summary = "End a session", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
