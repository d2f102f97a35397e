/* SPDX-License-Identifier: MIT */
/* Creating identities and users. */
#include "directory/sign_up.h"

#include "directory/codes.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/users_store.h"

static int add_organization(struct context *ctx, const struct identity *identity, const char *name)
{
    const struct organization organization = {.id = identity->id,
                                              .name = name,
                                              .identity = identity->id,
                                              .details = "{}",
                                              .created = identity->created};

    return identity->type == IDENTITY_CORPORATE
               ? store_organization_insert(ctx->store, identity->realm, &organization)
               : 0;
}

int identity_add(struct context *ctx, const struct identity *identity)
{
    const char *name = arena_int(ctx->arena, identity->id);
    bool corporate = identity->type == IDENTITY_CORPORATE;
    const struct customer customer = {
        .id = identity->id,
        .name = name,
        .identity = identity->id,
        .type = corporate ? CUSTOMER_ORGANIZATION : CUSTOMER_PERSON,
        .organization = corporate ? name : NULL,
        .details = "{}",
        .created = identity->created,
    };
    int rc = store_identity_insert(ctx->store, identity);

    if (rc == 0)
        rc = store_customer_insert(ctx->store, identity->realm, &customer);
    return rc < 0 ? rc : add_organization(ctx, identity, name);
}

static int insert_identity(struct context *ctx, const struct sign_up *form, int64_t id)
{
    const struct identity identity = {
        .id = id,
        .realm = ctx->realm->id,
        .type = form->type,
        .profile = form->profile,
        .name = form->identity_name,
        .details = form->details,
        .created = ctx->now,
    };

    return identity_add(ctx, &identity);
}

static int insert_person(struct context *ctx, int64_t id, enum user_type type)
{
    const struct person person = {.id = id, .credential_type = type, .created = ctx->now};

    return store_person_insert(ctx->store, ctx->realm->id, &person);
}

static struct user_record root_of(const struct context *ctx, const struct sign_up *form, int64_t id)
{
    return (struct user_record){
        .user = {.id = id,
                 .realm = ctx->realm->id,
                 .identity = id,
                 .person = form->person == 0 ? id : form->person,
                 .type = USER_ROOT,
                 .email = form->email,
                 .email_verified = form->email_verified,
                 .name = form->name,
                 .surname = form->surname,
                 .mobile_country_code = form->mobile.country_code,
                 .mobile_number = form->mobile.number,
                 .active = true,
                 .identity_type = form->type,
                 .identity_active = true},
        .email_deadline = ctx->now + ctx->realm->settings.email_verification_seconds * 1000,
        .email_shared = form->email_shared,
        .created = ctx->now,
    };
}

int sign_up(struct context *ctx, const struct sign_up *form, struct user *ret)
{
    int64_t id;
    int rc = id_new(ctx, &id);

    if (rc < 0)
        return rc;
    const struct user_record record = root_of(ctx, form, id);

    *ret = record.user;
    rc = insert_identity(ctx, form, id);
    if (rc == 0 && form->person == 0)
        rc = insert_person(ctx, id, USER_ROOT);
    return rc < 0 ? rc : store_user_insert(ctx->store, &record);
}

int authorised_user_add(struct context *ctx, struct user_record *record)
{
    struct user *user = &record->user;
    int rc = user->id == 0 ? id_new(ctx, &user->id) : 0;

    user->realm = ctx->realm->id;
    user->person = user->id;
    user->type = USER_AUTHORISED;
    user->active = true;
    record->created = ctx->now;
    if (rc == 0)
        rc = insert_person(ctx, user->id, USER_AUTHORISED);
    return rc < 0 ? rc : store_user_insert(ctx->store, record);
}
