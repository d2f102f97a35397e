/* SPDX-License-Identifier: MIT */
/*
 * How much is done at once, so that no list, count or look-up keeps other requests waiting: the steps of
 * SQLite and the bytes that are redacted in each turn of a request, with very much stored. Every operation
 * that answers with a list has a row.
 */
#include "engine/pipeline.h"
#include "store/query.h"
#include "support/runner.h"
#include "support/suite.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* Of each kind of row; a look at all of them takes more than STEPS_MOST. */
#define STORED "20000"

/* Customers whose details are large, and how large. */
#define LARGE "50"
#define LARGE_BYTES 200000

/* SQLite does more than twenty million steps a second; redacting a MiB takes some 60 ms. */
#define STEPS_MOST 150000
#define BYTES_MOST (192 << 10)

static struct plays plays;
static struct world world;
static struct runner runner;
static char error[2000];

static uint64_t steps_before, bytes_before;
static uint64_t steps_most, bytes_most; /* of a turn */
static unsigned turns;

static void note_turn(struct world *w)
{
    uint64_t steps = store_work(w->gateway.store);
    uint64_t bytes = w->gateway.journals.redacted;

    if (steps - steps_before > steps_most)
        steps_most = steps - steps_before;
    if (bytes - bytes_before > bytes_most)
        bytes_most = bytes - bytes_before;
    steps_before = steps;
    bytes_before = bytes;
    turns++;
}

static void step(const char *line)
{
    runner.where = line;
    ck_assert_msg(runner_step(&runner, line), "%s", error);
}

/* Runs SQL with the variables of the runner. */
static void run_sql(const char *text)
{
    const char *sql = runner_expand(&runner, text);
    char *message = NULL;

    ck_assert_msg(sqlite3_exec(world.gateway.store->db, sql, NULL, NULL, &message) == SQLITE_OK,
                  "%s: %s", sql, message);
}

/* In the values `n.i` counts to STORED. */
static void store_many(const char *insert, const char *values)
{
    run_sql(arena_printf(&runner.arena,
                         "INSERT INTO %s WITH RECURSIVE n(i) AS (SELECT 1 UNION"
                         " ALL SELECT i + 1 FROM n WHERE i < " STORED ") SELECT %s FROM n",
                         insert, values));
}

#define SESSION_COLUMNS                                                                            \
    "sessions (id, realm_id, person_id, user_id, kind, created_at, last_activity, expires_at,"     \
    " ended_at, token)"
#define NOW "1767225600000"

/* The person has one live session and very many that ended, expired or were idle; another has live ones. */
static void store_sessions_of_all_kinds(void)
{
    store_many(SESSION_COLUMNS, "300000000000000000 + i, ${realm}, ${id}, ${id}, 'ACCESS', " NOW
                                " - 3600000, " NOW " - 3600000, 0, " NOW " - 1, ''");
    store_many(SESSION_COLUMNS, "310000000000000000 + i, ${realm}, ${id}, ${id}, 'ACCESS', " NOW
                                " + 1, " NOW " - 3600000, 0, 0, ''");
    store_many(SESSION_COLUMNS, "320000000000000000 + i, ${realm}, ${id}, ${id}, 'CUSTOMER', " NOW
                                " + 1, " NOW " - 3600000, " NOW ", 0, ''");
    store_many(SESSION_COLUMNS,
               "330000000000000000 + i, ${realm}, ${other}, ${other}, 'ACCESS', " NOW ", " NOW
               ", 0, 0, ''");
}

static void store_challenges_of_all_kinds(void)
{
    static const char columns[] =
        "challenges (id, realm_id, person_id, user_id, identity_id, session_id, kind, channel,"
        " state, created_at, expires_at, settled_at, due_at)";

    store_many(columns, "340000000000000000 + i, ${realm}, ${id}, ${id}, ${id}, 1, 'STEP_UP',"
                        " 'AUTHY', 'VERIFIED', " NOW ", " NOW " + 300000, " NOW ", NULL");
    store_many(columns, "350000000000000000 + i, ${realm}, ${id}, ${id}, ${id}, 1, 'STEP_UP',"
                        " 'AUTHY', 'PENDING', " NOW ", " NOW " + 300000, 0, " NOW " + 300000");
    store_many("pushes (realm_id, number, at)", "${realm}, i + 10, " NOW " - 20000 + i");
}

static void store_people_of_all_kinds(void)
{
    store_many("people (id, realm_id, credential_type, created_at)",
               "360000000000000000 + i, ${realm}, 'USER', " NOW);
    store_many("users (id, realm_id, identity_id, person_id, type, email, name, surname, active,"
               " created_at, details)",
               "360000000000000000 + i, ${realm}, ${other}, 360000000000000000 + i, 'USER',"
               " 'u' || i || '@example.test', 'U', 'U', i % 2, " NOW
               ", '{\"tag\":\"t' || (i % 2) || '\",\"roles\":[\"ADMIN\"]}'");
    store_many("customers (id, realm_id, name, person_id, type, status, organization, details,"
               " created_at)",
               "360000000000000000 + i, ${realm}, 'c' || i, 360000000000000000 + i, 'Person',"
               " 'new', '${G1}', '{}', " NOW);
}

/* Customers of one organization, each with much that is parsed for an answer. */
static void store_large_customers(void)
{
    static const char large[] = "FROM people WHERE id % 100 = 1 AND realm_id = ${realm}"
                                " AND id > 360000000000000000 LIMIT " LARGE;

    run_sql(arena_printf(
        &runner.arena,
        "UPDATE customers SET organization = '${G2}', details = json_object("
        "'person', json_object('fullName', hex(zeroblob(%d)))) WHERE id IN (SELECT id %s)",
        LARGE_BYTES / 2, large));
}

static void store_the_rest(void)
{
    store_many("messages (realm_id, id, at, channel, recipient, kind, text)",
               "${realm}, 370000000000000000 + i, " NOW ", 'SMS', '+15550100', 'STEP_UP', 'text'");
    store_many("resources (realm_id, id, type, identity_id, state, outcome, created_at)",
               "${realm}, 380000000000000000 + i, 'sends', ${id}, 'COMPLETED', 'COMPLETED', " NOW);
    store_many("replays (realm_id, scope_id, operation, reference, payload, status, body, made,"
               " expires_at)",
               "${realm}, i, '', zeroblob(32), zeroblob(32), 0, '', 0, " NOW " - 1");
    store_many("tokenised (token, realm_id, value, expires_at)", "'t' || i, ${realm}, '', 0");
}

/* An identity with many accounts, and one of them with many entries. */
static void store_money(void)
{
    store_many("instruments (realm_id, id, identity_id, type, profile_id, friendly_name, currency,"
               " blocks, iban, created_at)",
               "${realm}, 390000000000000000 + i, ${other}, 'managed_accounts', 1, 'A', 'EUR', '',"
               " 0, " NOW);
    run_sql("INSERT INTO ledger_accounts VALUES (${realm}, 390000000000000001, 'EUR', " STORED
            ", " STORED ", " STORED ", " STORED ", " NOW " + " STORED ")");
    store_many("postings", "${realm}, 390000000000000001, 'EUR', i, 400000000000000000 + i, " NOW
                           " + i, 1, 1, i, i, i, 'DEPOSIT', 'COMPLETED', 1, 0, '{}'");
    store_many("transactions (realm_id, id, kind, state, identity_id, recipient_id, destination_id,"
               " currency, amount, fee, created_at, updated_at)",
               "${realm}, 400000000000000000 + i, 'DEPOSIT', 'COMPLETED', ${other}, ${other},"
               " 390000000000000001, 'EUR', 1, 0, " NOW ", " NOW);
    store_many("transactions (realm_id, id, kind, state, identity_id, recipient_id, profile_id,"
               " source_id, destination_id, currency, amount, fee, created_at, updated_at)",
               "${realm}, 410000000000000000 + i, 'TRANSFER', 'COMPLETED', ${other}, ${other}, 1,"
               " 390000000000000001, 390000000000000002, 'EUR', 1, 0, " NOW ", " NOW);
}

#define RECORDS 1500

/* Bodies whose members are shown; half of them are of unknown operations. */
static void fill_journal(void)
{
    char name[6000];
    char body[7000];

    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    snprintf(body, sizeof body, "{\"email\":\"%s\",\"password\":{\"value\":\"secret\"}}", name);
    for (int i = 0; i < RECORDS; i++)
        runner_send(&runner, "POST", i % 2 == 0 ? "/multi/login_with_password" : "/multi/login",
                    body);
}

#define REALMS 150

static void add_realms(void)
{
    for (int i = 0; i < REALMS; i++)
        step("POST /_sandgate/realms");
}

static struct realm *the_realm(void)
{
    return realms_find_by_id_or_name(&world.gateway.realms, runner_get(&runner, "realm"));
}

static void open_runner(void)
{
    plays_read(&plays, PLAYS_DIR "/blocks.play");
    world_open(&world, NULL);
    ck_assert_msg(runner_open(&runner, &world, &plays, error, sizeof error), "%s", error);
    step("do corporate-signed-in");
    step("let other = ${id}");
    step("let otherToken = ${token}");
    step("do consumer-signed-in");
    step("do push-enrolled");
    step("do client");
    step("send token: ${token}");
    step("POST /customer/1.0.0/organization/createBulk [{\"legalName\":\"G One\"},"
         "{\"legalName\":\"G Two\"}]");
    step("let G1 [0].id");
    step("let G2 [1].id");
    step(
        "settings {\"sessionIdleSeconds\":300,\"endedSessionSeconds\":86400,\"journalSize\":100000}");
    store_people_of_all_kinds();
    store_large_customers();
    store_sessions_of_all_kinds();
    store_challenges_of_all_kinds();
    store_the_rest();
    store_money();
    fill_journal();
    add_realms();
    /* until everything that is due is done */
    schedule_reload_realm(&world.gateway.schedule, the_realm());
    step("GET /_sandgate/realms/${realm}/clock");
    world.after_turn = note_turn;
}

static void close_runner(void)
{
    runner_close(&runner);
    world_close(&world);
    plays_free(&plays);
}

struct row {
    const char *operation;
    const char *request;
    const char *check;  /* of the answer; NULL: the status is enough */
    const char *before; /* a step before the request; NULL: none */
};

/* Lists that can't be long. */
static const struct {
    const char *operation;
    const char *why;
} short_lists[] = {
    {"credentials_login", "the credentials of the request"},
    {"customer_bulk", "the customers of the request"},
    {"customer_addresses_add", "of one customer, who has a megabyte"},
    {"customer_documents_get", "of one customer, who has a megabyte"},
    {"customer_documents_add", "of one customer, who has a megabyte"},
    {"customer_questions_add", "of one customer, who has a megabyte"},
    {"organization_bulk", "the organizations of the request"},
    {"organization_addresses_add", "of one organization, which has a megabyte"},
    {"organization_documents_add", "of one organization, which has a megabyte"},
    {"organization_documents_get", "of one organization, which has a megabyte"},
    {"jwks_get", "the one key"},
    {"beneficiaries_list", "of one corporate, which has a hundred"},
    {"account_iban_allocate", "the two forms of one account"},
    {"account_iban_get", "the two forms of one account"},
    {"cards_list", "as accounts_list; there are none yet"},
    {"control_account_deposit", "the postings of one deposit"},
    {"transfers_cancel", "the transfers of the request"},
};

static const struct row rows[] = {
    {"sessions_list", "GET /_sandgate/realms/${realm}/sessions", "count .sessions 10000", NULL},
    {"sessions_list", "GET /_sandgate/realms/${realm}/sessions?limit=10", "count .sessions 10",
     NULL},
    {"sessions_list", "GET /_sandgate/realms/${realm}/sessions?user=${id}", "count .sessions 2",
     NULL},
    {"challenges_list", "GET /_sandgate/realms/${realm}/challenges?limit=10000",
     "count .challenges 10000", NULL},
    {"challenges_list", "GET /_sandgate/realms/${realm}/challenges?state=EXPIRED",
     "count .challenges 0", NULL},
    {"people_list", "GET /_sandgate/realms/${realm}/users", "count .users 10000", NULL},
    {"outbox_list", "GET /_sandgate/realms/${realm}/outbox?to=nobody", "count .messages 0", NULL},
    {"outbox_list", "GET /_sandgate/realms/${realm}/outbox?limit=10000", "count .messages 10000",
     NULL},
    {"resources_list", "GET /_sandgate/realms/${realm}/resources?state=FAILED",
     "count .resources 0", NULL},
    {"resources_list", "GET /_sandgate/realms/${realm}/resources?limit=10000",
     "count .resources 10000", NULL},
    {"requests_list", "GET /_sandgate/realms/${realm}/requests?limit=10000", "is .more true", NULL},
    {"requests_count",
     "POST /_sandgate/realms/${realm}/requests/count {\"bodyContains\":\"nothing\"}", "is .count 0",
     NULL},
    {"requests_count", "POST /_sandgate/realms/${realm}/requests/count {\"path\":\"*a*b*c\"}",
     "is .count 0", NULL},
    {"realm_export", "GET /_sandgate/realms/${realm}/export", "count .users 20002", NULL},
    {"unmatched_list", "GET /_sandgate/unmatched?limit=10000", NULL, NULL},
    {"realms_list", "GET /_sandgate/realms?limit=10000", NULL, NULL},
    {"faults_list", "GET /_sandgate/realms/${realm}/faults", NULL, NULL},
    {"snapshots_list", "GET /_sandgate/realms/${realm}/snapshots", NULL, NULL},
    {"coverage_get", "GET /_sandgate/coverage?realm=${realm}", NULL, NULL},
    {"metrics_get", "GET /_sandgate/metrics", NULL, NULL},
    {"person_update", "PATCH /_sandgate/realms/${realm}/users/${id} {\"locked\":false}", NULL,
     NULL},
    {"identities_list", "GET /multi/identities", "count . 1", NULL},
    {"factors_list", "GET /multi/authentication_factors", NULL, NULL},
    {"roles_list", "GET /multi/roles", NULL, "settings {\"roleBasedAccess\":true}"},
    {"credentials_get",
     "POST /customer/1.0.0/getCredentials {\"credential\":{\"credentialType\":\"email\",\"value\":\"${email}\"}}",
     NULL, NULL},
    {"customers_of_type", "POST /customer/1.0.0/getByCustomerType/Person {}", NULL,
     "send token: ${token}"},
    {"access_control_get",
     "POST /customer/1.0.0/getAccessControl {\"userId\":\"${id}\",\"application\":\"b2b_wallet\"}",
     NULL, NULL},
    {"organization_customers", "GET /customer/1.0.0/organization/getCustomers/${G1}", NULL,
     "send token: ${token}"},
    {"customers_of_organization", "POST /customer/1.0.0/getByOrganization/${G1} {}", NULL,
     "send token: ${token}"},
    {"stepup_push_issue", "POST /multi/stepup/challenges/push/AUTHY", NULL,
     "settings {\"pushQuota\":{\"always\":1000000}}"},
    {"users_list", "GET /multi/users", "is .count 20000", "let token = ${otherToken}"},
    {"users_list", "GET /multi/users?offset=19000&limit=100", "is .count 20000",
     "let token = ${otherToken}"},
    {"users_list", "GET /multi/users?active=false", "is .count 10000", "let token = ${otherToken}"},
    {"users_list", "GET /multi/users?tag=t1", "is .count 10000", "let token = ${otherToken}"},
    {"users_list", "GET /multi/users?roles=ADMIN", "is .count 20000", "let token = ${otherToken}"},
    {"accounts_list", "GET /multi/managed_accounts", "is .count 20000",
     "let token = ${otherToken}"},
    {"accounts_list", "GET /multi/managed_accounts?tag=t", "is .count 0",
     "let token = ${otherToken}"},
    {"account_statement", "GET /multi/managed_accounts/390000000000000001/statement",
     "is .count 20000", "let token = ${otherToken}"},
    {"account_statement",
     "GET /multi/managed_accounts/390000000000000001/statement?offset=19999&orderByTimestamp=ASC",
     "is .responseCount 1", "let token = ${otherToken}"},
    {"account_statement",
     "GET /multi/managed_accounts/390000000000000001/statement?transactionType=SEND", "is .count 0",
     "let token = ${otherToken}"},
    {"older_statement",
     "GET /multi/deprecated/managed_accounts/390000000000000001/statement?"
     "singleEntryPerTransaction=true&offset=19000",
     "is .responseCount 500", "let token = ${otherToken}"},
    {"identity_activity", "GET /multi/transactions?sortOrder=ASC", "is .count 60000",
     "let token = ${otherToken}"},
    {"identity_activity", "GET /multi/transactions?type=sends", "is .count 0",
     "let token = ${otherToken}"},
    {"account_activity", "GET /multi/managed_accounts/390000000000000001/transactions?offset=39900",
     "is .responseCount 100", "let token = ${otherToken}"},
    {"sends_list", "GET /multi/sends", "is .count 0", "let token = ${otherToken}"},
    {"transfers_list", "GET /multi/transfers", "is .count 20000", "let token = ${otherToken}"},
    {"transfers_list", "GET /multi/transfers?tag=t", "is .count 0", "let token = ${otherToken}"},
    {"control_accounts_list", "GET /_sandgate/realms/${realm}/accounts?limit=10000",
     "count .accounts 10000", NULL},
    {"control_accounts_list", "GET /_sandgate/realms/${realm}/accounts?identity=1",
     "count .accounts 0", NULL},
    {"transactions_list", "GET /_sandgate/realms/${realm}/transactions?limit=10000",
     "is .more true", NULL},
    {"transactions_list", "GET /_sandgate/realms/${realm}/transactions?kind=SEND",
     "count .transactions 0", NULL},
};

/* What takes many turns: at least so many. */
static const struct {
    const char *request;
    const char *check;
    unsigned turns;
} long_rows[] = {
    /* the last page of 20,000 customers, who are skipped in pieces */
    {"POST /customer/1.0.0/getByCustomerType/Person {\"pageSize\":100,\"pageNumber\":199}",
     "count .customers 100", 10},
    {"POST /customer/1.0.0/getByOrganization/${G1} {\"pageSize\":100,\"pageNumber\":199}",
     "count .customers 50", 10},
    /* none matches */
    {"POST /customer/1.0.0/getByCustomerType/Person {\"status\":\"new\",\"pageNumber\":9999}",
     "count .customers 0", 10},
    {"POST /customer/1.0.0/getByOrganization/${G1} {\"status\":\"on_hold\"}", "count .customers 0",
     10},
    /* 10 MB: a turn parses 128 KiB and the rest of a customer */
    {"POST /customer/1.0.0/getByOrganization/${G2} {\"pageSize\":100}", "count .customers " LARGE,
     50},
    {"GET /customer/1.0.0/organization/getCustomers/${G2}", "count . 21", 21},
};

/* Whether an answer is or has a list at its top. */
static bool is_list(const struct view *view)
{
    const struct field *field = view == NULL ? NULL : view->fields;

    if (view != NULL && view->array)
        return true;
    while (field != NULL && field->name != NULL && field->kind != FIELD_LIST &&
           field->kind != FIELD_JSONS)
        field++;
    return field != NULL && field->name != NULL;
}

static bool has_row(const char *operation)
{
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (strcmp(rows[i].operation, operation) == 0)
            return true;
    }
    for (size_t i = 0; i < ARRAY_SIZE(short_lists); i++) {
        if (strcmp(short_lists[i].operation, operation) == 0)
            return true;
    }
    return false;
}

START_TEST(has_a_row_for_each_list)
{
    const struct registry *registry = world_registry();
    struct text missing = TEXT_IN(&runner.arena);

    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];

        if (is_list(operation->answer) && !has_row(operation->name))
            text_format(&missing, "%s %s %s\n", operation->name, method_names[operation->method],
                        operation->path);
    }
    ck_assert_msg(missing.length == 0, "no row for:\n%s", text_string(&missing));
}
END_TEST

/* The request must be answered so, with little work in each turn. */
static void measure(const char *request, const char *answer)
{
    note_turn(&world);
    steps_most = 0;
    bytes_most = 0;
    turns = 0;
    step(request);
    step(answer);
    ck_assert_uint_le(steps_most, STEPS_MOST);
    ck_assert_uint_le(bytes_most, BYTES_MOST);
}

START_TEST(does_little_at_once)
{
    const struct row *row = &rows[_i];

    if (row->before != NULL)
        step(row->before);
    measure(row->request, "=> 200");
    if (row->check != NULL)
        step(row->check);
}
END_TEST

START_TEST(does_much_in_pieces)
{
    step("send token: ${token}");
    measure(long_rows[_i].request, "=> 200");
    step(long_rows[_i].check);
    ck_assert_uint_ge(turns, long_rows[_i].turns);
}
END_TEST

/* Two active ones, among many users with other roles. */
START_TEST(finds_another_admin_among_many_users)
{
    run_sql("UPDATE users SET details = '{\"roles\":[\"CARD_ASSIGNEE\"]}' WHERE type = 'USER'"
            " AND id NOT IN (360000000000000001, 360000000000000002, 360000000000000003)");
    step("let token = ${otherToken}");
    step("settings {\"roleBasedAccess\":true}");
    measure("PATCH /multi/users/360000000000000001 {\"roles\":[\"CARD_ASSIGNEE\"]}", "=> 200");
    measure("PATCH /multi/users/360000000000000003 {\"roles\":[\"CARD_ASSIGNEE\"]}",
            "=> 409 ADMIN_ROLE_REMOVAL_NOT_ALLOWED");
}
END_TEST

static int64_t count_rows(const char *what)
{
    const char *sql =
        runner_expand(&runner, arena_printf(&runner.arena, "SELECT count(*) %s", what));
    sqlite3_stmt *statement = NULL;

    ck_assert_int_eq(sqlite3_prepare_v2(world.gateway.store->db, sql, -1, &statement, NULL),
                     SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t ret = sqlite3_column_int64(statement, 0);

    sqlite3_finalize(statement);
    return ret;
}

/* They all ended at the same time: the newest have the largest ids. */
START_TEST(keeps_the_newest_of_what_has_ended)
{
    static const char gone[] = "FROM sessions WHERE realm_id = ${realm} AND ended_at <> 0";
    static const char settled[] = "FROM challenges WHERE realm_id = ${realm} AND settled_at <> 0";

    ck_assert_int_eq(count_rows(gone), 10000);
    ck_assert_int_eq(count_rows(settled), 10000);
    ck_assert_int_eq(count_rows("FROM challenges WHERE id = 340000000000000000 + " STORED), 1);
    ck_assert_int_eq(count_rows("FROM challenges WHERE id = 340000000000000000 + 1"), 0);
    ck_assert_int_eq(count_rows("FROM sessions WHERE id = 320000000000000000 + " STORED), 1);
    /* live ones all stay */
    ck_assert_int_eq(count_rows("FROM sessions WHERE person_id = ${other} AND id >"
                                " 330000000000000000 AND ended_at = 0"),
                     20000);
    step("POST /_sandgate/realms/${realm}/clock {\"advance\":\"P1D\"}");
    step("GET /_sandgate/realms/${realm}/clock");
    /* the others expired meanwhile */
    ck_assert_int_eq(count_rows("FROM challenges WHERE state = 'VERIFIED'"), 0);
    ck_assert_int_eq(count_rows(settled), 10000);
    step("POST /_sandgate/realms/${realm}/clock {\"advance\":\"PT5M\"}");
    step("GET /_sandgate/realms/${realm}/clock");
    ck_assert_int_eq(count_rows("FROM challenges WHERE realm_id = ${realm}"), 0);
    step("POST /_sandgate/realms/${realm}/clock {\"advance\":\"P1D\"}");
    step("GET /_sandgate/realms/${realm}/clock");
    ck_assert_int_eq(count_rows("FROM sessions WHERE person_id IN (${id}, ${other})"), 0);
}
END_TEST

/* ---- an export, and others meanwhile ---- */

static struct arena others;
static struct request writer, reader;

static void begin(struct request *r, enum method method, const char *path, const char *body)
{
    *r = (struct request){.gateway = &world.gateway,
                          .arena = &others,
                          .method = method,
                          .path = path,
                          .body = body,
                          .body_length = strlen(body)};
    pipeline_begin(r);
    pipeline_run(r);
}

/* In the first turn of the export somebody writes to the realm, and somebody reads. */
static void interrupt(struct world *w)
{
    if (turns++ > 0)
        return;
    w->gateway.quiet = true;
    begin(&writer, PATCH, runner_expand(&runner, "/_sandgate/realms/${realm}/users/${id}"),
          "{\"active\":false}");
    begin(&reader, GET, runner_expand(&runner, "/_sandgate/realms/${realm}/clock"), "");
}

START_TEST(exports_one_state_of_the_realm)
{
    turns = 0;
    world.after_turn = interrupt;
    step("GET /_sandgate/realms/${realm}/export");
    step("=> 200");
    step("count .users 20002");
    ck_assert_uint_gt(turns, 100);
    ck_assert_int_eq(reader.reply.status, 200);
    ck_assert_int_eq(writer.reply.status, 0);
    json_t *user = json_object_get(runner_find(&runner, ".users[1]"), "active");

    ck_assert_ptr_null(user);
    pipeline_run(&writer);
    ck_assert_int_eq(writer.reply.status, 200);
    request_release(&writer);
    request_release(&reader);
    arena_free(&others);
}
END_TEST

/* Its client is gone before it is complete. */
START_TEST(lets_writers_go_on_after_an_export_is_given_up)
{
    begin(&reader, GET, runner_expand(&runner, "/_sandgate/realms/${realm}/export"), "");
    ck_assert_int_eq(reader.reply.status, 0);
    ck_assert_int_eq(the_realm()->readers, 1);
    request_release(&reader);
    ck_assert_int_eq(the_realm()->readers, 0);
    step("PATCH /_sandgate/realms/${realm}/users/${id} {\"active\":false}");
    step("=> 200");
    arena_free(&others);
}
END_TEST

/* What a moved clock ends at once is ended in pieces, and what is too much deleted. */
START_TEST(ends_sessions_in_pieces)
{
    store_many(SESSION_COLUMNS, "340000000000000000 + i, ${realm}, ${id}, ${id}, 'ACCESS', " NOW
                                " + 1, " NOW " - 3600000, 0, 0, ''");
    schedule_reload_realm(&world.gateway.schedule, the_realm());
    measure("GET /multi/identities", "=> 200");
    ck_assert_uint_gt(turns, 200);
    measure("GET /multi/identities", "=> 200");
    ck_assert_uint_eq(turns, 1);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("work");
    TCase *tcase = suite_case(s, "work");

    /* once for all rows: they store nothing that others count */
    tcase_add_unchecked_fixture(tcase, open_runner, close_runner);
    tcase_add_test(tcase, has_a_row_for_each_list);
    tcase_add_test(tcase, ends_sessions_in_pieces);
    tcase_add_test(tcase, keeps_the_newest_of_what_has_ended);
    tcase_add_test(tcase, exports_one_state_of_the_realm);
    tcase_add_test(tcase, lets_writers_go_on_after_an_export_is_given_up);
    tcase_add_loop_test(tcase, does_little_at_once, 0, (int) ARRAY_SIZE(rows));
    tcase_add_loop_test(tcase, does_much_in_pieces, 0, (int) ARRAY_SIZE(long_rows));
    tcase_add_test(tcase, finds_another_admin_among_many_users);
    return suite_run(s, CK_FORK_GETENV);
}
