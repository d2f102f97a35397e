/* SPDX-License-Identifier: MIT */
/* The URL under which the real program says that it is reached (control.md 1). */
#include "base/array.h"
#include "support/program.h"
#include "support/suite.h"

#include <check.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>

/* The claim `iss` of a new token, and the server of a document, are both `url`. */
static void expect_url(const struct program *p, const char *host, const char *url)
{
    const char *document = "/_sandgate/openapi/weavr-multi.json";
    char text[1000] = "";
    char issuer[300];

    ck_assert_int_eq(ask(p, "POST", "/multi/login_with_password",
                         ARGUMENTS(KEY, "Content-Type: application/json", host),
                         "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"),
                     200);
    const char *payload = strchr(answered("token"), '.') + 1;

    ck_assert_int_eq(sodium_base642bin((unsigned char *) text, sizeof text - 1, payload,
                                       strcspn(payload, "."), NULL, NULL, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    snprintf(issuer, sizeof issuer, "\"iss\":\"%s\"", url);
    ck_assert_msg(strstr(text, issuer) != NULL, "%s is not in %s", issuer, text);
    ck_assert_int_eq(ask(p, "GET", document, ARGUMENTS(host), ""), 200);
    ck_assert_str_eq(json_string_value(json_object_get(
                         json_array_get(json_object_get(answer.json, "servers"), 0), "url")),
                     url);
}

START_TEST(names_a_url_that_can_be_called_if_it_listens_everywhere)
{
    static const char *const wildcards[][2] = {
        {"0.0.0.0:0", "http://127.0.0.1:"}, {"[::]:0", "http://[::1]:"}, {":0", "http://"}};
    char origin[320];
    struct program p;

    for (size_t i = 0; i < ARRAY_SIZE(wildcards); i++) {
        program_start_with(&p, ARGUMENTS("--listen", wildcards[i][0]), NO_ARGUMENTS);
        ck_assert_int_eq(strncmp(p.url, wildcards[i][1], strlen(wildcards[i][1])), 0);
        ck_assert_ptr_null(strstr(p.url, "0.0.0.0"));
        expect_url(&p, "Host: box:99", "http://box:99");
        /* under another port it may be another program's page: a container's port is often published so */
        snprintf(origin, sizeof origin, "Origin: %s", p.url);
        ck_assert_int_eq(
            ask(&p, "POST", "/_sandgate/realms", ARGUMENTS(origin, "Host: 127.0.0.1:99"), "{}"),
            403);
        program_finish(&p);
    }
    /* one address is known to be the right one */
    program_start(&p, NO_ARGUMENTS);
    expect_url(&p, "Host: box:99", p.url);
    program_finish(&p);
}
END_TEST

START_TEST(names_the_public_url)
{
    int port = free_port();
    char listen[60];
    char url[60];
    char origin[80];
    struct program p;

    snprintf(listen, sizeof listen, "0.0.0.0:%d", port);
    snprintf(url, sizeof url, "http://gate.localhost:%d", port);
    snprintf(origin, sizeof origin, "Origin: %s", url);
    program_start_with(&p, ARGUMENTS("--listen", listen, "--public-url", url), NO_ARGUMENTS);
    ck_assert_str_eq(p.url, url);
    snprintf(p.url, sizeof p.url, "http://127.0.0.1:%d", port);
    expect_url(&p, "Host: box:99", url);
    /* its pages may call the control API, whatever host a proxy names */
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", ARGUMENTS(origin, "Host: box"), "{}"),
                     201);
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms",
                         ARGUMENTS("Origin: http://other.example", "Host: box"), "{}"),
                     403);
    program_stop(&p, SIGTERM);
    ck_assert_int_eq(program_status(&p), 0);
    ck_assert_ptr_nonnull(strstr(text_of(p.err), p.url));
    program_close(&p);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("public url");
    TCase *tcase = suite_case(s, "url");

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    tcase_add_test(tcase, names_a_url_that_can_be_called_if_it_listens_everywhere);
    tcase_add_test(tcase, names_the_public_url);
    return suite_run(s, CK_FORK_GETENV);
}
