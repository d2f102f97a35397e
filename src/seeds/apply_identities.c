/* SPDX-License-Identifier: MIT */
/* The identities of a document, with the names and details that it leaves out. */
#include "apply.h"
#include "base/names.h"
#include "base/text.h"
#include "directory/identities_store.h"
#include "directory/sign_up.h"
#include "json/values.h"

#include <string.h>

/* The limits of the create operations, and of a seed. They count code points; bytes are the stricter measure. */
#define COMPANY_MOST 100
#define NAME_MOST 50
#define IDENTITY_MOST 101

/* At most `most` bytes; a UTF-8 character is kept whole or dropped. */
static char *truncate_text(struct arena *a, const char *text, size_t length, size_t most)
{
    if (length > most) {
        for (length = most; length > 0 && (text[length] & 0xc0) == 0x80;)
            length--;
    }
    return arena_textn(a, text, length);
}

/*
 * The first word of the identity's name is the user's name and the rest the surname. Without a
 * name, all three are the local part of the address.
 */
struct seed_names seed_names_of(struct arena *a, const struct seed_user *user)
{
    const char *local = truncate_text(a, user->email, strcspn(user->email, "@"), IDENTITY_MOST);
    const char *identity = user->identity.root == NO ? NULL : user->identity.name;
    const char *full = identity == NULL ? local : identity + strspn(identity, " ");
    size_t length = strcspn(full, " ");
    const char *rest = full + length + strspn(full + length, " ");

    if (*rest == '\0')
        rest = full;
    return (struct seed_names){
        .identity = identity == NULL ? local : identity,
        .name = user->name != NULL ? user->name : truncate_text(a, full, length, NAME_MOST),
        .surname =
            user->surname != NULL ? user->surname : truncate_text(a, rest, strlen(rest), NAME_MOST),
    };
}

static enum identity_type type_of(const struct seed_user *user)
{
    return (enum identity_type) name_index(identity_type_names, user->identity.type);
}

static int64_t profile_of(const struct realm *realm, const struct seed_user *user)
{
    return type_of(user) == IDENTITY_CONSUMER ? realm->consumers_profile
                                              : realm->corporates_profile;
}

/* Written as text: building a JSON tree took a tenth of the time of a large seed. */
const char *seed_generated_details(struct arena *a, const struct realm *realm,
                                   const struct seed_user *user)
{
    const struct seed_names names = seed_names_of(a, user);
    bool consumer = type_of(user) == IDENTITY_CONSUMER;
    struct text t = TEXT_IN(a);

    text_member(&t, "{\"rootUser\":{\"name\":", names.name);
    text_member(&t, ",\"surname\":", names.surname);
    text_member(&t, ",\"email\":", user->email);
    /* a placeholder that the rules require: answers show the number from its own columns */
    text_add(&t, ",\"mobile\":{\"countryCode\":\"+1\",\"number\":\"0\"}");
    text_add(&t, consumer ? ",\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":1},"
                            "\"address\":{\"country\":\"MT\"}}"
                          : ",\"companyPosition\":\"DIRECTOR\"}");
    text_member(
        &t, ",\"ipAddress\":\"127.0.0.1\",\"profileId\":", arena_int(a, profile_of(realm, user)));
    if (!consumer) {
        text_member(&t, ",\"baseCurrency\":\"EUR\",\"company\":{\"type\":\"LLC\",\"name\":",
                    truncate_text(a, names.identity, strlen(names.identity), COMPANY_MOST));
        text_add(&t, ",\"registrationCountry\":\"MT\"}");
    }
    text_char(&t, '}');
    return text_string(&t);
}

/* `otherwise` with what the document gives. */
static struct diligence_result judgement_of(const char *status, const char *level,
                                            struct diligence_result otherwise)
{
    if (status != NULL)
        otherwise.status = (enum diligence_status) name_index(diligence_names, status);
    if (level != NULL)
        otherwise.level = (enum diligence_level) name_index(diligence_level_names, level);
    return otherwise;
}

/* The due diligence and the activation of an identity, where the document gives any. */
static int set_diligence(const struct context *ctx, const struct seed_identity *given, int64_t id)
{
    struct diligence d = DILIGENCE_INITIAL;
    bool any = given->diligence != NULL || given->level != NULL ||
               given->ongoing_diligence != NULL || given->ongoing_level != NULL ||
               given->diligence_reference != 0;

    d.effective = judgement_of(given->diligence, given->level, d.effective);
    d.ongoing = judgement_of(given->ongoing_diligence, given->ongoing_level, d.effective);
    d.reference = given->diligence_reference;
    int rc = any ? store_identity_set_diligence(ctx->store, id, &d) : 0;

    return rc == 0 && given->active == NO ? store_identity_set_active(ctx->store, id, false) : rc;
}

/* Inserts the identity of a root user; finds that of an authorised user. */
int seed_insert_identity(struct seed_apply *state, size_t i)
{
    const struct context *ctx = &state->context;
    const struct seed_user *user = seed_user_at(state, i);
    struct user_record *record = seed_created_at(state, i);
    struct user *made = &record->user;

    if (made->type == USER_AUTHORISED) {
        size_t root_user = seed_index_root_user(&state->index, ctx->arena, user);

        made->identity = root_user == NOT_IN_SEED ? 0 : seed_created_at(state, root_user)->user.id;
        return 0;
    }
    made->identity = made->id;
    const struct identity identity = {
        .id = made->id,
        .realm = ctx->realm->id,
        .type = type_of(user),
        .profile = profile_of(ctx->realm, user),
        .name = seed_names_of(ctx->arena, user).identity,
        .details = user->identity.details == NULL
                       ? seed_generated_details(ctx->arena, ctx->realm, user)
                       : json_text(ctx->arena, user->identity.details),
        .created = record->created,
    };
    int rc = identity_add(&state->context, &identity);

    state->result->identities++;
    return rc < 0 ? rc : set_diligence(ctx, &user->identity, made->id);
}
