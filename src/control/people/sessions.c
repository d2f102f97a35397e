/* SPDX-License-Identifier: MIT */
/* Control API: live sessions, and ending them (control.md 4). */
#include "sessions.h"

#include "directory/sessions.h"
#include "directory/sessions_store.h"
#include "engine/reply.h"
#include "lists.h"
#include "parameters.h"
#include "people.h"
#include "weavr/shared_types.h"

#include <errno.h>

const struct field session_fields[] = {
    SHOW_ID(struct session_row, id, "id"),
    SHOW_ID(struct session_row, user, "userId", OPTIONAL),
    SHOW_TEXT(struct session_row, token_type, "tokenType"),
    SHOW_BOOLEAN(struct session_row, stepped_up, "steppedUp"),
    SHOW_TIME(struct session_row, created, "createdAt"),
    SHOW_TIME(struct session_row, last_activity, "lastActivityAt"),
    SHOW_TIME(struct session_row, expires, "expiresAt"),
    SHOW_TIME(struct session_row, ended, "endedAt", OPTIONAL),
    END_OF_FIELDS,
};

struct session_row session_row_of(const struct session *s, const struct settings *settings)
{
    return (struct session_row){
        .id = s->id,
        .user = s->person,
        .token_type = session_token_type(s->kind),
        .stepped_up = s->stepped_up,
        .created = s->created,
        .last_activity = s->last_activity,
        .expires = session_deadline(s, settings),
        .ended = s->ended,
    };
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

struct sessions_progress {
    struct listing list;
    struct session last; /* .id 0: none yet */
    int64_t wanted;
    int64_t looked;
};

static const struct field sessions_fields[] = {
    SHOW_LIST(struct listing, rows, "sessions", session_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view sessions_view = {.name = "Sessions", .fields = sessions_fields};

#define SESSION_BYTES 250

struct sessions_visit {
    struct request *r;
    struct sessions_progress *progress;
};

/* Few are not live any more: they are about to be marked as ended. */
static bool take_session(void *context, const struct session *session)
{
    const struct sessions_visit *visit = context;
    struct sessions_progress *p = visit->progress;
    const struct settings *settings = &visit->r->realm->settings;

    p->last = *session;
    p->looked++;
    if (session_is_live(session, settings, visit->r->now)) {
        struct session_row *row = listing_add(visit->r, &p->list, SESSION_BYTES);

        if (row != NULL)
            *row = session_row_of(session, settings);
    }
    return p->list.more || p->looked == p->wanted;
}

static int sessions_list(struct request *r)
{
    const struct sessions_query *in = r->input;
    struct sessions_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct session_row), limit_or_all(in->limit));
    int64_t person;
    int rc = person_of_user(r, in->user, &person);

    p->wanted = listing_look(&p->list, true);
    p->looked = 0;
    if (rc == 0)
        rc = store_sessions_before(r->store, r->realm->id, person, &p->last, take_session,
                                   &(struct sessions_visit){r, p});
    if (rc < 0 || !listing_ends(r, &p->list, p->looked, p->wanted))
        return rc;
    return reply(r, &p->list);
}

static int session_delete(struct request *r)
{
    const struct path_id *in = r->input;
    struct context ctx = context_of(r);
    struct session session;
    int rc = store_session_find(r->store, in->id, &session);

    if (rc == -ENOENT || (rc == 0 && (session.realm != r->realm->id || session.ended != 0)))
        return refuse(r, NOT_FOUND, "no session %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc == 0)
        rc = session_end(&ctx, in->id);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation session_operations[] = {
    OPERATION(sessions_list, GET, "/_sandgate/realms/{realm}/sessions", OPERATOR,
              .summary = "List live sessions, newest first", .group = &content_group,
              .input = &sessions_input, .status = 200, .answer = &sessions_view, .errors = ERRORS()),
    OPERATION(session_delete, DELETE, "/_sandgate/realms/{realm}/sessions/{id}", OPERATOR,
              .summary = "End a session", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
