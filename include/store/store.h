/* SPDX-License-Identifier: MIT */
/*
 * The database: one connection, whose statements are prepared when first used. Functions of this layer
 * answer 0, -ENOENT (no such row), -EEXIST (somebody has it already) or -EIO
 * (the database failed; store_error tells how). Rows are copied into the arena that is given.
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
 * Opens the file, creating or upgrading it, or a database in memory when `path` is NULL.
 * On failure the answer is -EIO and `error` holds one sentence for the operator.
 */
int store_open(const char *path, struct store **ret, char *error, size_t error_size);

/* Writes what is pending and closes. Accepts NULL. */
void store_close(struct store *s);

/* The database's words for the last failure. */
const char *store_error(const struct store *s);

/* A writing request is one transaction. */
int store_begin(struct store *s);
int store_commit(struct store *s);
void store_rollback(struct store *s);

/* The key that signs tokens: made once per database. */
int store_signing_seed(struct store *s, unsigned char ret[static SIGNING_SEED_SIZE]);

/* How much there is in it, as far as that can be told at once. */
struct store_figures {
    int64_t sessions; /* rows: those that ended, too */
    int64_t bytes;    /* all pages, free ones too */
};

int store_figures(struct store *s, struct store_figures *ret);

/* For tests: the n-th statement from now fails as a full disk would; 0 switches it off. */
void store_fail_at(struct store *s, unsigned n);

/* How many statements were run since the last call of store_fail_at. */
unsigned store_statements_run(const struct store *s);

#endif
