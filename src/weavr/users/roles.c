/* SPDX-License-Identifier: MIT */
/* Roles: assigning them, checking them, listing them (weavr-identities.md 6 and 10). */
#include "roles.h"

#include "base/encode.h"
#include "base/names.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "model/user.h"
#include "weavr/second_factor.h"
#include "weavr/shared_types.h"

/* Without roleBasedAccess there are no roles (weavr-identities.md 10). */
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
    bool others = false;
    int rc = store_user_other_admin(r->store, user, &others);

    if (rc < 0)
        return rc;
    return others ? PASS
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
    rc = caller_acting_user(r, &caller);
    if (rc < 0)
        return rc;
    if (caller.id == user->id)
        return refuse(r, CANNOT_MODIFY_OWN_ROLES, "user %lld cannot change their own roles",
                      (long long) user->id);
    bool loses_admin = user->active && has(had, ADMIN) && !has(wanted, ADMIN);

    return loses_admin ? other_admin_or_reply(r, user) : PASS;
}

#define ROLE(role) (1U << (role))

/* The root user is always permitted; without roleBasedAccess everybody is. */
static int permit(struct request *r, unsigned roles, bool self)
{
    struct user_details details;
    const char *text = NULL;
    struct user caller;

    if (r->realm->settings.role_based_access != YES)
        return PASS;
    int rc = caller_acting_user(r, &caller);

    if (rc < 0)
        return rc;
    if (caller.type == USER_ROOT ||
        (self && id_parse(request_parameter(r, "user_id")) == caller.id))
        return PASS;
    rc = store_user_details(r->store, r->arena, caller.id, &text);
    if (rc == 0)
        rc = user_details_read(r->arena, text, &details);
    for (size_t i = 0; rc == 0 && i < ROLES_COUNT; i++) {
        if ((roles & ROLE(i)) != 0 && has(&details.roles, (enum role) i))
            return PASS;
    }
    return rc < 0 ? rc
                  : refuse(r, INSUFFICIENT_PERMISSIONS, "user %lld has no role that permits it",
                           (long long) caller.id);
}

int managers_only(struct request *r)
{
    return permit(r, ROLE(ACCESS_MANAGEMENT) | ROLE(ADMIN), false);
}

int managers_or_self(struct request *r)
{
    return permit(r, ROLE(ACCESS_MANAGEMENT) | ROLE(ADMIN), true);
}

int administrators_only(struct request *r)
{
    return permit(r, ROLE(ADMIN), false);
}

static const struct group roles_group = {.tag = "roles", .title = "Roles"};

struct role_row {
    int64_t id;
    const char *name;
    const char *description;
};

static const struct field role_fields[] = {
    SHOW_ID(struct role_row, id, "id"),
    SHOW_TEXT(struct role_row, name, "name"),
    SHOW_TEXT(struct role_row, description, "description"),
    END_OF_FIELDS,
};
static const struct view roles_view = {.name = "Roles", .fields = role_fields, .array = true};

static int roles_list(struct request *r)
{
    static const char *const descriptions[] = {
        [CARD_ASSIGNEE] = "Has cards, and sees what is theirs",
        [CARDS_MANAGEMENT] = "Manages the cards of the identity",
        [FUNDS_MANAGEMENT] = "Manages the funds of the identity",
        [ACCESS_MANAGEMENT] = "Manages the users of the identity",
        [ADMIN] = "Manages all of it",
    };
    struct list rows = LIST_OF(struct role_row);

    if (r->realm->settings.role_based_access != YES)
        return refuse(r, NOT_FOUND, "the setting roleBasedAccess is off in realm %s",
                      r->realm->name);
    /* no source documents the ids; here they are numbered from 1 */
    for (int i = 0; i < ROLES_COUNT; i++)
        *(struct role_row *) list_add(&rows, r->arena) =
            (struct role_row){i + 1, role_names[i], descriptions[i]};
    return reply(r, &rows);
}

/* clang-format off */
const struct operation role_operations[] = {
    OPERATION(roles_list, GET, "/multi/roles", SIGNED_IN,
              .summary = "List the roles, if roleBasedAccess is set", .group = &roles_group,
              .permit = managers_only, .status = 200, .answer = &roles_view, .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
