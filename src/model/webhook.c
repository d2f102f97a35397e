/* SPDX-License-Identifier: MIT */
/* Signatures and retries. */
#include "model/webhook.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

const char *const delivery_names[] = {"NONE", "PENDING", "DELIVERED", "FAILED", NULL};

/* Up to five retries: after 10 s, then each time six times as long. */
#define ATTEMPTS_MOST 6
#define FIRST_WAIT_MILLIS 10000
#define WAIT_FACTOR 6

static bool is_retried(int64_t status)
{
    return status == 0 || status == 408 || status == 409 || status == 425 || status >= 500;
}

enum delivery_state webhook_state_after(int64_t attempts, int64_t status, int64_t *ret_wait)
{
    if (status >= 200 && status < 300)
        return DELIVERY_DELIVERED;
    if (!is_retried(status) || attempts >= ATTEMPTS_MOST)
        return DELIVERY_FAILED;
    *ret_wait = FIRST_WAIT_MILLIS;
    for (int64_t i = 1; i < attempts; i++)
        *ret_wait *= WAIT_FACTOR;
    return DELIVERY_PENDING;
}

void webhook_sign(const char *key, const char *const *parts, size_t count,
                  char ret[static SIGNATURE_SIZE])
{
    crypto_auth_hmacsha256_state state;
    unsigned char mac[crypto_auth_hmacsha256_BYTES];

    crypto_auth_hmacsha256_init(&state, (const unsigned char *) key, strlen(key));
    for (size_t i = 0; i < count; i++)
        crypto_auth_hmacsha256_update(&state, (const unsigned char *) parts[i], strlen(parts[i]));
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_bin2base64(ret, SIGNATURE_SIZE, mac, sizeof mac, sodium_base64_VARIANT_ORIGINAL);
}
