/* SPDX-License-Identifier: MIT */
/* Control API: reading and moving a realm's clock (control.md 3). */
#include "clock.h"

#include "engine/reply.h"
#include "engine/steps.h"
#include "parameters.h"
#include "store/realms.h"

const struct field clock_fields[] = {
    SHOW_TIME(struct clock_answer, now, "now"),
    SHOW_INTEGER(struct clock_answer, offset, "offsetMillis"),
    SHOW_BOOLEAN(struct clock_answer, frozen, "frozen"),
    END_OF_FIELDS,
};
static const struct view clock_view = {.name = "Clock", .fields = clock_fields};

struct clock_answer clock_answer_of(const struct gateway *g, const struct clock *clock)
{
    return (struct clock_answer){clock_now(clock), gateway_offset(g, clock), clock->frozen};
}

static int clock_get(struct request *r)
{
    const struct clock_answer answer = clock_answer_of(r->gateway, &r->realm->clock);

    return reply(r, &answer);
}

struct clock_move {
    const char *advance;
    const char *set;
    enum maybe frozen;
    enum maybe reset;
};

static const struct rule clock_rules[] = {
    RULE_TEXT(struct clock_move, advance, "advance"),
    RULE_TEXT(struct clock_move, set, "set"),
    RULE_BOOLEAN(struct clock_move, frozen, "frozen"),
    RULE_BOOLEAN(struct clock_move, reset, "reset"),
    END_OF_RULES,
};
static const struct input clock_input = {
    .name = "ClockMove", .rules = clock_rules, .size = sizeof(struct clock_move), .strict = true};

/* The clock in memory changes when the transaction commits. */
static void finish_move(struct request *r, bool committed)
{
    if (!committed)
        return;
    r->realm->clock = *(const struct clock *) r->settle_data;
    schedule_clock_moved(&r->gateway->schedule);
}

static int set_clock(struct request *r, const struct clock *clock)
{
    struct clock *kept = arena_alloc(r->arena, sizeof *kept);

    *kept = *clock;
    r->settle = finish_move;
    r->settle_data = kept;
    return store_realm_set_clock(r->store, r->realm->id, clock);
}

/* The clock after the move. PASS, or refused. */
static int moved_clock_or_reply(struct request *r, const struct clock_move *in, struct clock *ret)
{
    int given =
        (in->advance != NULL) + (in->set != NULL) + (in->frozen != UNSET) + (in->reset == YES);
    int64_t time;

    *ret = r->realm->clock;
    if (given != 1)
        return refuse(r, INVALID_REQUEST, "give one of advance, set, frozen, reset");
    if (in->reset == YES) {
        gateway_initial_clock(r->gateway, ret);
    } else if (in->frozen != UNSET) {
        clock_freeze(ret, in->frozen == YES);
    } else if (in->advance != NULL) {
        if (!clock_parse_duration(in->advance, &time))
            return refuse_member(
                r, "advance",
                "must be a duration in weeks, days, hours, minutes and seconds, like P1DT5M1S");
        clock_advance(ret, time);
    } else {
        if (!clock_parse(in->set, &time))
            return refuse_member(r, "set", "must be a time like 2027-01-01T00:00:00Z");
        clock_set(ret, time);
    }
    if (clock_now(ret) < CLOCK_EARLIEST || clock_now(ret) > CLOCK_LATEST)
        return refuse_member(r, in->advance != NULL ? "advance" : "set",
                             "must result in a year from 0001 to 9999");
    return PASS;
}

static int clock_move(struct request *r)
{
    struct clock clock;
    bool in_use = false;
    int rc = moved_clock_or_reply(r, r->input, &clock);

    if (rc != PASS)
        return rc;
    rc = store_realm_has_tokens(r->store, r->realm->id, &in_use);
    if (rc < 0)
        return rc;
    /* compared with the time of arrival: the clock may have run since then */
    if (in_use && clock_now(&clock) < r->now)
        return refuse(r, CLOCK_IN_USE,
                      "the realm has issued tokens or challenges: its time only goes forward");
    rc = set_clock(r, &clock);
    if (rc < 0)
        return rc;
    const struct clock_answer answer = clock_answer_of(r->gateway, &clock);

    return reply(r, &answer);
}

/* clang-format off */
const struct operation clock_operations[] = {
    OPERATION(clock_get, GET, "/_sandgate/realms/{realm}/clock", OPERATOR,
              .summary = "Get the realm's clock", .group = &realms_group,
              .status = 200, .answer = &clock_view, .errors = ERRORS()),
    OPERATION(clock_move, POST, "/_sandgate/realms/{realm}/clock", OPERATOR,
              .summary = "Move, freeze or reset the realm's clock", .group = &realms_group,
              .input = &clock_input, .status = 200, .answer = &clock_view, .writes = true,
              .errors = ERRORS(CLOCK_IN_USE)),
    END_OF_OPERATIONS,
};
/* clang-format on */
