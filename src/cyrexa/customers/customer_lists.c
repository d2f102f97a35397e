/* SPDX-License-Identifier: MIT */
/* Lists of customers (cyrexa.md 4.7 and 4.8). */
#include "base/clock.h"
#include "customer_columns.h"
#include "cyrexa/customers.h"
#include "directory/customers_store.h"
#include "engine/reply.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE 20
#define PAGE_SIZE_MOST 100
#define PAGE_MOST INT32_MAX

/* The input of both paged lists; path_type and organization are in the path of one each. */
struct customers_query {
    int path_type;
    const char *organization;
    int type;
    int status;
    const char *created;
    int64_t page;
    int64_t size;
};

/* clang-format off */
#define PAGE_RULES                                                                                 \
    RULE_CHOICE(struct customers_query, type, "type", customer_type_names),                        \
    RULE_TEXT(struct customers_query, created, "created", .format = FORMAT_TIME_PREFIX),           \
    RULE_CHOICE(struct customers_query, status, "status", customer_status_names),                  \
    RULE_INTEGER(struct customers_query, page, "pageNumber", .most = PAGE_MOST),                   \
    RULE_INTEGER(struct customers_query, size, "pageSize", .least = 1, .most = PAGE_SIZE_MOST)
/* clang-format on */

static const struct rule customers_of_type_rules[] = {
    RULE_CHOICE(struct customers_query, path_type, "customerType", customer_type_names, REQUIRED,
                .place = IN_PATH),
    PAGE_RULES,
    END_OF_RULES,
};
static const struct input customers_of_type_input = {.name = "CustomersPage",
                                                     .rules = customers_of_type_rules,
                                                     .size = sizeof(struct customers_query)};

static const struct rule customers_of_organization_rules[] = {
    RULE_TEXT(struct customers_query, organization, "organizationId", REQUIRED, .place = IN_PATH),
    PAGE_RULES,
    END_OF_RULES,
};
static const struct input customers_of_organization_input = {
    .name = "CustomersPage",
    .rules = customers_of_organization_rules,
    .size = sizeof(struct customers_query)};

struct customers_answer {
    struct list customers; /* const char *, JSON */
};

static const struct field customers_fields[] = {
    SHOW_BODIES(struct customers_answer, customers, "customers", customer_rules),
    END_OF_FIELDS,
};
static const struct view customers_view = {.name = "CustomersAnswer", .fields = customers_fields};

#define ALWAYS_FROM "0000-01-01T00:00:00.000Z"
#define ALWAYS_TO "9999-12-31T23:59:59.999Z"

static int64_t time_of(const char *text, int64_t otherwise)
{
    int64_t time;

    return clock_parse(text, &time) ? time : otherwise;
}

/* The first moment after a month, "2026-01". */
static int64_t end_of_month(struct arena *a, const char *month)
{
    long year = strtol(month, NULL, 10);
    long next = strtol(month + strlen("0000-"), NULL, 10) + 1;

    return time_of(arena_printf(a, "%04ld-%02ld-01T00:00:00.000Z", next > 12 ? year + 1 : year,
                                next > 12 ? 1 : next),
                   CLOCK_LATEST);
}

/* The range of times that begin with the prefix; empty if there is no such day or month. */
static void set_created_range(struct arena *a, const char *prefix, struct customer_filter *ret)
{
    size_t length = strlen(prefix);

    ret->from = time_of(arena_printf(a, "%s%s", prefix, &ALWAYS_FROM[length]), CLOCK_LATEST);
    if (length == strlen("0000-00"))
        ret->to = end_of_month(a, prefix);
    else
        ret->to = 1 + time_of(arena_printf(a, "%s%s", prefix, &ALWAYS_TO[length]), CLOCK_EARLIEST);
}

static const char *name_at(const char *const *names, int index)
{
    return index < 0 ? NULL : names[index];
}

static struct customer_filter filter_of(struct request *r, const struct customers_query *in)
{
    struct customer_filter filter = {
        .organization = in->organization,
        .type = name_at(customer_type_names, in->type),
        .status = name_at(customer_status_names, in->status),
        .from = CLOCK_EARLIEST,
        .to = CLOCK_LATEST,
        .limit = in->size == 0 ? PAGE_SIZE : in->size,
    };

    filter.offset = in->page * filter.limit;
    if (in->created != NULL)
        set_created_range(r->arena, in->created, &filter);
    return filter;
}

/* The customers in front of a page are skipped in pieces of so many. */
#define PIECE_CUSTOMERS 2000
/* A piece reads so many of those on the page, or about so many bytes of their details, which are parsed. */
#define PIECE_READ 100
#define PIECE_BYTES ((size_t) 128 << 10)

struct page_progress {
    struct customers_page page;
    size_t read;       /* of the page's ids */
    struct list texts; /* const char *, JSON */
    size_t bytes;      /* of the texts */
};

/* A customer that is gone meanwhile is left out. */
static int read_next(struct request *r, struct page_progress *p)
{
    struct customer customer;
    int rc = store_customer_of(r->store, r->arena, *(int64_t *) list_at(&p->page.ids, p->read),
                               &customer);

    p->read++;
    if (rc < 0)
        return rc == -ENOENT ? 0 : rc;
    const char *text = customer_text(r->arena, &customer);

    *(const char **) list_add(&p->texts, r->arena) = text;
    p->bytes += strlen(text);
    return 0;
}

/* Reads the customers of a page, up to about `most` bytes. PASS if it has them all. */
static int read_page_or_yield(struct request *r, struct page_progress *p, size_t most)
{
    size_t bytes_end = p->bytes + PIECE_BYTES;
    size_t end =
        p->page.ids.count - p->read < PIECE_READ ? p->page.ids.count : p->read + PIECE_READ;
    int rc = 0;

    p->texts.item_size = sizeof(const char *);
    while (rc == 0 && p->read < end && p->bytes < bytes_end && p->bytes < most)
        rc = read_next(r, p);
    if (rc < 0)
        return rc;
    return p->read == p->page.ids.count || p->bytes >= most ? PASS : request_yield(r);
}

static int page_or_yield(struct request *r, const struct customer_filter *filter, size_t most,
                         struct list *ret)
{
    struct page_progress *p = request_progress(r, sizeof *p);
    int rc = p->page.complete ? 0
                              : store_customers_search(r->store, r->arena, r->realm->id, filter,
                                                       PIECE_CUSTOMERS, &p->page);

    if (rc < 0)
        return rc;
    rc = p->page.complete ? read_page_or_yield(r, p, most) : request_yield(r);
    if (rc == PASS)
        *ret = p->texts;
    return rc;
}

static int reply_page(struct request *r, const struct customer_filter *filter)
{
    struct customers_answer answer;
    int rc = page_or_yield(r, filter, SIZE_MAX, &answer.customers);

    return rc == PASS ? reply(r, &answer) : rc;
}

/* If body and path name different types, no customer has both. */
static int customers_of_type(struct request *r)
{
    const struct customers_query *in = r->input;
    struct customer_filter filter = filter_of(r, in);

    if (in->type >= 0 && in->type != in->path_type)
        filter.limit = 0;
    filter.type = customer_type_names[in->path_type];
    return reply_page(r, &filter);
}

static int customers_of_organization(struct request *r)
{
    const struct customers_query *in = r->input;
    const struct customer_filter filter = filter_of(r, in);
    struct organization organization;
    int rc = organization_or_reply(r, in->organization, &organization);

    return rc == PASS ? reply_page(r, &filter) : rc;
}

/* This list has no pages; getByOrganization pages through any number of customers. */
#define UNPAGED_MOST 1000
#define UNPAGED_BYTES_MOST ((size_t) 4 << 20)

static int organization_customers(struct request *r)
{
    const struct organization_path *in = r->input;
    const struct customer_filter filter = {.organization = in->name,
                                           .from = CLOCK_EARLIEST,
                                           .to = CLOCK_LATEST,
                                           .limit = UNPAGED_MOST};
    struct list answers = LIST_OF(struct customer_answer);
    struct organization organization;
    struct list found;
    int rc = organization_or_reply(r, in->name, &organization);

    if (rc == PASS)
        rc = page_or_yield(r, &filter, UNPAGED_BYTES_MOST, &found);
    if (rc != PASS)
        return rc;
    for (size_t i = 0; i < found.count; i++)
        *(struct customer_answer *) list_add(&answers, r->arena) =
            (struct customer_answer){*(const char **) list_at(&found, i)};
    return reply(r, &answers);
}

/* clang-format off */
const struct operation customer_list_operations[] = {
    OPERATION(customers_of_type, POST, "/customer/1.0.0/getByCustomerType/{customerType}", BEARER,
              .summary = "Customers of a type, page by page", .group = &customers_group,
              .input = &customers_of_type_input, .status = 200, .answer = &customers_view,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS()),
    OPERATION(customers_of_organization, POST, "/customer/1.0.0/getByOrganization/{organizationId}", BEARER,
              .summary = "Customers of an organization, page by page", .group = &customers_group,
              .input = &customers_of_organization_input, .status = 200, .answer = &customers_view,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};

const struct operation organization_list_operations[] = {
    OPERATION(organization_customers, GET, "/customer/1.0.0/organization/getCustomers/{organizationId}", BEARER,
              .summary = "Customers of an organization, at most 1,000 or 4 MiB", .group = &organizations_group,
              .input = &organization_path_input, .status = 200, .answer = &customers_wrapped_view,
              .columns = CUSTOMER(.session_header = true), .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
