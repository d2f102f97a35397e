/* SPDX-License-Identifier: MIT */
/* Realms. Error codes as in store.h. */
#ifndef STORE_REALMS_H
#define STORE_REALMS_H

#include "model/realm.h"
#include "store/store.h"

/* All realms, oldest first: a list of struct realm_row, without their seeds, which may be large. */
int store_realms(struct store *s, struct arena *a, struct list *ret);

/* -EEXIST if a name, key or profile is taken. */
int store_realm_insert(struct store *s, const struct realm_row *realm);

int store_realm_set_clock(struct store *s, int64_t realm, const struct clock *clock);
int store_realm_set_settings(struct store *s, int64_t realm, const char *settings);

/* The seeds that a reset applies, as in struct realm_row. */
int store_realm_set_seeds(struct store *s, int64_t realm, const char *seeds);
int store_realm_seeds(struct store *s, struct arena *a, int64_t realm, const char **ret);

/* Deletes the content of the realm, but not the realm. */
int store_realm_clear(struct store *s, int64_t realm);
int store_realm_delete(struct store *s, int64_t realm);
int store_realm_clear_messages(struct store *s, int64_t realm);

/* Records whether sessions that are not from a seed, or challenges, were removed. */
int store_realm_mark_tokens(struct store *s, int64_t realm, bool removed);

/* Whether the realm has had sessions that are not from a seed, or challenges. */
int store_realm_has_tokens(struct store *s, int64_t realm, bool *ret);

#endif
