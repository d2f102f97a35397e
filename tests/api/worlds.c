/* SPDX-License-Identifier: MIT */
/*
 * Random worlds: two realms, in which money is deposited, transferred, sent, scheduled, confirmed, held and let go, with
 * clocks that move, settings that change and statements of the database that fail. After every step the books must be
 * right, and a request that failed has changed nothing: worlds [STEPS]. The number of a test is its random key.
 */
#include "base/random.h"
#include "store/store.h"
#include "support/database.h"
#include "support/ledger.h"
#include "support/runner.h"
#include "support/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLDS 4
#define REALMS 2
#define ACCOUNTS 6

static struct plays plays;
static struct world world;
static struct random chance;
static int steps = 500;
static int orders_taken; /* in a world */

/* A realm with two identities. Accounts with even numbers are the first one's. */
struct sandbox {
    struct runner runner;
    char error[2000];
    const char *tokens[2];
    const char *accounts[ACCOUNTS];
    const char *orders[2]; /* the last transfer and send; NULL: none yet */
};
static struct sandbox sandboxes[REALMS];

static uint32_t below(uint32_t bound)
{
    return random_below(&chance, bound);
}

static void step(struct sandbox *p, const char *line)
{
    ck_assert_msg(runner_step(&p->runner, line), "%s: %s", line, p->error);
}

static const char *saved(struct sandbox *p, const char *name)
{
    return arena_text(&p->runner.arena, runner_get(&p->runner, name));
}

/* Sends a request by one of the identities; its status may be any but 500, unless a statement is to fail. */
static int send_as(struct sandbox *p, int identity, const char *method, const char *path,
                   const char *body)
{
    runner_set(&p->runner, "token", p->tokens[identity]);
    runner_send(&p->runner, method, path, body);
    return p->runner.answer.status;
}

static void open_sandbox(struct sandbox *p)
{
    *p = (struct sandbox){.tokens = {NULL}};
    ck_assert_msg(runner_open(&p->runner, &world, &plays, p->error, sizeof p->error), "%s",
                  p->error);
    step(p, "settings {\"sessionIdleSeconds\":31536000,\"otpResendGapSeconds\":0}");
    step(p, "do sender-with-sca");
    p->tokens[0] = saved(p, "token");
    p->tokens[1] = saved(p, "recipientToken");
    for (int i = 0; i < ACCOUNTS; i++) {
        runner_set(&p->runner, "token", p->tokens[i % 2]);
        step(p, "do open-account");
        step(p, "let amount = 10000");
        step(p, "do deposit");
        p->accounts[i] = saved(p, "account");
    }
}

/* ---- what may happen */

static const char *amount_text(struct sandbox *p)
{
    static const char *const odd[] = {"0", "-1", "9223372036854775807"};

    return below(20) == 0 ? odd[below(ARRAY_SIZE(odd))]
                          : arena_int(&p->runner.arena, (int64_t) below(2000) + 1);
}

static void deposit(struct sandbox *p)
{
    const char *path = arena_printf(&p->runner.arena, "/_sandgate/realms/%s/accounts/%s/deposit",
                                    runner_get(&p->runner, "realm"), p->accounts[below(ACCOUNTS)]);

    runner_send(&p->runner, "POST", path,
                arena_printf(&p->runner.arena, "{\"amount\":%s}", amount_text(p)));
}

/* A transfer or a send, mostly to an account that it may go to. */
static void order(struct sandbox *p)
{
    bool is_send = below(2) == 0;
    uint32_t from = below(ACCOUNTS);
    bool is_wrong = below(5) == 0;
    uint32_t to = (2 * below(ACCOUNTS / 2) + from + (is_send != is_wrong)) % ACCOUNTS;
    const char *now = is_send ? "profile.sends" : "profile.transfers";
    const char *body = arena_printf(
        &p->runner.arena,
        "{\"profileId\":\"%s\",\"source\":{\"id\":\"%s\",\"type\":\"managed_accounts\"},"
        "\"destination\":{\"id\":\"%s\",\"type\":\"managed_accounts\"},"
        "\"destinationAmount\":{\"currency\":\"EUR\",\"amount\":%s}%s}",
        runner_get(&p->runner, now), p->accounts[from], p->accounts[to], amount_text(p),
        below(4) == 0 ? ",\"scheduledTimestamp\":\"1767312000000\"" : "");

    if (send_as(p, (int) from % 2, "POST", is_send ? "/multi/sends" : "/multi/transfers", body) !=
        200)
        return;
    orders_taken++;
    p->orders[is_send] =
        arena_text(&p->runner.arena, json_string_value(runner_find(&p->runner, ".id")));
}

static void cancel(struct sandbox *p)
{
    if (p->orders[0] != NULL)
        send_as(
            p, (int) below(2), "POST", "/multi/transfers/bulk/cancel",
            arena_printf(&p->runner.arena, "{\"cancellations\":[{\"id\":\"%s\"}]}", p->orders[0]));
    if (p->orders[1] != NULL)
        send_as(p, (int) below(2), "POST",
                arena_printf(&p->runner.arena, "/multi/sends/%s/cancel", p->orders[1]), "");
}

static void confirm(struct sandbox *p)
{
    if (p->orders[1] == NULL)
        return;
    const char *path =
        arena_printf(&p->runner.arena, "/multi/sends/%s/challenges/otp/SMS", p->orders[1]);

    send_as(p, 0, "POST", path, "");
    send_as(p, 0, "POST", arena_printf(&p->runner.arena, "%s/verify", path),
            below(4) == 0 ? "{\"verificationCode\":\"000000\"}"
                          : "{\"verificationCode\":\"123456\"}");
}

static void resume(struct sandbox *p)
{
    if (p->orders[1] != NULL)
        runner_send(&p->runner, "POST",
                    arena_printf(&p->runner.arena, "/_sandgate/realms/%s/transactions/%s/resume",
                                 runner_get(&p->runner, "realm"), p->orders[1]),
                    "");
}

static void block(struct sandbox *p)
{
    uint32_t i = below(ACCOUNTS);

    send_as(p, (int) i % 2, "POST",
            arena_printf(&p->runner.arena, "/multi/managed_accounts/%s/%s", p->accounts[i],
                         below(3) == 0 ? "block" : "unblock"),
            "");
}

static void move_clock(struct sandbox *p)
{
    step(p, below(10) == 0 ? "clock PT5H" : "clock PT1M");
}

static void change_settings(struct sandbox *p)
{
    static const char *const settings[] = {
        "settings {\"fees\":{\"deposit\":7,\"transfer\":3,\"send\":5}}",
        "settings {\"fees\":{}}",
        "settings {\"scaSends\":false}",
        "settings {\"scaSends\":true}",
        "settings {\"receiveLimit\":3000}",
        "settings {\"receiveLimit\":null}",
        "settings {\"lowValueExemption\":{\"amount\":500,\"count\":3}}",
        "settings {\"lowValueExemption\":null}"};

    step(p, settings[below(ARRAY_SIZE(settings))]);
}

typedef void act_fn(struct sandbox *p);

/* Orders are most of it. */
static act_fn *const acts[] = {order, order,   order,  order,  order,      deposit,
                               block, confirm, cancel, resume, move_clock, change_settings};

/* ---- what must hold */

static void expect_right_books(int number)
{
    struct arena a = ARENA_EMPTY;
    const char *problem = ledger_problem(&a);

    ck_assert_msg(problem == NULL, "after step %d: %s", number, problem);
    arena_free(&a);
}

/* The newest entry of a statement has the account's balance, and all of it add up. */
static void expect_right_statement(struct sandbox *p, int i)
{
    json_int_t sum = 0;
    size_t index;
    json_t *entry;

    ck_assert_int_eq(
        send_as(p, i % 2, "GET",
                arena_printf(&p->runner.arena, "/multi/managed_accounts/%s", p->accounts[i]), ""),
        200);
    json_int_t available =
        json_integer_value(runner_find(&p->runner, ".balances.availableBalance"));

    ck_assert_int_ge(available, 0);
    ck_assert_int_eq(send_as(p, i % 2, "GET",
                             arena_printf(&p->runner.arena,
                                          "/multi/managed_accounts/%s/statement"
                                          "?limit=500&orderByTimestamp=ASC",
                                          p->accounts[i]),
                             ""),
                     200);
    json_t *entries = runner_find(&p->runner, ".entry");
    bool is_whole =
        json_array_size(entries) == (size_t) json_integer_value(runner_find(&p->runner, ".count"));

    json_array_foreach(entries, index, entry)
    {
        const json_t *change = json_object_get(entry, "availableBalanceAdjustment");
        const json_t *after = json_object_get(entry, "availableBalanceAfter");

        sum += json_integer_value(json_object_get(change, "amount"));
        ck_assert_int_eq(json_integer_value(json_object_get(after, "amount")), sum);
    }
    if (is_whole)
        ck_assert_int_eq(sum, available);
}

/* One in eight requests meets a statement that fails. */
static void take_step(int number)
{
    struct sandbox *p = &sandboxes[below(REALMS)];
    act_fn *act = acts[below(ARRAY_SIZE(acts))];
    bool fails = act != move_clock && act != change_settings && below(8) == 0;

    p->runner.answer.status = 0; /* it may send none */
    if (fails)
        store_fail_at(world.gateway.store, 1 + below(30));
    act(p);
    store_fail_at(world.gateway.store, 0);
    if (!fails)
        ck_assert_int_ne(p->runner.answer.status, 500);
    expect_right_books(number);
}

START_TEST(keeps_its_books)
{
    const unsigned char key[RANDOM_KEY_SIZE] = {(unsigned char) _i};

    random_init_from(&chance, key);
    for (int i = 0; i < REALMS; i++)
        open_sandbox(&sandboxes[i]);
    orders_taken = 0;
    for (int i = 0; i < steps / WORLDS; i++)
        take_step(i);
    ck_assert_int_gt(orders_taken, steps / WORLDS / 20);
    for (int i = 0; i < REALMS * ACCOUNTS; i++)
        expect_right_statement(&sandboxes[i % REALMS], i / REALMS);
    for (int i = 0; i < REALMS; i++)
        runner_close(&sandboxes[i].runner);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *s = suite_create("worlds");
    TCase *tcase = suite_case(s, "worlds");

    if (argc > 1)
        steps = atoi(argv[1]);
    tcase_add_loop_test(tcase, keeps_its_books, 0, WORLDS);
    plays_read(&plays, PLAYS_DIR "/blocks.play");
    database_watch();
    world_open(&world, NULL);
    int status = suite_run(s, CK_NOFORK);

    world_close(&world);
    plays_free(&plays);
    return status;
}
