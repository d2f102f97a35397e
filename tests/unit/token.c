/* SPDX-License-Identifier: MIT */
/* Tokens, verified as a client would verify them offline. */
#include "suites.h"

#include "model/token.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

static const unsigned char seed[SIGNING_SEED_SIZE] = {7};
static struct arena arena;
static struct signer signer;

static const struct claims claims = {.issuer = "http://127.0.0.1:8080",
                                     .type = "ACCESS",
                                     .subject = "42",
                                     .session = 4711,
                                     .realm = 9,
                                     .issued = 1767225600999,
                                     .nonce = "no\"nce"};

static size_t decode(const char *text, size_t length, unsigned char *ret, size_t size)
{
    size_t decoded;

    ck_assert_int_eq(sodium_base642bin(ret, size, text, length, NULL, &decoded, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    return decoded;
}

static json_t *part(const char *text, size_t length)
{
    unsigned char bytes[1000];
    size_t decoded = decode(text, length, bytes, sizeof bytes);

    return json_loadb((char *) bytes, decoded, 0, NULL);
}

START_TEST(is_signed_by_the_key_that_is_shown)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];

    signer_init(&signer, seed);
    const char *x = signer_public_key(&signer, &arena);
    const char *token = token_sign(&signer, &arena, &claims);
    const char *dot = strrchr(token, '.');

    ck_assert_uint_eq(decode(x, strlen(x), key, sizeof key), sizeof key);
    ck_assert_uint_eq(decode(dot + 1, strlen(dot + 1), signature, sizeof signature),
                      sizeof signature);
    ck_assert_int_eq(crypto_sign_verify_detached(signature, (const unsigned char *) token,
                                                 (size_t) (dot - token), key),
                     0);
    signature[0] ^= 1;
    ck_assert_int_ne(crypto_sign_verify_detached(signature, (const unsigned char *) token,
                                                 (size_t) (dot - token), key),
                     0);
    arena_free(&arena);
}
END_TEST

START_TEST(has_the_claims_of_its_session_and_no_expiry)
{
    signer_init(&signer, seed);
    const char *token = token_sign(&signer, &arena, &claims);
    const char *first = strchr(token, '.');
    const char *second = strrchr(token, '.');
    json_t *header = part(token, (size_t) (first - token));
    json_t *body = part(first + 1, (size_t) (second - first) - 1);
    json_t *wanted_header =
        json_pack("{s:s,s:s,s:s}", "alg", "EdDSA", "typ", "JWT", "kid", signer.kid);
    json_t *wanted =
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:i}", "iss", "http://127.0.0.1:8080", "sub", "42",
                  "sid", "4711", "aud", "9", "typ", "ACCESS", "jti", "no\"nce", "iat", 1767225600);

    ck_assert(json_equal(header, wanted_header));
    ck_assert(json_equal(body, wanted));
    json_decref(header);
    json_decref(body);
    json_decref(wanted_header);
    json_decref(wanted);
    arena_free(&arena);
}
END_TEST

START_TEST(names_its_session)
{
    struct claims longest = claims;

    longest.session = 999999999999999999;
    signer_init(&signer, seed);
    ck_assert_int_eq(token_session(token_sign(&signer, &arena, &claims)), 4711);
    ck_assert_int_eq(token_session(token_sign(&signer, &arena, &longest)), longest.session);
    arena_free(&arena);
}
END_TEST

/* Texts that don't name a session. */
static const char *const other_texts[] = {
    "",
    ".",
    "head",
    "head.eyJzaWQiOiAi",
    "head.eyJzaWQiOiAiMTAwIiwiaQ",                               /* too short */
    "head.eyJzdWIiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.tail",      /* another claim comes first */
    "head.eyJzaWQiOiAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzR9.tail",    /* a number, not a string */
    "head.eyJzaWQiOiAiYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4In0.tail", /* letters */
    "head.eyJzaWQiOiAi************************.tail",
};

START_TEST(finds_no_session_in_other_texts)
{
    ck_assert_int_eq(token_session(other_texts[_i]), 0);
}
END_TEST

START_TEST(has_a_key_that_depends_on_the_seed_alone)
{
    static const unsigned char other_seed[SIGNING_SEED_SIZE] = {8};
    struct signer same;
    struct signer other;

    signer_init(&signer, seed);
    signer_init(&same, seed);
    signer_init(&other, other_seed);
    ck_assert_str_eq(signer.kid, same.kid);
    ck_assert_uint_eq(strlen(signer.kid), 43);
    ck_assert_str_ne(signer.kid, other.kid);
    ck_assert_str_eq(signer_public_key(&signer, &arena), signer_public_key(&same, &arena));
    arena_free(&arena);
}
END_TEST

Suite *token_suite(void)
{
    const struct test tests[] = {
        {is_signed_by_the_key_that_is_shown, 0},
        {has_the_claims_of_its_session_and_no_expiry, 0},
        {names_its_session, 0},
        {finds_no_session_in_other_texts, ARRAY_SIZE(other_texts)},
        {has_a_key_that_depends_on_the_seed_alone, 0},
    };

    return suite_of("token", tests, ARRAY_SIZE(tests));
}
