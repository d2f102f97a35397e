/* SPDX-License-Identifier: MIT */
/* Webhooks: how they are signed, and when they are tried again (weavr-webhooks.md 1). */
#ifndef MODEL_WEBHOOK_H
#define MODEL_WEBHOOK_H

#include <stddef.h>
#include <stdint.h>

enum delivery_state { DELIVERY_NONE, DELIVERY_PENDING, DELIVERY_DELIVERED, DELIVERY_FAILED };

/* By the values above, NULL-terminated. */
extern const char *const delivery_names[];

/*
 * What becomes of a delivery whose `attempts`-th attempt (from 1) was answered with `status`;
 * 0 stands for no answer at all: refused, reset, too slow. While it stays pending, `ret_wait` is
 * for how many milliseconds of the realm's clock.
 */
enum delivery_state webhook_judge(int64_t attempts, int64_t status, int64_t *ret_wait);

/* Base64 of an HMAC-SHA256, and its NUL. */
#define SIGNATURE_SIZE 45

/* Signs the parts, one after the other, with the text of a key. */
void webhook_sign(const char *key, const char *const *parts, size_t count,
                  char ret[static SIGNATURE_SIZE]);

#endif
