/* SPDX-License-Identifier: MIT */
/*
 * Generated worlds: what a realm's export makes of another realm is the same world, whatever was done
 * to the first one. The number of a test is the key of its world.
 */
#include "base/random.h"
#include "support/suite.h"
#include "support/world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLDS 50
#define PEOPLE_MOST 8
#define ACTS 25
#define PASSWORD "Pass1234!"

static struct world world;
static struct random chance;
static struct arena arena;

/* A realm: its id, its keys, and the addresses that were given out in it. */
struct site {
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

/* The JSON of an answer that must be a success. */
static json_t *must(const char *method, const char *path, const char *key, const char *body)
{
    struct answer answer = call(method, path, key, body);

    ck_assert_msg(answer.status / 100 == 2, "%s %s %.900s: %d %.900s", method, path, body,
                  answer.status, answer.body);
    json_t *json = json_incref(answer.json);

    answer_free(&answer);
    return json;
}

static const char *dump(json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    const char *kept = arena_text(&arena, text);

    free(text);
    json_decref(json);
    return kept;
}

static const char *in_realm(const struct site *p, const char *rest)
{
    return arena_printf(&arena, "/_sandgate/realms/%s%s", p->realm, rest);
}

static json_t *shown(const struct site *p, const char *part)
{
    return must("GET", in_realm(p, part), NULL, "");
}

static struct site made_realm(json_t *realm)
{
    json_t *weavr = json_object_get(realm, "weavr");
    const char *consumers =
        json_string_value(json_object_get(json_object_get(weavr, "profiles"), "consumers"));

    return (struct site){
        .realm = arena_text(&arena, json_string_value(json_object_get(realm, "id"))),
        .api_key = arena_text(&arena, json_string_value(json_object_get(weavr, "apiKey"))),
        .consumers = arena_text(&arena, consumers),
    };
}

/* ---- what a world is made of ---- */

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

static const char *fresh_address(struct site *p)
{
    return arena_printf(&arena, "Person%d@example.test", p->addresses++);
}

static json_t *seed_user(struct site *p, const char *address, json_t *identity)
{
    static const char *const lists[] = {"factors", "pendingFactors", "inactiveFactors"};
    json_t *user = json_pack("{s:s, s:o}", "email", address, "identity", identity);

    if (!maybe(4))
        json_object_set_new(user, "password", json_string(PASSWORD));
    if (!maybe(3))
        json_object_set_new(user, "mobile",
                            json_pack("{s:s, s:o}", "countryCode", "+44", "number",
                                      json_sprintf("77009%05u", (unsigned) p->addresses)));
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

static json_t *seed_staff(struct site *p, const char *corporate)
{
    json_t *user =
        seed_user(p, fresh_address(p),
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

/* A root, perhaps with people who work for it, and perhaps with a second identity. */
static void add_household(struct site *p, json_t *users, json_t *resources)
{
    const char *address = fresh_address(p);
    bool corporate = maybe(2);
    const char *name = arena_printf(&arena, "Name %d & Söhne", p->addresses);
    json_t *identity =
        json_pack("{s:s, s:s}", "type", corporate ? "CORPORATE" : "CONSUMER", "name", name);

    json_array_append_new(users, seed_user(p, address, identity));
    if (maybe(2))
        json_array_append_new(resources, json_pack("{s:s, s:s, s:s, s:s, s:o}", "type", "sends",
                                                   "ownerIdentity", address, "state",
                                                   maybe(2) ? "COMPLETED" : "PENDING_CHALLENGE",
                                                   "outcome", maybe(2) ? "COMPLETED" : "FAILED",
                                                   "id", json_sprintf("%d", p->addresses)));
    if (maybe(3))
        json_array_append_new(users,
                              seed_user(p, address, json_pack("{s:s}", "type", "CORPORATE")));
    while (corporate && maybe(2))
        json_array_append_new(users, seed_staff(p, name));
}

static const char *some_seed(struct site *p)
{
    json_t *users = json_array();
    json_t *resources = json_array();

    for (uint32_t i = below(PEOPLE_MOST); i > 0; i--)
        add_household(p, users, resources);
    return dump(json_pack("{s:o, s:o}", "users", users, "resources", resources));
}

/* ---- what is done to it ---- */

/* The id of one of the realm's places, "0" when nobody is there: `member` of an identity's row. */
static const char *somebody(const struct site *p, const char *member)
{
    json_t *people = shown(p, "/users");
    json_t *users = json_object_get(people, "users");
    const char *found = "0";

    if (json_array_size(users) > 0) {
        json_t *user = json_array_get(users, below((uint32_t) json_array_size(users)));
        json_t *places = json_object_get(user, "identities");
        json_t *row = json_array_get(places, below((uint32_t) json_array_size(places)));

        found = arena_text(&arena, json_string_value(json_object_get(row, member)));
    }
    json_decref(people);
    return found;
}

static void try(const char *method, const char *path, const char *key, const char *body)
{
    struct answer answer = call(method, path, key, body);

    ck_assert_int_lt(answer.status, 500);
    answer_free(&answer);
}

static void sign_up(struct site *p)
{
    /* an unverified address may be somebody else's after its time */
    const char *address = maybe(3)
                              ? arena_printf(&arena, "Person%u@example.test", (unsigned) below(20))
                              : fresh_address(p);
    const char *body = arena_printf(
        &arena,
        "{\"profileId\":\"%s\",\"rootUser\":{\"name\":\"Ada\",\"surname\":\"Byron \\u00e9\","
        "\"email\":\"%s\",\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900100\"},"
        "\"dateOfBirth\":{\"year\":%u,\"month\":1,\"day\":2},\"address\":{\"country\":\"MT\","
        "\"city\":\"Valletta\"}},\"ipAddress\":\"127.0.0.1\",\"tag\":\"t%u\"}",
        p->consumers, address, 1900 + (unsigned) below(100), (unsigned) below(9));

    try("POST", "/multi/consumers", p->api_key, body);
}

static void give_password(struct site *p)
{
    try("POST", arena_printf(&arena, "/multi/passwords/%s/create", somebody(p, "userId")),
        p->api_key, "{\"password\":{\"value\":\"" PASSWORD "\"}}");
}

/* Verifies the address on the way, and leaves the old password among the earlier ones. */
static void recover_password(struct site *p)
{
    json_t *people = shown(p, "/users");
    json_t *users = json_object_get(people, "users");

    for (size_t i = 0; i < json_array_size(users) && i < 2; i++) {
        const char *address = json_string_value(json_object_get(json_array_get(users, i), "email"));

        try("POST", "/multi/passwords/lost_password/start", p->api_key,
            arena_printf(&arena, "{\"email\":\"%s\"}", address));
        try("POST", "/multi/passwords/lost_password/resume", p->api_key,
            arena_printf(&arena,
                         "{\"email\":\"%s\",\"nonce\":\"123456\",\"newPassword\":"
                         "{\"value\":\"Other%u!\"}}",
                         address, 1000 + (unsigned) below(9000)));
    }
    json_decref(people);
}

static void change_user(struct site *p)
{
    static const char *const changes[] = {
        "{\"active\":false}",          "{\"active\":true}",
        "{\"emailVerified\":true}",    "{\"emailVerified\":false}",
        "{\"passwordExpired\":true}",  "{\"phone\":{\"push\":\"decline\",\"afterMillis\":7}}",
        "{\"passwordExpired\":false}", "{\"phone\":{\"push\":\"manual\"}}",
        "{\"kyc\":\"APPROVED\"}",      "{\"kyc\":\"REJECTED\"}"};

    try("PATCH", in_realm(p, arena_printf(&arena, "/users/%s", somebody(p, "userId"))), NULL,
        changes[below(ARRAY_SIZE(changes))]);
}

static void change_identity(struct site *p)
{
    static const char *const changes[] = {"{\"active\":false}", "{\"active\":true}",
                                          "{\"active\":false,\"reason\":\"ACCOUNT_CLOSURE\"}",
                                          "{\"kyc\":\"REJECTED\"}", "{\"kyb\":\"PENDING_REVIEW\"}"};

    try("PATCH", in_realm(p, arena_printf(&arena, "/identities/%s", somebody(p, "id"))), NULL,
        changes[below(ARRAY_SIZE(changes))]);
}

static void approve(struct site *p)
{
    try("POST", arena_printf(&arena, "/simulate/api/consumers/%s/verify", somebody(p, "id")),
        p->api_key, "");
}

/* Whoever can sign in changes what they may of themselves, or has themselves checked. */
static void change_oneself(struct site *p)
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
        call("POST", "/multi/login_with_password", p->api_key,
             arena_printf(&arena,
                          "{\"email\":\"person%u@example.test\",\"password\":{\"value\":"
                          "\"" PASSWORD "\"}}",
                          (unsigned) below((uint32_t) p->addresses + 1)));
    const char *token = json_string_value(json_object_get(answer.json, "token"));
    size_t i = below(ARRAY_SIZE(changes));

    headers_set(&headers, "api-key", p->api_key);
    headers_set(&headers, "authorization",
                arena_printf(&arena, "Bearer %s", token == NULL ? "none" : token));
    answer_free(&answer);
    world_call(&world, changes[i].method, changes[i].path, &headers, changes[i].body,
               strlen(changes[i].body), &answer);
    ck_assert_int_lt(answer.status, 500);
    answer_free(&answer);
}

static void link_identities(struct site *p)
{
    try("POST", in_realm(p, "/identities/link"), NULL,
        arena_printf(&arena, "{\"credentialOf\":\"%s\",\"identity\":\"%s\"}", somebody(p, "userId"),
                     somebody(p, "userId")));
}

static void pass_time(struct site *p)
{
    try("POST", in_realm(p, "/clock"), NULL,
        maybe(2) ? "{\"advance\":\"PT1.5S\"}" : "{\"advance\":\"PT2H\"}");
}

static void live(struct site *p)
{
    static void (*const acts[])(struct site * p) = {
        sign_up,   give_password,   recover_password, change_user,    approve,
        pass_time, link_identities, change_identity,  change_oneself, change_oneself};

    for (int i = 0; i < ACTS; i++)
        acts[below(ARRAY_SIZE(acts))](p);
}

/* ---- whether two worlds are one ---- */

/* The text with each old id in quotes replaced by the new one. */
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

/* How each address can sign in: the answer without what is new in every session. */
static const char *sign_ins(const struct site *p)
{
    struct text all = TEXT_IN(&arena);

    for (int i = 0; i < p->addresses; i++) {
        struct answer answer =
            call("POST", "/multi/login_with_password", p->api_key,
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

static void same_text(const char *what, const char *one, const char *other)
{
    size_t at = 0;

    while (one[at] != '\0' && one[at] == other[at])
        at++;
    size_t from = at < 150 ? 0 : at - 150;

    ck_assert_msg(one[at] == other[at], "%s differ:\n%.400s\n%.400s", what, one + from,
                  other + from);
}

static void same_worlds(const struct site *one, const struct site *other, json_t *renamed)
{
    static const char *const parts[] = {"/export", "/users", "/resources"};

    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        const char *wanted = translated(dump(shown(one, parts[i])), renamed);

        same_text(parts[i], wanted, dump(shown(other, parts[i])));
    }
    same_text("sign-ins", translated(sign_ins(one), renamed), sign_ins(other));
}

static struct site frozen_realm(const char *seed)
{
    json_t *realm = must("POST", "/_sandgate/realms", NULL,
                         seed == NULL ? "{}" : arena_printf(&arena, "{\"seed\":%s}", seed));
    struct site p = made_realm(realm);

    json_decref(realm);
    return p;
}

static void set_clock(const struct site *p, const char *now)
{
    json_decref(must("POST", in_realm(p, "/clock"), NULL, "{\"frozen\":true}"));
    json_decref(
        must("POST", in_realm(p, "/clock"), NULL, arena_printf(&arena, "{\"set\":\"%s\"}", now)));
}

static const char *time_of(const struct site *p)
{
    json_t *clock = shown(p, "/clock");
    const char *now = arena_text(&arena, json_string_value(json_object_get(clock, "now")));

    json_decref(clock);
    return now;
}

START_TEST(an_export_makes_the_same_world_again)
{
    unsigned char key[RANDOM_KEY_SIZE] = {0};

    memcpy(key, &_i, sizeof _i);
    random_init_from(&chance, key);
    struct site one = frozen_realm(NULL);

    set_clock(&one, "2026-01-01T00:00:00Z");
    json_decref(must("PUT", in_realm(&one, "/seed"), NULL, some_seed(&one)));
    live(&one);
    const char *document = dump(shown(&one, "/export"));
    struct site other = frozen_realm("{\"users\":[]}");

    set_clock(&other, time_of(&one));
    json_t *answer = must("PUT", in_realm(&other, "/seed"), NULL, document);

    other.addresses = one.addresses;
    same_worlds(&one, &other, json_object_get(answer, "renamed"));
    json_decref(answer);
    /* into its own realm: not even the ids change */
    const char *before = dump(shown(&other, "/export"));

    json_decref(must("PUT", in_realm(&other, "/seed"), NULL, before));
    same_text("own exports", before, dump(shown(&other, "/export")));
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
    Suite *s = suite_create("worlds");
    TCase *cases = tcase_create("worlds");

    tcase_add_checked_fixture(cases, open_world, close_world);
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, an_export_makes_the_same_world_again, 0, WORLDS);
    suite_add_tcase(s, cases);
    return suite_run(s, CK_FORK_GETENV);
}
