/* SPDX-License-Identifier: MIT */
/* What the roles of authorised users open. */
#include "roles.h"

#include "api/reply.h"

const char *const role_names[] = {
    [CARD_ASSIGNEE] = "CARD_ASSIGNEE",
    [CARDS_MANAGEMENT] = "CARDS_MANAGEMENT_ROLE",
    [FUNDS_MANAGEMENT] = "FUNDS_MANAGEMENT_ROLE",
    [ACCESS_MANAGEMENT] = "ACCESS_MANAGEMENT_ROLE",
    [ADMIN] = "ADMIN",
    [ROLES_COUNT] = NULL,
};

/* Roles mean nothing where access is not based on them (weavr-identities.md section 10). */
int roles_or_reply(struct request *r, const struct list *wanted)
{
    if (wanted->count == 0 || r->realm->settings.role_based_access == YES)
        return PASS;
    return refuse(r, ROLE_NOT_FOUND, "the setting roleBasedAccess is off in realm %s",
                  r->realm->name);
}
