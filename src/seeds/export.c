/* SPDX-License-Identifier: MIT */
/* Exporting the content of a realm as a seed document (control.md 7). */
#include "export.h"

#include "apply.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/users_store.h"
#include "json/values.h"
#include "model/password.h"
#include "weavr/resources_store.h"

#include <errno.h>
#include <string.h>

static const struct field identity_fields[] = {
    SHOW_TEXT(struct seed_identity, type, "type"),
    SHOW_ID(struct seed_identity, id, "id"),
    SHOW_TEXT(struct seed_identity, name, "name", OPTIONAL),
    SHOW_MAYBE(struct seed_identity, root, "root"),
    SHOW_MAYBE(struct seed_identity, active, "active"),
    SHOW_TEXT(struct seed_identity, diligence, "dueDiligence", OPTIONAL),
    SHOW_TEXT(struct seed_identity, level, "level", OPTIONAL),
    SHOW_TEXT(struct seed_identity, ongoing_diligence, "ongoingDueDiligence", OPTIONAL),
    SHOW_TEXT(struct seed_identity, ongoing_level, "ongoingLevel", OPTIONAL),
    SHOW_ID(struct seed_identity, diligence_reference, "dueDiligenceReference", OPTIONAL),
    SHOW_JSON(struct seed_identity, shown_details, "details", OPTIONAL),
    END_OF_FIELDS,
};

static const struct field user_fields[] = {
    SHOW_ID(struct seed_user, id, "id"),
    SHOW_ID(struct seed_user, person, "person", OPTIONAL),
    SHOW_TEXT(struct seed_user, email, "email"),
    SHOW_MAYBE(struct seed_user, email_verified, "emailVerified"),
    SHOW_MAYBE(struct seed_user, email_released, "emailReleased"),
    SHOW_MAYBE(struct seed_user, email_shared, "emailShared"),
    SHOW_TEXT(struct seed_user, name, "name"),
    SHOW_TEXT(struct seed_user, surname, "surname"),
    SHOW_TEXT(struct seed_user, password_hash, "passwordHash", OPTIONAL),
    SHOW_TEXTS(struct seed_user, earlier_hashes, "earlierPasswordHashes", OPTIONAL),
    SHOW_TEXT(struct seed_user, password_set, "passwordSetAt", OPTIONAL),
    SHOW_MAYBE(struct seed_user, password_expired, "passwordExpired"),
    SHOW_POINTER(struct seed_user, shown_mobile, "mobile", mobile_fields, OPTIONAL),
    SHOW_MAYBE(struct seed_user, mobile_verified, "mobileVerified"),
    SHOW_INTEGER(struct seed_user, mobile_changes, "mobileChanges", OPTIONAL),
    SHOW_OBJECT(struct seed_user, identity, "identity", identity_fields),
    SHOW_TEXTS(struct seed_user, factors, "factors", OPTIONAL),
    SHOW_TEXTS(struct seed_user, pending_factors, "pendingFactors", OPTIONAL),
    SHOW_TEXTS(struct seed_user, inactive_factors, "inactiveFactors", OPTIONAL),
    SHOW_MAYBE(struct seed_user, two_factor, "twoFactor"),
    SHOW_JSON(struct seed_user, shown_flags, "twofa", OPTIONAL),
    SHOW_LIST(struct seed_user, credentials, "credentials", seed_credential_fields, OPTIONAL),
    SHOW_POINTER(struct seed_user, shown_phone, "phone", phone_fields, OPTIONAL),
    SHOW_MAYBE(struct seed_user, active, "active"),
    SHOW_JSON(struct seed_user, shown_details, "details", OPTIONAL),
    SHOW_MAYBE(struct seed_user, invite_consumed, "inviteConsumed"),
    SHOW_TEXT(struct seed_user, diligence, "dueDiligence", OPTIONAL),
    SHOW_TEXT(struct seed_user, created, "createdAt"),
    END_OF_FIELDS,
};

static const struct field resource_fields[] = {
    SHOW_TEXT(struct seed_resource, shown_type, "type"),
    SHOW_ID(struct seed_resource, form.id, "id"),
    SHOW_TEXT(struct seed_resource, shown_state, "state"),
    SHOW_TEXT(struct seed_resource, form.outcome, "outcome"),
    SHOW_TEXT(struct seed_resource, owner, "ownerIdentity"),
    SHOW_TEXT(struct seed_resource, created, "createdAt"),
    END_OF_FIELDS,
};

static const struct field export_fields[] = {
    SHOW_LIST(struct seed, users, "users", user_fields),
    SHOW_LIST(struct seed, resources, "resources", resource_fields),
    SHOW_POINTER(struct seed, shown_cyrexa, "cyrexa", seed_cyrexa_fields, OPTIONAL),
    END_OF_FIELDS,
};
const struct view export_view = {.name = "SeedExport", .fields = export_fields};

const char *seed_time(struct arena *a, int64_t time)
{
    char text[CLOCK_TEXT_SIZE];

    clock_format(time, text);
    return arena_text(a, text);
}

/* An export leaves out what is the default of a document. */
static enum maybe no_or_unset(bool flag)
{
    return flag ? UNSET : NO;
}

static enum maybe yes_or_unset(bool flag)
{
    return flag ? YES : UNSET;
}

static const char *unless_same(const char *text, const char *usual)
{
    return strcmp(text, usual) == 0 ? NULL : text;
}

/* Leaves out the initial state, and an ongoing check that equals the effective one. */
static void show_diligence(const struct diligence *d, struct seed_identity *ret)
{
    bool untouched = d->effective.status == DILIGENCE_NOT_STARTED &&
                     d->effective.level == DILIGENCE_INITIAL.effective.level;
    bool one = d->effective.status == d->ongoing.status && d->effective.level == d->ongoing.level;

    if (!untouched || !one) {
        ret->diligence = diligence_names[d->effective.status];
        ret->level = diligence_level_names[d->effective.level];
    }
    if (!one) {
        ret->ongoing_diligence = diligence_names[d->ongoing.status];
        ret->ongoing_level = diligence_level_names[d->ongoing.level];
    }
    ret->diligence_reference = d->reference;
}

/* Leaves out details that equal those which an import would generate. */
static int show_identity(struct request *r, const struct user *user, struct seed_user *ret)
{
    struct identity identity;
    int rc = store_identity_find(r->store, r->arena, user->identity, &identity);

    if (rc < 0)
        return rc;
    ret->identity.type = identity_type_names[identity.type];
    ret->identity.id = identity.id;
    if (user->type == USER_AUTHORISED) {
        ret->identity.root = NO;
        return 0;
    }
    ret->identity.name = is_blank(identity.name) ? NULL : identity.name;
    ret->identity.active = no_or_unset(identity.active);
    show_diligence(&identity.diligence, &ret->identity);
    ret->identity.shown_details =
        unless_same(identity.details, seed_generated_details(r->arena, r->realm, ret));
    return 0;
}

static int show_factors(struct request *r, int64_t person, struct seed_user *ret)
{
    struct list *const lists[] = {[FACTOR_PENDING] = &ret->pending_factors,
                                  [FACTOR_ACTIVE] = &ret->factors,
                                  [FACTOR_INACTIVE] = &ret->inactive_factors};
    struct list factors;
    int rc = store_factors(r->store, r->arena, r->realm->id, person, &factors);

    for (size_t i = 0; rc == 0 && i < factors.count; i++) {
        const struct factor *factor = list_at(&factors, i);

        *(const char **) list_add(lists[factor->status], r->arena) = channel_names[factor->channel];
    }
    return rc;
}

#define ALL INT64_MAX

/* The hashes before the current one, oldest first. */
static int show_passwords(struct request *r, const struct person *person, struct seed_user *ret)
{
    struct list hashes;
    int rc = store_passwords(r->store, r->arena, r->realm->id, person->id, ALL, &hashes);

    for (size_t i = hashes.count; rc == 0 && i > 1; i--)
        *(const char **) list_add(&ret->earlier_hashes, r->arena) =
            *(const char **) list_at(&hashes, i - 1);
    ret->password_expired = yes_or_unset(person->password_expired);
    ret->password_hash = person->password_hash;
    if (person->password_hash != NULL)
        ret->password_set = seed_time(r->arena, person->password_set);
    return rc;
}

/* What the person's first user shows of the person. */
static int show_person(struct request *r, int64_t id, struct seed_user *ret)
{
    struct two_factor flags;
    struct person person;
    int rc = store_person_find(r->store, r->arena, r->realm->id, id, &person);

    if (rc == 0)
        rc = show_passwords(r, &person, ret);
    if (rc == 0)
        rc = show_factors(r, id, ret);
    if (rc < 0)
        return rc;
    if (person.push_answer != NULL) {
        ret->phone = (struct phone){person.push_answer, person.push_answer_after};
        ret->shown_phone = &ret->phone;
    }
    rc = store_two_factor_find(r->store, r->arena, r->realm->id, id, &flags);
    ret->two_factor = rc == -ENOENT ? NO : UNSET;
    if (rc == 0 && (flags.login || flags.trading || flags.funding))
        ret->shown_flags = json_text_taken(r->arena, two_factor_json(&flags));
    return rc == 0 || rc == -ENOENT ? seed_export_credentials(r, id, &ret->credentials) : rc;
}

/* `ret` must not move: it points into itself. */
static int show_user(struct request *r, const struct user_record *record, struct seed_user *ret)
{
    const struct user *user = &record->user;

    *ret = (struct seed_user){
        .id = user->id,
        .person = user->person == user->id ? 0 : user->person,
        .email = user->email,
        .email_verified = user->email_verified ? YES : NO,
        .email_released = yes_or_unset(record->email_released),
        .email_shared = yes_or_unset(record->email_shared),
        .name = user->name,
        .surname = user->surname,
        .earlier_hashes = LIST_OF(const char *),
        .credentials = LIST_OF(struct seed_credential),
        .mobile = {user->mobile_country_code, user->mobile_number},
        .mobile_verified = user->mobile_verified ? YES : NO,
        .factors = LIST_OF(const char *),
        .pending_factors = LIST_OF(const char *),
        .inactive_factors = LIST_OF(const char *),
        .active = no_or_unset(user->active),
        .shown_details = record->details == NULL ? NULL : unless_same(record->details, "{}"),
        .invite_consumed = yes_or_unset(record->invite_consumed),
        .diligence = unless_same(record->diligence, diligence_names[0]),
        .mobile_changes = record->mobile_changes,
        .created = seed_time(r->arena, record->created),
    };
    if (ret->mobile.number != NULL)
        ret->shown_mobile = &ret->mobile;
    int rc = show_identity(r, user, ret);

    return rc == 0 && ret->person == 0 ? show_person(r, user->person, ret) : rc;
}

/* ---- the document, piece by piece ---- */

/* The text before the first item of a part, if the part before is open; its bracket is closed here. */
static const char *const openings[] = {
    [EXPORT_USERS] = "{\"users\":[",
    [EXPORT_RESOURCES] = "],\"resources\":[",
    [EXPORT_ORGANIZATIONS] = "],\"cyrexa\":{\"organizations\":[",
    [EXPORT_CUSTOMERS] = "],\"customers\":[",
};

static void open_part(struct exporting *x, enum export_part part)
{
    for (; x->opened < part; x->items = 0)
        text_add(&x->text, openings[++x->opened]);
}

void exporting_add(struct exporting *x, enum export_part part, const char *item)
{
    open_part(x, part);
    if (x->items++ > 0)
        text_char(&x->text, ',');
    text_add(&x->text, item);
}

/* Users and resources are always shown, the other parts only if one of them has items. */
static void close_document(struct exporting *x)
{
    bool cyrexa = x->opened > EXPORT_RESOURCES;

    open_part(x, cyrexa ? EXPORT_CUSTOMERS : EXPORT_RESOURCES);
    text_add(&x->text, cyrexa ? "]}}" : "]}");
}

static const struct view user_view = {.name = "SeedUserExport", .fields = user_fields};
static const struct view resource_view = {.name = "SeedResourceExport", .fields = resource_fields};

static void add_viewed(struct request *r, struct exporting *x, enum export_part part,
                       const struct view *view, const void *shown)
{
    struct text t = TEXT_IN(r->arena);

    view_write(&t, view, shown);
    exporting_add(x, part, text_string(&t));
}

static int export_users(struct request *r, struct exporting *x, int64_t most, bool *ret_more)
{
    struct list users;
    int rc = store_user_records(r->store, r->arena, r->realm->id, &x->users, most, &users);

    for (size_t i = 0; rc == 0 && i < users.count; i++) {
        const struct user_record *record = list_at(&users, i);
        struct seed_user shown;

        rc = show_user(r, record, &shown);
        if (rc < 0)
            return rc;
        add_viewed(r, x, EXPORT_USERS, &user_view, &shown);
        x->users = (struct users_place){.created = record->created, .id = record->user.id};
    }
    *ret_more = rc == 0 && (int64_t) users.count == most;
    return rc;
}

static int export_resources(struct request *r, struct exporting *x, int64_t most, bool *ret_more)
{
    struct list resources;
    int rc = store_resources(r->store, r->arena, r->realm->id, &x->resource, most, &resources);

    for (size_t i = 0; rc == 0 && i < resources.count; i++) {
        const struct resource *resource = list_at(&resources, i);
        const struct seed_resource shown = {
            .form = {.id = resource->id, .outcome = resource->outcome},
            .owner = arena_int(r->arena, resource->identity),
            .created = seed_time(r->arena, resource->created),
            .shown_type = resource_type_names[resource->type],
            .shown_state = resource_state_names[resource->state],
        };

        add_viewed(r, x, EXPORT_RESOURCES, &resource_view, &shown);
        x->resource = *resource;
    }
    *ret_more = rc == 0 && (int64_t) resources.count == most;
    return rc;
}

static int export_organizations(struct request *r, struct exporting *x, int64_t most,
                                bool *ret_more)
{
    int rc = seed_export_organizations(r, x, most);

    *ret_more = rc == 0 && !x->place.ended;
    return rc;
}

static int export_customers(struct request *r, struct exporting *x, int64_t most, bool *ret_more)
{
    int rc = seed_export_customers(r, x, most);

    *ret_more = rc == 0 && !x->place.ended;
    return rc;
}

/* Some milliseconds of work. */
#define PIECE_ITEMS 100

static int export_piece(struct request *r, struct exporting *x)
{
    static int (*const parts[])(struct request *, struct exporting *, int64_t, bool *) = {
        [EXPORT_USERS] = export_users,
        [EXPORT_RESOURCES] = export_resources,
        [EXPORT_ORGANIZATIONS] = export_organizations,
        [EXPORT_CUSTOMERS] = export_customers,
    };
    bool more = false;
    int rc = parts[x->part](r, x, PIECE_ITEMS, &more);

    if (rc == 0 && !more) {
        x->part++;
        x->place = (struct export_place){.created = INT64_MIN};
    }
    return rc;
}

static struct exporting *begin_piece(struct request *r)
{
    struct exporting *x = request_progress(r, sizeof *x);

    if (x->text.length == 0) {
        x->text = TEXT_IN(r->arena);
        x->users.created = INT64_MIN;
        text_add(&x->text, openings[EXPORT_USERS]);
        request_read_realm(r);
    }
    return x;
}

int seed_export(struct request *r, const struct text **ret)
{
    struct exporting *x = begin_piece(r);
    struct arena *kept = r->arena;
    struct arena scratch = ARENA_EMPTY;

    /* what a piece reads is not needed afterwards */
    r->arena = &scratch;
    int rc = export_piece(r, x);

    r->arena = kept;
    arena_free(&scratch);
    *ret = NULL;
    if (rc < 0 || x->part < EXPORTED)
        return rc;
    close_document(x);
    request_end_reading(r);
    *ret = &x->text;
    return 0;
}
