/* SPDX-License-Identifier: MIT */
/* Headers and parameters of a request, waiting, and effects of its commit. */
#include "engine/request.h"

#include "base/clock.h"

#include <string.h>

/* The first letters decide about most names. */
static bool is_named(const struct pair *header, const char *name)
{
    return ((*header->name ^ *name) & ~0x20) == 0 && strcasecmp(header->name, name) == 0;
}

const char *request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->headers.count; i++) {
        if (is_named(&r->headers.items[i], name))
            return r->headers.items[i].value;
    }
    return NULL;
}

const char *request_credentials(const struct request *r, const char *scheme)
{
    const char *value = request_header(r, "authorization");
    size_t length = strlen(scheme);

    if (value == NULL || strncasecmp(value, scheme, length) != 0)
        return NULL;
    value += length;
    return *value == ' ' ? value + strspn(value, " ") : NULL;
}

size_t request_header_count(const struct request *r, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < r->headers.count; i++)
        count += is_named(&r->headers.items[i], name);
    return count;
}

/* RFC 9112, section 3.2.2 */
const char *request_host(const struct request *r)
{
    return r->authority != NULL ? r->authority : request_header(r, "host");
}

const char *request_origin(const struct request *r)
{
    const char *host = request_host(r);

    return host == NULL ? NULL : arena_printf(r->arena, "%s://%s", r->gateway->scheme, host);
}

const char *request_base_url(const struct request *r)
{
    const char *origin = r->gateway->any_host ? request_origin(r) : NULL;

    return origin == NULL ? r->gateway->url : origin;
}

const char *request_parameter(const struct request *r, const char *name)
{
    const struct pair *found = pairs_find(&r->parameters, name);

    return found == NULL ? "" : found->value;
}

int request_hold(struct request *r, int64_t until, bool watching)
{
    r->hold = (struct hold){.until = until, .end = until};
    if (watching) {
        r->hold.realm = r->realm->id;
        r->hold.seen = r->realm->event_count;
        r->hold.read = r->gateway->journals.recorded;
    }
    return 0;
}

int request_yield(struct request *r)
{
    r->hold.until = clock_monotonic();
    return 0;
}

/* Short for a client, and long enough for the other request to have many turns. */
#define TURN_MILLIS 10

int request_wait_turn(struct request *r)
{
    r->hold.until = clock_monotonic() + TURN_MILLIS;
    return 0;
}

void request_read_realm(struct request *r)
{
    if (r->reads == 0) {
        r->reads = r->realm->id;
        r->realm->readers++;
    }
}

void request_end_reading(struct request *r)
{
    struct realm *realm = r->reads == 0 ? NULL : realms_find_by_id(&r->gateway->realms, r->reads);

    if (realm != NULL)
        realm->readers--;
    r->reads = 0;
}

void *request_progress(struct request *r, size_t size)
{
    if (r->progress == NULL)
        r->progress = arena_alloc(r->arena, size);
    return r->progress;
}

bool request_is_due(const struct request *r, int64_t monotonic)
{
    if (r->gateway->stopping || monotonic >= r->hold.until)
        return true;
    if (r->hold.realm == 0)
        return false;
    const struct realm *realm = realms_find_by_id(&r->gateway->realms, r->hold.realm);

    return realm == NULL || realm->event_count != r->hold.seen;
}

void request_settle(struct request *r, bool committed)
{
    if (r->settle != NULL)
        r->settle(r, committed);
    r->settle = NULL;
}
