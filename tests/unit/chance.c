/* SPDX-License-Identifier: MIT */
/* Which texts a play may look for in a body, where random ids stand beside them. */
#include "suites.h"

#include "support/chance.h"

static const struct {
    const char *text;
    bool by_chance;
} texts[] = {
    {"", true},
    {"737", true},
    {"9876543210987", true},   /* in an id of digits */
    {"98765432109876", false}, /* as long as it takes */
    {"deadbeef", true},        /* in a UUID */
    {"deadbeef-4", false},
    {"because", true}, /* in a nonce */
    {"nothings", false},
    {"eyJhbG", true}, /* in a token */
    {"eyJhbGc", false},
    {"+/eyJh", true},   /* in a hash */
    {"\"737\"", false}, /* nothing random has a quote, */
    {"at 7", false},    /* or a space */
};

START_TEST(tells_what_a_random_id_may_hold)
{
    ck_assert_msg(chance_may_write(texts[_i].text) == texts[_i].by_chance, "%s", texts[_i].text);
}
END_TEST

Suite *chance_suite(void)
{
    const struct test tests[] = {
        {tells_what_a_random_id_may_hold, ARRAY_SIZE(texts)},
    };

    return suite_of("chance", tests, ARRAY_SIZE(tests));
}
