/* SPDX-License-Identifier: MIT */
/* Control API: challenges, and settling them for the person (control.md 4). */
#include "challenges.h"

#include "engine/reply.h"
#include "lists.h"
#include "parameters.h"
#include "people.h"
#include "weavr/challenges.h"
#include "weavr/shared_types.h"

#include <errno.h>

const char *const public_state_names[] = {"PENDING", "VERIFIED", "DECLINED", "EXPIRED", NULL};

const struct field challenge_fields[] = {
    SHOW_ID(struct challenge_row, id, "id"),
    SHOW_NAME(struct challenge_row, kind, "kind", challenge_kind_names),
    SHOW_NAME(struct challenge_row, channel, "channel", channel_names),
    SHOW_NAME(struct challenge_row, state, "state", public_state_names),
    SHOW_ID(struct challenge_row, user, "userId"),
    SHOW_TIME(struct challenge_row, created, "createdAt"),
    SHOW_TIME(struct challenge_row, expires, "expiresAt"),
    END_OF_FIELDS,
};

struct challenge_row challenge_row_of(const struct challenge *c, int64_t now)
{
    return (struct challenge_row){c->id,     c->kind,    c->channel, challenge_public_state(c, now),
                                  c->person, c->created, c->expires};
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

struct challenges_progress {
    struct listing list;
    int64_t last; /* id; 0: none yet */
};

static const struct field challenges_fields[] = {
    SHOW_LIST(struct listing, rows, "challenges", challenge_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view challenges_view = {.name = "Challenges", .fields = challenges_fields};

#define CHALLENGE_BYTES 250

static void take_challenges(struct request *r, struct challenges_progress *p, int64_t person,
                            const struct list *found)
{
    const struct challenges_query *in = r->input;

    for (size_t i = 0; i < found->count && !p->list.more; i++) {
        const struct challenge *c = list_at(found, i);
        const struct challenge_row row = challenge_row_of(c, r->now);
        bool matches =
            (in->state < 0 || in->state == (int) row.state) && (person == 0 || c->person == person);
        struct challenge_row *place = matches ? listing_add(r, &p->list, CHALLENGE_BYTES) : NULL;

        if (place != NULL)
            *place = row;
        p->last = c->id;
    }
}

static int challenges_list(struct request *r)
{
    const struct challenges_query *in = r->input;
    struct challenges_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct challenge_row), limit_or_all(in->limit));
    int64_t wanted = listing_look(&p->list, in->state < 0 && in->user == 0);
    struct arena scratch = ARENA_EMPTY;
    struct list found = LIST_OF(struct challenge);
    int64_t person;
    int rc = person_of_user(r, in->user, &person);

    if (rc == 0)
        rc = store_challenges_before(r->store, &scratch, r->realm->id,
                                     p->last == 0 ? INT64_MAX : p->last, wanted, &found);
    if (rc == 0)
        take_challenges(r, p, person, &found);
    arena_free(&scratch);
    if (rc < 0 || !listing_ends(r, &p->list, (int64_t) found.count, wanted))
        return rc;
    return reply(r, &p->list);
}

static int settle_challenge(struct request *r, enum challenge_state outcome)
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
    return settle_challenge(r, CHALLENGE_VERIFIED);
}

static int challenge_decline(struct request *r)
{
    return settle_challenge(r, CHALLENGE_DECLINED);
}

static int challenge_expire(struct request *r)
{
    return settle_challenge(r, CHALLENGE_EXPIRED);
}

/* clang-format off */
const struct operation challenge_operations[] = {
    OPERATION(challenges_list, GET, "/_sandgate/realms/{realm}/challenges", OPERATOR,
              .summary = "List challenges, newest first", .group = &content_group,
              .input = &challenges_input, .status = 200, .answer = &challenges_view, .errors = ERRORS()),
    OPERATION(challenge_accept, POST, "/_sandgate/realms/{realm}/challenges/{id}/accept", OPERATOR,
              .summary = "Settle a challenge as if the person had accepted, or sent the right code", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(ALREADY_SETTLED)),
    OPERATION(challenge_decline, POST, "/_sandgate/realms/{realm}/challenges/{id}/decline", OPERATOR,
              .summary = "Settle a challenge as if the person had declined", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(ALREADY_SETTLED)),
    OPERATION(challenge_expire, POST, "/_sandgate/realms/{realm}/challenges/{id}/expire", OPERATOR,
              .summary = "Settle a challenge as if nobody had answered in time", .group = &content_group,
              .input = &realm_item_input, .status = 204, .writes = true, .errors = ERRORS(ALREADY_SETTLED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
