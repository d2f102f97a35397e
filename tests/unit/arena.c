/* SPDX-License-Identifier: MIT */
/* Arenas, and the texts and lists in them. */
#include "suites.h"

#include "base/list.h"
#include "base/text.h"
#include "json/values.h"
#include "support/suite.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;

START_TEST(gives_zeroed_and_aligned_memory)
{
    for (size_t size = 0; size < 300; size++) {
        unsigned char *bytes = arena_alloc(&arena, size);

        ck_assert_uint_eq((uintptr_t) bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(gives_objects_larger_than_a_chunk)
{
    char *small = arena_text(&arena, "small");
    char *large = arena_alloc(&arena, 1 << 20);

    memset(large, 'x', 1 << 20);
    ck_assert_str_eq(small, "small");
    arena_free(&arena);
}
END_TEST

START_TEST(gives_zeroed_memory_after_a_reset)
{
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *bytes = arena_alloc(&arena, 100);

            ck_assert_uint_eq(bytes[99], 0);
            memset(bytes, 0xff, 100);
        }
        arena_reset(&arena);
    }
    arena_free(&arena);
    arena_free(&arena);
    ck_assert_ptr_null(arena.chunks);
}
END_TEST

START_TEST(copies_texts)
{
    ck_assert_str_eq(arena_text(&arena, "whole"), "whole");
    ck_assert_str_eq(arena_textn(&arena, "partly", 4), "part");
    ck_assert_str_eq(arena_textn(&arena, "", 0), "");
    ck_assert_ptr_null(arena_text(&arena, NULL));
    ck_assert_str_eq(arena_printf(&arena, "%s-%d%%", "a", 7), "a-7%");
    arena_free(&arena);
}
END_TEST

START_TEST(ends_the_program_for_an_array_whose_size_overflows)
{
    arena_array(&arena, SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(grows_a_text_beyond_its_first_size)
{
    struct text t = TEXT_IN(&arena);

    ck_assert_str_eq(text_string(&t), "");
    for (int i = 0; i < 1000; i++)
        text_format(&t, "%03d,", i);
    ck_assert_uint_eq(t.length, 4000);
    ck_assert_uint_eq(strlen(text_string(&t)), 4000);
    ck_assert_int_eq(strncmp(text_string(&t) + 4 * 999, "999,", 5), 0);
    arena_free(&arena);
}
END_TEST

START_TEST(adds_bytes_characters_and_strings)
{
    struct text t = TEXT_IN(&arena);

    text_addn(&t, "abc", 2);
    text_char(&t, '-');
    text_add(&t, "");
    text_add(&t, "d");
    ck_assert_str_eq(text_string(&t), "ab-d");
    arena_free(&arena);
}
END_TEST

START_TEST(adds_members_of_a_json_object)
{
    struct text t = TEXT_IN(&arena);

    text_member(&t, "{\"a\":", "x\"y");
    text_member(&t, ",\"b\":", "");
    ck_assert_str_eq(text_string(&t), "{\"a\":\"x\\\"y\",\"b\":\"\"");
    arena_free(&arena);
}
END_TEST

START_TEST(knows_a_blank_string)
{
    ck_assert(is_blank(""));
    ck_assert(is_blank(" \t\r\n"));
    ck_assert(!is_blank(" x "));
    ck_assert(!is_blank("\u00a0"));
}
END_TEST

START_TEST(counts_code_points)
{
    static const char text[] = "a\u00e4\u20ac\U0001f680";

    ck_assert_uint_eq(code_points(text, sizeof text - 1), 4);
    ck_assert_uint_eq(code_points(text, 1), 1);
    ck_assert_uint_eq(code_points(text, 0), 0);
}
END_TEST

static const struct {
    int64_t number;
    const char *text;
} numbers[] = {
    {0, "0"},
    {7, "7"},
    {-7, "-7"},
    {INT64_MAX, "9223372036854775807"},
    {INT64_MIN, "-9223372036854775808"},
};

/* IEEE 754 doubles: the shortest decimal of each. */
static const struct {
    const char *json;
    const char *text;
} reals[] = {
    {"19.99", "19.99"},
    {"0.1", "0.1"},
    {"-0.3", "-0.3"},
    {"12345678901234.56", "12345678901234.56"},
    {"0.30000000000000004", "0.30000000000000004"},
    {"20.0", "20.0"},
    {"1e5", "100000.0"},
    {"1E+300", "1e300"},
    {"5e-324", "5e-324"},
    {"1.7976931348623157e308", "1.7976931348623157e308"},
    {"1.25e-07", "1.25e-7"},
    {"0.0", "0.0"},
    {"-0.0", "-0.0"},
    {"9007199254740993", "9007199254740993"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"{\"1.10\":[0.1,\"0.10 \\\"-1.50\\\\\",true,-1,null,2.50],\"a\":{}}",
     "{\"1.10\":[0.1,\"0.10 \\\"-1.50\\\\\",true,-1,null,2.5],\"a\":{}}"},
};

START_TEST(writes_a_real_number_as_short_as_it_can)
{
    json_t *json = json_loads(reals[_i].json, JSON_DECODE_ANY, NULL);
    const char *text = json_text(&arena, json);
    json_t *again = json_loads(text, JSON_DECODE_ANY, NULL);

    ck_assert_str_eq(text, reals[_i].text);
    ck_assert(json_equal(json, again));
    json_decref(json);
    json_decref(again);
    arena_free(&arena);
}
END_TEST

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *text;
    size_t length;
    int line; /* of its NUL; 0: it has none */
    int column;
} parsed[] = {
    {BYTES("{\"a\":1}"), 0, 0}, {BYTES("{\"a\":\n1\0}"), 2, 1},
    {BYTES("7\0"), 1, 1},       {BYTES("{\"a\":1.5\0,\"b\":\n2}"), 1, 8},
    {BYTES("\0"), 1, 0},
};

/* jansson takes it for the end of the number. */
START_TEST(refuses_a_nul_behind_a_number)
{
    json_error_t error = {.line = 0, .column = 0};
    json_t *json = json_parse(parsed[_i].text, parsed[_i].length, JSON_DECODE_ANY, &error);

    ck_assert_int_eq(json != NULL, parsed[_i].line == 0);
    if (json == NULL) {
        ck_assert_str_eq(json_fault(&arena, &error), "is not JSON: a NUL");
        ck_assert_int_eq(error.line, parsed[_i].line);
        ck_assert_int_eq(error.column, parsed[_i].column);
        ck_assert_int_eq(parsed[_i].text[error.position], '\0');
    }
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(writes_a_number)
{
    struct text t = TEXT_IN(&arena);

    text_int(&t, numbers[_i].number);
    ck_assert_str_eq(text_string(&t), numbers[_i].text);
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *bytes;
    size_t length;
    const char *json;
} strings[] = {
    {BYTES(""), "\"\""},
    {BYTES("plain"), "\"plain\""},
    {BYTES("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""},
    {BYTES("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\""},
    {BYTES("\x01\x1f\x7f"), "\"\\u0001\\u001f\x7f\""},
    {BYTES("a\0b"), "\"a\\u0000b\""},
    {BYTES("zo\xc3\xab"), "\"zo\xc3\xab\""},
};

START_TEST(writes_a_json_string)
{
    struct text t = TEXT_IN(&arena);

    text_json(&t, strings[_i].bytes, strings[_i].length);
    ck_assert_str_eq(text_string(&t), strings[_i].json);
    arena_free(&arena);
}
END_TEST

START_TEST(keeps_the_items_of_a_list_in_order)
{
    struct list list = LIST_OF(int64_t);

    for (int64_t i = 0; i < 1000; i++) {
        int64_t *item = list_add(&list, &arena);

        ck_assert_int_eq(*item, 0);
        *item = i;
    }
    ck_assert_uint_eq(list.count, 1000);
    for (size_t i = 0; i < list.count; i++)
        ck_assert_int_eq(*(int64_t *) list_at(&list, i), (int64_t) i);
    arena_free(&arena);
}
END_TEST

Suite *arena_suite(void)
{
    const struct test tests[] = {
        {gives_zeroed_and_aligned_memory, 0},
        {gives_objects_larger_than_a_chunk, 0},
        {gives_zeroed_memory_after_a_reset, 0},
        {copies_texts, 0},
        {grows_a_text_beyond_its_first_size, 0},
        {adds_bytes_characters_and_strings, 0},
        {adds_members_of_a_json_object, 0},
        {knows_a_blank_string, 0},
        {counts_code_points, 0},
        {writes_a_number, ARRAY_SIZE(numbers)},
        {refuses_a_nul_behind_a_number, ARRAY_SIZE(parsed)},
        {writes_a_real_number_as_short_as_it_can, ARRAY_SIZE(reals)},
        {writes_a_json_string, ARRAY_SIZE(strings)},
        {keeps_the_items_of_a_list_in_order, 0},
    };
    Suite *s = suite_of("arena", tests, ARRAY_SIZE(tests));
    TCase *ends = suite_case(s, "ends");

    if (suite_may_fork())
        tcase_add_exit_test(ends, ends_the_program_for_an_array_whose_size_overflows, EXIT_FAILURE);
    return s;
}
