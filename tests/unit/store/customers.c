/* SPDX-License-Identifier: MIT */
/* Customers, their credentials and rights. */
#include "fixture.h"

#include "base/text.h"
#include "cyrexa/access/access_store.h"
#include "directory/customers_store.h"
#include "directory/people_store.h"
#include "store/query.h"

#include <errno.h>

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
    const char *at_one_time; /* when all were created at 6002 */
} pages[] = {
    {{.type = "Person", .to = 9999, .limit = 9}, "a b c d ", "a b c d "},
    {{.type = "Person", .to = 9999, .limit = 2, .offset = 1}, "b c ", "b c "},
    {{.type = "Person", .to = 9999, .limit = 2, .offset = 4}, "", ""},
    {{.type = "Person", .to = 9999}, "", ""},
    {{.type = "Person", .from = 6001, .to = 6003, .limit = 9}, "b c ", "a b c d "},
    {{.type = "Person", .from = 6002, .to = 6002, .limit = 9}, "", ""},
    {{.type = "Person", .from = 6003, .to = 6001, .limit = 9}, "", ""},
    {{.type = "Person", .status = "new", .to = 9999, .limit = 9}, "a c ", "a c "},
    {{.type = "Person", .status = "new", .to = 9999, .limit = 9, .offset = 1}, "c ", "c "},
    {{.type = "Person", .status = "verified", .to = 9999, .limit = 9}, "b d ", "b d "},
    {{.type = "Organization", .to = 9999, .limit = 9}, "", ""},
    {{.organization = "g", .to = 9999, .limit = 9}, "c d ", "c d "},
    {{.organization = "g", .status = "verified", .to = 9999, .limit = 9}, "d ", "d "},
    {{.organization = "g", .type = "Organization", .to = 9999, .limit = 9}, "", ""},
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

/* The names of a page that is searched in pieces of `most` customers. */
static const char *names_on_page(const struct customer_filter *filter, int64_t most)
{
    struct customers_page page = {.id = 0};
    struct text names = TEXT_IN(&arena);

    while (!page.complete)
        ck_assert_int_eq(store_customers_search(store, &arena, REALM, filter, most, &page), 0);
    for (size_t i = 0; i < page.ids.count; i++) {
        struct customer customer;

        ck_assert_int_eq(
            store_customer_of(store, &arena, *(int64_t *) list_at(&page.ids, i), &customer), 0);
        text_format(&names, "%s ", customer.name);
    }
    return text_string(&names);
}

START_TEST(finds_a_page_of_customers)
{
    add_customer(6000, "a", 0, NULL);
    add_customer(6001, "b", 1, NULL);
    add_customer(6002, "c", 0, "g");
    add_customer(6003, "d", 1, "g");
    for (int64_t most = 1; most < 6; most++)
        ck_assert_str_eq(names_on_page(&pages[_i].filter, most), pages[_i].names);
    ck_assert_int_eq(
        sqlite3_exec(store->db, "UPDATE customers SET created_at = 6002", NULL, NULL, NULL),
        SQLITE_OK);
    for (int64_t most = 1; most < 6; most++)
        ck_assert_str_eq(names_on_page(&pages[_i].filter, most), pages[_i].at_one_time);
}
END_TEST

Suite *store_customers_suite(void)
{
    const struct test tests[] = {
        {keeps_credentials_of_the_other_gateway, 0},
        {keeps_one_two_factor_row_for_a_person, 0},
        {keeps_groups_of_rights_in_the_order_they_were_given, 0},
        {finds_a_page_of_customers, ARRAY_SIZE(pages)},
    };

    return store_suite_of("store customers", tests, ARRAY_SIZE(tests));
}
