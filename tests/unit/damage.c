/* SPDX-License-Identifier: MIT */
/*
 * Database files with damage: a value is missing that its table demands, or bytes are wrong. The program
 * says so when it opens the file, or answers 500; it never crashes. SQLite has no checksums, so much is not
 * noticed at all: a changed letter in a name is a name.
 */
#include "base/array.h"
#include "support/suite.h"
#include "support/world.h"

#include <check.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS_MOST 400
#define DAMAGED_MOST 40

/* A column without NULL, or all those of integers of a table. */
static struct column {
    char table[40];
    char nulls[400]; /* "a = NULL, b = NULL" */
} columns[COLUMNS_MOST];
static int columns_count;

static char file[100];         /* of a world with a row in most tables */
static char copy[100];         /* what is damaged */
static char multi_token[2000]; /* "Bearer …" */
static char customer_token[2000];
static char identity[40]; /* of the person; %s in a body */
static char last[300];    /* of the last answer */

static const char client[] = "{\"clientId\":\"demo-client\",\"clientSecret\":\"demo-secret\"}";
static const char login[] =
    "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}";

/* Returns the status; `member` of the answer is copied to `ret`, unless it is NULL. */
static int call(struct world *w, const char *method, const char *path, const char *body,
                const char *member, char *ret)
{
    bool is_customer = strncmp(path, "/customer", 9) == 0;
    struct headers headers = {.count = 0};
    struct answer got;

    if (!is_customer)
        headers_set(&headers, "api-key", "demo-api-key");
    headers_set(&headers, "tenantId", "demo-tenant");
    headers_set(&headers, "programme-key", "demo-api-key");
    headers_set(&headers, "Content-Type", "application/json");
    if (*multi_token != '\0')
        headers_set(&headers, "Authorization", is_customer ? customer_token : multi_token);
    const char *hole = strstr(body, "%s");
    char filled[300];

    if (hole != NULL) {
        snprintf(filled, sizeof filled, "%.*s%s%s", (int) (hole - body), body, identity, hole + 2);
        body = filled;
    }
    world_call(w, method, path, &headers, body, strlen(body), &got);
    int status = got.status;

    snprintf(last, sizeof last, "%s", got.body);

    if (ret != NULL)
        snprintf(ret, 2000, "Bearer %s", json_string_value(json_object_get(got.json, member)));
    if (*identity == '\0')
        snprintf(identity, sizeof identity, "%s",
                 json_string_value(json_object_get(json_object_get(got.json, "identity"), "id")));
    answer_free(&got);
    return status;
}

/* Fills the tables, and is tried on each damaged file. */
static const struct {
    const char *method;
    const char *path;
    const char *body;
} calls[] = {
    {"POST", "/multi/login_with_password", login},
    {"POST", "/token", client},
    {"POST", "/multi/stepup/challenges/otp/SMS", ""},
    {"POST", "/multi/stepup/challenges/otp/SMS/verify", "{\"verificationCode\":\"123456\"}"},
    {"POST", "/multi/authentication_factors/push/AUTHY", ""},
    {"GET", "/multi/authentication_factors", ""},
    {"GET", "/multi/identities", ""},
    {"GET", "/multi/consumers", ""},
    {"POST", "/multi/passwords/lost_password/start", "{\"email\":\"user@example.com\"}"},
    {"POST", "/multi/consumers",
     "{\"profileId\":\"1001\",\"rootUser\":{\"name\":\"Ada\",\"surname\":\"Byron\",\"email\":"
     "\"ada@example.test\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900100\"},"
     "\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\"}},"
     "\"ipAddress\":\"127.0.0.1\"}"},
    {"POST", "/customer/1.0.0/getCredentials",
     "{\"credential\":{\"credentialType\":\"email\",\"value\":\"user@example.com\"}}"},
    {"POST", "/customer/1.0.0/create", "{\"customerType\":\"Person\"}"},
    {"GET", "/_sandgate/realms", ""},
    {"GET", "/_sandgate/realms/default/users", ""},
    {"GET", "/_sandgate/realms/default/outbox", ""},
    {"GET", "/_sandgate/realms/default/sessions", ""},
    {"GET", "/_sandgate/realms/default/challenges", ""},
    {"POST", "/_sandgate/realms/default/resources",
     "{\"type\":\"sends\",\"ownerIdentity\":\"%s\"}"},
    {"GET", "/_sandgate/realms/default/export", ""},
    {"POST", "/_sandgate/realms/default/snapshots", "{\"name\":\"a\"}"},
    {"POST", "/_sandgate/realms/default/snapshots/a/restore", ""},
    {"POST", "/_sandgate/realms/default/clock", "{\"advance\":\"PT1H\"}"},
    {"POST", "/_sandgate/realms/default/reset", ""},
};

static void call_all(struct world *w)
{
    for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
        int status = call(w, calls[i].method, calls[i].path, calls[i].body, NULL, NULL);

        ck_assert_msg(status >= 200 && status < 600, "%s: %d", calls[i].path, status);
    }
}

static void run_sql(sqlite3 *db, const char *sql)
{
    char *error = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        ck_abort_msg("%s: %s", sql, error);
}

/* Before the tests, when Check can't assert. */
static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "damage: %s: %s\n", what, last);
    abort();
}

static void make_file(void)
{
    struct world w;

    world_open(&w, file);
    demand(call(&w, "POST", "/multi/login_with_password", login, "token", multi_token) == 200,
           "can't sign in");
    demand(call(&w, "POST", "/token", client, "access_token", customer_token) == 200,
           "can't get a client's token");
    /* but the reset */
    for (size_t i = 0; i + 1 < ARRAY_SIZE(calls); i++)
        demand(call(&w, calls[i].method, calls[i].path, calls[i].body, NULL, NULL) < 400,
               calls[i].path);
    world_close(&w);
}

static void find_columns(void)
{
    static const char sql[] =
        "SELECT t.name, group_concat(c.name || ' = NULL', ', ')"
        " FROM sqlite_schema t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND c.\"notnull\" AND NOT c.pk AND t.name NOT LIKE 'sqlite%'"
        " GROUP BY t.name, iif(c.type = 'INTEGER', '', c.name)";
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    demand(sqlite3_open(file, &db) == SQLITE_OK &&
               sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK,
           "can't read the schema");
    while (sqlite3_step(statement) == SQLITE_ROW && columns_count < COLUMNS_MOST) {
        struct column *c = &columns[columns_count++];

        snprintf(c->table, sizeof c->table, "%s", sqlite3_column_text(statement, 0));
        snprintf(c->nulls, sizeof c->nulls, "%s", sqlite3_column_text(statement, 1));
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    demand(columns_count > 0 && columns_count < COLUMNS_MOST, "the number of columns");
}

static void copy_file(void)
{
    static char bytes[1 << 22];
    char log[110];
    FILE *from = fopen(file, "r");
    FILE *to = fopen(copy, "w");

    ck_assert(from != NULL && to != NULL);
    size_t size = fread(bytes, 1, sizeof bytes, from);

    ck_assert_uint_lt(size, sizeof bytes);
    ck_assert_uint_eq(fwrite(bytes, 1, size, to), size);
    fclose(from);
    ck_assert_int_eq(fclose(to), 0);
    snprintf(log, sizeof log, "%s-wal", copy);
    unlink(log);
}

/* It takes a schema without the constraints of columns, for a moment. */
static void remove_values(const struct column *c)
{
    static const char removes[] =
        "UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,"
        " 'INTEGER NOT NULL', 'INTEGER /*T NUL*/'), 'BLOB    NOT NULL', 'BLOB    /*T NUL*/'),"
        " 'TEXT    NOT NULL', 'TEXT    /*T NUL*/'), 'TEXT NOT NULL', 'TEXT /*T NUL*/')"
        " WHERE type = 'table'";
    static const char restores[] =
        "UPDATE sqlite_schema SET sql = replace(sql, '/*T NUL*/', 'NOT NULL') WHERE type = 'table'";
    char update[500];

    snprintf(update, sizeof update, "UPDATE %s SET %s", c->table, c->nulls);
    const char *const steps[] = {removes, update, restores};

    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        sqlite3 *db = NULL;

        ck_assert_int_eq(sqlite3_open(copy, &db), SQLITE_OK);
        run_sql(db, "PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON");
        run_sql(db, steps[i]);
        sqlite3_close(db);
    }
}

/* Opens the copy and calls everything, or finds that it is refused with a sentence. */
static void try_copy(void)
{
    const struct gateway_options options = {.database = copy, .registry = world_registry()};
    struct world w = {.url = NULL};
    char error[1000] = "";

    if (gateway_open(&w.gateway, &options, error, sizeof error) < 0) {
        ck_assert_msg(*error != '\0' && strchr(error, '\n') == NULL, "no sentence: %s", error);
    } else {
        w.gateway.quiet = true;
        w.gateway.ready = true;
        call_all(&w);
    }
    gateway_close(&w.gateway);
}

START_TEST(survives_a_column_without_values)
{
    copy_file();
    remove_values(&columns[_i]);
    try_copy();
}
END_TEST

/* The bytes are the same in every run. */
START_TEST(survives_wrong_bytes)
{
    uint64_t random = (uint64_t) _i * UINT64_C(0x9e3779b97f4a7c15) + 1;
    unsigned char bytes[64];

    copy_file();
    FILE *f = fopen(copy, "r+");

    ck_assert_ptr_nonnull(f);
    fseek(f, 0, SEEK_END);
    uint64_t size = (uint64_t) ftell(f);

    for (int hit = 0; hit < 20; hit++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        /* not the first page, without which nothing opens */
        fseek(f, (long) (4096 + (random >> 20) % (size - 4096 - sizeof bytes)), SEEK_SET);
        memset(bytes, (int) (random >> 56), sizeof bytes);
        fwrite(bytes, 1, 1 + (random >> 40) % sizeof bytes, f);
    }
    fclose(f);
    try_copy();
}
END_TEST

static const struct {
    const char *sql;
    const char *sentence;
} refused[] = {
    {"PRAGMA user_version = -1", "version -1"},
    {"PRAGMA user_version = -2147483648", "version -2147483648"},
    {"PRAGMA user_version = 0", "version 0"},
    {"PRAGMA user_version = 1", "older"},
    {"PRAGMA user_version = 2147483647", "newer"},
    {"UPDATE gateway SET signing_seed = x'00'", "signing_seed has 1 bytes, not 32"},
    {"UPDATE gateway SET signing_seed = zeroblob(33)", "signing_seed has 33 bytes, not 32"},
    {"UPDATE gateway SET signing_seed = x''", "signing_seed has 0 bytes, not 32"},
    {"UPDATE realms SET seed_key = x'0102'", "seed_key has 2 bytes"},
};

START_TEST(refuses_what_it_notices_with_a_sentence)
{
    const struct gateway_options options = {.database = copy, .registry = world_registry()};
    struct gateway gateway;
    char error[1000] = "";
    sqlite3 *db = NULL;

    copy_file();
    ck_assert_int_eq(sqlite3_open(copy, &db), SQLITE_OK);
    run_sql(db, "PRAGMA ignore_check_constraints = ON");
    run_sql(db, refused[_i].sql);
    sqlite3_close(db);
    ck_assert_int_lt(gateway_open(&gateway, &options, error, sizeof error), 0);
    ck_assert_msg(strstr(error, refused[_i].sentence) != NULL, "%s is not in: %s",
                  refused[_i].sentence, error);
    gateway_close(&gateway);
}
END_TEST

static void remove_files(const char *directory)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[110];

    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        snprintf(name, sizeof name, "%s%s", file, ends[i]);
        unlink(name);
        snprintf(name, sizeof name, "%s%s", copy, ends[i]);
        unlink(name);
    }
    rmdir(directory);
}

int main(void)
{
    Suite *s = suite_create("damage");
    TCase *tcase = suite_case(s, "damage");

    char directory[] = "/tmp/sandgate-damage-XXXXXX";

    demand(mkdtemp(directory) != NULL, "no directory");
    snprintf(file, sizeof file, "%s/whole.db", directory);
    snprintf(copy, sizeof copy, "%s/damaged.db", directory);
    make_file();
    find_columns();
    tcase_add_loop_test(tcase, survives_a_column_without_values, 0, columns_count);
    tcase_add_loop_test(tcase, survives_wrong_bytes, 0, DAMAGED_MOST);
    tcase_add_loop_test(tcase, refuses_what_it_notices_with_a_sentence, 0,
                        (int) ARRAY_SIZE(refused));
    int status = suite_run(s, CK_FORK_GETENV);

    remove_files(directory);
    return status;
}
