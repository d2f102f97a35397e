/* SPDX-License-Identifier: MIT */
/* Finding users of a document by address, id and identity. */
#include "seed_index.h"

#include "base/encode.h"
#include "json/values.h"

#include <string.h>

int64_t seed_id(const struct seed_user *user)
{
    return user->id != 0 ? user->id : user->identity.root == NO ? 0 : user->identity.id;
}

size_t seed_index_find(const json_t *map, const char *key)
{
    const json_t *i = key == NULL ? NULL : json_object_get(map, key);

    return i == NULL ? NOT_IN_SEED : (size_t) json_integer_value(i);
}

void seed_index_add(json_t *map, const char *key, size_t i)
{
    if (key != NULL && seed_index_find(map, key) == NOT_IN_SEED)
        json_object_set_new_nocheck(map, key, json_integer((json_int_t) i));
}

/* Addresses are compared without regard to ASCII case. */
static const char *email_key(struct arena *a, const char *email)
{
    char *key = arena_text(a, email);

    for (char *c = key; *c != '\0'; c++)
        *c = (char) (*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
    return key;
}

const char *seed_index_key(struct arena *a, int64_t id)
{
    return id == 0 ? NULL : arena_int(a, id);
}

/* The prefix keeps names apart from ids, which share a map. */
static const char *name_key(struct arena *a, const char *name)
{
    return name == NULL ? NULL : arena_printf(a, "name %s", name);
}

/* Whether the user can be found by the address. */
static bool has_address(const struct seed_user *user)
{
    return user->email_released != YES && user->email_shared != YES;
}

static void index_user(struct seed_index *index, struct arena *a, const struct seed_user *user,
                       size_t i)
{
    if (has_address(user))
        seed_index_add(index->emails, email_key(a, user->email), i);
    seed_index_add(index->ids, seed_index_key(a, seed_id(user)), i);
    if (user->identity.root == NO)
        return;
    seed_index_add(index->root_users, seed_index_key(a, seed_id(user)), i);
    seed_index_add(index->root_users, name_key(a, user->identity.name), i);
}

struct seed_index seed_index_make(struct arena *a, const struct list *users)
{
    struct seed_index index = {json_object(), json_object(), json_object()};

    for (size_t i = 0; i < users->count; i++)
        index_user(&index, a, list_at(users, i), i);
    return index;
}

void seed_index_free(struct seed_index *index)
{
    json_decref(index->emails);
    json_decref(index->ids);
    json_decref(index->root_users);
}

size_t seed_index_root_user(const struct seed_index *index, struct arena *a,
                            const struct seed_user *user)
{
    const char *id = seed_index_key(a, user->identity.id);

    return seed_index_find(index->root_users, id != NULL ? id : name_key(a, user->identity.name));
}

size_t seed_index_identity(const struct seed_index *index, const char *id)
{
    /* other keys of the map are names (name_key), which are no digits */
    return strspn(id, "0123456789") == strlen(id) ? seed_index_find(index->root_users, id)
                                                  : NOT_IN_SEED;
}

size_t seed_index_owner(const struct seed_index *index, struct arena *a,
                        const struct seed_resource *resource)
{
    if (strchr(resource->owner, '@') != NULL)
        return seed_index_find(index->emails, email_key(a, resource->owner));
    return seed_index_find(index->root_users, seed_index_key(a, id_parse(resource->owner)));
}

size_t seed_index_by_email(const struct seed_index *index, struct arena *a,
                           const struct list *users, size_t i)
{
    const struct seed_user *user = list_at(users, i);

    return has_address(user) ? seed_index_find(index->emails, email_key(a, user->email)) : i;
}

static size_t first_user_of_person(const struct seed_index *index, struct arena *a,
                                   const struct seed_user *user, size_t i)
{
    return user->person == 0 ? i : seed_index_find(index->ids, seed_index_key(a, user->person));
}

size_t seed_index_person(const struct seed_index *index, struct arena *a, const struct list *users,
                         size_t i)
{
    const struct seed_user *user = list_at(users, i);

    if (user->person == 0)
        i = seed_index_by_email(index, a, users, i);
    return first_user_of_person(index, a, list_at(users, i), i);
}
