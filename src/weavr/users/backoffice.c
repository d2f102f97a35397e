/* SPDX-License-Identifier: MIT */
/* Back Office: tokens that impersonate an identity (weavr-identities.md 8.1). */
#include "backoffice.h"

#include "access/sign_in.h"
#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/sessions.h"
#include "directory/users.h"
#include "engine/reply.h"
#include "weavr/shared_types.h"

#include <errno.h>

const struct group backoffice_group = {.tag = "backoffice", .title = "Back Office"};

struct impersonation {
    struct identity_choice identity;
    struct identity_choice temp; /* meaning unknown; ignored */
};

static const struct rule impersonation_rules[] = {
    RULE_OBJECT(struct impersonation, identity, "identity", identity_choice_rules, REQUIRED),
    RULE_OBJECT(struct impersonation, temp, "temp", identity_choice_rules),
    END_OF_RULES,
};
static const struct input impersonation_input = {
    .name = "Impersonation", .rules = impersonation_rules, .size = sizeof(struct impersonation)};

struct nested_token {
    const char *token;
};

static const struct field nested_token_fields[] = {
    SHOW_TEXT(struct nested_token, token, "token", SECRET),
    END_OF_FIELDS,
};

struct impersonation_answer {
    struct nested_token token;
    struct typed_id identity;
    struct typed_id credentials;
};

static const struct field impersonation_fields[] = {
    SHOW_OBJECT(struct impersonation_answer, token, "token", nested_token_fields),
    SHOW_OBJECT(struct impersonation_answer, identity, "identity", identity_id_fields),
    SHOW_OBJECT(struct impersonation_answer, credentials, "credentials", credential_id_fields),
    END_OF_FIELDS,
};
static const struct view impersonation_view = {.name = "ImpersonationAnswer",
                                               .fields = impersonation_fields};

static int identity_or_reply(struct request *r, const struct identity_choice *wanted,
                             struct user *ret_root)
{
    struct identity identity = {.realm = 0};
    int rc = store_identity_find(r->store, r->arena, wanted->id, &identity);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || identity.realm != r->realm->id || (int) identity.type != wanted->type)
        return refuse(r, NOT_FOUND, "no %s %lld in realm %s", identity_type_names[wanted->type],
                      (long long) wanted->id, r->realm->name);
    rc = user_in_realm(r, identity.id, ret_root);
    return rc < 0 ? rc : PASS;
}

/* Managing users on behalf of identities is restricted (weavr-identities.md 8.3). */
int backoffice_users(struct request *r)
{
    if (r->realm->settings.backoffice_users == YES)
        return PASS;
    return refuse(r, INSUFFICIENT_PERMISSIONS, "the setting backofficeUsers is off in realm %s",
                  r->realm->name);
}

static int backoffice_access_token(struct request *r)
{
    const struct impersonation *in = r->input;
    struct context ctx = context_of(r);
    struct user root = {.id = 0};
    int rc = identity_or_reply(r, &in->identity, &root);

    if (rc != PASS)
        return rc;
    struct session session = {
        .kind = SESSION_IMPERSONATION,
        .person = root.person,
        .identity = root.identity,
        .user = root.id,
        .expires = r->now + r->realm->settings.impersonation_seconds * 1000,
    };

    rc = session_open(&ctx, &session, arena_int(r->arena, root.id));
    if (rc < 0)
        return rc;
    return reply(r, &(struct impersonation_answer){
                        .token = {session.token},
                        .identity = {root.identity_type, root.identity},
                        .credentials = {USER_ROOT, root.id},
                    });
}

/* clang-format off */
const struct operation backoffice_operations[] = {
    OPERATION(backoffice_access_token, POST, "/multi/backoffice/access_token", APP_KEY,
              .summary = "Get a token that impersonates an identity", .group = &backoffice_group,
              .input = &impersonation_input, .status = 200, .answer = &impersonation_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, UNRESOLVED_IDENTITY, ALREADY_IMPERSONATED)),
    OPERATION(backoffice_access_token, POST, "/multi/backoffice/impersonate_identity_login", APP_KEY,
              .summary = "Get a token that impersonates an identity (older name)", .group = &backoffice_group,
              .input = &impersonation_input, .status = 200, .answer = &impersonation_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, UNRESOLVED_IDENTITY, ALREADY_IMPERSONATED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
