/* SPDX-License-Identifier: MIT */
/*
 * Requests while something fails: the n-th statement, call of the system or allocation, for every n. Such a request is
 * answered 500, nothing has changed, and the next one succeeds; or the program ends with one line, and nothing that
 * was committed is lost.
 */
#include "attempts.h"
#include "faults.h"
#include "support/database.h"

#include <check.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mman.h>

#define REALM "/_sandgate/realms/default"
#define SEED                                                                                       \
    "{\"users\":[{\"email\":\"new@example.test\",\"password\":\"Pass1234!\",\"factors\":"          \
    "[\"SMS\"],\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900200\"},"                    \
    "\"identity\":{\"type\":\"CONSUMER\",\"name\":\"New Person\"}}],"                              \
    "\"cyrexa\":{\"organizations\":[{\"id\":\"o\",\"legalName\":\"O\"}],\"customers\":"            \
    "[{\"customerType\":\"Person\",\"person\":{\"firstName\":{\"name\":\"A\"}}}]}}"
#define ADA                                                                                        \
    "{\"profileId\":\"1001\",\"rootUser\":{\"name\":\"Ada\",\"surname\":\"Byron\",\"email\":"      \
    "\"ada@example.test\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900100\"},"         \
    "\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\"}},"     \
    "\"ipAddress\":\"127.0.0.1\"}"
#define STEP_UP "POST /multi/stepup/challenges/otp/SMS"

static const struct scenario {
    const char *name;
    const char *before; /* requests that succeed; NULL: none */
    const char *request;
    int status;
    bool large; /* thousands of allocations of one kind: always with growing steps */
} scenarios[] = {
    {"login", NULL,
     "POST /multi/login_with_password\n\n"
     "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}",
     200, false},
    {"sign-up", NULL, "POST /multi/consumers\n\n" ADA, 200, false},
    {"step-up", NULL, STEP_UP "\n", 204, false},
    {"step-up's code", STEP_UP "\n", STEP_UP "/verify\n\n{\"verificationCode\":\"123456\"}", 204,
     false},
    {"logout", NULL, "POST /multi/logout\n", 204, false},
    {"client's token", NULL,
     "POST /oauth2/token\nContent-Type: application/x-www-form-urlencoded\n\n"
     "grant_type=client_credentials&client_id=demo-client&client_secret=demo-secret",
     200, false},
    {"customer", NULL, "POST /customer/1.0.0/create\n\n{\"customerType\":\"Person\"}", 200, false},
    {"new realm", NULL,
     "POST /_sandgate/realms\n\n{\"settings\":{\"otpCode\":\"111111\"},\"seed\":" SEED "}", 201,
     false},
    {"reset", NULL, "POST " REALM "/reset\n", 204, false},
    {"seed", NULL, "PUT " REALM "/seed\n\n" SEED, 200, false},
    {"settings", NULL, "PATCH " REALM "/settings\n\n{\"channels\":{\"SMS\":false}}", 200, false},
    {"clock", NULL, "POST " REALM "/clock\n\n{\"advance\":\"P1D\"}", 200, false},
    {"fault", NULL,
     "POST " REALM "/faults\n\n"
     "{\"match\":{\"path\":\"/none\"},\"effect\":{\"status\":503,\"body\":{\"a\":[1,\"b\"]}}}",
     201, false},
    {"snapshot", NULL, "POST " REALM "/snapshots\n\n{\"name\":\"a\"}", 201, false},
    {"restored snapshot", "POST " REALM "/snapshots\n\n{\"name\":\"a\"}",
     "POST " REALM "/snapshots/a/restore\n", 204, false},
    {"export", NULL, "GET " REALM "/export\n", 200, false},
    {"journal", STEP_UP "\n", "GET " REALM "/requests\n", 200, false},
    {"OpenAPI document", NULL, "GET /_sandgate/openapi/control.json\n", 200, true},
    {"seed's schema", NULL, "GET /_sandgate/schema/seed.json\n", 200, true},
};

/* What was committed before. The session has the time at which the clock stands, so that its use changes nothing. */
#define KEPT "kept@example.test"
static const char keep[] =
    "POST " REALM "/clock\n\n{\"frozen\":true}\x1e"
    "POST /multi/consumers\n\n"
    "{\"profileId\":\"1001\",\"rootUser\":{\"name\":\"K\",\"surname\":\"K\",\"email\":\"" KEPT
    "\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900101\"},\"dateOfBirth\":"
    "{\"year\":1990,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\"}},"
    "\"ipAddress\":\"127.0.0.1\"}\x1e" CALLER_SIGN_IN;

/* The content before and after the request without a fault; shared with the processes of attempts. */
static struct {
    size_t rows_before;
    size_t rows_after;
    char after[1 << 20];
} * expected;

static const struct scenario *scenario;
static struct caller base; /* its tokens */
static struct caller caller;
static struct arena arena;
static int status;
static const char *body;

static void keep_answer(const struct request *r)
{
    status = r->reply.status;
    body = arena_text(&arena, text_string(&r->reply.body));
}

static void send_text(const char *requests)
{
    caller_send(&caller, requests, strlen(requests));
}

/* The realms as they are in memory. */
static const char *realms_shown(void)
{
    send_text("GET /_sandgate/realms\n\x1eGET " REALM "\n");
    return body;
}

static void reopen(void)
{
    char error[1000];

    HOLDS(caller_reopen(&caller, attempts_path("copy.db"), &base, error, sizeof error), "%s",
          error);
    caller.check = keep_answer;
}

/* The gateway's row has the ids that are reserved; a reset sets the realm's clock to the real time. */
static bool is_changing(const char *row)
{
    return strncmp(row, "gateway: ", strlen("gateway: ")) == 0 ||
           (strcmp(scenario->name, "reset") == 0 &&
            strncmp(row, "realms: ", strlen("realms: ")) == 0);
}

/* The text from the first line on that the other doesn't have; NULL: it has all. */
static const char *difference(const char *text, const char *other)
{
    while (*text != '\0' || *other != '\0') {
        size_t length = strcspn(text, "\n");

        if (strncmp(text, other, length + 1) != 0 && !is_changing(text))
            return text;
        text += length + (text[length] == '\n');
        other += strcspn(other, "\n");
        other += *other == '\n';
    }
    return NULL;
}

static void expect_same(const char *before, const char *after)
{
    const char *missing = difference(before, after);

    HOLDS(missing == NULL, "\nbefore %.500s\nafter %.500s", missing, difference(after, before));
}

static size_t count_rows(const char *dump)
{
    size_t count = 0;

    for (; (dump = strchr(dump, '\n')) != NULL; dump++)
        count++;
    return count;
}

static void expect_kept_in_file(void)
{
    const char *before = database_dump(&arena, 0);
    sqlite3 *db;

    caller_close(&caller);
    HOLDS(sqlite3_open(attempts_path("copy.db"), &db) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    expect_same(before, database_dump(&arena, 0));
    sqlite3_close(db);
}

static void open_copy(void)
{
    database_copy(attempts_path("base.db"), attempts_path("copy.db"));
    reopen();
    if (scenario->before != NULL)
        send_text(scenario->before);
}

static enum outcome attempt(enum fault_kind kind, size_t n)
{
    open_copy();
    const char *shown = realms_shown();
    const char *before = database_dump(&arena, 0);

    fault_begin(kind, &caller, n);
    send_text(scenario->request);
    bool reached = fault_end(kind, &caller);

    if (status == scenario->status) {
        expect_same(expected->after, database_dump(&arena, 0));
        expect_kept_in_file();
        return reached ? TOLERATED : NOT_REACHED;
    }
    HOLDS(reached && status == 500, "%d %s", status, body);
    HOLDS(strstr(body, "\"errors\"") == NULL, "%s", body);
    expect_same(before, database_dump(&arena, 0));
    HOLDS(strcmp(realms_shown(), shown) == 0, "before %s\nafter %s", shown, body);
    send_text(scenario->request);
    HOLDS(status == scenario->status, "again: %d %s", status, body);
    /* with other ids than without a fault */
    HOLDS(count_rows(database_dump(&arena, 0)) == expected->rows_after, "not as many rows");
    expect_kept_in_file();
    return FAILED;
}

/* What comes of the request without a fault. */
static enum outcome make_expected(enum fault_kind kind, size_t n)
{
    (void) kind;
    (void) n;
    open_copy();
    realms_shown();
    expected->rows_before = count_rows(database_dump(&arena, 0));
    send_text(scenario->request);
    HOLDS(status == scenario->status, "%d %s", status, body);
    const char *after = database_dump(&arena, 0);

    HOLDS(strlen(after) < sizeof expected->after, "a larger content than expected");
    memcpy(expected->after, after, strlen(after) + 1);
    expected->rows_after = count_rows(after);
    return NOT_REACHED;
}

static void check_ended(void)
{
    reopen();
    send_text("GET " REALM "/users?email=kept%40example.test\n");
    size_t rows = count_rows(database_dump(&arena, 0));

    HOLDS(rows == expected->rows_before || rows == expected->rows_after, "%zu rows", rows);
    /* a reset replaces it */
    HOLDS(status == 200 && (strstr(body, KEPT) != NULL || strstr(expected->after, KEPT) == NULL),
          "%d %s", status, body);
    caller_close(&caller);
}

static void demand_success(const struct request *r)
{
    ck_assert_msg(r->reply.status / 100 == 2, "%s: %s", r->path, r->reply.reason);
}

/* Faults are kept in memory. */
static bool writes_file(void)
{
    return strncmp(scenario->request, "GET ", 4) != 0 && strcmp(scenario->name, "fault") != 0;
}

START_TEST(fails_or_ends_without_losing_anything)
{
    size_t differed = 0;

    expected =
        mmap(NULL, sizeof *expected, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(expected, MAP_FAILED);
    scenario = &scenarios[_i];
    attempts_open();
    database_watch();
    caller_open(&base, attempts_path("base.db"));
    base.check = demand_success;
    caller_send(&base, keep, strlen(keep));
    caller_close(&base);
    attempts_run(scenario->name, STATEMENT, make_expected, NULL);
    attempts_every = attempts_every && !scenario->large;
    for (enum fault_kind kind = STATEMENT; kind < FAULT_KINDS; kind++) {
        size_t by_kind = attempts_run(scenario->name, kind, attempt, check_ended);
        bool of_file = kind == INPUT_OUTPUT || kind == FULL_DISK;

        ck_assert_msg(by_kind > 0 || !of_file || !writes_file(), "%s: no %s has failed",
                      scenario->name, fault_kind_names[kind]);
        differed += by_kind;
    }
    ck_assert_msg(differed > 0, "%s: nothing has failed", scenario->name);
    attempts_close();
}
END_TEST

void add_request_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, fails_or_ends_without_losing_anything, 0,
                        (int) ARRAY_SIZE(scenarios));
}
