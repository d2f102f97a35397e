/* SPDX-License-Identifier: MIT */
/* What the roles of authorised users open. */
#include "roles.h"

#include "api/reply.h"
#include "domain/person.h"
#include "second_factor.h"
#include "store/users.h"

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

static bool has(const struct list *roles, enum role role)
{
    for (size_t i = 0; i < roles->count; i++) {
        if (name_index(role_names, *(const char **) list_at(roles, i)) == (int) role)
            return true;
    }
    return false;
}

static int other_admin_or_reply(struct request *r, const struct user *user)
{
    const struct user_filter admins = {
        .realm = user->realm, .identity = user->identity, .active = YES, .roles = "[\"ADMIN\"]"};
    int64_t count;
    int rc = store_users_of_identity_count(r->store, &admins, &count);

    if (rc < 0)
        return rc;
    return count > 1
               ? PASS
               : refuse(r, ADMIN_ROLE_REMOVAL_NOT_ALLOWED,
                        "user %lld is the identity's last active ADMIN", (long long) user->id);
}

int roles_change_or_reply(struct request *r, const struct user *user, const struct list *had,
                          const struct list *wanted)
{
    struct user caller;
    int rc = roles_or_reply(r, wanted);

    if (rc != PASS || r->realm->settings.role_based_access != YES)
        return rc;
    rc = caller_place(r, &caller);
    if (rc < 0)
        return rc;
    if (caller.id == user->id)
        return refuse(r, CANNOT_MODIFY_OWN_ROLES, "user %lld would change its own roles",
                      (long long) user->id);
    bool resigns = user->active && has(had, ADMIN) && !has(wanted, ADMIN);

    return resigns ? other_admin_or_reply(r, user) : PASS;
}
