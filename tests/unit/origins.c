/* SPDX-License-Identifier: MIT */
/* Lists of origins. */
#include "suites.h"

#include "base/array.h"
#include "engine/origins.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *list;
    bool any;
    const char *named[4];
} lists[] = {
    {"*", true, {NULL}},
    {"http://localhost:3000", false, {"http://localhost:3000"}},
    {"http://a.example,https://b.example", false, {"http://a.example", "https://b.example"}},
    {" http://a.example , *,null ", true, {"http://a.example", "null"}},
    {"HTTPS://Shop.Example:8443", false, {"https://shop.example:8443"}},
    {"http://a.example:80", false, {"http://a.example"}},
    {"https://a.example:443", false, {"https://a.example"}},
    {"http://a.example:443", false, {"http://a.example:443"}},
    {"http://[::1]:3000", false, {"http://[::1]:3000"}},
    {"file://", false, {"file://"}},
    {"http://sand_gate", false, {"http://sand_gate"}},
    {"capacitor://localhost,chrome-extension://abcdef",
     false,
     {"capacitor://localhost", "chrome-extension://abcdef"}},
};

START_TEST(reads_a_list)
{
    struct origins origins = {.any = false};
    size_t count = 0;

    ck_assert_ptr_null(origins_add(&origins, lists[_i].list));
    ck_assert(origins.any == lists[_i].any);
    while (lists[_i].named[count] != NULL) {
        ck_assert_str_eq(origins.named[count], lists[_i].named[count]);
        count++;
    }
    ck_assert_uint_eq(origins.count, count);
}
END_TEST

static const char *const bad_lists[] = {
    "",
    ",",
    "http://a.example,",
    "**",
    "a.example",
    "localhost:3000",
    "//a.example",
    "://a.example",
    "1http://a.example",
    "http:a.example",
    "http://",
    "http://:80",
    "http://a.example/",
    "http://a.example/path",
    "http://a.example?q",
    "http://a.example#f",
    "http://me@a.example",
    "http://a.example:",
    "http://a.example:x",
    "http://a.example:123456",
    "http://a.example:99999",
    "http://a.example:080",
    "http://a.example:0",
    "http://[]",
    "http://%zz",
    "file:///",
    "http://[::1",
    "http://[::1]x",
    "http://a b",
    "http://*",
    "http://*:3000",
    "https://*.example",
    "http://a+b",
    "http://a.example http://b.example",
    "ht_tp://a.example",
};

START_TEST(refuses_what_is_no_origin)
{
    struct origins origins = {.any = false};

    ck_assert_msg(origins_add(&origins, bad_lists[_i]) != NULL, "accepted: %s", bad_lists[_i]);
}
END_TEST

START_TEST(reads_the_realms_of_origins)
{
    struct origin_realms origins = {.count = 0};

    ck_assert_ptr_null(origin_realms_add(&origins, "http://a.example:80=default"));
    ck_assert_ptr_null(origin_realms_add(&origins, "HTTPS://B.example=x=y , file://=7"));
    ck_assert_uint_eq(origins.count, 3);
    ck_assert_str_eq(origin_realms_find(&origins, "http://A.example"), "default");
    ck_assert_str_eq(origin_realms_find(&origins, "https://b.example"), "x=y");
    ck_assert_str_eq(origin_realms_find(&origins, "file://"), "7");
    ck_assert_ptr_null(origin_realms_find(&origins, "http://b.example"));
}
END_TEST

static const char *const bad_origin_realms[] = {
    "",
    ",",
    "http://a.example",
    "http://a.example=",
    "=default",
    "*=default",
    "http://a.example=default,",
    "http://a.example/=default",
    "http://a.example=default,http://A.example:80=other"};

START_TEST(refuses_what_gives_no_origin_a_realm)
{
    struct origin_realms origins = {.count = 0};

    ck_assert_msg(origin_realms_add(&origins, bad_origin_realms[_i]) != NULL, "accepted: %s",
                  bad_origin_realms[_i]);
}
END_TEST

START_TEST(limits_the_realms_of_origins)
{
    struct origin_realms origins = {.count = 0};
    char text[64 + REALM_TEXT_SIZE];
    size_t head;

    for (int i = 0; i < ORIGINS_MOST; i++) {
        snprintf(text, sizeof text, "http://%d.example=r", i);
        ck_assert_ptr_null(origin_realms_add(&origins, text));
    }
    ck_assert_ptr_nonnull(origin_realms_add(&origins, "http://one.example=more"));
    origins.count = 0;
    head = (size_t) snprintf(text, sizeof text, "http://a.example=");
    memset(text + head, 'r', REALM_TEXT_SIZE);
    text[head + REALM_TEXT_SIZE] = '\0';
    ck_assert_ptr_nonnull(origin_realms_add(&origins, text));
    text[head + REALM_TEXT_SIZE - 1] = '\0';
    ck_assert_ptr_null(origin_realms_add(&origins, text));
    ck_assert_uint_eq(strlen(origins.rows[0].realm), REALM_TEXT_SIZE - 1);
}
END_TEST

static const struct {
    const char *url;
    const char *read; /* NULL: refused */
} base_urls[] = {
    {"http://localhost:8080", "http://localhost:8080"},
    {"HTTPS://Sandgate.Example/", "https://sandgate.example"},
    {"https://sandgate.example:443/Gate/a-b//", "https://sandgate.example/Gate/a-b"},
    {"http://[::1]:80/x", "http://[::1]/x"},
    {"http://sand_gate:8080", "http://sand_gate:8080"},
    {"", NULL},
    {"sandgate.example", NULL},
    {"localhost:8080", NULL},
    {"//sandgate.example", NULL},
    {"http://", NULL},
    {"http:///x", NULL},
    {"http://sandgate.example?", NULL},
    {"http://sandgate.example/#x", NULL},
    {"http://sandgate.example/a b", NULL},
    {"http://me@sandgate.example", NULL},
    {"http://sandgate.example:0", NULL},
    {"ftp://sandgate.example", NULL},
    {"file://", NULL},
    {"null", NULL},
    {"*", NULL},
};

START_TEST(reads_the_url_that_others_begin_with)
{
    char read[BASE_URL_SIZE] = "";
    const char *why = base_url_read(base_urls[_i].url, read);

    if (base_urls[_i].read == NULL) {
        ck_assert_msg(why != NULL, "accepted: %s", base_urls[_i].url);
        return;
    }
    ck_assert_ptr_null(why);
    ck_assert_str_eq(read, base_urls[_i].read);
}
END_TEST

START_TEST(limits_the_length_of_that_url)
{
    char text[ORIGIN_SIZE + 10] = "http://a/";
    char read[BASE_URL_SIZE];

    memset(text + strlen(text), 'x', ORIGIN_SIZE - strlen("http://a/"));
    ck_assert_ptr_nonnull(base_url_read(text, read));
    text[ORIGIN_SIZE - 1] = '\0';
    ck_assert_ptr_null(base_url_read(text, read));
    ck_assert_str_eq(read, text);
}
END_TEST

START_TEST(knows_the_origin_of_a_url)
{
    ck_assert(base_url_has_origin("https://a.example/gate", "https://A.example"));
    ck_assert(base_url_has_origin("https://a.example", "https://a.example"));
    ck_assert(!base_url_has_origin("https://a.example", "https://a.exampl"));
    ck_assert(!base_url_has_origin("https://a.example:8443", "https://a.example"));
    ck_assert(!base_url_has_origin("https://a.example", "http://a.example"));
    ck_assert(!base_url_has_origin("https://a.example", ""));
    ck_assert(!base_url_has_origin("https://a.example", "https:"));
    ck_assert(!base_url_has_origin("https://a.example", "https:/"));
    ck_assert(!base_url_has_origin("https://a.example/gate", "https://a.example/gate"));
    ck_assert(base_url_has_host("https://a.example:8443/gate", "A.example:8443"));
    ck_assert(!base_url_has_host("https://a.example:8443", "a.example"));
    ck_assert(!base_url_has_host("https://a.example", "a.example/"));
    ck_assert(!base_url_has_host("https://a.example", "b.a.example"));
}
END_TEST

START_TEST(finds_a_named_origin_in_any_case)
{
    struct origins origins = {.any = false};

    ck_assert_ptr_null(origins_add(&origins, "*,http://a.example,http://b.example"));
    ck_assert(origins_have(&origins, "HTTP://B.example"));
    ck_assert(!origins_have(&origins, "http://b.example:80"));
    ck_assert(!origins_have(&origins, "http://c.example"));
    ck_assert(!origins_have(&origins, "*"));
}
END_TEST

START_TEST(limits_their_number_and_length)
{
    struct origins origins = {.any = false};
    char text[ORIGIN_SIZE + 10] = "http://";

    for (size_t i = 0; i < ORIGINS_MOST; i++)
        ck_assert_ptr_null(origins_add(&origins, "http://a.example"));
    ck_assert_ptr_null(origins_add(&origins, "*"));
    ck_assert_str_eq(origins_add(&origins, "http://a.example"), "too many origins");
    origins.count = 0;
    memset(text + strlen("http://"), 'a', ORIGIN_SIZE - strlen("http://"));
    ck_assert_ptr_nonnull(origins_add(&origins, text));
    text[ORIGIN_SIZE - 1] = '\0';
    ck_assert_ptr_null(origins_add(&origins, text));
}
END_TEST

Suite *origins_suite(void)
{
    const struct test tests[] = {
        {reads_a_list, ARRAY_SIZE(lists)},
        {refuses_what_is_no_origin, ARRAY_SIZE(bad_lists)},
        {reads_the_realms_of_origins, 0},
        {refuses_what_gives_no_origin_a_realm, ARRAY_SIZE(bad_origin_realms)},
        {limits_the_realms_of_origins, 0},
        {reads_the_url_that_others_begin_with, ARRAY_SIZE(base_urls)},
        {limits_the_length_of_that_url, 0},
        {knows_the_origin_of_a_url, 0},
        {finds_a_named_origin_in_any_case, 0},
        {limits_their_number_and_length, 0},
    };

    return suite_of("origins", tests, ARRAY_SIZE(tests));
}
