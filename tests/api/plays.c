/* SPDX-License-Identifier: MIT */
/*
 * Runs the plays: in this process or, with SANDGATE_TEST_URL, against a gateway that listens there. The last
 * tests fail if a refusal that a row declares was never provoked.
 */
#include "store/snapshots.h"
#include "support/database.h"
#include "support/ledger.h"
#include "support/play.h"
#include "support/suite.h"
#include "weavr/module.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct plays plays;
static struct world world;

START_TEST(passes_a_case)
{
    const struct play_case *c = list_at(&plays.cases, (size_t) _i);
    char error[2000];

    if (!play_run(&world, &plays, c, error, sizeof error))
        ck_abort_msg("%s %s (%s): %s", c->source, c->number, c->title, error);
    if (database_connection() == NULL)
        return; /* of another process */
    struct arena arena = ARENA_EMPTY;
    const char *problem = ledger_problem(&arena);

    ck_assert_msg(problem == NULL, "%s %s (%s): %s", c->source, c->number, c->title, problem);
    arena_free(&arena);
}
END_TEST

/* Every operation with a key refuses an unknown one. */
START_TEST(an_operation_refuses_an_unknown_key)
{
    const struct operation *operation = &world_registry()->operations[_i];
    struct headers headers = {.count = 0};
    struct answer answer;

    headers_set(&headers, operation->family == &web_client_family ? "programme-key" : "api-key",
                "no-such-key");
    world_call(&world, method_names[operation->method], operation->path, &headers, "", 0, &answer);
    if (operation->access == APP_KEY || operation->access == SIGNED_IN)
        ck_assert_int_eq(answer.status, strncmp(operation->path, "/multi", 6) == 0 ? 401 : 404);
    answer_free(&answer);
}
END_TEST

/*
 * Sends a request with its first, second … statement failing, which must give 500, until none fails. Returns the
 * number of requests.
 */
static int fail_each_statement(const struct operation *operation, const struct headers *headers,
                               const char *path, const char *body)
{
    unsigned n = 1;

    for (;; n++) {
        struct answer answer;

        store_fail_at(world.gateway.store, n);
        world_call(&world, method_names[operation->method], path, headers, body, strlen(body),
                   &answer);
        bool failed = store_statements_run(world.gateway.store) >= n;
        int status = answer.status;

        store_fail_at(world.gateway.store, 0);
        answer_free(&answer);
        if (!failed)
            return (int) n;
        ck_assert_int_eq(status, 500);
    }
}

START_TEST(a_failed_statement_changes_nothing)
{
    static const char body[] =
        "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}";
    struct headers headers = {.count = 0};
    struct answer before;
    struct answer after;
    struct headers none = {.count = 0};

    headers_set(&headers, "api-key", "demo-api-key");
    world_call(&world, "GET", "/_sandgate/realms/default/sessions", &none, "", 0, &before);
    ck_assert_int_gt(fail_each_statement(&world_registry()->operations[0], &headers,
                                         world_registry()->operations[0].path, body),
                     3);
    world_call(&world, "GET", "/_sandgate/realms/default/sessions", &none, "", 0, &after);
    /* only the last request succeeded */
    ck_assert_uint_eq(json_array_size(json_object_get(before.json, "sessions")) + 1,
                      json_array_size(json_object_get(after.json, "sessions")));
    answer_free(&before);
    answer_free(&after);
}
END_TEST

static size_t count_messages(const char *realm)
{
    const struct headers none = {.count = 0};
    struct answer answer;
    char path[100];

    snprintf(path, sizeof path, "/_sandgate/realms/%s/outbox?limit=10000", realm);
    world_call(&world, "GET", path, &none, "", 0, &answer);
    size_t count = json_array_size(json_object_get(answer.json, "messages"));

    answer_free(&answer);
    return count;
}

static int status_of(const char *method, const char *path, const struct headers *headers,
                     const char *body)
{
    struct answer answer;

    world_call(&world, method, path, headers, body, strlen(body), &answer);
    int status = answer.status;

    answer_free(&answer);
    return status;
}

/* Creates a realm of that name with one message, which is older than those of the test. */
static void add_older_message(const char *realm, const char *wrong)
{
    const struct headers none = {.count = 0};
    struct headers key = {.count = 0};
    struct answer answer;
    char body[100];

    snprintf(body, sizeof body, "{\"name\":\"%s\",\"seed\":\"demo\"}", realm);
    world_call(&world, "POST", "/_sandgate/realms", &none, body, strlen(body), &answer);
    headers_set(
        &key, "api-key",
        json_string_value(json_object_get(json_object_get(answer.json, "weavr"), "apiKey")));
    answer_free(&answer);
    ck_assert_int_eq(status_of("POST", "/multi/login_with_password", &key, wrong), 403);
    ck_assert_uint_eq(count_messages(realm), 1);
}

/* Each wrong password adds a message. The realm's outbox is trimmed in batches of 64, and no other's. */
START_TEST(trims_the_outbox)
{
    static const char wrong[] =
        "{\"email\":\"staff@example.com\",\"password\":{\"value\":\"wrong\"}}";
    const struct headers none = {.count = 0};
    struct headers key = {.count = 0};

    add_older_message("other", wrong);
    headers_set(&key, "api-key", "demo-api-key");
    ck_assert_int_eq(status_of("PATCH", "/_sandgate/realms/default/settings", &none,
                               "{\"outboxSize\":10,\"loginFailuresToLock\":1000000}"),
                     200);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/default/outbox", &none, ""), 204);
    for (size_t sent = 1; sent <= 200; sent++) {
        ck_assert_int_eq(status_of("POST", "/multi/login_with_password", &key, wrong), 403);
        size_t count = count_messages("default");

        ck_assert_uint_ge(count, sent < 10 ? sent : 10);
        ck_assert_uint_lt(count, 10 + 64);
    }
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/default/outbox", &none, ""), 204);
    ck_assert_uint_eq(count_messages("default"), 0);
    ck_assert_uint_eq(count_messages("other"), 1);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/other", &none, ""), 204);
    ck_assert_int_eq(status_of("POST", "/multi/login_with_password", &key, wrong), 403);
    ck_assert_uint_eq(count_messages("default"), 1);
}
END_TEST

START_TEST(limits_the_snapshots_of_a_realm)
{
    static const char path[] = "/_sandgate/realms/default/snapshots";
    const struct headers none = {.count = 0};
    char body[40];

    for (int i = 0; i < 100; i++) {
        snprintf(body, sizeof body, "{\"name\":\"s%d\"}", i);
        ck_assert_int_eq(status_of("POST", path, &none, body), 201);
    }
    ck_assert_int_eq(status_of("POST", path, &none, "{\"name\":\"one-more\"}"), 409);
    /* a snapshot of the same name is replaced */
    ck_assert_int_eq(status_of("POST", path, &none, "{\"name\":\"s7\"}"), 201);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/default/snapshots/s8", &none, ""), 204);
    ck_assert_int_eq(status_of("POST", path, &none, "{\"name\":\"one-more\"}"), 201);
}
END_TEST

static void take_snapshot(const char *name, int status, const char *reason)
{
    static const char path[] = "/_sandgate/realms/sized/snapshots";
    const struct headers none = {.count = 0};
    struct answer answer;
    char body[40];

    snprintf(body, sizeof body, "{\"name\":\"%s\"}", name);
    world_call(&world, "POST", path, &none, body, strlen(body), &answer);
    ck_assert_int_eq(answer.status, status);
    if (reason != NULL)
        ck_assert_ptr_nonnull(strstr(headers_get(&answer.headers, "sandgate-reason"), reason));
    answer_free(&answer);
}

static size_t count_snapshots(const char *realm)
{
    const struct headers none = {.count = 0};
    struct answer answer;
    char path[100];

    snprintf(path, sizeof path, "/_sandgate/realms/%s/snapshots", realm);
    world_call(&world, "GET", path, &none, "", 0, &answer);
    size_t count = json_array_size(json_object_get(answer.json, "snapshots"));

    answer_free(&answer);
    return count;
}

/* The budget is that of all realms: what is left of it suffices for two snapshots of the new realm. */
START_TEST(limits_the_bytes_of_all_snapshots)
{
    static const char realm[] = "/_sandgate/realms/sized";
    const struct headers none = {.count = 0};
    char large[3000] = "{\"users\":[{\"email\":\"a@b.test\",\"identity\":{\"type\":\"CONSUMER\"}}]";
    int64_t others = 0;
    int64_t size = 0;

    memset(large + strlen(large), ' ', 2000);
    strcat(large, "}");
    ck_assert_int_eq(status_of("POST", "/_sandgate/realms", &none, "{\"name\":\"sized\"}"), 201);
    ck_assert_int_eq(status_of("PUT", "/_sandgate/realms/sized/seed", &none, large), 200);
    const struct realm *sized = realms_find(&world.gateway.realms, REALM_BY_NAME, "sized");

    ck_assert_int_eq(store_snapshots_size(world.gateway.store, sized->id, "none", &others), 0);
    ck_assert_int_eq(store_snapshot_size(world.gateway.store, sized->id, &size), 0);
    ck_assert_int_gt(size, 2000);
    world.gateway.snapshot_bytes_most = others + 2 * size;
    take_snapshot("a", 201, NULL);
    take_snapshot("b", 201, NULL);
    take_snapshot("c", 409, "the largest is ");
    /* one of the same name is replaced, or kept if the new one is too large */
    take_snapshot("b", 201, NULL);
    world.gateway.snapshot_bytes_most--;
    take_snapshot("b", 409, "delete one first");
    ck_assert_uint_eq(count_snapshots("sized"), 2);
    ck_assert_int_eq(status_of("POST", "/_sandgate/realms/sized/snapshots/b/restore", &none, ""),
                     204);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/sized/snapshots/a", &none, ""), 204);
    take_snapshot("c", 409, NULL);
    ck_assert_int_eq(status_of("DELETE", "/_sandgate/realms/sized/snapshots/b", &none, ""), 204);
    take_snapshot("c", 201, NULL);
    /* a deleted realm gives its share back */
    ck_assert_int_eq(status_of("DELETE", realm, &none, ""), 204);
    ck_assert_int_eq(store_snapshots_size(world.gateway.store, 0, "none", &size), 0);
    ck_assert_int_eq(size, others);
    world.gateway.snapshot_bytes_most = SNAPSHOT_BYTES_MOST;
}
END_TEST

START_TEST(limits_the_faults_of_a_realm)
{
    static const char path[] = "/_sandgate/realms/default/faults";
    static const char fault[] = "{\"match\":{\"path\":\"/never\"},\"effect\":{\"status\":502}}";
    const struct headers none = {.count = 0};

    ck_assert_int_eq(status_of("DELETE", path, &none, ""), 204);
    for (int i = 0; i < FAULTS_MOST; i++)
        ck_assert_int_eq(status_of("POST", path, &none, fault), 201);
    ck_assert_int_eq(status_of("POST", path, &none, fault), 400);
    ck_assert_int_eq(status_of("DELETE", path, &none, ""), 204);
    ck_assert_int_eq(status_of("POST", path, &none, fault), 201);
    ck_assert_int_eq(status_of("DELETE", path, &none, ""), 204);
}
END_TEST

START_TEST(limits_the_listeners)
{
    const struct headers none = {.count = 0};
    struct arena arena = ARENA_EMPTY;
    struct stream *streams[STREAMS_MOST];

    for (size_t i = 0; i < STREAMS_MOST; i++)
        streams[i] = feed_subscribe(&world.gateway.feed, &arena, 0);
    ck_assert_int_eq(status_of("GET", "/_sandgate/events", &none, ""), 409);
    for (size_t i = 0; i < STREAMS_MOST; i++)
        feed_unsubscribe(&world.gateway.feed, streams[i]);
    ck_assert_int_eq(status_of("GET", "/_sandgate/events", &none, ""), 200);
    arena_free(&arena);
}
END_TEST

static size_t count_unprovoked(const struct operation *operation, size_t at,
                               const enum error *errors)
{
    size_t missing = 0;

    for (; *errors != NO_ERROR; errors++) {
        if (coverage_has(&world.gateway.coverage[at], *errors))
            continue;
        fprintf(stderr, "never provoked: %s %s %s\n", method_names[operation->method],
                operation->path, error_rows[*errors].name);
        missing++;
    }
    return missing;
}

/* What the family's own columns of the row declare. */
static size_t missing_of_columns(const struct operation *operation, size_t at)
{
    const struct family *family = operation->family;
    size_t missing = 0;

    for (int i = NO_ERROR + 1; family->declares != NULL && i < ERRORS_COUNT; i++) {
        if (family->declares(operation, (enum error) i))
            missing +=
                count_unprovoked(operation, at, (const enum error[]){(enum error) i, NO_ERROR});
    }
    return missing;
}

START_TEST(every_declared_refusal_was_provoked)
{
    size_t missing = 0;
    const struct registry *registry = world_registry();

    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];
        missing += count_unprovoked(operation, i, operation->errors);
        missing += missing_of_columns(operation, i);
        if (operation->replays != NULL)
            missing += count_unprovoked(operation, i, replay_errors(operation->replays));
        if (!coverage_has(&world.gateway.coverage[i], NO_ERROR)) {
            fprintf(stderr, "never succeeded: %s\n", operation->path);
            missing++;
        }
    }
    ck_assert_uint_eq(missing, 0);
}
END_TEST

/* ---- secrets ---- */

/* Whether the name of a member suggests that its value is secret. */
static bool sounds_secret(const char *name)
{
    static const char *const words[] = {"password", "passcode", "secret", "pin",
                                        "code",     "token",    "nonce"};
    static const char *const harmless[] = {
        "passwordInfo",     "passwordExpired", "tokenType",    "token_type",        "countryCode",
        "errorCode",        "postCode",        "currencyCode", "statusCode",        "zipCode",
        "secretQuestionId", "value",           "sortCode",     "bankIdentifierCode"};

    for (size_t i = 0; i < ARRAY_SIZE(harmless); i++) {
        if (strcasecmp(name, harmless[i]) == 0)
            return false;
    }
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strcasestr(name, words[i]) != NULL)
            return true;
    }
    return false;
}

static size_t unmarked_rules(const struct operation *operation, const struct rule *rules)
{
    size_t unmarked = 0;

    for (; rules != NULL && rules->name != NULL; rules++) {
        bool bare = rules->kind == RULE_KIND_TEXT && !rules->secret && sounds_secret(rules->name);

        if (bare)
            fprintf(stderr, "secret, but not marked: %s of %s\n", rules->name, operation->name);
        unmarked += bare + unmarked_rules(operation, rules->members);
    }
    return unmarked;
}

static size_t unmarked_fields(const struct operation *operation, const struct field *fields)
{
    const char *previous = "";
    size_t unmarked = 0;

    for (; fields != NULL && fields->name != NULL; previous = fields++->name) {
        bool is_swift = strcmp(previous, "iban") == 0; /* a bank's code is public */
        bool bare = fields->kind == FIELD_TEXT && !fields->secret && !is_swift &&
                    sounds_secret(fields->name);

        if (bare)
            fprintf(stderr, "secret, but not marked: %s from %s\n", fields->name, operation->name);
        unmarked += bare + unmarked_fields(operation, fields->fields);
    }
    return unmarked;
}

START_TEST(every_secret_member_is_marked)
{
    size_t unmarked = 0;
    const struct registry *registry = world_registry();

    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];

        if (operation->access == OPERATOR) /* not in the journal */
            continue;
        if (operation->input != NULL)
            unmarked += unmarked_rules(operation, operation->input->rules);
        if (operation->answer != NULL)
            unmarked += unmarked_fields(operation, operation->answer->fields);
    }
    ck_assert_uint_eq(unmarked, 0);
}
END_TEST

static size_t count_true(const json_t *list, const char *member)
{
    size_t count = 0;
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) count += json_is_true(json_object_get(item, member));
    return count;
}

/* After all plays every operation was used, and the report's totals are right. */
START_TEST(the_coverage_report_adds_up)
{
    const struct headers none = {.count = 0};
    struct answer report;
    json_int_t total;
    json_int_t used;
    json_int_t errors_met;
    size_t met = 0;
    size_t i;
    json_t *operation;

    world_call(&world, "GET", "/_sandgate/coverage", &none, "", 0, &report);
    ck_assert_int_eq(json_unpack(report.json, "{s:I, s:I, s:{s:I}}", "total", &total, "used", &used,
                                 "errors", "met", &errors_met),
                     0);
    const json_t *list = json_object_get(report.json, "operations");

    json_array_foreach(list, i, operation) met +=
        count_true(json_object_get(operation, "errors"), "met");
    ck_assert_int_eq(used, total);
    ck_assert_uint_eq(json_array_size(list), (size_t) total);
    ck_assert_uint_eq(count_true(list, "used"), (size_t) used);
    ck_assert_uint_eq(count_true(list, "succeeded"), (size_t) used);
    ck_assert_uint_eq(met, (size_t) errors_met);
    answer_free(&report);
}
END_TEST

/* Else a failure behind the statement would answer 500 and leave what was written: the row lacks `.writes`. */
START_TEST(nothing_was_written_without_a_transaction)
{
    const char *statement = database_lone_write();

    ck_assert_msg(statement == NULL, "written without a transaction: %s", statement);
}
END_TEST

static Suite *suite(bool here)
{
    Suite *s = suite_create("plays");
    TCase *cases = suite_case(s, "cases");

    tcase_add_loop_test(cases, passes_a_case, 0, (int) plays.cases.count);
    if (!here)
        return s;
    TCase *tables = suite_case(s, "tables");

    tcase_add_loop_test(tables, an_operation_refuses_an_unknown_key, 0,
                        (int) world_registry()->count);
    tcase_add_test(tables, a_failed_statement_changes_nothing);
    tcase_add_test(tables, trims_the_outbox);
    tcase_add_test(tables, every_secret_member_is_marked);
    tcase_add_test(tables, limits_the_snapshots_of_a_realm);
    tcase_add_test(tables, limits_the_faults_of_a_realm);
    tcase_add_test(tables, limits_the_listeners);
    tcase_add_test(tables, limits_the_bytes_of_all_snapshots);
    tcase_add_test(tables, every_declared_refusal_was_provoked);
    tcase_add_test(tables, the_coverage_report_adds_up);
    tcase_add_test(tables, nothing_was_written_without_a_transaction);
    return s;
}

/* With file names, only their cases are run, without the tests of the tables; blocks are always read. */
static void read_plays(int argc, char **argv)
{
    glob_t found;

    plays_read(&plays, PLAYS_DIR "/blocks.play");
    for (int i = 1; i < argc; i++)
        plays_read(&plays, argv[i]);
    if (argc > 1)
        return;
    glob(PLAYS_DIR "/*.play", 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (strstr(found.gl_pathv[i], "/blocks.play") == NULL)
            plays_read(&plays, found.gl_pathv[i]);
    }
    globfree(&found);
}

int main(int argc, char **argv)
{
    const char *url = getenv("SANDGATE_TEST_URL");

    read_plays(argc, argv);
    if (url == NULL) {
        database_watch();
        world_open(&world, NULL);
        database_watch_writes();
    } else {
        world_open_url(&world, url);
    }
    /* one process, because the tests of the tables need the coverage of all cases */
    int status = suite_run(suite(url == NULL && argc == 1), CK_NOFORK);

    world_close(&world);
    plays_free(&plays);
    return status;
}
