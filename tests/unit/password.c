/* SPDX-License-Identifier: MIT */
/* Password profiles and hashes. */
#include "suites.h"

#include "model/password.h"

#include <string.h>

#define TEN "aB3$567890"
#define ROCKET "\xf0\x9f\x9a\x80" /* one code point of four bytes */

static const struct {
    enum password_profile profile;
    const char *password;
    enum password_fault fault;
} checked[] = {
    {PASSWORD_STRICT, "Pass1234!", PASSWORD_FINE},
    {PASSWORD_STRICT, "aB3$567", PASSWORD_SHORT},
    {PASSWORD_STRICT, "aB3$5678", PASSWORD_FINE},
    {PASSWORD_STRICT, TEN TEN TEN, PASSWORD_FINE},
    {PASSWORD_STRICT, TEN TEN TEN "x", PASSWORD_LONG},
    {PASSWORD_STRICT, "ab3$5678", PASSWORD_SIMPLE},
    {PASSWORD_STRICT, "AB3$5678", PASSWORD_SIMPLE},
    {PASSWORD_STRICT, "aBc$efgh", PASSWORD_SIMPLE},
    {PASSWORD_STRICT, "aB345678", PASSWORD_SIMPLE},
    /* length is checked before complexity */
    {PASSWORD_STRICT, "a", PASSWORD_SHORT},
    {PASSWORD_STRICT, "", PASSWORD_SHORT},
    {PASSWORD_STRICT, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", PASSWORD_LONG},
    /* lengths count code points */
    {PASSWORD_STRICT, "aB3" ROCKET, PASSWORD_SHORT},
    {PASSWORD_STRICT, "aB34567" ROCKET, PASSWORD_FINE},
    {PASSWORD_STRICT, TEN TEN "aB345678" ROCKET ROCKET, PASSWORD_FINE},
    {PASSWORD_LENIENT, "aaaaaaaa", PASSWORD_FINE},
    {PASSWORD_LENIENT, "aaaaaaa", PASSWORD_SHORT},
    {PASSWORD_LENIENT, TEN TEN TEN TEN TEN, PASSWORD_FINE},
    {PASSWORD_LENIENT, TEN TEN TEN TEN TEN "x", PASSWORD_LONG},
    {PASSWORD_PASSCODE, "1234", PASSWORD_FINE},
    {PASSWORD_PASSCODE, "123", PASSWORD_SHORT},
    {PASSWORD_PASSCODE, "12345", PASSWORD_LONG},
    {PASSWORD_PASSCODE, "12a4", PASSWORD_SIMPLE},
    {PASSWORD_PASSCODE, "123 ", PASSWORD_SIMPLE},
};

START_TEST(checks_a_password_by_its_profile)
{
    ck_assert_int_eq(password_check(checked[_i].profile, checked[_i].password), checked[_i].fault);
}
END_TEST

START_TEST(matches_a_password_with_its_hash_alone)
{
    char hash[PASSWORD_HASH_SIZE];
    char other[PASSWORD_HASH_SIZE];

    ck_assert_int_eq(password_hash("Pass1234!", hash), 0);
    ck_assert_int_eq(password_hash("Pass1234!", other), 0);
    ck_assert_int_eq(strncmp(hash, "$argon2id$", 10), 0);
    ck_assert_str_ne(hash, other);
    ck_assert(password_matches(hash, "Pass1234!"));
    ck_assert(password_matches(other, "Pass1234!"));
    ck_assert(!password_matches(hash, "pass1234!"));
    ck_assert(!password_matches(hash, "Pass1234"));
    ck_assert(!password_matches(hash, ""));
    ck_assert(!password_matches("no hash", "Pass1234!"));
}
END_TEST

#define SALT_AND_HASH "$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"

static const struct {
    const char *text;
    bool good;
} hashes[] = {
    {"$argon2id$v=19$m=8,t=1,p=1" SALT_AND_HASH, true},
    {"$argon2id$v=19$m=65536,t=4,p=1" SALT_AND_HASH, true},
    {"$argon2id$v=19$m=1048576,t=4,p=1" SALT_AND_HASH, true},
    /* too expensive: verifying it would block all requests */
    {"$argon2id$v=19$m=1048577,t=4,p=1" SALT_AND_HASH, false},
    {"$argon2id$v=19$m=8,t=1000000,p=1" SALT_AND_HASH, false},
    {"$argon2i$v=19$m=8,t=3,p=1" SALT_AND_HASH, false},
    {"$argon2id$v=16$m=8,t=1,p=1" SALT_AND_HASH, false},
    {"$argon2id$v=19$m=8,t=1,p=1$$", false},
    {"$argon2id$v=19$m=8,t=1,p=1", false},
    {"$argon2id$v=19$m=8,t=1,p=1" SALT_AND_HASH "!", false},
    {"$2b$12$abcdefghijklmnopqrstuuvwxyzabcdefghijklmnopqrstuvwxyzabcde", false},
    {"Pass1234!", false},
    {"", false},
};

START_TEST(knows_a_hash_that_it_can_verify)
{
    char own[PASSWORD_HASH_SIZE];

    ck_assert_int_eq(password_is_hash(hashes[_i].text), hashes[_i].good);
    ck_assert_int_eq(password_hash("Pass1234!", own), 0);
    ck_assert(password_is_hash(own));
}
END_TEST

Suite *password_suite(void)
{
    const struct test tests[] = {
        {knows_a_hash_that_it_can_verify, ARRAY_SIZE(hashes)},
        {checks_a_password_by_its_profile, ARRAY_SIZE(checked)},
        {matches_a_password_with_its_hash_alone, 0},
    };

    return suite_of("password", tests, ARRAY_SIZE(tests));
}
