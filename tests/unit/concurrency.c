/* SPDX-License-Identifier: MIT */
/*
 * Many clients at once. Two worlds in one process: the same address, another password, another time; what one does,
 * the other never sees. And one account that all spend from.
 */
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENTS 16
#define ROUNDS 30
#define EMAIL "same@example.test"

static struct program p;

/* One stands still; in the other five minutes pass whenever somebody has signed in. */
struct world_of {
    const char *name;
    const char *password;
    const char *time;
    const char *year;
    bool moves;
    char api_key[100];
    char id[40]; /* of its only consumer */
};

static struct world_of worlds[] = {
    {.name = "still", .password = "First1234!", .time = "2030-06-01T00:00:00Z", .year = "\"2030-"},
    {.name = "moving",
     .password = "Second1234!",
     .time = "2040-06-01T00:00:00Z",
     .year = "\"204",
     .moves = true},
};

static int control(const struct world_of *w, const char *method, const char *rest, const char *body)
{
    char path[200];

    snprintf(path, sizeof path, "/_sandgate/realms/%s%s", w->name, rest);
    return ask(&p, method, path, NO_ARGUMENTS, body);
}

static void make_world(struct world_of *w)
{
    char body[500];

    snprintf(body, sizeof body,
             "{\"name\":\"%s\",\"settings\":{\"journalSize\":100000},\"seed\":{\"users\":[{"
             "\"email\":\"" EMAIL "\",\"password\":\"%s\",\"identity\":{\"type\":\"CONSUMER\"}}]}}",
             w->name, w->password);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, body), 201);
    const char *key = NULL;

    ck_assert_int_eq(json_unpack(answer.json, "{s:{s:s}}", "weavr", "apiKey", &key), 0);
    snprintf(w->api_key, sizeof w->api_key, "api-key: %s", key);
    snprintf(body, sizeof body, "{\"set\":\"%s\"}", w->time);
    ck_assert_int_eq(control(w, "POST", "/clock", body), 200);
    ck_assert_int_eq(control(w, "POST", "/clock", "{\"frozen\":true}"), 200);
    ck_assert_int_eq(control(w, "GET", "/users", ""), 200);
    const char *id = NULL;

    ck_assert_int_eq(json_unpack(answer.json, "{s:[{s:s}]}", "users", "id", &id), 0);
    snprintf(w->id, sizeof w->id, "%s", id);
}

static int sign_in_with(const struct world_of *w, const char *password)
{
    char body[200];

    snprintf(body, sizeof body, "{\"email\":\"" EMAIL "\",\"password\":{\"value\":\"%s\"}}",
             password);
    return ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(w->api_key), body);
}

/* Four requests of the world itself; the last of another world's key finds that one. */
#define REQUESTS_A_ROUND 4

static void play_round(const struct world_of *mine, const struct world_of *other)
{
    char bearer[1000];

    ck_assert_int_eq(sign_in_with(mine, other->password), 403);
    ck_assert_int_eq(sign_in_with(mine, mine->password), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, mine->id));
    ck_assert_ptr_null(strstr(answer.body, other->id));
    snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", answered("token"));
    if (mine->moves)
        ck_assert_int_eq(control(mine, "POST", "/clock", "{\"advance\":\"PT5M1S\"}"), 200);
    ck_assert_int_eq(ask(&p, "GET", "/multi/identities", ARGUMENTS(mine->api_key, bearer), ""),
                     mine->moves ? 401 : 200);
    ck_assert_int_eq(control(mine, "GET", "/clock", ""), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, mine->year));
    ck_assert_int_ge(ask(&p, "GET", "/multi/identities", ARGUMENTS(other->api_key, bearer), ""),
                     401);
}

/* A process of its own; check's own messages would mix, so that its status is all it tells. */
static pid_t start_client(int number)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    for (int round = 0; round < ROUNDS; round++)
        play_round(&worlds[number % 2], &worlds[1 - number % 2]);
    _exit(0);
}

/* What "Threads:" says in its status. */
static int threads_of(pid_t pid)
{
    char path[40];
    char line[200];
    int threads = 0;

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");

    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file) != NULL)
        sscanf(line, "Threads: %d", &threads);
    fclose(file);
    return threads;
}

static int requests_of(const struct world_of *w)
{
    int count = 0;

    ck_assert_int_eq(control(w, "POST", "/requests/count", "{}"), 200);
    ck_assert_int_eq(json_unpack(answer.json, "{s:i}", "count", &count), 0);
    return count;
}

START_TEST(two_worlds_never_see_each_other)
{
    pid_t clients[CLIENTS];

    for (size_t i = 0; i < 2; i++) {
        make_world(&worlds[i]);
        ck_assert_int_eq(
            control(&worlds[i], "PATCH", "/settings", "{\"loginFailuresToLock\":1000000}"), 200);
    }
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = start_client(i);
    ck_assert_int_eq(threads_of(p.pid), 1);
    for (int i = 0; i < CLIENTS; i++) {
        int status;

        waitpid(clients[i], &status, 0);
        ck_assert_int_eq(status, 0);
    }
    ck_assert_int_eq(threads_of(p.pid), 1);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(requests_of(&worlds[i]), CLIENTS / 2 * ROUNDS * REQUESTS_A_ROUND);
        ck_assert_int_eq(control(&worlds[i], "GET", "/users", ""), 200);
        ck_assert_ptr_nonnull(strstr(answer.body, worlds[i].id));
        ck_assert_ptr_null(strstr(answer.body, worlds[1 - i].id));
    }
}
END_TEST

/* ---- spending at once */

#define SPENDINGS 20 /* of each client */
#define AMOUNT 7
#define FUNDS 1000 /* for 142 of 320 */

static char bearer[1000];
static char source[40];
static char destination[40];

static int call(const char *method, const char *path, const char *body)
{
    return ask(&p, method, path, ARGUMENTS("api-key: demo-api-key", bearer), body);
}

static void open_account(char ret[static 40])
{
    ck_assert_int_eq(call("POST", "/multi/managed_accounts",
                          "{\"profileId\":\"1003\",\"friendlyName\":\"A\",\"currency\":\"EUR\"}"),
                     200);
    snprintf(ret, 40, "%s", answered("id"));
}

static int available(const char *account)
{
    char path[100];
    int ret = -1;

    snprintf(path, sizeof path, "/multi/managed_accounts/%s", account);
    ck_assert_int_eq(call("GET", path, ""), 200);
    ck_assert_int_eq(json_unpack(answer.json, "{s:{s:i}}", "balances", "availableBalance", &ret),
                     0);
    return ret;
}

/* Its status is how many of its transfers were made. */
static pid_t start_spender(void)
{
    pid_t pid = fork();
    char body[500];
    int made = 0;

    if (pid != 0)
        return pid;
    snprintf(body, sizeof body,
             "{\"profileId\":\"1006\",\"source\":{\"id\":\"%s\",\"type\":\"managed_accounts\"},"
             "\"destination\":{\"id\":\"%s\",\"type\":\"managed_accounts\"},"
             "\"destinationAmount\":{\"currency\":\"EUR\",\"amount\":%d}}",
             source, destination, AMOUNT);
    for (int i = 0; i < SPENDINGS; i++) {
        int status = call("POST", "/multi/transfers", body);

        ck_assert(status == 200 || status == 409);
        made += status == 200;
    }
    _exit(made);
}

START_TEST(concurrent_spends_never_overdraw)
{
    pid_t clients[CLIENTS];
    char path[200];
    int made = 0;

    ck_assert_int_eq(ask(&p, "PATCH", "/_sandgate/realms/default/settings", NO_ARGUMENTS,
                         "{\"ownerMustBeVerified\":false}"),
                     200);
    ck_assert_int_eq(ask(&p, "POST", "/multi/login_with_password",
                         ARGUMENTS("api-key: demo-api-key"),
                         "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"),
                     200);
    snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", answered("token"));
    open_account(source);
    open_account(destination);
    snprintf(path, sizeof path, "/_sandgate/realms/default/accounts/%s/deposit", source);
    ck_assert_int_eq(ask(&p, "POST", path, NO_ARGUMENTS, "{\"amount\":1000}"), 201);
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = start_spender();
    for (int i = 0; i < CLIENTS; i++) {
        int status;

        waitpid(clients[i], &status, 0);
        ck_assert(WIFEXITED(status));
        made += WEXITSTATUS(status);
    }
    ck_assert_int_eq(made, FUNDS / AMOUNT);
    ck_assert_int_eq(available(source), FUNDS % AMOUNT);
    ck_assert_int_eq(available(destination), FUNDS - FUNDS % AMOUNT);
}
END_TEST

static void start(void)
{
    make_directory();
    program_start(&p, NO_ARGUMENTS);
}

static void end(void)
{
    program_finish(&p);
    remove_directory();
}

int main(void)
{
    Suite *s = suite_create("concurrency");
    TCase *tcase = suite_case(s, "concurrency");

    tcase_add_checked_fixture(tcase, start, end);
    tcase_add_test(tcase, two_worlds_never_see_each_other);
    tcase_add_test(tcase, concurrent_spends_never_overdraw);
    return suite_run(s, CK_FORK_GETENV);
}
