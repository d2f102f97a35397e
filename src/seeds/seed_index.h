/* SPDX-License-Identifier: MIT */
/*
 * Finds users of a document by what others refer to them with: address, id, identity. Maps, because
 * a document may have a hundred thousand users. A user is its position in the list.
 */
#ifndef SEEDS_SEED_INDEX_H
#define SEEDS_SEED_INDEX_H

#include "seeds/seeds.h"

struct seed_index {
    json_t *emails;
    json_t *ids;
    json_t *root_users; /* by the id and by the name of their identity */
};

struct seed_index seed_index_make(struct arena *a, const struct list *users);
void seed_index_free(struct seed_index *index);

/* The first user of a key in one of the maps, or NOT_IN_SEED; also for a NULL key. */
#define NOT_IN_SEED SIZE_MAX
size_t seed_index_find(const json_t *map, const char *key);

/* Adds a key; one that the map has keeps its user. */
void seed_index_add(json_t *map, const char *key, size_t i);

/* The key of an id; NULL for 0. */
const char *seed_index_key(struct arena *a, int64_t id);

/* The root user of the identity that an authorised user names, by id or else by name. */
size_t seed_index_root_user(const struct seed_index *index, struct arena *a,
                            const struct seed_user *user);

/* The first user with the address of the i-th, which may be `i` itself. */
size_t seed_index_by_email(const struct seed_index *index, struct arena *a,
                           const struct list *users, size_t i);

/* The first user of the person to whom the i-th belongs, which may be `i` itself. */
size_t seed_index_person(const struct seed_index *index, struct arena *a, const struct list *users,
                         size_t i);

/* The root user of the identity that owns a resource. */
size_t seed_index_owner(const struct seed_index *index, struct arena *a,
                        const struct seed_resource *resource);

/* The root user of the identity with an id, as text. */
size_t seed_index_identity(const struct seed_index *index, const char *id);

/* The id that a user asks for; 0: any. */
int64_t seed_id(const struct seed_user *user);

#endif
