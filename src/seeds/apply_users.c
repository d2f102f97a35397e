/* SPDX-License-Identifier: MIT */
/* The users of a document: their people, passwords and factors. */
#include "apply.h"
#include "base/names.h"
#include "directory/customers_store.h"
#include "directory/people_store.h"
#include "directory/users_store.h"
#include "json/values.h"
#include "model/password.h"

#include <string.h>

static bool has_channel(const struct list *channels, enum channel channel)
{
    for (size_t i = 0; i < channels->count; i++) {
        if (strcmp(*(const char **) list_at(channels, i), channel_names[channel]) == 0)
            return true;
    }
    return false;
}

/* Assigns the id and fills the row, which seed_insert_user inserts. */
int seed_prepare_user(struct seed_apply *state, size_t i)
{
    const struct context *ctx = &state->context;
    const struct seed_user *user = seed_user_at(state, i);
    const struct seed_names names = seed_names_of(ctx->arena, user);
    bool verified = user->mobile_verified == UNSET ? has_channel(&user->factors, CHANNEL_SMS)
                                                   : user->mobile_verified == YES;
    int64_t created = seed_time_or_now(ctx, user->created);
    struct user_record *made = list_add(&state->created, ctx->arena);

    *made = (struct user_record){
        .user = {.realm = ctx->realm->id,
                 .type = user->identity.root == NO ? USER_AUTHORISED : USER_ROOT,
                 .email = user->email,
                 .email_verified = user->email_verified != NO,
                 .name = names.name,
                 .surname = names.surname,
                 .mobile_country_code = user->mobile.country_code,
                 .mobile_number = user->mobile.number,
                 .mobile_verified = verified,
                 .active = user->active != NO},
        .email_deadline = user->identity.root == NO
                              ? 0
                              : created + ctx->realm->settings.email_verification_seconds * 1000,
        .email_released = user->email_released == YES,
        .email_shared = user->email_shared == YES ||
                        seed_index_by_email(&state->index, ctx->arena, &state->seed.users, i) != i,
        .mobile_changes = user->mobile_changes,
        .invite_consumed = user->invite_consumed == YES,
        .diligence = user->diligence,
        .details = user->details == NULL ? NULL : json_text(ctx->arena, user->details),
        .created = created,
    };
    state->result->users++;
    return seed_assign_id(state, seed_id(user), &made->user.id);
}

/* The hash of the user's password, which a document gives as either; NULL without a password. */
static int hash_of(struct arena *a, const struct seed_user *user, const char **ret)
{
    char hash[PASSWORD_HASH_SIZE];

    *ret = user->password_hash;
    if (user->password == NULL)
        return 0;
    int rc = password_hash(user->password, hash);

    *ret = arena_text(a, hash);
    return rc;
}

static int add_password_history(const struct context *ctx, int64_t person,
                                const struct seed_user *user, const char *hash)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < user->earlier_hashes.count; i++)
        rc = store_password_remember(ctx->store, ctx->realm->id, person,
                                     *(const char **) list_at(&user->earlier_hashes, i));
    return rc == 0 && hash != NULL
               ? store_password_remember(ctx->store, ctx->realm->id, person, hash)
               : rc;
}

/* The index of the first user of the person to whom the i-th user belongs. */
static size_t first_user_of_person(const struct seed_apply *state, size_t i)
{
    return seed_index_person(&state->index, state->context.arena, &state->seed.users, i);
}

/* Inserts the person when this is its first user. */
int seed_insert_person(struct seed_apply *state, size_t i)
{
    const struct context *ctx = &state->context;
    const struct seed_user *user = seed_user_at(state, i);
    struct user_record *record = seed_created_at(state, i);
    struct user *made = &record->user;
    struct two_factor ignored;
    const char *hash = NULL;

    made->person = seed_created_at(state, first_user_of_person(state, i))->user.id;
    if (made->person != made->id)
        return 0;
    int rc = hash_of(ctx->arena, user, &hash);
    if (rc < 0)
        return rc;
    const struct person person = {
        .id = made->id,
        .credential_type = made->type,
        .password_hash = hash,
        .password_set = hash == NULL ? 0 : seed_time_or_now(ctx, user->password_set),
        .password_expired = user->password_expired == YES,
        .push_answer = user->phone.push,
        .push_answer_after = user->phone.after_millis,
        .created = record->created,
    };

    state->result->people++;
    rc = store_person_insert(ctx->store, ctx->realm->id, &person);
    if (rc == 0)
        rc = add_password_history(ctx, made->id, user, hash);
    return rc == 0 && user->two_factor != NO
               ? two_factor_change(&state->context, made->id, &user->flags, &ignored)
               : rc;
}

static int add_factors(const struct context *ctx, int64_t person, const struct list *channels,
                       enum factor_status status)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < channels->count; i++) {
        const char *name = *(const char **) list_at(channels, i);
        const struct factor factor = {.channel = (enum channel) name_index(channel_names, name),
                                      .status = status};

        rc = store_factor_set(ctx->store, ctx->realm->id, person, &factor);
    }
    return rc;
}

/* Updates the person with what a user after its first one gives. */
static int update_person(const struct context *ctx, const struct seed_user *user,
                         const struct user *made)
{
    const struct person phone = {.id = made->person,
                                 .push_answer = user->phone.push,
                                 .push_answer_after = user->phone.after_millis};
    const char *hash;
    int rc = hash_of(ctx->arena, user, &hash);

    if (rc == 0 && hash != NULL)
        rc = store_person_set_password(ctx->store, ctx->realm->id, made->person, hash,
                                       seed_time_or_now(ctx, user->password_set),
                                       ctx->realm->settings.password_history);
    return rc == 0 && phone.push_answer != NULL
               ? store_person_set_phone(ctx->store, ctx->realm->id, &phone)
               : rc;
}

int seed_insert_user(struct seed_apply *state, size_t i)
{
    const struct context *ctx = &state->context;
    const struct seed_user *user = seed_user_at(state, i);
    const struct user_record *record = seed_created_at(state, i);
    const struct user *made = &record->user;
    int rc = store_user_insert(ctx->store, record);

    if (rc == 0 && made->person != made->id)
        rc = update_person(ctx, user, made);
    if (rc == 0)
        rc = add_factors(ctx, made->person, &user->factors, FACTOR_ACTIVE);
    if (rc == 0)
        rc = add_factors(ctx, made->person, &user->pending_factors, FACTOR_PENDING);
    return rc < 0 ? rc : add_factors(ctx, made->person, &user->inactive_factors, FACTOR_INACTIVE);
}
