/* SPDX-License-Identifier: MIT */
/* Who would rather have a page than JSON, by what browsers and programs send. */
#include "suites.h"

#include "engine/accept.h"

static const struct {
    const char *accept; /* NULL: no such header */
    bool html;
} wishes[] = {
    {NULL, false},
    {"", false},
    {"*/*", false},
    /* browsers */
    {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
    {"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
     "q=0.8,application/signed-exchange;v=b3;q=0.7",
     true},
    {"text/html", true},
    {"TEXT/HTML", true},
    {"text/html;level=1", true},
    {"text/*", true},
    {"*/*, text/html", true},
    /* programs */
    {"application/json, text/plain, */*", false},
    {"application/json", false},
    {"application/*", false},
    {"text/plain", false},
    {"text/htmlx, text/htm", false},
    {"image/png;a=text/html", false},
    {"text/html, application/json", false},
    /* qualities */
    {"text/html;q=0.9, application/json", false},
    {"application/json;q=0.9, text/html", true},
    {"application/json;q=0.25 , text/html ; q=0.3", true},
    {"application/json;q=0.123, text/html;q=0.122", false},
    {"text/html;q=0", false},
    {"text/html;q=0, */*", false},
    {"text/html;level=1;Q=0.2, */*;q=0.3", false},
    {"text/*;q=0.1, text/html, */*;q=0.5", true},
    {"*/*, text/html;q=0.5", false},
    {"text/html;q=, application/json;q=0.001", false},
    {"text/html;q=much", false},
    {"text/html;q=1.000, application/json;q=0.9999", true},
    /* of no sense, and of no harm */
    {",,,", false},
    {";q=1", false},
    {"text/html,", true},
    {" \t, text/html", true},
    {"text/html;", true},
    {"text/", false},
    {"/", false},
};

START_TEST(knows_who_prefers_a_page)
{
    struct pair header = {.name = "Accept", .value = wishes[_i].accept};
    const struct request r = {.headers = {&header, wishes[_i].accept == NULL ? 0 : 1}};

    ck_assert_msg(request_prefers(&r, "text/html") == wishes[_i].html, "%s", wishes[_i].accept);
}
END_TEST

Suite *accept_suite(void)
{
    const struct test tests[] = {{knows_who_prefers_a_page, ARRAY_SIZE(wishes)}};

    return suite_of("accept", tests, ARRAY_SIZE(tests));
}
