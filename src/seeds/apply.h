/* SPDX-License-Identifier: MIT */
/*
 * The state of applying one document, and the parts of it; apply.c has their order. A user of the
 * document and the user that was created from it have the same position.
 */
#ifndef SEEDS_APPLY_H
#define SEEDS_APPLY_H

#include "directory/context.h"
#include "seed_index.h"

struct seed_apply {
    struct context context;
    struct seed seed;
    struct seed_index index;
    struct list created; /* struct user_record */
    struct seed_result *result;
};

/* The i-th user of the document, and what was created from it. */
const struct seed_user *seed_user_at(const struct seed_apply *state, size_t i);
struct user_record *seed_created_at(const struct seed_apply *state, size_t i);

/* An unused id: `wanted` unless it is 0 or taken. */
int seed_assign_id(struct seed_apply *state, int64_t wanted, int64_t *ret);

/* The time that a document gives, or the present one for NULL. */
int64_t seed_time_or_now(const struct context *ctx, const char *text);

/* Applies a decoded document: its users by the parts below, resources, customers. */
int seed_apply_document(struct seed_apply *state);

/* Applies the demo people (demo.c). */
int seed_apply_demo(struct seed_apply *state);

/* The parts of applying a user, in their order (apply_users.c, apply_identities.c). */
int seed_prepare_user(struct seed_apply *state, size_t i);
int seed_insert_person(struct seed_apply *state, size_t i);
int seed_insert_identity(struct seed_apply *state, size_t i);
int seed_insert_user(struct seed_apply *state, size_t i);

/* Credentials, organizations and customers, after the users (apply_customers.c). */
int seed_apply_customers(struct seed_apply *state);

/* What a user is called, in the limits of the create operations. */
struct seed_names {
    const char *identity;
    const char *name;
    const char *surname;
};

struct seed_names seed_names_of(struct arena *a, const struct seed_user *user);

/* The create body of a root user's identity, for a document that gives none. */
const char *seed_generated_details(struct arena *a, const struct realm *realm,
                                   const struct seed_user *user);

#endif
