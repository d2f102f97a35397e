/* SPDX-License-Identifier: MIT */
/*
 * Two worlds in one process, driven at once by many clients: the same address, another password,
 * another time. What one does, the other never sees.
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
    return suite_run(s, CK_FORK_GETENV);
}
