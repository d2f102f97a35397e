/* SPDX-License-Identifier: MIT */
/* Control API: directors and other beneficiaries of a corporate, who prove who they are (control.md 4). */
#include "weavr/beneficiary_checks.h"

#include "directory/context.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "parameters.h"

#include <errno.h>

/* Of one corporate: the list shows all. */
#define BENEFICIARIES_MOST 100

struct beneficiary_create {
    int64_t id;
    const char *email;
    const char *name;
};

static const struct rule beneficiary_create_rules[] = {
    RULE_ID(struct beneficiary_create, id, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct beneficiary_create, email, "email", REQUIRED, .most = 256,
              .format = FORMAT_EMAIL),
    RULE_TEXT(struct beneficiary_create, name, "name", .not_blank = true, .most = 100),
    END_OF_RULES,
};
static const struct input beneficiary_create_input = {.name = "BeneficiaryCreate",
                                                      .rules = beneficiary_create_rules,
                                                      .size = sizeof(struct beneficiary_create),
                                                      .strict = true};

struct beneficiary_created {
    int64_t reference;
};

static const struct field created_fields[] = {
    SHOW_ID(struct beneficiary_created, reference, "reference"),
    END_OF_FIELDS,
};
static const struct view created_view = {.name = "BeneficiaryCreated", .fields = created_fields};

static const struct field beneficiary_fields[] = {
    SHOW_ID(struct beneficiary_check, reference, "reference"),
    SHOW_TEXT(struct beneficiary_check, email, "email"),
    SHOW_NAME(struct beneficiary_check, status, "status", diligence_names),
    END_OF_FIELDS,
};

struct beneficiaries {
    struct list checks;
};

static const struct field beneficiaries_fields[] = {
    SHOW_LIST(struct beneficiaries, checks, "beneficiaries", beneficiary_fields),
    END_OF_FIELDS,
};
static const struct view beneficiaries_view = {.name = "Beneficiaries",
                                               .fields = beneficiaries_fields};

/* The root of a corporate of the realm, and the corporate's checks. PASS, or refused. */
static int corporate_or_reply(struct request *r, int64_t id, struct user *ret_root,
                              struct list *ret_checks)
{
    int rc = user_in_realm(r, id, ret_root);

    if (rc == -ENOENT || (rc == 0 && (ret_root->id != ret_root->identity ||
                                      ret_root->identity_type != IDENTITY_CORPORATE)))
        return refuse(r, NOT_FOUND, "no corporate %lld in realm %s", (long long) id,
                      r->realm->name);
    if (rc == 0)
        rc = store_beneficiaries(r->store, r->arena, r->realm->id, id, ret_checks);
    return rc < 0 ? rc : PASS;
}

static int beneficiary_create(struct request *r)
{
    const struct beneficiary_create *in = r->input;
    struct context ctx = context_of(r);
    struct beneficiary_check check = {.email = in->email,
                                      .name = in->name == NULL ? in->email : in->name};
    struct user root = {.id = 0};
    struct list checks = LIST_OF(struct beneficiary_check);
    int rc = corporate_or_reply(r, in->id, &root, &checks);

    if (rc != PASS)
        return rc;
    if (checks.count >= BENEFICIARIES_MOST)
        return refuse(r, TOO_MANY_BENEFICIARIES, "corporate %lld has %d beneficiaries",
                      (long long) in->id, BENEFICIARIES_MOST);
    rc = beneficiary_check_start(&ctx, &root, &check);
    return rc < 0 ? rc : reply(r, &(struct beneficiary_created){check.reference});
}

static int beneficiaries_list(struct request *r)
{
    const struct path_id *in = r->input;
    struct beneficiaries answer = {LIST_OF(struct beneficiary_check)};
    struct user root = {.id = 0};
    int rc = corporate_or_reply(r, in->id, &root, &answer.checks);

    return rc == PASS ? reply(r, &answer) : rc;
}

/* clang-format off */
const struct operation beneficiary_operations[] = {
    OPERATION(beneficiary_create, POST, "/_sandgate/realms/{realm}/identities/{id}/beneficiaries", OPERATOR,
              .summary = "Start the due diligence of a corporate's director or other beneficiary", .group = &content_group,
              .input = &beneficiary_create_input, .status = 201, .answer = &created_view, .writes = true,
              .errors = ERRORS(TOO_MANY_BENEFICIARIES)),
    OPERATION(beneficiaries_list, GET, "/_sandgate/realms/{realm}/identities/{id}/beneficiaries", OPERATOR,
              .summary = "List a corporate's beneficiaries, oldest first", .group = &content_group,
              .input = &realm_item_input, .status = 200, .answer = &beneficiaries_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
