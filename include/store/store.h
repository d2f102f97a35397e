/* SPDX-License-Identifier: MIT */
/*
 * The database: one connection, whose statements are prepared on first use. Functions of this layer
 * return 0, -ENOENT (no such row), -EEXIST (a unique value is taken) or -EIO (the database failed; see
 * store_error). Rows are copied into the arena of the caller.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/list.h"
#include "model/token.h"

#include <stdbool.h>
#include <stdint.h>

struct store;

/*
 * Opens the file, and creates or upgrades it if needed; a NULL `path` is a database in memory. On
 * failure returns a negative errno, and `error` holds one sentence for the operator.
 */
int store_open(const char *path, struct store **ret, char *error, size_t error_size);

/* Writes pending data and closes. Accepts NULL. */
void store_close(struct store *s);

/* The message of the last failure. */
const char *store_error(const struct store *s);

/* A request that writes is one transaction. */
int store_begin(struct store *s);
int store_commit(struct store *s);
void store_rollback(struct store *s);

/* The key that signs tokens, generated once for each database. */
int store_signing_seed(struct store *s, unsigned char ret[static SIGNING_SEED_SIZE]);

/* Sizes that are cheap to determine. */
struct store_statistics {
    int64_t sessions; /* rows, including ended sessions */
    int64_t bytes;    /* all pages, including free ones */
};

int store_statistics(struct store *s, struct store_statistics *ret);

/* For tests: the n-th statement from now fails, as if the disk were full; 0: none fails. */
void store_fail_at(struct store *s, unsigned n);

/* For tests: the steps of SQLite's virtual machine so far, which grow with the rows that are looked at. */
uint64_t store_work(const struct store *s);

/* The number of statements that were run since store_fail_at was last called. */
unsigned store_statements_run(const struct store *s);

#endif
