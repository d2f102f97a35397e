/* SPDX-License-Identifier: MIT */
/* Operations of the Back Office (weavr-identities.md 8). */
#ifndef WEAVR_USERS_BACKOFFICE_H
#define WEAVR_USERS_BACKOFFICE_H

#include "engine/operation.h"

extern const struct group backoffice_group;

/* Whether the setting backofficeUsers is on: a value of the column `permit`. */
int backoffice_users(struct request *r);

#endif
