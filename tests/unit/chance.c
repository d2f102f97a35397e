/* SPDX-License-Identifier: MIT */
/* Which texts a play may search for in a body that contains random ids. */
#include "suites.h"

#include "support/chance.h"

static const struct {
    const char *text;
    bool by_chance;
} texts[] = {
    {"", true},
    {"737", true},
    {"9876543210987", true},   /* in an id of digits */
    {"98765432109876", false}, /* long enough */
    {"deadbeef", true},        /* in a UUID */
    {"deadbeef-4", false},
    {"because", true}, /* in a nonce */
    {"nothings", false},
    {"eyJhbG", true}, /* in a token */
    {"eyJhbGc", false},
    {"+/eyJh", true},   /* in a hash */
    {"\"737\"", false}, /* no random text has a quote */
    {"at 7", false},    /* or a space */
};

START_TEST(knows_what_a_random_id_may_contain)
{
    ck_assert_msg(may_occur_by_chance(texts[_i].text) == texts[_i].by_chance, "%s", texts[_i].text);
}
END_TEST

Suite *chance_suite(void)
{
    const struct test tests[] = {
        {knows_what_a_random_id_may_contain, ARRAY_SIZE(texts)},
    };

    return suite_of("chance", tests, ARRAY_SIZE(tests));
}
