/* SPDX-License-Identifier: MIT */
/* The status of a URL over HTTPS, for readyz. */
#ifndef DELIVERY_PROBE_H
#define DELIVERY_PROBE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The status of a GET, or -1 with a sentence in `error`. Any certificate is accepted, because
 * nothing secret is sent. Blocks until the monotonic `deadline` at most.
 */
int probe_status(const char *url, int64_t deadline, char *error, size_t error_size);

#endif
