/* SPDX-License-Identifier: MIT */
/* The authorised users of an identity, page by page (weavr-identities.md 5.2). */
#include "directory/users_store.h"
#include "engine/reply.h"
#include "json/values.h"
#include "roles.h"
#include "weavr/users.h"

#define PAGE_MOST 100

struct users_query {
    int64_t offset;
    int64_t limit; /* 0: PAGE_MOST */
    enum maybe active;
    const char *email;
    const char *tag;
    struct list roles;
};

static const struct rule users_query_rules[] = {
    RULE_INTEGER(struct users_query, offset, "offset", .place = IN_QUERY, .most = 1000000000),
    RULE_INTEGER(struct users_query, limit, "limit", .place = IN_QUERY, .least = 1,
                 .most = PAGE_MOST),
    RULE_BOOLEAN(struct users_query, active, "active", .place = IN_QUERY),
    RULE_TEXT(struct users_query, email, "email", .place = IN_QUERY, .most = 254),
    RULE_TEXT(struct users_query, tag, "tag", .place = IN_QUERY, .most = 50),
    RULE_TEXTS(struct users_query, roles, "roles", .place = IN_QUERY, .most = 20,
               .values = role_names),
    END_OF_RULES,
};
static const struct input users_query_input = {
    .name = "UsersQuery", .rules = users_query_rules, .size = sizeof(struct users_query)};

struct users_page {
    struct list users;
    int64_t count;
    int64_t response_count;
};

static const struct field users_page_fields[] = {
    SHOW_LIST(struct users_page, users, "users", user_fields),
    SHOW_INTEGER(struct users_page, count, "count"),
    SHOW_INTEGER(struct users_page, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view users_view = {.name = "UsersPage", .fields = users_page_fields};

static const char *roles_json(struct arena *a, const struct list *roles)
{
    struct text t = TEXT_IN(a);

    for (size_t i = 0; i < roles->count; i++) {
        text_char(&t, i == 0 ? '[' : ',');
        text_quoted(&t, *(const char **) list_at(roles, i));
    }
    text_char(&t, ']');
    return roles->count == 0 ? NULL : text_string(&t);
}

/* The users are counted in pieces of so many: a look at one of them may parse its JSON. */
#define PIECE_USERS 2000

struct users_progress {
    struct users_place place;
    bool begun;
    int64_t count;
    struct list shown; /* ids of the page */
};

/* Counts the users that match, and keeps the ids of the page. */
static int look_on(struct request *r, const struct user_filter *filter, struct users_progress *p)
{
    const struct users_query *in = r->input;
    int64_t end = in->offset + (in->limit == 0 ? PAGE_MOST : in->limit);
    struct list found;

    if (!p->begun)
        *p = (struct users_progress){
            .place.created = INT64_MIN, .begun = true, .shown = LIST_OF(int64_t)};
    int rc = store_users_of_identity(r->store, r->arena, filter, &p->place, PIECE_USERS, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++, p->count++) {
        if (p->count >= in->offset && p->count < end)
            *(int64_t *) list_add(&p->shown, r->arena) = *(const int64_t *) list_at(&found, i);
    }
    return rc;
}

static int add_user(struct request *r, int64_t id, struct users_page *page)
{
    struct list records;
    int rc = store_user_record(r->store, r->arena, id, &records);

    if (rc < 0 || records.count == 0)
        return rc;
    const struct user_record *record = list_at(&records, 0);

    return user_answer_of(r->arena, &record->user, record->details,
                          list_add(&page->users, r->arena));
}

static int users_list(struct request *r)
{
    const struct users_query *in = r->input;
    const struct user_filter filter = {
        .realm = r->realm->id,
        .identity = r->session.identity,
        .active = in->active,
        .email = in->email,
        .tag = in->tag,
        .roles = roles_json(r->arena, &in->roles),
    };
    struct users_progress *p = request_progress(r, sizeof *p);
    int rc = look_on(r, &filter, p);

    if (rc == 0 && !p->place.ended)
        return request_yield(r);
    struct users_page page = {.users = LIST_OF(struct user_answer), .count = p->count};

    for (size_t i = 0; rc == 0 && i < p->shown.count; i++)
        rc = add_user(r, *(const int64_t *) list_at(&p->shown, i), &page);
    page.response_count = (int64_t) page.users.count;
    return rc < 0 ? rc : reply(r, &page);
}

/* clang-format off */
const struct operation users_list_operations[] = {
    OPERATION(users_list, GET, "/multi/users", SIGNED_IN,
              .summary = "List the authorised users of the identity, oldest first", .group = &users_group,
              .input = &users_query_input, .permit = managers_only, .status = 200, .answer = &users_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
