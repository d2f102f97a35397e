/* SPDX-License-Identifier: MIT */
/* Webhooks: signatures and retries (weavr-webhooks.md 1). */
#ifndef MODEL_WEBHOOK_H
#define MODEL_WEBHOOK_H

#include <stddef.h>
#include <stdint.h>

enum delivery_state { DELIVERY_NONE, DELIVERY_PENDING, DELIVERY_DELIVERED, DELIVERY_FAILED };

/* Indexed by the values above, NULL-terminated. */
extern const char *const delivery_names[];

/*
 * The state of a delivery after attempt number `attempts` (from 1) was answered with `status`; 0 means no
 * answer: refused, reset or timed out. If it stays pending, `ret_wait` is the time until the next attempt,
 * in milliseconds of the realm's clock.
 */
enum delivery_state webhook_state_after(int64_t attempts, int64_t status, int64_t *ret_wait);

/* Base64 of an HMAC-SHA256, and its NUL. */
#define SIGNATURE_SIZE 45

/* Signs the concatenated parts. The key is the text of the api-key. */
void webhook_sign(const char *key, const char *const *parts, size_t count,
                  char ret[static SIGNATURE_SIZE]);

#endif
