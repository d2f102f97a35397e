/* SPDX-License-Identifier: MIT */
/* Bodies with more faults than anybody reads. */
#include "suites.h"

#include "base/memory.h"
#include "engine/registry.h"
#include "json/decode.h"
#include "main/modules.h"
#include "seeds/seeds.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

#define ITEMS 5000

static struct arena arena;
static struct world world;
static struct answer answer;

/* ---- every list of every operation ---- */

/* A list of ITEMS wrong values. */
static json_t *faulty_list(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < ITEMS; i++)
        json_array_append_new(list, json_integer(1));
    return list;
}

static void check_list(const struct rule *rule)
{
    struct decoder d = {.arena = &arena, .complaints = LIST_OF(struct complaint), .strict = true};
    const struct rule only[] = {*rule, END_OF_RULES};
    json_t *body = json_pack("{s:o}", rule->name, faulty_list());
    const bool limited = rule->most != 0 && rule->most < ITEMS;

    rules_decode_object(&d, only, NULL, body,
                        arena_alloc(&arena, rule->offset + sizeof(struct list)));
    /* beyond its limit a list has one fault, whatever is in it */
    ck_assert_msg(d.complaints.count + d.more == (limited ? 1 : ITEMS), "%s: %zu complaints",
                  rule->name, d.complaints.count + d.more);
    ck_assert_uint_le(d.complaints.count, COMPLAINTS_MOST);
    json_decref(body);
    arena_reset(&arena);
}

static size_t check_lists(const struct rule *rules)
{
    size_t count = 0;

    for (; rules->name != NULL; rules++) {
        if (rules->place == IN_BODY &&
            (rules->kind == RULE_KIND_LIST || rules->kind == RULE_KIND_TEXTS)) {
            check_list(rules);
            count++;
        }
        if (rules->members != NULL)
            count += check_lists(rules->members);
    }
    return count;
}

START_TEST(stops_at_the_limit_of_every_list)
{
    struct registry registry;
    size_t count = 0;

    registry_make(&registry, modules);
    for (size_t i = 0; i < registry.count; i++) {
        const struct input *input = registry.operations[i].input;

        count += input == NULL ? 0 : check_lists(input->rules);
    }
    ck_assert_uint_gt(count, 20);
    registry_free(&registry);
    arena_free(&arena);
}
END_TEST

/* In a sanitizer build each object of an arena is an allocation; beyond those allowed here the test ends. */
START_TEST(needs_no_memory_for_the_items_of_a_refused_list)
{
    const size_t items = 50000;
    struct decoder d = {.arena = &arena, .complaints = LIST_OF(struct complaint), .strict = true};
    struct seed seed = {.json = NULL};
    json_t *users = json_array();
    json_t *body = json_pack("{s:o}", "users", users);

    for (size_t i = 0; i < items; i++)
        json_array_append_new(users, json_pack("{s:{s:i}, s:[{}]}", "identity", "unknown", 1, "x"));
    memory_fail_at(MEMORY_OWN, items / 10);
    rules_decode_object(&d, seed_rules, NULL, body, &seed);
    memory_fail_at(MEMORY_OWN, 0);
    ck_assert_uint_eq(d.complaints.count + d.more, items * 4);
    ck_assert_uint_eq(d.complaints.count, COMPLAINTS_MOST);
    /* the first one, which was added before it had a complaint */
    ck_assert_uint_eq(seed.users.count, 1);
    json_decref(body);
    arena_free(&arena);
}
END_TEST

/* ---- answers ---- */

static void call(const char *method, const char *path, const char *body)
{
    struct headers headers = {.count = 0};

    answer_free(&answer);
    world_call(&world, method, path, &headers, body, strlen(body), &answer);
}

/* "PREFIX", `count` times the item with commas between, "SUFFIX". */
static const char *repeated(const char *prefix, const char *item, size_t count, const char *suffix)
{
    struct text t = TEXT_IN(&arena);

    text_add(&t, prefix);
    for (size_t i = 0; i < count; i++) {
        text_add(&t, i == 0 ? "" : ",");
        text_add(&t, item);
    }
    text_add(&t, suffix);
    return text_string(&t);
}

static void expect_complaints(const char *body, int64_t more, const char *last)
{
    const char *pointer = NULL;
    json_int_t counted = 0;

    call("PUT", "/_sandgate/realms/default/seed", body);
    ck_assert_int_eq(answer.status, 400);
    const json_t *errors = json_object_get(answer.json, "errors");

    json_unpack((json_t *) (uintptr_t) answer.json, "{s?I}", "more", &counted);
    ck_assert_int_eq(counted, more);
    ck_assert_uint_le(json_array_size(errors), COMPLAINTS_MOST);
    json_unpack(json_array_get(errors, json_array_size(errors) - 1), "{s:s}", "pointer", &pointer);
    ck_assert_str_eq(pointer, last);
}

#define GOOD "{\"email\":\"a@b.test\",\"identity\":{\"type\":\"CONSUMER\"},\"id\":\"7\"}"

static const struct {
    const char *prefix, *item, *suffix;
    size_t count;
    int64_t more;
    const char *last; /* pointer of the last complaint that is shown */
} seeds[] = {
    {"{\"users\":[", "{}", "]}", 49, 0, "/users/48/identity"},
    {"{\"users\":[", "{}", "]}", 50, 0, "/users/49/identity"},
    {"{\"users\":[", "{}", "]}", 51, 2, "/users/49/identity"},
    {"{\"users\":[", "{}", "]}", ITEMS, 2 * ITEMS - 100, "/users/49/identity"},
    {"{\"users\":[", "5", "]}", ITEMS, ITEMS - 100, "/users/99"},
    {"{\"users\":[", "{\"email\":\"a@b.test\",\"identity\":{\"type\":\"CAT\"}}", "]}", ITEMS,
     ITEMS - 100, "/users/99/identity/type"},
    {"{\"users\":[", "{\"email\":\"a@b.test\",\"identity\":{\"type\":\"CONSUMER\",\"x\":{}}}", "]}",
     ITEMS, ITEMS - 100, "/users/99/identity/x"},
    /* faults of several members together, which are found after the rules: the first user is good */
    {"{\"users\":[", GOOD, "]}", ITEMS, ITEMS - 101, "/users/100/id"},
    {"{\"users\":[],\"cyrexa\":{\"customers\":[", "{\"organizationId\":\"none\"}", "]}}", ITEMS,
     ITEMS - 100, "/cyrexa/customers/99/customerType"},
};

START_TEST(names_the_first_hundred_faults_of_a_seed)
{
    world_open(&world, NULL);
    expect_complaints(repeated(seeds[_i].prefix, seeds[_i].item, seeds[_i].count, seeds[_i].suffix),
                      seeds[_i].more, seeds[_i].last);
    call("GET", "/_sandgate/realms/default/users?email=user%40example.com", "");
    ck_assert_ptr_nonnull(strstr(answer.body, "user@example.com"));
    answer_free(&answer);
    world_close(&world);
    arena_free(&arena);
}
END_TEST

static void call_multi(const char *path, const char *token, const char *body)
{
    struct headers headers = {.count = 0};

    headers_set(&headers, "api-key", "demo-api-key");
    if (token != NULL)
        headers_set(&headers, "Authorization", arena_printf(&arena, "Bearer %s", token));
    answer_free(&answer);
    world_call(&world, "POST", path, &headers, body, strlen(body), &answer);
}

/* The gateways' own bodies have no member for a number. Of 1,000 items each is wrong. */
START_TEST(keeps_the_shape_of_a_gateway)
{
    const char *token = NULL;
    const json_t *fields = NULL;

    world_open(&world, NULL);
    call_multi("/multi/login_with_password", NULL,
               "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}");
    ck_assert_int_eq(json_unpack(answer.json, "{s:s}", "token", &token), 0);
    call_multi("/multi/challenges/otp/SMS", arena_text(&arena, token),
               repeated("{\"resourceIds\":[", "\"x\"", 1000, "]}"));
    ck_assert_int_eq(answer.status, 400);
    ck_assert_int_eq(
        json_unpack(answer.json, "{s:{s:o}}", "syntaxErrors", "invalidFields", &fields), 0);
    ck_assert_uint_eq(json_array_size(fields), COMPLAINTS_MOST);
    ck_assert_ptr_null(json_object_get(answer.json, "more"));
    answer_free(&answer);
    world_close(&world);
    arena_free(&arena);
}
END_TEST

START_TEST(cuts_a_long_name)
{
    char body[20000] = "{\"users\":[],\"";

    memset(body + strlen(body), 'n', 19000);
    strcat(body, "\":1}");
    world_open(&world, NULL);
    call("PUT", "/_sandgate/realms/default/seed", body);
    ck_assert_int_eq(answer.status, 400);
    ck_assert_uint_lt(strlen(answer.body), 2000);
    answer_free(&answer);
    world_close(&world);
}
END_TEST

Suite *complaints_suite(void)
{
    const struct test tests[] = {
        {stops_at_the_limit_of_every_list, 0},
        {needs_no_memory_for_the_items_of_a_refused_list, 0},
        {names_the_first_hundred_faults_of_a_seed, ARRAY_SIZE(seeds)},
        {keeps_the_shape_of_a_gateway, 0},
        {cuts_a_long_name, 0},
    };

    return suite_of("complaints", tests, ARRAY_SIZE(tests));
}
