/* SPDX-License-Identifier: MIT */
/* What the two files of the export share. */
#ifndef SEEDS_EXPORT_H
#define SEEDS_EXPORT_H

#include "engine/request.h"
#include "seeds/seeds.h"

/* A time as an export shows it. */
const char *seed_time(struct arena *a, int64_t time);

extern const struct field seed_credential_fields[];
extern const struct field seed_cyrexa_fields[];

/* Fills the cyrexa part of an export. */
int seed_export_customers(struct request *r, struct seed *ret);

/* A person's credentials: struct seed_credential. */
int seed_export_credentials(struct request *r, int64_t person, struct list *ret);

#endif
