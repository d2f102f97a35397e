/* SPDX-License-Identifier: MIT */
/* What falls due, by a toy kind: bells that ring at a time of a realm's clock. */
#include "suites.h"

#include "control/module.h"
#include "directory/module.h"
#include "seeds/first_start.h"
#include "support/world.h"
#include "weavr/module.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECOND INT64_C(1000)

static struct bell {
    int64_t realm;
    int64_t time; /* INT64_MAX: it has rung, or was never set */
} bells[4];
static int rung;
static int acted;   /* how often anybody looked whether a bell is to ring */
static int failure; /* what the next act answers instead */
static int pieces;  /* after so many acts nothing is left */

static int list_bells(struct store *s, struct arena *a, struct list *ret)
{
    (void) s;
    *ret = LIST_OF(struct due_time);
    for (size_t i = 0; i < ARRAY_SIZE(bells); i++) {
        if (bells[i].realm != 0)
            *(struct due_time *) list_add(ret, a) =
                (struct due_time){bells[i].realm, bells[i].time};
    }
    return 0;
}

static int ring(struct gateway *g, struct realm *realm, struct arena *a, int64_t *ret_next)
{
    int64_t now = clock_now(&realm->clock);
    int rc = failure;

    (void) g;
    (void) a;
    acted++;
    failure = 0;
    *ret_next = INT64_MAX;
    for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(bells); i++) {
        if (bells[i].realm != realm->id)
            continue;
        if (bells[i].time <= now) {
            rung++;
            bells[i].time = INT64_MAX;
        } else if (bells[i].time < *ret_next) {
            *ret_next = bells[i].time;
        }
    }
    /* what is left was due before: a request looks only at what was due when it arrived */
    if (pieces > 0 && --pieces > 0)
        *ret_next = now - SECOND;
    return rc;
}

static const struct due_kind bells_due = {.name = "bells", .next_times = list_bells, .act = ring};
static const struct due_kind visits_due = {.name = "visits", .next_times = list_bells};

static const struct due_kind *const toy_kinds[] = {&bells_due, &visits_due, NULL};
static const struct module toy_module = {.name = "toys", .due_kinds = toy_kinds};
static const struct module *const with_toys[] = {&directory_module, &weavr_module, &toy_module,
                                                 &control_module, NULL};

static struct registry registry;
static struct world world;
static struct schedule *schedule;
static struct realm *realm; /* the default one */

static void open_at(const char *database)
{
    char error[200];
    struct gateway *g = &world.gateway;

    registry_make(&registry, with_toys);
    ck_assert_int_eq(
        gateway_open(g, &(struct gateway_options){.registry = &registry, .database = database},
                     error, sizeof error),
        0);
    if (g->realms.count == 0)
        ck_assert_int_eq(first_start_create_realm(g, false, NULL, 0, error, sizeof error), 0);
    g->quiet = true;
    g->ready = true;
    schedule = &g->schedule;
    realm = g->realms.first;
}

static void open_world(void)
{
    rung = 0;
    acted = 0;
    pieces = 0;
    memset(bells, 0, sizeof bells);
    open_at(NULL);
}

static void close_world(void)
{
    world_close(&world);
    registry_free(&registry);
}

static int call(const char *method, const char *path, const char *body)
{
    const struct headers none = {.count = 0};
    struct answer answer;

    world_call(&world, method, path, &none, body, strlen(body), &answer);
    int status = answer.status;

    answer_free(&answer);
    return status;
}

static void control(const char *method, const char *path, const char *body)
{
    ck_assert_int_lt(call(method, path, body), 300);
}

static void advance(const char *how_far)
{
    char body[80];

    snprintf(body, sizeof body, "{\"advance\":\"%s\"}", how_far);
    control("POST", "/_sandgate/realms/default/clock", body);
}

static void set_bell(size_t which, struct realm *where, int64_t seconds)
{
    bells[which] =
        (struct bell){.realm = where->id, .time = clock_now(&where->clock) + seconds * SECOND};
    schedule_expect(schedule, where, &bells_due, bells[which].time);
}

START_TEST(acts_when_the_clock_of_the_realm_says_so)
{
    open_world();
    set_bell(0, realm, 300);
    set_bell(1, realm, 600);
    schedule_run(schedule);
    ck_assert_int_eq(acted, 0);
    ck_assert_int_gt(schedule_wait(schedule), 200000);
    ck_assert_int_le(schedule_wait(schedule), 300000);
    advance("PT5M1S");
    ck_assert_int_eq(schedule_wait(schedule), 0);
    schedule_run(schedule);
    ck_assert_int_eq(rung, 1);
    schedule_run(schedule);
    ck_assert_int_eq(acted, 1);
    advance("PT5M");
    schedule_run(schedule);
    ck_assert_int_eq(rung, 2);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    close_world();
}
END_TEST

START_TEST(acts_before_a_request_of_the_realm)
{
    open_world();
    set_bell(0, realm, 300);
    control("GET", "/_sandgate/realms/default", "");
    ck_assert_int_eq(acted, 0);
    advance("PT1H");
    ck_assert_int_eq(rung, 0);
    control("GET", "/_sandgate/realms/default", "");
    ck_assert_int_eq(rung, 1);
    schedule_run(schedule);
    ck_assert_int_eq(acted, 1);
    close_world();
}
END_TEST

START_TEST(does_nothing_while_a_clock_stands_still)
{
    open_world();
    control("POST", "/_sandgate/realms/default/clock", "{\"frozen\":true}");
    set_bell(0, realm, 1);
    schedule_run(schedule);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    control("POST", "/_sandgate/realms/default/clock", "{\"advance\":\"PT1S\"}");
    schedule_run(schedule);
    ck_assert_int_eq(rung, 1);
    close_world();
}
END_TEST

/* What was expected is not: the kind is asked, and has nothing. */
START_TEST(looks_again_after_a_reset)
{
    open_world();
    set_bell(0, realm, 300);
    bells[0].time = INT64_MAX;
    control("POST", "/_sandgate/realms/default/reset", "");
    schedule_run(schedule);
    ck_assert_int_eq(acted, 1);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    advance("PT1H");
    schedule_run(schedule);
    ck_assert_int_eq(acted, 1);
    close_world();
}
END_TEST

START_TEST(forgets_a_realm_that_is_deleted)
{
    struct realm *others[2];

    open_world();
    for (size_t i = 0; i < 2; i++) {
        control("POST", "/_sandgate/realms", i == 0 ? "{\"name\":\"a\"}" : "{\"name\":\"b\"}");
        others[i] = realms_find_by_id_or_name(&world.gateway.realms, i == 0 ? "a" : "b");
    }
    set_bell(0, others[0], 0);
    set_bell(1, realm, 0);
    set_bell(2, others[1], 0);
    control("DELETE", "/_sandgate/realms/b", ""); /* the last of the list, whose end it was */
    control("DELETE", "/_sandgate/realms/a", ""); /* the first */
    rung = 0;                                     /* they rang before they went */
    schedule_run(schedule);
    ck_assert_int_eq(rung, 1);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    set_bell(3, realm, 0);
    schedule_run(schedule);
    ck_assert_int_eq(rung, 2);
    close_world();
}
END_TEST

START_TEST(knows_after_a_start_what_is_due)
{
    char path[] = "/tmp/sandgate-schedule-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(path));
    char file[sizeof path + sizeof "/db"];

    snprintf(file, sizeof file, "%s/db", path);
    rung = 0;
    memset(bells, 0, sizeof bells);
    open_at(file);
    bells[0] = (struct bell){.realm = realm->id, .time = clock_now(&realm->clock)};
    close_world();
    open_at(file);
    ck_assert_int_eq(schedule_wait(schedule), 0);
    schedule_run(schedule);
    ck_assert_int_eq(rung, 1);
    close_world();
    unlink(file);
    rmdir(path);
}
END_TEST

START_TEST(leaves_a_realm_alone_after_a_fault)
{
    open_world();
    set_bell(0, realm, 0);
    failure = -EIO;
    schedule_run(schedule);
    ck_assert_int_eq(acted, 1);
    ck_assert_int_eq(rung, 0);
    ck_assert_int_gt(schedule_wait(schedule), 0);
    advance("PT1S");
    schedule_run(schedule);
    ck_assert_int_eq(rung, 1);
    close_world();
}
END_TEST

START_TEST(answers_a_request_500_when_an_act_fails)
{
    open_world();
    set_bell(0, realm, 0);
    failure = -EIO;
    ck_assert_int_eq(call("GET", "/_sandgate/realms/default", ""), 500);
    ck_assert_int_eq(call("GET", "/_sandgate/realms/default", ""), 200);
    ck_assert_int_eq(rung, 1);
    close_world();
}
END_TEST

START_TEST(lets_others_in_between_pieces)
{
    open_world();
    pieces = 3;
    set_bell(0, realm, 0);
    schedule_run(schedule);
    ck_assert_int_eq(acted, 1);
    ck_assert_int_eq(schedule_wait(schedule), 0);
    schedule_run(schedule);
    schedule_run(schedule);
    ck_assert_int_eq(acted, 3);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    close_world();
}
END_TEST

static int turns;

static void count_turn(struct world *w)
{
    (void) w;
    turns++;
}

/* A request sees the realm when nothing is due any more. */
START_TEST(has_a_request_wait_for_all_pieces)
{
    open_world();
    pieces = 3;
    set_bell(0, realm, 0);
    turns = 0;
    world.after_turn = count_turn;
    control("GET", "/_sandgate/realms/default", "");
    ck_assert_int_eq(acted, 3);
    ck_assert_int_eq(turns, 3);
    close_world();
}
END_TEST

#define MANY 20

START_TEST(acts_in_a_few_realms_at_once)
{
    open_world();
    for (int i = 0; i < MANY; i++)
        control("POST", "/_sandgate/realms", "");
    for (struct realm *at = realm->next; at != NULL; at = at->next)
        schedule_expect(schedule, at, &bells_due, 0);
    schedule_run(schedule);
    ck_assert_int_gt(acted, 0);
    ck_assert_int_lt(acted, MANY / 2);
    for (int i = 0; i < MANY && schedule_wait(schedule) == 0; i++)
        schedule_run(schedule);
    ck_assert_int_eq(acted, MANY);
    close_world();
}
END_TEST

START_TEST(does_nothing_while_the_realm_is_read)
{
    open_world();
    realm->readers++;
    set_bell(0, realm, 0);
    schedule_run(schedule);
    ck_assert_int_eq(acted, 0);
    ck_assert_int_gt(schedule_wait(schedule), 0);
    realm->readers--;
    control("GET", "/_sandgate/realms/default", "");
    ck_assert_int_eq(rung, 1);
    close_world();
}
END_TEST

/* ---- a kind without an act ---- */

struct visits {
    int count;
    bool busy;
};

static bool visit(void *context, struct realm *where, int64_t *ret_next)
{
    struct visits *visits = context;

    (void) where;
    if (visits->busy)
        return false;
    visits->count++;
    *ret_next = INT64_MAX;
    return true;
}

START_TEST(lets_somebody_attend)
{
    struct visits visits = {.busy = true};

    open_world();
    schedule_expect(schedule, realm, &visits_due, 0);
    schedule_run(schedule);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    schedule_set_handler(schedule, &visits_due, visit, &visits);
    ck_assert_int_eq(schedule_wait(schedule), 0);
    schedule_run(schedule);
    ck_assert_int_eq(visits.count, 0);
    ck_assert_int_eq(schedule_wait(schedule), -1);
    visits.busy = false;
    schedule_run(schedule);
    ck_assert_int_eq(visits.count, 0);
    schedule_resume(schedule, &visits_due);
    schedule_run(schedule);
    ck_assert_int_eq(visits.count, 1);
    control("GET", "/_sandgate/realms/default", ""); /* no request waits for these */
    schedule_run(schedule);
    ck_assert_int_eq(visits.count, 1);
    close_world();
}
END_TEST

Suite *schedule_suite(void)
{
    const struct test tests[] = {
        {acts_when_the_clock_of_the_realm_says_so, 0},
        {acts_before_a_request_of_the_realm, 0},
        {does_nothing_while_a_clock_stands_still, 0},
        {looks_again_after_a_reset, 0},
        {forgets_a_realm_that_is_deleted, 0},
        {knows_after_a_start_what_is_due, 0},
        {leaves_a_realm_alone_after_a_fault, 0},
        {answers_a_request_500_when_an_act_fails, 0},
        {lets_others_in_between_pieces, 0},
        {has_a_request_wait_for_all_pieces, 0},
        {acts_in_a_few_realms_at_once, 0},
        {does_nothing_while_the_realm_is_read, 0},
        {lets_somebody_attend, 0},
    };

    return suite_of("schedule", tests, ARRAY_SIZE(tests));
}
