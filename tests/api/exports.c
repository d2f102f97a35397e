/* SPDX-License-Identifier: MIT */
/*
 * Exports of random realms: a realm is filled from a random seed document and changed at random; then its
 * export, applied to another realm, must give the same people. The number of a test is its random key.
 */
#include "base/random.h"
#include "json/values.h"
#include "store/query.h"
#include "support/suite.h"
#include "support/world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE_MOST 8
#define CHANGES 40
#define PASSWORD "Pass1234!"

static struct world world;
static struct random chance;
static struct arena arena;

/* A realm: its id, its keys, and how many addresses were used in it. */
struct test_realm {
    const char *tenant;
    const char *client; /* the body of its token request */
    const char *bearer;
    const char *session; /* token of a customer's session; NULL: none */
    const char *realm;
    const char *api_key;
    const char *consumers;
    int addresses;
};

static uint32_t below(uint32_t bound)
{
    return random_below(&chance, bound);
}

static bool maybe(uint32_t one_in)
{
    return below(one_in) == 0;
}

static struct answer call(const char *method, const char *path, const char *key, const char *body)
{
    struct headers headers = {.count = 0};
    struct answer answer;

    if (key != NULL)
        headers_set(&headers, "api-key", key);
    world_call(&world, method, path, &headers, body, strlen(body), &answer);
    return answer;
}

/* Sends a request that must succeed; returns the JSON of the answer. */
static json_t *call_ok(const char *method, const char *path, const char *key, const char *body)
{
    struct answer answer = call(method, path, key, body);

    ck_assert_msg(answer.status / 100 == 2, "%s %s %.900s: %d %.900s", method, path, body,
                  answer.status, answer.body);
    json_t *json = json_incref(answer.json);

    answer_free(&answer);
    return json;
}

/* Calls the Customer API with the session if there is one. The call may be refused. */
static struct answer customer_call(const struct test_realm *r, const char *method, const char *path,
                                   const char *body)
{
    struct headers headers = {.count = 0};
    struct answer answer;

    headers_set(&headers, "Authorization", arena_printf(&arena, "Bearer %s", r->bearer));
    headers_set(&headers, "tenantId", r->tenant);
    headers_set(&headers, "Content-Type", "application/json");
    if (r->session != NULL)
        headers_set(&headers, "token", r->session);
    world_call(&world, method, path, &headers, body, strlen(body), &answer);
    ck_assert_int_lt(answer.status, 500);
    return answer;
}

static const char *dump(json_t *json)
{
    const char *text = json_text_as(&arena, json, JSON_COMPACT | JSON_SORT_KEYS);

    json_decref(json);
    return text;
}

static const char *in_realm(const struct test_realm *r, const char *rest)
{
    return arena_printf(&arena, "/_sandgate/realms/%s%s", r->realm, rest);
}

static json_t *shown(const struct test_realm *r, const char *part)
{
    return call_ok("GET", in_realm(r, part), NULL, "");
}

static struct test_realm made_realm(json_t *realm)
{
    json_t *weavr = json_object_get(realm, "weavr");
    const char *consumers =
        json_string_value(json_object_get(json_object_get(weavr, "profiles"), "consumers"));

    const json_t *cyrexa = json_object_get(realm, "cyrexa");
    const char *id;
    const char *secret;

    ck_assert_int_eq(json_unpack((json_t *) (uintptr_t) cyrexa, "{s:s, s:s}", "clientId", &id,
                                 "clientSecret", &secret),
                     0);
    return (struct test_realm){
        .tenant = arena_text(&arena, json_string_value(json_object_get(cyrexa, "tenantId"))),
        .client = arena_printf(&arena, "{\"clientId\":\"%s\",\"clientSecret\":\"%s\"}", id, secret),
        .bearer = "",
        .realm = arena_text(&arena, json_string_value(json_object_get(realm, "id"))),
        .api_key = arena_text(&arena, json_string_value(json_object_get(weavr, "apiKey"))),
        .consumers = arena_text(&arena, consumers),
    };
}

/* ---- random seed documents ---- */

static json_t *some_channels(void)
{
    static const char *const channels[] = {"SMS", "AUTHY", "BIOMETRIC"};
    json_t *list = json_array();

    for (size_t i = 0; i < ARRAY_SIZE(channels); i++) {
        if (maybe(2))
            json_array_append_new(list, json_string(channels[i]));
    }
    return list;
}

static const char *fresh_address(struct test_realm *r)
{
    return arena_printf(&arena, "Person%d@example.test", r->addresses++);
}

static json_t *seed_user(struct test_realm *r, const char *address, json_t *identity)
{
    static const char *const lists[] = {"factors", "pendingFactors", "inactiveFactors"};
    json_t *user = json_pack("{s:s, s:o}", "email", address, "identity", identity);

    if (!maybe(4))
        json_object_set_new(user, "password", json_string(PASSWORD));
    if (!maybe(3))
        json_object_set_new(user, "mobile",
                            json_pack("{s:s, s:o}", "countryCode", "+44", "number",
                                      json_sprintf("77009%05u", (unsigned) r->addresses)));
    if (maybe(3))
        json_object_set_new(user, "emailVerified", json_boolean(maybe(2)));
    if (maybe(2))
        json_object_set_new(user, lists[below(ARRAY_SIZE(lists))], some_channels());
    if (maybe(4))
        json_object_set_new(user, "phone",
                            json_pack("{s:s, s:i}", "push", maybe(2) ? "accept" : "ignore",
                                      "afterMillis", (int) below(1000)));
    if (maybe(5))
        json_object_set_new(user, "active", json_false());
    return user;
}

static json_t *seed_staff(struct test_realm *r, const char *corporate)
{
    json_t *user =
        seed_user(r, fresh_address(r),
                  json_pack("{s:s, s:s, s:b}", "type", "CORPORATE", "name", corporate, "root", 0));

    if (maybe(2))
        json_object_set_new(user, "details",
                            json_pack("{s:s, s:[s]}", "tag", maybe(2) ? "a" : "b", "roles",
                                      maybe(2) ? "ADMIN" : "CARD_ASSIGNEE"));
    if (maybe(3))
        json_object_set_new(user, "inviteConsumed", json_true());
    if (maybe(3))
        json_object_set_new(user, "dueDiligence", json_string("PENDING_REVIEW"));
    if (maybe(3))
        json_object_set_new(user, "mobileChanges", json_integer(below(4)));
    return user;
}

/* A root user, perhaps with authorised users, and perhaps with a second identity. */
static void add_people(struct test_realm *r, json_t *users, json_t *resources)
{
    const char *address = fresh_address(r);
    bool corporate = maybe(2);
    const char *name = arena_printf(&arena, "Name %d & Söhne", r->addresses);
    json_t *identity =
        json_pack("{s:s, s:s}", "type", corporate ? "CORPORATE" : "CONSUMER", "name", name);

    json_array_append_new(users, seed_user(r, address, identity));
    if (maybe(2))
        json_array_append_new(resources, json_pack("{s:s, s:s, s:s, s:s, s:o}", "type", "sends",
                                                   "ownerIdentity", address, "state",
                                                   maybe(2) ? "COMPLETED" : "PENDING_CHALLENGE",
                                                   "outcome", maybe(2) ? "COMPLETED" : "FAILED",
                                                   "id", json_sprintf("%d", r->addresses)));
    if (maybe(3))
        json_array_append_new(users,
                              seed_user(r, address, json_pack("{s:s}", "type", "CORPORATE")));
    while (corporate && maybe(2))
        json_array_append_new(users, seed_staff(r, name));
}

static json_t *some_customer(struct test_realm *r)
{
    static const char *const statuses[] = {"new", "verified", "under_verificaiton", "blacklisted"};
    json_t *customer =
        json_pack("{s:s, s:s, s:{s:{s:s}, s:[{s:s, s:s}]}}", "customerType",
                  maybe(3) ? "Organization" : "Person", "customerStatus",
                  statuses[below(ARRAY_SIZE(statuses))], "person", "firstName", "name", "Zoë",
                  "SecretQuestion", "question", "why?", "answer", "because");
    json_t *person = json_object_get(customer, "person");

    if (!maybe(4))
        json_object_set_new(person, "email", json_string(fresh_address(r)));
    if (!maybe(4))
        json_object_set_new(person, "password", json_string(PASSWORD));
    if (maybe(2))
        json_object_set_new(customer, "organizationId", json_string(maybe(8) ? "none" : "org"));
    if (maybe(2))
        json_object_set_new(customer, "twofa", json_pack("{s:b}", "trading", maybe(2)));
    return customer;
}

static json_t *some_credential(struct test_realm *r)
{
    static const char *const types[] = {"username", "passport", "single_token", "email", "sms"};
    json_t *credential = json_pack("{s:s, s:o}", "credentialType", types[below(ARRAY_SIZE(types))],
                                   "value", json_sprintf("Value%d", r->addresses++));

    if (maybe(2))
        json_object_set_new(credential, "code", json_string(PASSWORD));
    if (maybe(3))
        json_object_set_new(credential, "communicationChannel",
                            json_pack("{s:s, s:s}", "type", "phone", "addressUrl", "+15550100"));
    return credential;
}

static json_t *some_customers(struct test_realm *r)
{
    json_t *customers = json_array();

    for (uint32_t i = below(4); i > 0; i--) {
        json_t *customer = some_customer(r);
        const char *organization = json_string_value(json_object_get(customer, "organizationId"));

        if (organization != NULL && strcmp(organization, "none") == 0)
            json_object_del(customer, "organizationId");
        if (maybe(2))
            json_object_set_new(customer, "credentials",
                                json_pack("[o, o]", some_credential(r), some_credential(r)));
        json_array_append_new(customers, customer);
    }
    return customers;
}

static const char *some_seed(struct test_realm *r)
{
    json_t *users = json_array();
    json_t *resources = json_array();

    for (uint32_t i = below(PEOPLE_MOST); i > 0; i--)
        add_people(r, users, resources);
    return dump(json_pack("{s:o, s:o, s:{s:[{s:s, s:s}], s:o}}", "users", users, "resources",
                          resources, "cyrexa", "organizations", "id", "org", "legalName", "Org",
                          "customers", some_customers(r)));
}

/* ---- random changes ---- */

/* `member`, an id, of a random user's identity in the realm; "0" if there is none. */
static const char *some_id(const struct test_realm *r, const char *member)
{
    json_t *people = shown(r, "/users");
    json_t *users = json_object_get(people, "users");
    const char *found = "0";

    if (json_array_size(users) > 0) {
        json_t *user = json_array_get(users, below((uint32_t) json_array_size(users)));
        json_t *identities = json_object_get(user, "identities");
        size_t count = json_array_size(identities);
        json_t *row = json_array_get(identities, count == 0 ? 0 : below((uint32_t) count));

        if (row != NULL) /* a customer has no identity */
            found = arena_text(&arena, json_string_value(json_object_get(row, member)));
    }
    json_decref(people);
    return found;
}

/* Sends a request that may be refused. */
static void try(const char *method, const char *path, const char *key, const char *body)
{
    struct answer answer = call(method, path, key, body);

    ck_assert_int_lt(answer.status, 500);
    answer_free(&answer);
}

static void sign_up(struct test_realm *r)
{
    /* an unverified address is free again after its deadline */
    const char *address = maybe(3)
                              ? arena_printf(&arena, "Person%u@example.test", (unsigned) below(20))
                              : fresh_address(r);
    const char *body = arena_printf(
        &arena,
        "{\"profileId\":\"%s\",\"rootUser\":{\"name\":\"Ada\",\"surname\":\"Byron \\u00e9\","
        "\"email\":\"%s\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900100\"},"
        "\"dateOfBirth\":{\"year\":%u,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\","
        "\"city\":\"Valletta\"}},\"ipAddress\":\"127.0.0.1\",\"tag\":\"t%u\"}",
        r->consumers, address, 1900 + (unsigned) below(100), (unsigned) below(9));

    try("POST", "/multi/consumers", r->api_key, body);
}

static void give_password(struct test_realm *r)
{
    try("POST", arena_printf(&arena, "/multi/passwords/%s/create", some_id(r, "userId")),
        r->api_key, "{\"password\":{\"value\":\"" PASSWORD "\"}}");
}

/* Verifies the address on the way, and leaves the old password among the earlier ones. */
static void recover_password(struct test_realm *r)
{
    json_t *people = shown(r, "/users");
    json_t *users = json_object_get(people, "users");

    for (size_t i = 0; i < json_array_size(users) && i < 2; i++) {
        const char *address = json_string_value(json_object_get(json_array_get(users, i), "email"));

        try("POST", "/multi/passwords/lost_password/start", r->api_key,
            arena_printf(&arena, "{\"email\":\"%s\"}", address));
        try("POST", "/multi/passwords/lost_password/resume", r->api_key,
            arena_printf(&arena,
                         "{\"email\":\"%s\",\"nonce\":\"123456\",\"newPassword\":"
                         "{\"value\":\"Other%u!\"}}",
                         address, 1000 + (unsigned) below(9000)));
    }
    json_decref(people);
}

static void change_user(struct test_realm *r)
{
    static const char *const changes[] = {
        "{\"active\":false}",          "{\"active\":true}",
        "{\"emailVerified\":true}",    "{\"emailVerified\":false}",
        "{\"passwordExpired\":true}",  "{\"phone\":{\"push\":\"decline\",\"afterMillis\":7}}",
        "{\"passwordExpired\":false}", "{\"phone\":{\"push\":\"manual\"}}",
        "{\"kyc\":\"APPROVED\"}",      "{\"kyc\":\"REJECTED\"}"};

    try("PATCH", in_realm(r, arena_printf(&arena, "/users/%s", some_id(r, "userId"))), NULL,
        changes[below(ARRAY_SIZE(changes))]);
}

static void change_identity(struct test_realm *r)
{
    static const char *const changes[] = {"{\"active\":false}", "{\"active\":true}",
                                          "{\"active\":false,\"reason\":\"ACCOUNT_CLOSURE\"}",
                                          "{\"kyc\":\"REJECTED\"}", "{\"kyb\":\"PENDING_REVIEW\"}"};

    try("PATCH", in_realm(r, arena_printf(&arena, "/identities/%s", some_id(r, "id"))), NULL,
        changes[below(ARRAY_SIZE(changes))]);
}

static void approve(struct test_realm *r)
{
    try("POST", arena_printf(&arena, "/simulate/api/consumers/%s/verify", some_id(r, "id")),
        r->api_key, "");
}

/* A user signs in and changes their identity or starts due diligence. */
static void change_own_identity(struct test_realm *r)
{
    static const struct {
        const char *method;
        const char *path;
        const char *body;
    } changes[] = {
        {"PATCH", "/multi/consumers",
         "{\"name\":\"Bea\",\"tag\":\"new\",\"address\":{\"country\":\"DE\"}}"},
        {"PATCH", "/multi/consumers",
         "{\"mobile\":{\"countryCode\":\"+49\",\"number\":\"1234\"},\"brand\":\"b\"}"},
        {"PATCH", "/multi/corporates", "{\"surname\":\"Bell\",\"baseCurrency\":\"GBP\"}"},
        {"PATCH", "/multi/corporates", "{\"mobile\":{\"countryCode\":\"+49\",\"number\":\"99\"}}"},
        {"POST", "/multi/consumers/kyc", "{\"kycLevel\":\"KYC_LEVEL_1\"}"},
        {"POST", "/multi/corporates/kyb", ""},
    };
    struct headers headers = {.count = 0};
    struct answer answer =
        call("POST", "/multi/login_with_password", r->api_key,
             arena_printf(&arena,
                          "{\"email\":\"person%u@example.test\",\"password\":{\"value\":"
                          "\"" PASSWORD "\"}}",
                          (unsigned) below((uint32_t) r->addresses + 1)));
    const char *token = json_string_value(json_object_get(answer.json, "token"));
    size_t i = below(ARRAY_SIZE(changes));

    headers_set(&headers, "api-key", r->api_key);
    headers_set(&headers, "authorization",
                arena_printf(&arena, "Bearer %s", token == NULL ? "none" : token));
    answer_free(&answer);
    world_call(&world, changes[i].method, changes[i].path, &headers, changes[i].body,
               strlen(changes[i].body), &answer);
    ck_assert_int_lt(answer.status, 500);
    answer_free(&answer);
}

static void link_identities(struct test_realm *r)
{
    try("POST", in_realm(r, "/identities/link"), NULL,
        arena_printf(&arena, "{\"credentialOf\":\"%s\",\"identity\":\"%s\"}", some_id(r, "userId"),
                     some_id(r, "userId")));
}

static void pass_time(struct test_realm *r)
{
    try("POST", in_realm(r, "/clock"), NULL,
        maybe(2) ? "{\"advance\":\"PT1.5S\"}" : "{\"advance\":\"PT2H\"}");
}

/* Calls the Customer API with a new token, as the clock may have moved beyond the last one's expiry. */
static json_t *call_customer_api(struct test_realm *r, const char *method, const char *path,
                                 json_t *body)
{
    struct answer token = customer_call(r, "POST", "/token", r->client);

    ck_assert_int_eq(token.status, 200);
    r->bearer = arena_text(&arena, json_string_value(json_object_get(token.json, "access_token")));
    answer_free(&token);
    struct answer answer = customer_call(r, method, path, dump(body));
    json_t *json = answer.status == 200 ? json_incref(answer.json) : json_null();

    answer_free(&answer);
    return json;
}

static void change_customers(struct test_realm *r, const char *method, const char *path,
                             json_t *body)
{
    json_decref(call_customer_api(r, method, path, body));
}

/* The id of a random customer: of the Customer API alone, or of an identity. */
static const char *some_customer_id(struct test_realm *r)
{
    json_t *export = shown(r, "/export");
    json_t *list = json_object_get(json_object_get(export, "cyrexa"), "customers");
    json_t *customer = json_array_get(
        list, json_array_size(list) == 0 ? 0 : below((uint32_t) json_array_size(list)));
    const char *id = json_string_value(json_object_get(customer, "id"));
    const char *found = id == NULL || maybe(2) ? some_id(r, "id") : arena_text(&arena, id);

    json_decref(export);
    return found;
}

static void make_customer(struct test_realm *r)
{
    change_customers(r, "POST", "/customer/1.0.0/create", some_customer(r));
}

static void give_credential(struct test_realm *r)
{
    change_customers(r, "POST", "/customer/1.0.0/addCredential",
                     json_pack("{s:s, s:[o]}", "customerId", some_customer_id(r), "credentials",
                               some_credential(r)));
}

static void set_two_factor(struct test_realm *r)
{
    change_customers(
        r, "PUT", arena_printf(&arena, "/customer/1.0.0/twoFA/changeTwoFa/%s", some_customer_id(r)),
        json_pack("{s:b, s:b}", "trading", maybe(2), "funding", maybe(2)));
}

static void change_status(struct test_realm *r)
{
    change_customers(
        r, "POST",
        arena_printf(&arena, "/customer/1.0.0/update/%s/status/on_hold", some_customer_id(r)),
        json_object());
}

/* Signs in a customer if the address exists and has the password; then the session header has a token. */
static void log_in(struct test_realm *r)
{
    json_t *accounts = call_customer_api(
        r, "POST", "/customer/1.0.0/login",
        json_pack(
            "{s:[{s:s, s:o, s:s}]}", "credentials", "credentialType", "email", "value",
            json_sprintf("person%u@example.test", (unsigned) below((uint32_t) r->addresses + 1)),
            "code", PASSWORD));
    const json_t *row =
        json_array_get(json_object_get(json_array_get(accounts, 0), "credentials"), 0);

    if (row != NULL)
        r->session = arena_text(&arena, json_string_value(json_object_get(row, "token")));
    json_decref(accounts);
}

static void change_customer(struct test_realm *r)
{
    json_t *change =
        json_pack("{s:s, s:{s:{s:s}, s:[{s:s}]}}", "categorization", "category2", "person",
                  "lastName", "name", "Ångström", "addresses", "addressPurpose", "home");

    if (maybe(3))
        json_object_set_new(json_object_get(change, "person"), "email",
                            json_string(fresh_address(r)));
    if (maybe(3))
        json_object_set_new(json_object_get(change, "person"), "password", json_string(PASSWORD));
    if (maybe(3))
        json_object_set_new(change, "organizationId", json_string(some_id(r, "id")));
    change_customers(
        r, "PUT", arena_printf(&arena, "/customer/1.0.0/update/%s", some_customer_id(r)), change);
}

static void create_organization(struct test_realm *r)
{
    change_customers(
        r, "POST", "/customer/1.0.0/organization/createBulk",
        json_pack("[{s:s, s:[{s:s}]}]", "legalName", "Made Ltd", "documents", "purpose", "KYB"));
}

static void change_at_random(struct test_realm *r)
{
    static void (*const changes[])(struct test_realm * r) = {
        sign_up,       give_password,   recover_password,    change_user,
        approve,       pass_time,       link_identities,     change_identity,
        make_customer, give_credential, set_two_factor,      change_status,
        log_in,        change_customer, create_organization, change_own_identity};

    for (int i = 0; i < CHANGES; i++)
        changes[below(ARRAY_SIZE(changes))](r);
}

/* ---- comparing two realms ---- */

/* The text with each quoted id replaced by its new one. */
static const char *translated(const char *text, json_t *renamed)
{
    struct text out = TEXT_IN(&arena);

    while (*text != '\0') {
        size_t length = *text == '"' ? strcspn(text + 1, "\"") + 2 : 1;
        const char *word = length > 2 ? arena_textn(&arena, text + 1, length - 2) : "";
        const char *other = json_string_value(json_object_get(renamed, word));

        if (other == NULL)
            text_addn(&out, text, length);
        else
            text_format(&out, "\"%s\"", other);
        text += length;
    }
    return text_string(&out);
}

/* The result of signing in with each address, without what is different in every session. */
static const char *sign_ins(const struct test_realm *r)
{
    struct text all = TEXT_IN(&arena);

    for (int i = 0; i < r->addresses; i++) {
        struct answer answer =
            call("POST", "/multi/login_with_password", r->api_key,
                 arena_printf(&arena,
                              "{\"email\":\"person%d@example.test\",\"password\":{\"value\":"
                              "\"" PASSWORD "\"}}",
                              i));
        const char *reason = headers_get(&answer.headers, "sandgate-reason");

        if (json_is_object(answer.json))
            json_object_del(answer.json, "token");
        text_format(&all, "%d %d %s", i, answer.status,
                    dump(answer.json == NULL ? json_null() : json_incref(answer.json)));
        /* reasons name the realm */
        if (reason != NULL)
            text_format(&all, " %.20s", reason);
        text_char(&all, '\n');
        answer_free(&answer);
    }
    return text_string(&all);
}

/* What the Customer API finds by each address and value, without what is different in every realm. */
static const char *find_people(struct test_realm *r)
{
    static const char *const types[] = {"email", "username", "passport", "single_token", "sms"};
    struct text all = TEXT_IN(&arena);

    for (size_t i = 0; i < ARRAY_SIZE(types) * 2 * (size_t) r->addresses; i++) {
        size_t number = i / (ARRAY_SIZE(types) * 2);
        const char *value =
            arena_printf(&arena, i % 2 == 0 ? "person%zu@example.test" : "Value%zu", number);
        json_t *accounts = call_customer_api(
            r, "POST", "/customer/1.0.0/getCredentials",
            json_pack("{s:{s:s, s:s, s:s}}", "credential", "credentialType",
                      types[i / 2 % ARRAY_SIZE(types)], "value", value, "code", PASSWORD));
        json_t *account = json_array_get(accounts, 0);
        json_t *factor = json_array_get(json_object_get(account, "twoFaInfo"), 0);
        size_t at;
        json_t *row;

        json_object_del(account, "tenantId");
        json_object_del(factor, "tenantId");
        json_object_del(factor, "id");
        json_object_del(factor, "createdAt");
        json_object_del(factor, "updatedAt");
        json_array_foreach(json_object_get(account, "credentials"), at, row)
        {
            json_object_del(row, "sessionId");
            json_object_del(row, "token");
        }
        text_format(&all, "%s %s\n", value, dump(accounts));
    }
    return text_string(&all);
}

static void same_text(const char *what, const char *one, const char *other)
{
    size_t at = 0;

    while (one[at] != '\0' && one[at] == other[at])
        at++;
    size_t from = at < 150 ? 0 : at - 150;

    ck_assert_msg(one[at] == other[at], "%s differ:\n%.400s\n%.400s", what, one + from,
                  other + from);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The users, sorted: the order of users with the same time is undefined. */
static const char *sorted_users(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    const json_t *users = json_object_get(json, "users");
    const char **lines = arena_array(&arena, json_array_size(users), sizeof *lines);
    struct text all = TEXT_IN(&arena);

    for (size_t i = 0; i < json_array_size(users); i++)
        lines[i] = dump(json_incref(json_array_get(users, i)));
    qsort(lines, json_array_size(users), sizeof *lines, by_text);
    for (size_t i = 0; i < json_array_size(users); i++)
        text_format(&all, "%s\n", lines[i]);
    json_decref(json);
    return text_string(&all);
}

static void check_same_realms(struct test_realm *one, struct test_realm *other, json_t *renamed)
{
    static const char *const parts[] = {"/export", "/resources"};
    const char *users = translated(dump(shown(one, "/users")), renamed);

    same_text("/users", sorted_users(users), sorted_users(dump(shown(other, "/users"))));

    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        const char *wanted = translated(dump(shown(one, parts[i])), renamed);

        same_text(parts[i], wanted, dump(shown(other, parts[i])));
    }
    same_text("people", translated(find_people(one), renamed), find_people(other));
    same_text("sign-ins", translated(sign_ins(one), renamed), sign_ins(other));
}

/* ---- tables ---- */

#define EXPORTED NULL
#define NOT_EXPORTED(why) why
static const struct {
    const char *name;
    const char *why_not; /* NULL: an export has it */
} tables[] = {
#define TABLE(table, columns, export) {#table, export},
#include "store/all_tables.def"
};

static int rows_of(const struct test_realm *p, const char *table)
{
    sqlite3_stmt *query = NULL;

    ck_assert_int_eq(
        sqlite3_prepare_v2(
            world.gateway.store->db,
            arena_printf(&arena, "SELECT count(*) FROM %s WHERE realm_id = %s", table, p->realm),
            -1, &query, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(query), SQLITE_ROW);
    int count = sqlite3_column_int(query, 0);

    sqlite3_finalize(query);
    return count;
}

/* A table that an export has comes back with all rows, another one not at all. */
static void same_tables(const struct test_realm *one, const struct test_realm *other)
{
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
        int wanted = tables[i].why_not == NULL ? rows_of(one, tables[i].name) : 0;
        int found = rows_of(other, tables[i].name);

        ck_assert_msg(found == wanted, "%s: %d rows of %d came back", tables[i].name, found,
                      wanted);
    }
}

static struct test_realm frozen_realm(const char *seed)
{
    json_t *realm = call_ok("POST", "/_sandgate/realms", NULL,
                            seed == NULL ? "{}" : arena_printf(&arena, "{\"seed\":%s}", seed));
    struct test_realm r = made_realm(realm);

    json_decref(realm);
    return r;
}

static void set_clock(const struct test_realm *r, const char *now)
{
    json_decref(call_ok("POST", in_realm(r, "/clock"), NULL, "{\"frozen\":true}"));
    json_decref(call_ok("POST", in_realm(r, "/clock"), NULL,
                        arena_printf(&arena, "{\"set\":\"%s\"}", now)));
}

static const char *time_of(const struct test_realm *r)
{
    json_t *clock = shown(r, "/clock");
    const char *now = arena_text(&arena, json_string_value(json_object_get(clock, "now")));

    json_decref(clock);
    return now;
}

/* The random realm of a number. */
static struct test_realm some_realm(int number)
{
    unsigned char key[RANDOM_KEY_SIZE] = {0};

    memcpy(key, &number, sizeof number);
    random_init_from(&chance, key);
    struct test_realm p = frozen_realm(NULL);

    set_clock(&p, "2026-01-01T00:00:00Z");
    json_decref(call_ok("PUT", in_realm(&p, "/seed"), NULL, some_seed(&p)));
    change_at_random(&p);
    return p;
}

START_TEST(an_export_restores_the_same_people)
{
    struct test_realm one = some_realm(_i);
    const char *document = dump(shown(&one, "/export"));
    struct test_realm other = frozen_realm("{\"users\":[]}");

    set_clock(&other, time_of(&one));
    json_t *answer = call_ok("PUT", in_realm(&other, "/seed"), NULL, document);

    same_tables(&one, &other);
    other.addresses = one.addresses;
    check_same_realms(&one, &other, json_object_get(answer, "renamed"));
    json_decref(answer);
    /* applied to its own realm, it keeps even the ids */
    const char *before = dump(shown(&other, "/export"));

    json_decref(call_ok("PUT", in_realm(&other, "/seed"), NULL, before));
    same_text("own exports", before, dump(shown(&other, "/export")));
}
END_TEST

/* Some random realm has rows of each exported table: otherwise the comparison would prove nothing. */
START_TEST(a_world_has_rows_of_each_table_that_is_exported)
{
    int found = 0;

    if (tables[_i].why_not != NULL) {
        ck_assert_str_ne(tables[_i].why_not, "");
        return;
    }
    for (int number = 0; found == 0 && number < RUNS; number++) {
        struct test_realm p = some_realm(number);

        found = rows_of(&p, tables[_i].name);
    }
    ck_assert_msg(found > 0, "no world has rows of %s", tables[_i].name);
}
END_TEST

static void open_world(void)
{
    world_open(&world, NULL);
}

static void close_world(void)
{
    world_close(&world);
    arena_free(&arena);
}

int main(void)
{
    Suite *s = suite_create("exports");
    TCase *cases = suite_case(s, "exports");

    /* once, because each test is a process with a copy of the world */
    tcase_add_unchecked_fixture(cases, open_world, close_world);
    tcase_add_loop_test(cases, an_export_restores_the_same_people, 0, RUNS);
    tcase_add_loop_test(cases, a_world_has_rows_of_each_table_that_is_exported, 0,
                        ARRAY_SIZE(tables));
    return suite_run(s, CK_FORK);
}
