/* SPDX-License-Identifier: MIT */
/* Country and currency codes: exactly those of the iso-codes package. */
#include "suites.h"

#include "model/iso.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *standard;
    const char *member;
    size_t letters;
    bool (*is_one)(const char *code);
    const char *one;
} lists[] = {
    {"3166-1", "alpha_2", 2, iso_is_country, "MT"},
    {"4217", "alpha_3", 3, iso_is_currency, "EUR"},
};

static json_t *codes_of(const char *standard, const char *member)
{
    char path[200];
    json_t *codes = json_object();
    size_t i;
    json_t *entry;

    snprintf(path, sizeof path, ISO_CODES "/iso_%s.json", standard);
    json_t *all = json_load_file(path, 0, NULL);
    ck_assert_msg(all != NULL, "%s can't be read", path);
    json_array_foreach(json_object_get(all, standard), i, entry)
        json_object_set_new(codes, json_string_value(json_object_get(entry, member)), json_true());
    json_decref(all);
    return codes;
}

/* The next code in the order of the letters; false after the last. */
static bool next_code(char *code, size_t letters)
{
    size_t i = letters;

    while (i > 0 && code[i - 1] == 'Z')
        code[--i] = 'A';
    if (i > 0)
        code[i - 1]++;
    return i > 0;
}

START_TEST(knows_the_codes_of_a_list_and_no_others)
{
    json_t *codes = codes_of(lists[_i].standard, lists[_i].member);
    char code[] = "AAA";

    code[lists[_i].letters] = '\0';
    ck_assert_ptr_nonnull(json_object_get(codes, lists[_i].one));
    do
        ck_assert_msg(lists[_i].is_one(code) == (json_object_get(codes, code) != NULL), "%s", code);
    while (next_code(code, lists[_i].letters));
    json_decref(codes);
}
END_TEST

START_TEST(rejects_other_texts)
{
    static const char *const others[] = {"", "M", "mt", "MTT", "EU", "eur", "EURO", "12"};

    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        ck_assert_msg(!iso_is_country(others[i]) && !iso_is_currency(others[i]), "%s", others[i]);
}
END_TEST

Suite *iso_suite(void)
{
    const struct test tests[] = {
        {knows_the_codes_of_a_list_and_no_others, ARRAY_SIZE(lists)},
        {rejects_other_texts, 0},
    };

    return suite_of("iso", tests, ARRAY_SIZE(tests));
}
