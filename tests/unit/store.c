/* SPDX-License-Identifier: MIT */
/* The store: what each file keeps, what it forbids, and which databases it refuses. */
#include "suites.h"

#include "base/text.h"
#include "cyrexa/access/access_store.h"
#include "weavr/challenges_store.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/outbox_store.h"
#include "directory/people_store.h"
#include "store/realms.h"
#include "store/replays.h"
#include "weavr/resources_store.h"
#include "directory/sessions_store.h"
#include "store/snapshots.h"
#include "directory/users_store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REALM 1
#define OTHER_REALM 2
#define ADA 10
#define BOB 20

static struct arena arena;
static struct store *store;
static char path[] = "/tmp/sandgate-store-XXXXXX";

static struct store *open_at(const char *file)
{
    struct store *opened = NULL;
    char error[500];

    ck_assert_msg(store_open(file, &opened, error, sizeof error) == 0, "%s", error);
    return opened;
}

static struct realm_row realm_row(int64_t id)
{
    return (struct realm_row){
        .id = id,
        .name = arena_printf(&arena, "realm-%d", (int) id),
        .api_key = arena_printf(&arena, "api-%d", (int) id),
        .ui_key = arena_printf(&arena, "ui-%d", (int) id),
        .consumers_profile = 100 + id,
        .corporates_profile = 200 + id,
        .tenant_id = arena_printf(&arena, "tenant-%d", (int) id),
        .client_id = arena_printf(&arena, "client-%d", (int) id),
        .client_secret = "secret",
        .settings = "{}",
        .seeds = "[]",
        .created = 1,
    };
}

static struct identity identity_row(int64_t id)
{
    return (struct identity){.id = id,
                             .realm = REALM,
                             .type = IDENTITY_CONSUMER,
                             .profile = 101,
                             .name = "Somebody",
                             .details = "{}",
                             .created = 1};
}

static struct user user_row(int64_t id, const char *email)
{
    return (struct user){.id = id,
                         .realm = REALM,
                         .identity = id,
                         .person = id,
                         .type = USER_ROOT,
                         .email = email,
                         .name = "Some",
                         .surname = "Body",
                         .active = true,
                         .created = 1};
}

static void add_person(int64_t id, const char *email)
{
    const struct identity identity = identity_row(id);
    const struct person person = {.id = id, .created = 1};
    const struct user user = user_row(id, email);

    ck_assert_int_eq(store_identity_insert(store, &identity), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &person), 0);
    ck_assert_int_eq(store_user_insert(store, &user), 0);
}

static void add_session(int64_t id, const char *token)
{
    const struct session session = {.id = id,
                                    .realm = REALM,
                                    .person = ADA,
                                    .identity = ADA,
                                    .user = ADA,
                                    .kind = SESSION_ACCESS,
                                    .created = 1000,
                                    .last_activity = 1000,
                                    .token = token};

    ck_assert_int_eq(store_session_insert(store, &session), 0);
}

static void open_store(void)
{
    strcpy(strrchr(path, '-') + 1, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
    store = open_at(NULL);
    for (int64_t id = REALM; id <= OTHER_REALM; id++) {
        const struct realm_row row = realm_row(id);

        ck_assert_int_eq(store_realm_insert(store, &row), 0);
    }
    add_person(ADA, "ada@example.test");
    add_person(BOB, "bob@example.test");
}

static void close_store(void)
{
    char command[100];

    store_close(store);
    arena_free(&arena);
    snprintf(command, sizeof command, "rm -rf %s", path);
    ck_assert_int_eq(system(command), 0);
}

/* ---- realms ---- */

START_TEST(keeps_a_realm_with_its_clock_and_settings)
{
    const struct clock clock = {.offset = 5, .frozen = true, .stopped_at = 77};
    struct list rows;

    ck_assert_int_eq(store_realm_set_clock(store, OTHER_REALM, &clock), 0);
    ck_assert_int_eq(store_realm_set_settings(store, OTHER_REALM, "{\"a\":1}"), 0);
    ck_assert_int_eq(store_realms(store, &arena, &rows), 0);
    ck_assert_uint_eq(rows.count, 2);
    const struct realm_row *row = list_at(&rows, 1);

    ck_assert_str_eq(row->name, "realm-2");
    ck_assert_str_eq(row->client_secret, "secret");
    ck_assert_int_eq(row->clock.offset, 5);
    ck_assert(row->clock.frozen);
    ck_assert_int_eq(row->clock.stopped_at, 77);
    ck_assert_str_eq(row->settings, "{\"a\":1}");
    ck_assert_int_eq(store_realm_set_settings(store, 99, "{}"), -ENOENT);
    ck_assert_int_eq(store_realm_set_clock(store, 99, &clock), -ENOENT);
}
END_TEST

START_TEST(refuses_a_realm_whose_name_key_or_profile_is_taken)
{
    struct realm_row row = realm_row(3);

    switch (_i) {
    case 0:
        row.name = "realm-1";
        break;
    case 1:
        row.api_key = "api-1";
        break;
    case 2:
        row.ui_key = "ui-1";
        break;
    case 3:
        row.consumers_profile = 101;
        break;
    case 4:
        row.corporates_profile = 201;
        break;
    case 5:
        row.tenant_id = "tenant-1";
        break;
    case 6:
        row.client_id = "client-1";
        break;
    default:
        row.id = REALM;
        break;
    }
    ck_assert_int_eq(store_realm_insert(store, &row), -EEXIST);
    ck_assert_str_ne(store_error(store), "");
}
END_TEST

START_TEST(clears_a_realm_and_leaves_the_others)
{
    struct person person;
    bool has_tokens;

    add_session(100, "token");
    ck_assert_int_eq(store_realm_has_tokens(store, REALM, &has_tokens), 0);
    ck_assert(has_tokens);
    ck_assert_int_eq(store_realm_clear(store, OTHER_REALM), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_int_eq(store_realm_clear(store, REALM), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), -ENOENT);
    ck_assert_int_eq(store_realm_has_tokens(store, REALM, &has_tokens), 0);
    ck_assert(!has_tokens);
    ck_assert_int_eq(store_realm_delete(store, REALM), 0);
    struct list rows;

    ck_assert_int_eq(store_realms(store, &arena, &rows), 0);
    ck_assert_uint_eq(rows.count, 1);
}
END_TEST

/* ---- people, users, factors ---- */

START_TEST(keeps_a_person)
{
    struct person person;

    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_ptr_null(person.password_hash);
    ck_assert_int_eq(store_person_find(store, &arena, OTHER_REALM, ADA, &person), -ENOENT);
    person = (struct person){.id = ADA, .failed_logins = 3, .locked_until = 9};
    ck_assert_int_eq(store_person_set_logins(store, REALM, &person), 0);
    ck_assert_int_eq(store_person_stepped_up(store, REALM, ADA, 8), 0);
    ck_assert_int_eq(store_person_expire_password(store, REALM, ADA, true), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_int_eq(person.failed_logins, 3);
    ck_assert_int_eq(person.locked_until, 9);
    ck_assert_int_eq(person.stepped_up, 8);
    ck_assert(person.password_expired);
    ck_assert_int_eq(store_person_expire_password(store, OTHER_REALM, ADA, true), -ENOENT);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = ADA}), -EEXIST);
    ck_assert_int_eq(store_person_insert(store, 99, &(struct person){.id = 30}), -EIO);
}
END_TEST

START_TEST(remembers_the_newest_passwords)
{
    struct person person;
    struct list hashes;

    for (int64_t i = 0; i < 5; i++)
        ck_assert_int_eq(store_person_set_password(store, REALM, ADA,
                                                   arena_printf(&arena, "hash-%d", (int) i), i, 3),
                         0);
    ck_assert_int_eq(store_passwords(store, &arena, REALM, ADA, 10, &hashes), 0);
    ck_assert_uint_eq(hashes.count, 3);
    ck_assert_str_eq(*(const char **) list_at(&hashes, 0), "hash-4");
    ck_assert_str_eq(*(const char **) list_at(&hashes, 2), "hash-2");
    ck_assert_int_eq(store_passwords(store, &arena, REALM, ADA, 1, &hashes), 0);
    ck_assert_uint_eq(hashes.count, 1);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, ADA, &person), 0);
    ck_assert_str_eq(person.password_hash, "hash-4");
    ck_assert_int_eq(person.password_set, 4);
    ck_assert_int_eq(store_person_set_password(store, REALM, 99, "x", 1, 3), -ENOENT);
}
END_TEST

START_TEST(finds_people_by_address)
{
    struct list people;

    ck_assert_int_eq(store_people(store, &arena, REALM, NULL, 10, &people), 0);
    ck_assert_uint_eq(people.count, 2);
    ck_assert_int_eq(store_people(store, &arena, REALM, NULL, 1, &people), 0);
    ck_assert_uint_eq(people.count, 1);
    ck_assert_int_eq(store_people(store, &arena, REALM, "BOB@example.test", 10, &people), 0);
    ck_assert_uint_eq(people.count, 1);
    ck_assert_int_eq(((struct person *) list_at(&people, 0))->id, BOB);
    ck_assert_int_eq(store_people(store, &arena, OTHER_REALM, NULL, 10, &people), 0);
    ck_assert_uint_eq(people.count, 0);
}
END_TEST

START_TEST(refuses_an_address_that_is_reserved)
{
    const struct identity identity = identity_row(30);
    struct user user = user_row(30, "ADA@example.test");

    ck_assert_int_eq(store_identity_insert(store, &identity), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = 30}), 0);
    ck_assert_int_eq(store_user_insert(store, &user), -EEXIST);
    user.email = "carol@example.test";
    ck_assert_int_eq(store_user_insert(store, &user), 0);
    ck_assert_int_eq(store_user_insert(store, &user), -EEXIST);
}
END_TEST

START_TEST(keeps_a_user)
{
    struct user user;

    ck_assert_int_eq(store_user_find_by_email(store, &arena, REALM, "Ada@Example.Test", &user), 0);
    ck_assert_int_eq(user.id, ADA);
    ck_assert(user.active && user.identity_active && !user.email_verified);
    ck_assert_int_eq(
        store_user_find_by_email(store, &arena, OTHER_REALM, "ada@example.test", &user), -ENOENT);
    ck_assert_int_eq(store_user_set_email_code(store, ADA, "123456", 99), 0);
    ck_assert_int_eq(store_user_set_active(store, ADA, false), 0);
    ck_assert_int_eq(store_identity_set_active(store, ADA, false), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    ck_assert_str_eq(user.email_code, "123456");
    ck_assert_int_eq(user.email_deadline, 99);
    ck_assert(!user.active && !user.identity_active);
    ck_assert_int_eq(store_user_find(store, &arena, 99, &user), -ENOENT);
    ck_assert_int_eq(store_user_set_active(store, 99, true), -ENOENT);
}
END_TEST

START_TEST(keeps_one_status_for_each_factor)
{
    struct factor factor = {CHANNEL_AUTHY, FACTOR_PENDING};
    enum factor_status status;
    struct list factors;

    ck_assert_int_eq(store_factor_status(store, REALM, ADA, CHANNEL_AUTHY, &status), 0);
    ck_assert_int_eq(status, FACTOR_NONE);
    ck_assert_int_eq(store_factor_set(store, REALM, ADA, &factor), 0);
    factor.status = FACTOR_ACTIVE;
    ck_assert_int_eq(store_factor_set(store, REALM, ADA, &factor), 0);
    factor.channel = CHANNEL_SMS;
    ck_assert_int_eq(store_factor_set(store, REALM, ADA, &factor), 0);
    ck_assert_int_eq(store_factor_status(store, REALM, ADA, CHANNEL_AUTHY, &status), 0);
    ck_assert_int_eq(status, FACTOR_ACTIVE);
    ck_assert_int_eq(store_factors(store, &arena, REALM, ADA, &factors), 0);
    ck_assert_uint_eq(factors.count, 2);
    ck_assert_int_eq(((struct factor *) list_at(&factors, 0))->channel, CHANNEL_SMS);
    ck_assert_int_eq(store_factor_set(store, REALM, 99, &factor), -EIO);
}
END_TEST

START_TEST(keeps_an_identity_and_its_diligence)
{
    struct identity identity;
    struct list held;
    int64_t count;

    ck_assert_int_eq(store_identity_find(store, &arena, ADA, &identity), 0);
    ck_assert_int_eq(identity.diligence.effective.status, DILIGENCE_NOT_STARTED);
    ck_assert_int_eq(identity.diligence.ongoing.level, DILIGENCE_LEVEL_2);
    ck_assert_int_eq(identity.diligence.reference, 0);
    const struct diligence diligence = {
        {DILIGENCE_APPROVED, DILIGENCE_LEVEL_1}, {DILIGENCE_PENDING_REVIEW, DILIGENCE_LEVEL_2}, 77};

    ck_assert_int_eq(store_identity_set_diligence(store, ADA, &diligence), 0);
    ck_assert_int_eq(store_identity_find(store, &arena, ADA, &identity), 0);
    ck_assert_int_eq(identity.diligence.effective.status, DILIGENCE_APPROVED);
    ck_assert_int_eq(identity.diligence.effective.level, DILIGENCE_LEVEL_1);
    ck_assert_int_eq(identity.diligence.ongoing.status, DILIGENCE_PENDING_REVIEW);
    ck_assert_int_eq(identity.diligence.ongoing.level, DILIGENCE_LEVEL_2);
    ck_assert_int_eq(identity.diligence.reference, 77);
    ck_assert_int_eq(store_identity_find(store, &arena, 99, &identity), -ENOENT);
    ck_assert_int_eq(store_held_identities(store, &arena, REALM, ADA, -1, 0, &held), 0);
    ck_assert_uint_eq(held.count, 1);
    ck_assert_int_eq(store_identity_set_active(store, ADA, false), 0);
    ck_assert_int_eq(store_held_identities_count(store, REALM, ADA, &count), 0);
    ck_assert_int_eq(count, 0);
    const struct identity again = identity_row(ADA);

    ck_assert_int_eq(store_identity_insert(store, &again), -EEXIST);
}
END_TEST

static bool is_taken(const char *email, int64_t user)
{
    bool taken = false;

    ck_assert_int_eq(store_email_is_taken(store, REALM, email, user, &taken), 0);
    return taken;
}

START_TEST(keeps_an_address_pending_for_one_user)
{
    struct user ada;
    struct user bob;

    ck_assert_int_eq(store_user_find(store, &arena, ADA, &ada), 0);
    ck_assert_ptr_null(ada.email_pending);
    ada.email_pending = "new@example.test";
    ck_assert_int_eq(store_user_update(store, &ada), 0);
    ck_assert_int_eq(store_user_set_email_code(store, ADA, "123456", 99), 0);
    ck_assert_int_eq(
        store_user_find_by_pending_email(store, &arena, REALM, "NEW@example.test", &ada), 0);
    ck_assert_int_eq(ada.id, ADA);
    ck_assert_str_eq(ada.email_pending, "new@example.test");
    ck_assert(is_taken("new@example.test", 0) && is_taken("new@example.test", BOB));
    ck_assert(!is_taken("new@example.test", ADA) && !is_taken("other@example.test", 0));
    ck_assert_int_eq(store_user_find(store, &arena, BOB, &bob), 0);
    bob.email_pending = "New@example.test";
    ck_assert_int_eq(store_user_update(store, &bob), -EEXIST);
    /* in its time it is nobody else's */
    ck_assert_int_eq(store_user_release_email(store, REALM, "new@example.test", 98), 0);
    ck_assert(is_taken("new@example.test", 0));
    ck_assert_int_eq(store_user_release_email(store, REALM, "new@example.test", 99), 0);
    ck_assert(!is_taken("new@example.test", 0));
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &ada), 0);
    ck_assert_ptr_null(ada.email_pending);
    ck_assert_ptr_null(ada.email_code);
}
END_TEST

START_TEST(keeps_a_former_number_until_the_present_one_is_verified)
{
    struct user user;

    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    user.mobile_country_code = "+49";
    user.mobile_number = "3";
    user.mobile_former = "+441";
    ck_assert_int_eq(store_user_update(store, &user), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    ck_assert_str_eq(user.mobile_former, "+441");
    ck_assert(!user.mobile_verified);
    ck_assert_int_eq(store_user_mobile_verified(store, ADA), 0);
    ck_assert_int_eq(store_user_find(store, &arena, ADA, &user), 0);
    ck_assert_ptr_null(user.mobile_former);
    ck_assert(user.mobile_verified);
    ck_assert_int_eq(store_user_mobile_verified(store, 99), -ENOENT);
}
END_TEST

START_TEST(keeps_credentials_of_the_other_gateway)
{
    const struct credential_row one = {1000, ADA, CREDENTIAL_USERNAME, "ada", "hash", NULL, 1};
    const struct credential_row taken = {1001, BOB, CREDENTIAL_USERNAME, "ada", NULL, NULL, 1};
    const struct credential_row other = {1002, ADA, CREDENTIAL_PASSPORT, "ada", NULL, "{}", 1};
    struct credential_row found;
    struct list all;

    ck_assert_int_eq(store_credential_insert(store, REALM, &one), 0);
    ck_assert_int_eq(store_credential_insert(store, REALM, &taken), -EEXIST);
    ck_assert_int_eq(store_credential_insert(store, REALM, &other), 0);
    ck_assert_int_eq(store_credential_find(store, &arena, REALM, "username", "ada", &found), 0);
    ck_assert_int_eq(found.person, ADA);
    ck_assert_str_eq(found.code_hash, "hash");
    ck_assert_ptr_null(found.channel);
    ck_assert_int_eq(store_credential_find(store, &arena, REALM, "username", "Ada", &found),
                     -ENOENT);
    ck_assert_int_eq(store_credentials(store, &arena, REALM, ADA, &all), 0);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_int_eq(((struct credential_row *) list_at(&all, 0))->type, CREDENTIAL_USERNAME);
    ck_assert_int_eq(store_credential_set_value(store, 1002, "eve"), 0);
    ck_assert_int_eq(store_credential_set_code(store, 1002, "other"), 0);
    ck_assert_int_eq(store_credential_find(store, &arena, REALM, "passport", "eve", &found), 0);
    ck_assert_str_eq(found.code_hash, "other");
    ck_assert_int_eq(store_credential_delete(store, 1002), 0);
    ck_assert_int_eq(store_credential_delete(store, 1002), 0);
    ck_assert_int_eq(store_credential_find(store, &arena, REALM, "passport", "eve", &found),
                     -ENOENT);
}
END_TEST

START_TEST(keeps_one_two_factor_row_for_a_person)
{
    const struct two_factor row = {.id = "abc", .trading = true, .created = 5, .updated = 5};
    const struct two_factor changed = {.id = "def", .login = true, .created = 6, .updated = 7};
    struct two_factor found;

    ck_assert_int_eq(store_two_factor_find(store, &arena, REALM, ADA, &found), -ENOENT);
    ck_assert_int_eq(store_two_factor_set(store, REALM, ADA, &row), 0);
    ck_assert_int_eq(store_two_factor_set(store, REALM, ADA, &changed), 0);
    ck_assert_int_eq(store_two_factor_find(store, &arena, REALM, ADA, &found), 0);
    ck_assert_str_eq(found.id, "abc");
    ck_assert(found.login && !found.trading && !found.funding);
    ck_assert_int_eq(found.created, 5);
    ck_assert_int_eq(found.updated, 7);
}
END_TEST

static void add_customer(int64_t person, const char *name, int status, const char *organization)
{
    const struct person row = {.id = person, .created = 1};
    const struct customer customer = {.id = person,
                                      .name = name,
                                      .person = person,
                                      .status = status,
                                      .organization = organization,
                                      .details = "{}",
                                      .created = person};

    ck_assert_int_eq(store_person_insert(store, REALM, &row), 0);
    ck_assert_int_eq(store_customer_insert(store, REALM, &customer), 0);
}

static const struct {
    struct customer_filter filter;
    const char *names;
} pages[] = {
    {{.type = "Person", .to = 9999, .limit = 9}, "a b c d "},
    {{.type = "Person", .to = 9999, .limit = 2, .offset = 1}, "b c "},
    {{.type = "Person", .to = 9999, .limit = 2, .offset = 4}, ""},
    {{.type = "Person", .from = 6001, .to = 6003, .limit = 9}, "b c "},
    {{.type = "Person", .status = "new", .to = 9999, .limit = 9}, "a c "},
    {{.type = "Person", .status = "verified", .to = 9999, .limit = 9}, "b d "},
    {{.type = "Organization", .to = 9999, .limit = 9}, ""},
    {{.organization = "g", .to = 9999, .limit = 9}, "c d "},
    {{.organization = "g", .status = "verified", .to = 9999, .limit = 9}, "d "},
    {{.organization = "g", .type = "Organization", .to = 9999, .limit = 9}, ""},
};

static void add_group(const char *id, int application, const char *component)
{
    struct access_group group = {
        .id = id, .name = id, .application = application, .roles = LIST_OF(struct access_role)};

    *(struct access_role *) list_add(&group.roles, &arena) =
        (struct access_role){arena_printf(&arena, "%s of %s", component, id), component, "read"};
    ck_assert_int_eq(store_access_group_insert(store, REALM, &group), 0);
}

static int add_member(const char *group, int64_t customer)
{
    const struct access_member member = {.name = "m", .group = group, .customer = customer};

    return store_access_member_insert(store, REALM, &member);
}

/* The ids of the groups and of their first components, in order. */
static const char *access_of(int64_t person, int application, int64_t limit)
{
    struct text t = TEXT_IN(&arena);
    struct list groups;

    ck_assert_int_eq(
        store_access_of_person(store, &arena, REALM, person, application, limit, &groups), 0);
    for (size_t i = 0; i < groups.count; i++) {
        const struct access_group *group = list_at(&groups, i);
        const struct access_role *role = list_at(&group->roles, 0);

        ck_assert_int_eq(group->application, application);
        text_format(&t, "%s: %s, ", group->id, role->component);
    }
    return text_string(&t);
}

START_TEST(keeps_groups_of_rights_in_the_order_they_were_given)
{
    struct access_group group = {.id = "z", .name = "first", .roles = LIST_OF(struct access_role)};

    add_customer(6000, "a", 0, NULL);
    add_customer(6001, "b", 0, NULL);
    add_group("first", 0, "cards");
    add_group("second", 0, "cards");
    add_group("third", 1, "loans");
    ck_assert_int_eq(store_access_group_insert(store, REALM, &group), -EEXIST);
    ck_assert_int_eq(store_access_group_find(store, &arena, REALM, "third", &group), 0);
    ck_assert_int_eq(group.application, 1);
    ck_assert_int_eq(store_access_group_find(store, &arena, OTHER_REALM, "third", &group), -ENOENT);
    ck_assert_int_eq(add_member("second", 6000), 0);
    ck_assert_int_eq(add_member("first", 6000), 0);
    ck_assert_int_eq(add_member("third", 6000), 0);
    ck_assert_int_eq(add_member("first", 6000), -EEXIST);
    ck_assert_str_eq(access_of(6000, 0, 10), "second: cards of first, first: cards of first, ");
    ck_assert_str_eq(access_of(6000, 0, 1), "second: cards of first, ");
    ck_assert_str_eq(access_of(6000, 1, 10), "third: loans of third, ");
    ck_assert_str_eq(access_of(6001, 0, 10), "");
}
END_TEST

START_TEST(finds_a_page_of_customers)
{
    struct text names = TEXT_IN(&arena);
    struct list found;

    add_customer(6000, "a", 0, NULL);
    add_customer(6001, "b", 1, NULL);
    add_customer(6002, "c", 0, "g");
    add_customer(6003, "d", 1, "g");
    ck_assert_int_eq(store_customers(store, &arena, REALM, &pages[_i].filter, &found), 0);
    for (size_t i = 0; i < found.count; i++)
        text_format(&names, "%s ", ((const struct customer *) list_at(&found, i))->name);
    ck_assert_str_eq(text_string(&names), pages[_i].names);
}
END_TEST

/* ---- sessions, challenges, messages ---- */

/* Of session 100; they differ in their last character, and in the session that they name. */
#define TOKEN "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.tail"
#define FORGED "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.taik"
#define SHORTENED "head.eyJzaWQiOiAiMTAwIiwiaXNzIjoic2FuZGdhdGUifQ.tai"
#define OF_ANOTHER "head.eyJzaWQiOiAiMTAxIiwiaXNzIjoic2FuZGdhdGUifQ.tail"

START_TEST(finds_a_session_by_its_token_alone)
{
    static const char *const others[] = {FORGED, SHORTENED, OF_ANOTHER, "token", ""};
    struct session session;

    add_session(100, TOKEN);
    ck_assert_int_eq(store_session_find_by_token(store, TOKEN, &session), 0);
    ck_assert_int_eq(session.id, 100);
    ck_assert_int_eq(session.person, ADA);
    ck_assert_int_eq(session.kind, SESSION_ACCESS);
    ck_assert(session.identity_active);
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        ck_assert_int_eq(store_session_find_by_token(store, others[i], &session), -ENOENT);
    ck_assert_int_eq(store_session_find(store, 99, &session), -ENOENT);
}
END_TEST

START_TEST(ends_a_session_once)
{
    struct session session;

    add_session(100, "token");
    ck_assert_int_eq(store_session_step_up(store, 100), 0);
    ck_assert_int_eq(store_session_end(store, 100, 2000), 0);
    ck_assert_int_eq(store_session_end(store, 100, 3000), -ENOENT);
    ck_assert_int_eq(store_session_find(store, 100, &session), 0);
    ck_assert_int_eq(session.ended, 2000);
    ck_assert(session.stepped_up);
}
END_TEST

static bool count_visits(void *context, const struct session *session)
{
    int64_t *visits = context;

    ck_assert_ptr_nonnull(session->token);
    ++*visits;
    return session->id == 101;
}

START_TEST(visits_sessions_newest_first_until_told_to_stop)
{
    int64_t visits = 0;
    struct list all;

    add_session(100, "a");
    add_session(101, "b");
    add_session(102, "c");
    ck_assert_int_eq(store_sessions_of_person(store, REALM, ADA, count_visits, &visits), 0);
    ck_assert_int_eq(visits, 2);
    ck_assert_int_eq(store_sessions(store, &arena, REALM, &all), 0);
    ck_assert_uint_eq(all.count, 3);
    ck_assert_int_eq(((struct session *) list_at(&all, 0))->id, 102);
    ck_assert_int_eq(store_session_end(store, 102, 1), 0);
    ck_assert_int_eq(store_sessions(store, &arena, REALM, &all), 0);
    ck_assert_uint_eq(all.count, 2);
}
END_TEST

static int64_t activity(int64_t id)
{
    struct session session;

    ck_assert_int_eq(store_session_find(store, id, &session), 0);
    return session.last_activity;
}

START_TEST(knows_the_last_activity_before_it_is_written)
{
    add_session(100, "token");
    ck_assert_int_eq(activity(100), 1000);
    store_fail_at(store, 0);
    ck_assert_int_eq(store_session_used(store, 100, 1000, 1500), 0);
    ck_assert_int_eq(store_session_used(store, 100, 1500, 2000), 0);
    ck_assert_uint_eq(store_statements_run(store), 0);
    ck_assert_int_eq(activity(100), 2000);
    /* more than a second after what is stored */
    ck_assert_int_eq(store_session_used(store, 100, 2000, 2001), 0);
    ck_assert_uint_eq(store_statements_run(store), 2);
    ck_assert_int_eq(activity(100), 2001);
}
END_TEST

START_TEST(writes_the_activity_of_a_session_that_another_displaces)
{
    int64_t same_slot = 100 + ACTIVITY_SLOTS;

    add_session(100, "a");
    add_session(same_slot, "b");
    ck_assert_int_eq(store_session_used(store, 100, 1000, 1500), 0);
    ck_assert_int_eq(store_session_used(store, same_slot, 1000, 1600), 0);
    ck_assert_int_eq(activity(100), 1500);
    ck_assert_int_eq(activity(same_slot), 1600);
    ck_assert_int_eq(store_session_used(store, 100, 1500, 1700), 0);
    ck_assert_int_eq(activity(100), 1700);
    ck_assert_int_eq(activity(same_slot), 1600);
}
END_TEST

START_TEST(writes_the_activity_again_that_was_undone)
{
    struct session session;

    add_session(30, "t0");
    ck_assert_int_eq(store_session_used(store, 30, 1000, 1500), 0);
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(store_activity_flush(store), 0);
    store_rollback(store);
    ck_assert_int_eq(store_session_find(store, 30, &session), 0);
    ck_assert_int_eq(session.last_activity, 1500);
    ck_assert_int_eq(store_activity_flush(store), 0);
    store_activity_forget(store);
    ck_assert_int_eq(store_session_find(store, 30, &session), 0);
    ck_assert_int_eq(session.last_activity, 1500);
}
END_TEST

START_TEST(answers_a_fault_while_it_writes_activity)
{
    add_session(100, "token");
    store_fail_at(store, 1);
    ck_assert_int_eq(store_session_used(store, 100, 1000, 5000), -EIO);
    store_fail_at(store, 0);
    /* what could not be written is not forgotten */
    ck_assert_int_eq(store_activity_flush(store), 0);
    ck_assert_uint_eq(store_statements_run(store), 1);
    ck_assert_int_eq(activity(100), 5000);
}
END_TEST

START_TEST(keeps_a_challenge)
{
    struct challenge c = {.id = 300,
                          .realm = REALM,
                          .person = ADA,
                          .session = 100,
                          .kind = CHALLENGE_STEP_UP,
                          .channel = CHANNEL_SMS,
                          .code = "123456",
                          .created = 1,
                          .expires = 2};
    struct challenge found;
    struct list all;

    ck_assert_int_eq(store_challenge_insert(store, &c), 0);
    ck_assert_int_eq(store_challenge_insert(store, &c), -EEXIST);
    c.state = CHALLENGE_BLOCKED;
    c.wrong_attempts = 5;
    ck_assert_int_eq(store_challenge_update(store, &c), 0);
    ck_assert_int_eq(store_challenge_find(store, &arena, 300, &found), 0);
    ck_assert_int_eq(found.state, CHALLENGE_BLOCKED);
    ck_assert_int_eq(found.wrong_attempts, 5);
    ck_assert_str_eq(found.code, "123456");
    c.id = 301;
    ck_assert_int_eq(store_challenge_update(store, &c), -ENOENT);
    ck_assert_int_eq(store_challenge_insert(store, &c), 0);
    ck_assert_int_eq(store_challenges(store, &arena, REALM, 0, &all), 0);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_int_eq(((struct challenge *) list_at(&all, 0))->id, 301);
    ck_assert_int_eq(store_challenges(store, &arena, REALM, BOB, &all), 0);
    ck_assert_uint_eq(all.count, 0);
    ck_assert_int_eq(store_codes_of_session(store, &arena, REALM, 100, 9, &all), 0);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_int_eq(store_codes_of_session(store, &arena, REALM, 100, 1, &all), 0);
    ck_assert_int_eq(((struct challenge *) list_at(&all, 0))->id, 301);
    ck_assert_int_eq(store_push_decided(store, &arena, REALM, 100, &found), -ENOENT);
    ck_assert_int_eq(
        store_challenge_latest(store, &arena, REALM, ADA, CHALLENGE_STEP_UP, CHANNEL_SMS, &found),
        0);
    ck_assert_int_eq(found.id, 301);
    ck_assert_int_eq(
        store_challenge_latest(store, &arena, REALM, ADA, CHALLENGE_ENROLMENT, CHANNEL_SMS, &found),
        -ENOENT);
}
END_TEST

START_TEST(keeps_messages_newest_first)
{
    struct list all;

    for (int64_t i = 1; i <= 3; i++) {
        const struct message message = {.id = i,
                                        .at = i,
                                        .channel = i == 2 ? "EMAIL" : "SMS",
                                        .to = "ada@example.test",
                                        .kind = "KIND",
                                        .text = "text"};

        ck_assert_int_eq(store_message_insert(store, REALM, &message), 0);
    }
    ck_assert_int_eq(
        store_messages(store, &arena, REALM, &(struct message_filter){.limit = 2}, &all), 0);
    ck_assert_uint_eq(all.count, 2);
    ck_assert_int_eq(((struct message *) list_at(&all, 0))->id, 3);
    ck_assert_ptr_null(((struct message *) list_at(&all, 0))->code);
    ck_assert_int_eq(store_messages(store, &arena, REALM,
                                    &(struct message_filter){.channel = "EMAIL", .limit = 9}, &all),
                     0);
    ck_assert_uint_eq(all.count, 1);
    ck_assert_int_eq(store_realm_clear_messages(store, REALM), 0);
    ck_assert_int_eq(
        store_messages(store, &arena, REALM, &(struct message_filter){.limit = 9}, &all), 0);
    ck_assert_uint_eq(all.count, 0);
}
END_TEST

START_TEST(drops_the_oldest_messages)
{
    int64_t count;
    struct list all;

    for (int64_t i = 1; i <= 5; i++)
        ck_assert_int_eq(
            store_message_insert(
                store, REALM,
                &(struct message){.id = i, .channel = "SMS", .to = "", .kind = "KIND", .text = ""}),
            0);
    ck_assert_int_eq(store_messages_drop(store, REALM, 2), 0);
    ck_assert_int_eq(store_messages_count(store, REALM, &count), 0);
    ck_assert_int_eq(count, 3);
    ck_assert_int_eq(
        store_messages(store, &arena, REALM, &(struct message_filter){.limit = 9}, &all), 0);
    ck_assert_int_eq(((struct message *) list_at(&all, 2))->id, 3);
}
END_TEST

START_TEST(delivers_what_is_due_first)
{
    struct message m = {.channel = "WEBHOOK",
                        .to = "/login/watch",
                        .kind = "login",
                        .text = "",
                        .payload = "{}",
                        .delivery = DELIVERY_PENDING};
    struct message found;

    ck_assert_int_eq(store_message_to_deliver(store, &arena, REALM, &found), -ENOENT);
    m.id = 1;
    m.next_attempt = 2000;
    ck_assert_int_eq(store_message_insert(store, REALM, &m), 0);
    m.id = 2;
    m.next_attempt = 1000;
    ck_assert_int_eq(store_message_insert(store, REALM, &m), 0);
    m.id = 3;
    ck_assert_int_eq(store_message_insert(store, REALM, &m), 0);
    ck_assert_int_eq(store_message_to_deliver(store, &arena, REALM, &found), 0);
    ck_assert_int_eq(found.id, 2); /* of two that are due together the older */
    found.delivery = DELIVERY_DELIVERED;
    found.attempts = 1;
    found.last_status = 204;
    ck_assert_int_eq(store_message_set_delivery(store, REALM, &found), 0);
    ck_assert_int_eq(store_message_to_deliver(store, &arena, REALM, &found), 0);
    ck_assert_int_eq(found.id, 3);
    ck_assert_int_eq(store_message_set_delivery(store, REALM, &(struct message){.id = 9}), -ENOENT);
}
END_TEST

START_TEST(keeps_a_resource)
{
    const struct resource resource = {
        .id = 70, .type = RESOURCE_SEND, .identity = ADA, .outcome = "FAILED", .created = 1};
    struct resource found;
    struct list all;

    ck_assert_int_eq(store_resource_insert(store, REALM, &resource), 0);
    ck_assert_int_eq(store_resource_insert(store, REALM, &resource), -EEXIST);
    ck_assert_int_eq(store_resource_find(store, &arena, REALM, 71, &found), -ENOENT);
    ck_assert_int_eq(store_resource_challenged(store, REALM, 70, 300), 0);
    ck_assert_int_eq(store_resources_end(store, REALM, 301, RESOURCE_REJECTED), 0);
    ck_assert_int_eq(store_resource_find(store, &arena, REALM, 70, &found), 0);
    ck_assert_int_eq(found.type, RESOURCE_SEND);
    ck_assert_int_eq(found.challenge, 300);
    ck_assert_int_eq(found.state, RESOURCE_PENDING_CHALLENGE);
    ck_assert_int_eq(store_resources_confirm(store, REALM, 300), 0);
    /* what is decided stays decided */
    ck_assert_int_eq(store_resources_end(store, REALM, 300, RESOURCE_REJECTED), 0);
    ck_assert_int_eq(store_resources(store, &arena, REALM, "sends", "FAILED", 9, &all), 0);
    ck_assert_uint_eq(all.count, 1);
    ck_assert_int_eq(store_resources(store, &arena, REALM, "sends", "COMPLETED", 9, &all), 0);
    ck_assert_uint_eq(all.count, 0);
}
END_TEST

START_TEST(keeps_an_answer_for_its_call)
{
    struct replay_key key = {.realm = REALM, .scope = 100, .operation = "call"};
    const struct replay kept = {
        .status = 200, .media_type = "application/json", .body = "{}", .expires = 5000};
    struct replay found;

    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), -ENOENT);
    ck_assert_int_eq(store_replay_keep(store, &key, &kept, 1000), 0);
    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), 0);
    ck_assert_int_eq(found.status, 200);
    ck_assert_str_eq(found.body, "{}");
    ck_assert_int_eq(found.expires, 5000);
    key.scope = 101;
    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), -ENOENT);
    /* another answer of the realm is kept once the first has expired */
    ck_assert_int_eq(store_replay_keep(store, &key, &kept, 5000), 0);
    key.scope = 100;
    ck_assert_int_eq(store_replay_find(store, &arena, &key, &found), -ENOENT);
}
END_TEST

START_TEST(finds_what_is_due)
{
    struct challenge c = {.realm = REALM,
                          .person = ADA,
                          .channel = CHANNEL_AUTHY,
                          .resource_type = -1,
                          .created = 1,
                          .expires = 9000};
    struct list due;
    int64_t next;

    ck_assert_int_eq(store_challenge_next_due(store, REALM, &next), 0);
    ck_assert_int_eq(next, INT64_MAX);
    for (int64_t i = 1; i <= 3; i++) {
        c.id = 300 + i;
        c.due = 4000 - 1000 * i;
        ck_assert_int_eq(store_challenge_insert(store, &c), 0);
    }
    ck_assert_int_eq(store_challenge_next_due(store, REALM, &next), 0);
    ck_assert_int_eq(next, 1000);
    ck_assert_int_eq(store_challenges_due(store, &arena, REALM, 2000, 9, &due), 0);
    ck_assert_uint_eq(due.count, 2);
    ck_assert_int_eq(((struct challenge *) list_at(&due, 0))->id, 303);
    c.due = 0;
    ck_assert_int_eq(store_challenge_update(store, &c), 0);
    ck_assert_int_eq(store_challenge_next_due(store, REALM, &next), 0);
    ck_assert_int_eq(next, 2000);
    ck_assert_int_eq(store_challenges_pushed(store, REALM, 0, &next), 0);
    ck_assert_int_eq(next, 3);
    ck_assert_int_eq(store_challenges_pushed(store, REALM, 1, &next), 0);
    ck_assert_int_eq(next, 0);
}
END_TEST

/* ---- snapshots ---- */

/* The answer of a query on a database file that the store has closed: its rows, one a line. */
/* The last column of every row. */
static const char *ask_file(const char *file, const char *sql)
{
    struct text rows = TEXT_IN(&arena);
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        text_format(
            &rows, "%s\n",
            (const char *) sqlite3_column_text(statement, sqlite3_column_count(statement) - 1));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return text_string(&rows);
}

static const char *file_in(const char *name)
{
    return arena_printf(&arena, "%s/%s", path, name);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* "b, a" as "a,b". */
static const char *sorted(const char *columns)
{
    struct text t = TEXT_IN(&arena);
    char *rest = arena_text(&arena, columns);
    const char *names[64];
    size_t count = 0;

    for (char *name; (name = strtok_r(rest, ", ", &rest)) != NULL;)
        names[count++] = name;
    qsort(names, count, sizeof *names, compare_texts);
    for (size_t i = 0; i < count; i++)
        text_format(&t, "%s%s", i == 0 ? "" : ",", names[i]);
    return text_string(&t);
}

/* A table or a column that a snapshot forgets would be lost on the way back. */
START_TEST(copies_every_table_of_a_realm_with_all_columns)
{
    static const struct {
        const char *table;
        const char *columns;
    } content[] = {
#define TABLE(table, columns) {#table, columns},
#include "store/all_tables.def"
    };
    static const char tables[] =
        "SELECT m.name || ' ' || (SELECT group_concat(name) FROM (SELECT name FROM"
        " pragma_table_info(m.name) WHERE name <> 'realm_id' ORDER BY name))"
        " FROM sqlite_schema m WHERE m.type = 'table' AND m.name <> 'snapshots' AND EXISTS"
        " (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'realm_id') ORDER BY m.name";
    static const char twins[] =
        "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m,"
        " pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'snapshot~_%' ESCAPE '~'"
        " AND c.name <> 'snapshot_id' EXCEPT SELECT 'snapshot_' || m.name || '.' || c.name || ' ' ||"
        " c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    const char *rows[ARRAY_SIZE(content)];
    struct text wanted = TEXT_IN(&arena);
    const char *file = file_in("schema.db");

    store_close(open_at(file));
    for (size_t i = 0; i < ARRAY_SIZE(content); i++)
        rows[i] = arena_printf(&arena, "%s %s", content[i].table, sorted(content[i].columns));
    qsort(rows, ARRAY_SIZE(rows), sizeof *rows, compare_texts);
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        text_format(&wanted, "%s\n", rows[i]);
    ck_assert_str_eq(ask_file(file, tables), text_string(&wanted));
    ck_assert_str_eq(ask_file(file, twins), "");
}
END_TEST

/* Whatever the size of a realm, no row is looked at that is not answered. */
START_TEST(finds_by_index_what_is_answered)
{
    static const struct {
        const char *name;
        const char *sql;
    } statements[] = {
/* clang-format off */
#define STATEMENT(name, ...) {#name, __VA_ARGS__},
#include "store/all_statements.def"
        /* clang-format on */
    };
    static const struct {
        const char *statement;
        const char *search;
    } wanted[] = {
        {"CUSTOMERS_OF_TYPE", "SEARCH customers USING COVERING INDEX customers_of_type "},
        {"CUSTOMERS_OF_STATUS", "SEARCH customers USING COVERING INDEX customers_of_status "},
        {"CUSTOMERS_OF_ORGANIZATION",
         "SEARCH customers USING COVERING INDEX customers_of_organization "},
        {"ACCESS_OF_PERSON",
         "SEARCH m USING COVERING INDEX sqlite_autoindex_access_members_1 (customer_id=?)"},
        {"ACCESS_OF_PERSON", "SEARCH a USING PRIMARY KEY (realm_id=? AND id=?)"},
        {"PEOPLE_BY_EMAIL", "SEARCH users USING INDEX users_by_email (realm_id=? AND email=?)"},
        {"PEOPLE_BY_EMAIL",
         "SEARCH users USING INDEX users_by_former_email (realm_id=? AND email=?)"},
    };
    const char *file = file_in("plans.db");
    size_t found = 0;

    store_close(open_at(file));
    for (size_t i = 0; i < ARRAY_SIZE(statements); i++) {
        for (size_t j = 0; j < ARRAY_SIZE(wanted); j++) {
            if (strcmp(statements[i].name, wanted[j].statement) != 0)
                continue;
            const char *plan =
                ask_file(file, arena_printf(&arena, "EXPLAIN QUERY PLAN %s", statements[i].sql));

            ck_assert_ptr_nonnull(strstr(plan, wanted[j].search));
            ck_assert_ptr_null(strstr(plan, "SCAN customers"));
            found++;
        }
    }
    ck_assert_uint_eq(found, ARRAY_SIZE(wanted));
}
END_TEST

static void take_snapshot(const char *name)
{
    const struct snapshot snapshot = {
        .name = name, .created = 5, .clock = {.offset = 7}, .rates = "12345", .rates_size = 5};

    ck_assert_int_eq(store_snapshot_take(store, REALM, &snapshot, ID_FIRST + 77), 0);
}

START_TEST(keeps_a_snapshot)
{
    struct snapshot snapshot;
    struct session session;
    struct list list;
    int64_t last;

    add_session(30, "token");
    take_snapshot("a");
    ck_assert_int_eq(store_snapshot_find(store, &arena, REALM, "a", &snapshot), 0);
    ck_assert_int_eq(snapshot.created, 5);
    ck_assert_int_eq(snapshot.clock.offset, 7);
    ck_assert_uint_eq(snapshot.rates_size, 5);
    ck_assert_int_eq(memcmp(snapshot.rates, "12345", 5), 0);
    ck_assert_str_eq(snapshot.settings, "{}");
    ck_assert_str_eq(snapshot.seeds, "[]");
    ck_assert_int_eq(store_snapshot_find(store, &arena, OTHER_REALM, "a", &snapshot), -ENOENT);
    /* after a restart no id comes again that only a snapshot has */
    ck_assert_int_eq(store_last_id(store, &last), 0);
    ck_assert_int_eq(last, ID_FIRST + 77);
    ck_assert_int_eq(store_snapshots(store, &arena, REALM, &list), 0);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(store_realm_clear(store, REALM), 0);
    ck_assert_int_eq(store_session_find(store, 30, &session), -ENOENT);
    ck_assert_int_eq(store_snapshot_return(store, REALM, &snapshot), 0);
    ck_assert_int_eq(store_session_find(store, 30, &session), 0);
    ck_assert_int_eq(session.person, ADA);
    ck_assert_int_eq(store_snapshot_delete(store, REALM, "a"), 0);
    ck_assert_int_eq(store_snapshot_delete(store, REALM, "a"), -ENOENT);
}
END_TEST

START_TEST(leaves_no_row_of_a_deleted_realm)
{
    static const char content[] =
        "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name LIKE 'snapshot%'";
    const char *file = file_in("deleted.db");
    const struct realm_row row = realm_row(REALM);

    store_close(store);
    store = open_at(file);
    ck_assert_int_eq(store_realm_insert(store, &row), 0);
    add_person(ADA, "ada@example.test");
    add_session(30, "token");
    take_snapshot("a");
    take_snapshot("b");
    ck_assert_int_eq(store_realm_delete(store, REALM), 0);
    store_close(store);
    store = NULL;
    char *tables = arena_text(&arena, ask_file(file, content));

    for (char *table; (table = strtok_r(tables, "\n", &tables)) != NULL;)
        ck_assert_str_eq(ask_file(file, arena_printf(&arena, "SELECT count(*) FROM %s", table)),
                         "0\n");
    ck_assert_str_eq(ask_file(file, "SELECT count(*) FROM (SELECT id FROM people UNION"
                                    " SELECT id FROM sessions UNION SELECT id FROM realms)"),
                     "0\n");
}
END_TEST

START_TEST(undoes_a_transaction)
{
    struct person person;

    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = 30}), 0);
    store_rollback(store);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, 30, &person), -ENOENT);
    store_rollback(store);
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(store_person_insert(store, REALM, &(struct person){.id = 30}), 0);
    ck_assert_int_eq(store_commit(store), 0);
    ck_assert_int_eq(store_person_find(store, &arena, REALM, 30, &person), 0);
}
END_TEST

/* ---- files ---- */

static const char *file(void)
{
    return arena_printf(&arena, "%s/file.db", path);
}

START_TEST(finds_everything_again_in_a_file)
{
    unsigned char first[SIGNING_SEED_SIZE];
    unsigned char again[SIGNING_SEED_SIZE];
    struct store *memory = store;
    int64_t last = 0;

    store = open_at(file());
    const struct realm_row row = realm_row(REALM);

    ck_assert_int_eq(store_realm_insert(store, &row), 0);
    add_person(ADA, "ada@example.test");
    add_session(100, "token");
    ck_assert_int_eq(store_session_used(store, 100, 1000, 1500), 0);
    ck_assert_int_eq(store_signing_seed(store, first), 0);
    store_close(store);

    store = open_at(file());
    ck_assert_int_eq(store_signing_seed(store, again), 0);
    ck_assert_mem_eq(first, again, SIGNING_SEED_SIZE);
    /* closing had written what was pending */
    ck_assert_int_eq(activity(100), 1500);
    ck_assert_int_eq(store_last_id(store, &last), 0);
    ck_assert_int_ge(last, 100);
    store_close(store);
    store = memory;
}
END_TEST

/* All bytes of a file, and their number. */
static unsigned char *bytes_of(const char *name, size_t *ret_size)
{
    FILE *stream = fopen(name, "rb");
    struct stat info;

    ck_assert_ptr_nonnull(stream);
    ck_assert_int_eq(fstat(fileno(stream), &info), 0);
    unsigned char *bytes = arena_alloc(&arena, (size_t) info.st_size);

    *ret_size = fread(bytes, 1, (size_t) info.st_size, stream);
    fclose(stream);
    return bytes;
}

static void expect_refusal(const char *name, const char *word)
{
    struct store *refused = NULL;
    char error[500];
    size_t size;
    size_t size_after;
    const unsigned char *before = bytes_of(name, &size);

    ck_assert_int_eq(store_open(name, &refused, error, sizeof error), -EIO);
    ck_assert_ptr_null(refused);
    ck_assert_msg(strstr(error, word) != NULL, "no word of %s: %s", word, error);
    const unsigned char *after = bytes_of(name, &size_after);

    ck_assert_uint_eq(size, size_after);
    ck_assert_mem_eq(before, after, size);
}

static void make_database(const char *name, const char *sql)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(name, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

START_TEST(refuses_a_newer_database_and_leaves_it_as_it_is)
{
    store_close(open_at(file()));
    make_database(file(), "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
    expect_refusal(file(), "newer");
}
END_TEST

START_TEST(refuses_a_database_of_another_program_and_leaves_it_as_it_is)
{
    make_database(file(), "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    expect_refusal(file(), "not one of sandgate's");
}
END_TEST

START_TEST(refuses_a_file_that_is_no_database_and_leaves_it_as_it_is)
{
    FILE *stream = fopen(file(), "w");

    ck_assert_ptr_nonnull(stream);
    for (int i = 0; i < 1000; i++)
        fputs("this is no database\n", stream);
    fclose(stream);
    expect_refusal(file(), "file.db");
}
END_TEST

START_TEST(refuses_a_path_that_can_not_be_opened)
{
    struct store *refused = NULL;
    char error[500];

    ck_assert_int_eq(store_open("/no/such/file.db", &refused, error, sizeof error), -EIO);
    ck_assert_ptr_nonnull(strstr(error, "/no/such/file.db"));
    ck_assert_int_eq(store_open(path, &refused, error, sizeof error), -EIO);
    store_close(NULL);
}
END_TEST

START_TEST(takes_an_empty_file_for_a_new_database)
{
    FILE *stream = fopen(file(), "w");

    ck_assert_ptr_nonnull(stream);
    fclose(stream);
    struct store *opened = open_at(file());

    struct list realms;

    ck_assert_int_eq(store_realms(opened, &arena, &realms), 0);
    ck_assert_uint_eq(realms.count, 0);
    store_close(opened);
}
END_TEST

Suite *store_suite(void)
{
    const TTest *const tests[] = {
        keeps_a_realm_with_its_clock_and_settings,
        clears_a_realm_and_leaves_the_others,
        keeps_a_person,
        remembers_the_newest_passwords,
        finds_people_by_address,
        refuses_an_address_that_is_reserved,
        keeps_a_user,
        keeps_one_status_for_each_factor,
        keeps_an_identity_and_its_diligence,
        keeps_an_address_pending_for_one_user,
        keeps_a_former_number_until_the_present_one_is_verified,
        keeps_credentials_of_the_other_gateway,
        keeps_one_two_factor_row_for_a_person,
        keeps_groups_of_rights_in_the_order_they_were_given,
        finds_a_session_by_its_token_alone,
        ends_a_session_once,
        visits_sessions_newest_first_until_told_to_stop,
        knows_the_last_activity_before_it_is_written,
        writes_the_activity_of_a_session_that_another_displaces,
        writes_the_activity_again_that_was_undone,
        answers_a_fault_while_it_writes_activity,
        keeps_a_challenge,
        keeps_messages_newest_first,
        drops_the_oldest_messages,
        delivers_what_is_due_first,
        keeps_a_resource,
        keeps_an_answer_for_its_call,
        finds_what_is_due,
        copies_every_table_of_a_realm_with_all_columns,
        keeps_a_snapshot,
        leaves_no_row_of_a_deleted_realm,
        undoes_a_transaction,
        finds_everything_again_in_a_file,
        refuses_a_newer_database_and_leaves_it_as_it_is,
        refuses_a_database_of_another_program_and_leaves_it_as_it_is,
        finds_by_index_what_is_answered,
        refuses_a_file_that_is_no_database_and_leaves_it_as_it_is,
        refuses_a_path_that_can_not_be_opened,
        takes_an_empty_file_for_a_new_database,
    };
    Suite *s = suite_create("store");
    TCase *tcase = tcase_create("store");

    tcase_set_timeout(tcase, 60); /* valgrind takes a second a test, and more on a busy machine */
    tcase_add_checked_fixture(tcase, open_store, close_store);
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
        tcase_add_test(tcase, tests[i]);
    tcase_add_loop_test(tcase, finds_a_page_of_customers, 0, ARRAY_SIZE(pages));
    tcase_add_loop_test(tcase, refuses_a_realm_whose_name_key_or_profile_is_taken, 0, 8);
    suite_add_tcase(s, tcase);
    return s;
}
