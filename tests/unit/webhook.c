/* SPDX-License-Identifier: MIT */
/* Signatures and retries of webhooks (weavr-webhooks.md 1.1 and 1.2). */
#include "suites.h"

#include "model/webhook.h"

/* The test vectors of weavr-webhooks.md 1.1. */
#define KEY_TEXT "sandbox-key-1"
#define PUBLISHED "1700000000000"
#define BODY_TEXT "{\"status\":\"VERIFIED\"}"

static const struct {
    const char *parts[3];
    size_t count;
    const char *signature;
} vectors[] = {
    {{PUBLISHED}, 1, "qYtHSKG1V0ueaVOz/XcWtcDAAdvF2L//oAJ27Sa5tjE="},
    {{"abc-123", BODY_TEXT, PUBLISHED}, 3, "ONWriW3w7TtAmzydeqT6DsoszdKNVi6CoYB8dX20eK8="},
    {{"", BODY_TEXT, PUBLISHED}, 3, "UgOLYf7eb77yzNTEMuyDmKLTnYYpbIkyHDuad0UiIxs="},
};

START_TEST(signs_as_documented)
{
    char signature[SIGNATURE_SIZE];

    webhook_sign(KEY_TEXT, vectors[_i].parts, vectors[_i].count, signature);
    ck_assert_str_eq(signature, vectors[_i].signature);
}
END_TEST

static const struct {
    int64_t attempts;
    int64_t status;
    enum delivery_state state;
    int64_t wait;
} attempts[] = {
    {1, 200, DELIVERY_DELIVERED, 0},
    {1, 204, DELIVERY_DELIVERED, 0},
    {6, 299, DELIVERY_DELIVERED, 0},
    {1, 500, DELIVERY_PENDING, 10000},
    {2, 503, DELIVERY_PENDING, 60000},
    {3, 408, DELIVERY_PENDING, 360000},
    {4, 409, DELIVERY_PENDING, 2160000},
    {5, 425, DELIVERY_PENDING, 12960000},
    {6, 500, DELIVERY_FAILED, 0},
    /* no answer is treated like a 5xx */
    {1, 0, DELIVERY_PENDING, 10000},
    {6, 0, DELIVERY_FAILED, 0},
    /* any other status fails at once, redirects as well */
    {1, 302, DELIVERY_FAILED, 0},
    {1, 400, DELIVERY_FAILED, 0},
    {1, 404, DELIVERY_FAILED, 0},
    {1, 429, DELIVERY_FAILED, 0},
};

START_TEST(retries_by_status_and_count)
{
    int64_t wait = 0;

    ck_assert_int_eq(webhook_state_after(attempts[_i].attempts, attempts[_i].status, &wait),
                     attempts[_i].state);
    ck_assert_int_eq(wait, attempts[_i].wait);
}
END_TEST

Suite *webhook_suite(void)
{
    const struct test tests[] = {
        {signs_as_documented, ARRAY_SIZE(vectors)},
        {retries_by_status_and_count, ARRAY_SIZE(attempts)},
    };

    return suite_of("webhook", tests, ARRAY_SIZE(tests));
}
