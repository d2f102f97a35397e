/* SPDX-License-Identifier: MIT */
/* Creating customers, organizations, credentials and second factors, for requests and seeds; look-ups. */
#include "cyrexa/customers.h"
#include "directory/codes.h"
#include "directory/customers_store.h"
#include "directory/people_store.h"
#include "engine/reply.h"
#include "model/password.h"

#include <errno.h>
#include <string.h>

static const char *name_or_uuid(struct context *ctx, const char *name)
{
    return name == NULL ? uuid_new(ctx) : name;
}

int code_hash(struct arena *a, const char *code, const char **ret)
{
    char hash[PASSWORD_HASH_SIZE];

    *ret = NULL;
    if (code == NULL || *code == '\0')
        return 0;
    int rc = password_hash(code, hash);

    *ret = arena_text(a, hash);
    return rc;
}

int credential_add(struct context *ctx, struct credential_row *c)
{
    c->id = id_next(ctx->ids);
    c->value = credential_value(ctx->arena, c->type, c->value);
    if (c->created == 0)
        c->created = ctx->now;
    return store_credential_insert(ctx->store, ctx->realm->id, c);
}

static int add_person(struct context *ctx, int64_t id, const char *hash)
{
    const struct person person = {.id = id,
                                  .credential_type = USER_ROOT,
                                  .password_hash = hash,
                                  .password_set = hash == NULL ? 0 : ctx->now,
                                  .created = ctx->now};
    int rc = store_person_insert(ctx->store, ctx->realm->id, &person);

    return rc == 0 && hash != NULL ? store_password_remember(ctx->store, ctx->realm->id, id, hash)
                                   : rc;
}

bool two_factor_flags_given(const struct two_factor_flags *flags)
{
    return flags->login != UNSET || flags->trading != UNSET || flags->funding != UNSET;
}

/* Creates the person, with second factors and address as credentials; the address's code is the password. */
static int add_customer_person(struct context *ctx, int64_t id, const struct customer_body *body)
{
    struct credential_row address = {
        .person = id, .type = CREDENTIAL_EMAIL, .value = body->person.email};
    struct two_factor ignored;
    int rc = code_hash(ctx->arena, body->person.password, &address.code_hash);

    if (body->person.password_hash != NULL)
        address.code_hash = body->person.password_hash;
    if (rc == 0)
        rc = add_person(ctx, id, address.code_hash);
    if (rc == 0 && address.value != NULL)
        rc = credential_add(ctx, &address);
    return rc == 0 && two_factor_flags_given(&body->two_factor)
               ? two_factor_change(ctx, id, &body->two_factor, &ignored)
               : rc;
}

int customer_add(struct context *ctx, int64_t id, const struct customer_body *body,
                 const json_t *json, struct customer *ret)
{
    const struct customer customer = {
        .id = id,
        .name = name_or_uuid(ctx, body->name),
        .person = id,
        .type = body->type,
        .status = body->status < 0 ? CUSTOMER_NEW : body->status,
        .organization = body->organization,
        .details = customer_details(ctx->arena, json),
        .created = ctx->now,
    };
    int rc = add_customer_person(ctx, id, body);

    if (rc == 0)
        rc = store_customer_insert(ctx->store, ctx->realm->id, &customer);
    return rc < 0 ? rc : store_customer_of(ctx->store, ctx->arena, id, ret);
}

int organization_add(struct context *ctx, const struct organization_body *body, const json_t *json,
                     struct organization *ret)
{
    int64_t id;
    int rc = id_new(ctx, &id);

    if (rc < 0)
        return rc;
    *ret = (struct organization){
        .id = id,
        .name = name_or_uuid(ctx, body->name),
        .details = organization_details(ctx->arena, json),
        .created = ctx->now,
    };
    return store_organization_insert(ctx->store, ctx->realm->id, ret);
}

static bool merged_flag(enum maybe sent, bool current)
{
    return sent == UNSET ? current : sent == YES;
}

int two_factor_change(struct context *ctx, int64_t person, const struct two_factor_flags *flags,
                      struct two_factor *ret)
{
    int rc = store_two_factor_find(ctx->store, ctx->arena, ctx->realm->id, person, ret);

    if (rc == -ENOENT)
        *ret = (struct two_factor){.id = uuid_new(ctx), .created = ctx->now};
    else if (rc < 0)
        return rc;
    ret->login = merged_flag(flags->login, ret->login);
    ret->trading = merged_flag(flags->trading, ret->trading);
    ret->funding = merged_flag(flags->funding, ret->funding);
    ret->updated = ctx->now;
    return store_two_factor_set(ctx->store, ctx->realm->id, person, ret);
}

int credentials_fit_or_reply(struct request *r, int64_t person, size_t more)
{
    struct list present;
    int rc = store_credentials(r->store, r->arena, r->realm->id, person, &present);

    if (rc < 0)
        return rc;
    return present.count + more <= ENTRIES_MOST
               ? PASS
               : refuse(r, INVALID_REQUEST, "a person has at most %d credentials", ENTRIES_MOST);
}

int details_fit_or_reply(struct request *r, const char *details)
{
    return strlen(details) <= DETAILS_MOST
               ? PASS
               : refuse(r, PAYLOAD_TOO_LARGE, "the stored data would be larger than %d bytes",
                        DETAILS_MOST);
}

int customer_or_reply(struct request *r, const char *name, struct customer *ret)
{
    int rc = store_customer_find(r->store, r->arena, r->realm->id, name, ret);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no customer %.100s in this tenant", name);
    return rc < 0 ? rc : PASS;
}

int organization_or_reply(struct request *r, const char *name, struct organization *ret)
{
    int rc = store_organization_find(r->store, r->arena, r->realm->id, name, ret);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no organization %.100s in this tenant", name);
    return rc < 0 ? rc : PASS;
}
