/* SPDX-License-Identifier: MIT */
/* Encodings, ids, comparison of secrets. */
#include "suites.h"

#include "base/encode.h"

#include <sodium.h>
#include <string.h>

static struct arena arena;

static const struct {
    const char *text;
    const char *path; /* decoded; NULL: invalid */
    const char *form;
} escapes[] = {
    {"", "", ""},
    {"plain", "plain", "plain"},
    {"a%20b", "a b", "a b"},
    {"a+b", "a+b", "a b"},
    {"%2B", "+", "+"},
    {"%2f%2F", "//", "//"},
    {"%C3%ab", "\xc3\xab", "\xc3\xab"},
    {"%41", "A", "A"},
    {"100%25", "100%", "100%"},
    {"%", NULL, NULL},
    {"%4", NULL, NULL},
    {"a%4", NULL, NULL},
    {"%zz", NULL, NULL},
    {"%4g", NULL, NULL},
    {"%00", NULL, NULL},
    {"a%00b", NULL, NULL},
    {"%%41", NULL, NULL},
};

static void expect_text(const char *found, const char *wanted)
{
    if (wanted == NULL)
        ck_assert_ptr_null(found);
    else
        ck_assert_pstr_eq(found, wanted);
}

START_TEST(decodes_percent_escapes)
{
    const char *text = escapes[_i].text;

    expect_text(percent_decode(&arena, text, strlen(text), false), escapes[_i].path);
    expect_text(percent_decode(&arena, text, strlen(text), true), escapes[_i].form);
    arena_free(&arena);
}
END_TEST

static const char *const needless[][2] = {
    {"/multi/%69dentities", "/multi/identities"},
    {"1%2E0%2e0", "1.0.0"},
    {"%7Ea%2Db%5Fc", "~a-b_c"},
    {"a%2Fb%25%20%41", "a%2Fb%25%20A"},
    {"%2", "%2"},
    {"%", "%"},
    {"%zz%41", "%zzA"},
    {"%%41", "%A"},
    {"", ""},
};

START_TEST(decodes_only_what_needs_no_escape)
{
    char *text = arena_text(&arena, needless[_i][0]);

    percent_decode_unreserved(text);
    ck_assert_str_eq(text, needless[_i][1]);
    arena_free(&arena);
}
END_TEST

START_TEST(decodes_no_escape_beyond_the_given_length)
{
    ck_assert_ptr_null(percent_decode(&arena, "a%41", 3, false));
    ck_assert_str_eq(percent_decode(&arena, "a%41", 1, false), "a");
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *text;
    const char *decoded;
} encodings[] = {
    {"", ""},        {"Zg==", "f"},  {"Zg", "f"}, {"Zm9v", "foo"}, {"Zm9vYg==", "foob"},
    {"Pj4/", ">>?"}, {"Zg=", NULL},  {"Z", NULL}, {"Pj4_", NULL},  {"Zm 9v", NULL},
    {"Zm9v!", NULL}, {"YQBi", NULL},
};

START_TEST(decodes_base64)
{
    expect_text(base64_decode(&arena, encodings[_i].text), encodings[_i].decoded);
    arena_free(&arena);
}
END_TEST

/* libsodium's encoder decides. */
START_TEST(encodes_base64url_as_libsodium)
{
    const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    unsigned char bytes[70];
    char wanted[100];

    for (size_t length = 0; length <= sizeof bytes; length++) {
        for (size_t i = 0; i < length; i++)
            bytes[i] = (unsigned char) (i * 37 + length * 11);
        sodium_bin2base64(wanted, sizeof wanted, bytes, length, variant);
        ck_assert_str_eq(base64url(&arena, bytes, length), wanted);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(encodes_base64url_without_padding)
{
    ck_assert_str_eq(base64url(&arena, "", 0), "");
    ck_assert_str_eq(base64url(&arena, "f", 1), "Zg");
    ck_assert_str_eq(base64url(&arena, ">>?", 3), "Pj4_");
    ck_assert_str_eq(base64url(&arena, "\xfb\xff", 2), "-_8");
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *text;
    int64_t id;
} ids[] = {
    {"1", 1},
    {"0", 0},
    {"007", 7},
    {"123456789012345678", 123456789012345678},
    {"999999999999999999", 999999999999999999},
    {"1234567890123456789", 0},
    {"", 0},
    {"-1", 0},
    {"+1", 0},
    {" 1", 0},
    {"1 ", 0},
    {"1a", 0},
    {"0x1", 0},
};

START_TEST(reads_an_id)
{
    ck_assert_int_eq(id_parse(ids[_i].text), ids[_i].id);
}
END_TEST

START_TEST(compares_whole_secrets)
{
    ck_assert(is_same_secret("secret", "secret"));
    ck_assert(is_same_secret("", ""));
    ck_assert(!is_same_secret("secret", "Secret"));
    /* lengths around the 64 bytes that are compared at once */
    for (size_t length = 1; length < 200; length++) {
        char secret[200] = "";
        char presented[200] = "";

        memset(secret, 'x', length);
        memset(presented, 'x', length);
        ck_assert(is_same_secret(secret, presented));
        for (size_t i = 0; i < length; i++) {
            presented[i] = 'y';
            ck_assert(!is_same_secret(secret, presented));
            presented[i] = 'x';
        }
    }
    ck_assert(!is_same_secret("secret", "secre"));
    ck_assert(!is_same_secret("secret", "secrets"));
    ck_assert(!is_same_secret("secret", ""));
    ck_assert(!is_same_secret("", "secret"));
}
END_TEST

START_TEST(makes_a_text_safe_for_a_header)
{
    char safe[8];

    header_safe(safe, sizeof safe, "a\r\nb");
    ck_assert_str_eq(safe, "a??b");
    header_safe(safe, sizeof safe, "\xc3\xab\x7f~ ");
    ck_assert_str_eq(safe, "???~ ");
    header_safe(safe, sizeof safe, "12345678");
    ck_assert_str_eq(safe, "1234567");
    header_safe(safe, sizeof safe, "");
    ck_assert_str_eq(safe, "");
}
END_TEST

START_TEST(percent_encodes_what_is_reserved)
{
    ck_assert_str_eq(percent_encode(&arena, "aZ09-._~"), "aZ09-._~");
    ck_assert_str_eq(percent_encode(&arena, "a+b&c=d@e f/\xc3\xa9"),
                     "a%2Bb%26c%3Dd%40e%20f%2F%C3%A9");
    ck_assert_str_eq(percent_encode(&arena, ""), "");
    arena_free(&arena);
}
END_TEST

/* BLAKE2b-256 of "abc": `printf abc | b2sum -l 256` */
START_TEST(digests_with_blake2b)
{
    static const unsigned char wanted[DIGEST_SIZE] = {
        0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef,
        0x3f, 0xee, 0x98, 0x57, 0x9b, 0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb,
        0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19};
    unsigned char found[DIGEST_SIZE];

    digest("abc", 3, found);
    ck_assert_mem_eq(found, wanted, DIGEST_SIZE);
}
END_TEST

Suite *encode_suite(void)
{
    const struct test tests[] = {
        {decodes_percent_escapes, ARRAY_SIZE(escapes)},
        {decodes_only_what_needs_no_escape, ARRAY_SIZE(needless)},
        {decodes_no_escape_beyond_the_given_length, 0},
        {decodes_base64, ARRAY_SIZE(encodings)},
        {encodes_base64url_without_padding, 0},
        {encodes_base64url_as_libsodium, 0},
        {reads_an_id, ARRAY_SIZE(ids)},
        {compares_whole_secrets, 0},
        {makes_a_text_safe_for_a_header, 0},
        {percent_encodes_what_is_reserved, 0},
        {digests_with_blake2b, 0},
    };

    return suite_of("encode", tests, ARRAY_SIZE(tests));
}
