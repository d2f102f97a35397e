/* SPDX-License-Identifier: MIT */
/* The family of the control API: its steps, and its errors by RFC 9457 (control.md 2). */
#include "base/encode.h"
#include "control/module.h"
#include "directory/tokens.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/wording.h"

#include <string.h>

static bool is_control_path(const struct request *r)
{
    size_t length = strlen("/_sandgate");

    return strncmp(r->path, "/_sandgate", length) == 0 &&
           (r->path[length] == '/' || r->path[length] == '\0');
}

/* The host without its port. */
static size_t host_length(const char *host)
{
    const char *end = *host == '[' ? strchr(host, ']') : strchr(host, ':');

    if (*host == '[')
        return end == NULL ? strlen(host) : (size_t) (end - host) + 1;
    return end == NULL ? strlen(host) : (size_t) (end - host);
}

static bool ends_with(const char *text, size_t length, const char *tail)
{
    size_t tail_length = strlen(tail);

    return length >= tail_length &&
           strncasecmp(text + length - tail_length, tail, tail_length) == 0;
}

/*
 * Against DNS rebinding: a page whose own name resolves to this machine sends that name as Host.
 * Such a page can't have an address, a name without a dot, or a name under .localhost.
 */
static bool is_local_host(const char *host)
{
    size_t length = host_length(host);

    if (*host == '[' || strspn(host, "0123456789.") == length)
        return true;
    return memchr(host, '.', length) == NULL || ends_with(host, length, ".localhost");
}

/* Whether the origin is that of the URL under which the client has called, or that of --public-url. */
static bool is_own_origin(const struct request *r, const char *origin)
{
    const char *called = request_origin(r);
    const char *public_url = r->gateway->public_url;

    return (called != NULL && strcasecmp(origin, called) == 0) ||
           (public_url != NULL && base_url_has_origin(public_url, origin));
}

static int check_origin(struct request *r)
{
    const char *host = request_host(r);
    const char *origin = request_header(r, "origin");

    if (!is_control_path(r))
        return PASS;
    const char *public_url = r->gateway->public_url;

    if (host != NULL && r->gateway->control_token == NULL && !is_local_host(host) &&
        !(public_url != NULL && base_url_has_host(public_url, host)))
        return refuse(r, FOREIGN_ORIGIN,
                      "the Host header is neither an address nor a local name; "
                      "with --control-token any name is accepted");
    if (origin == NULL || is_own_origin(r, origin) || origins_have(&r->gateway->origins, origin))
        return PASS;
    return refuse(r, FOREIGN_ORIGIN,
                  "pages of other origins may not call the control API; "
                  "--cors can allow one");
}

static bool is_trusted(const struct request *r)
{
    const char *wanted = r->gateway->control_token;
    const char *why = NULL;
    const char *token = bearer_token(r, &why);

    return wanted == NULL || (token != NULL && is_same_secret(wanted, token));
}

static int check_control_token(struct request *r)
{
    if (is_trusted(r) || (r->operation != NULL && r->operation->access != OPERATOR) ||
        !is_control_path(r))
        return PASS;
    reply_header(r, "WWW-Authenticate", "Bearer");
    return refuse(r, UNAUTHORIZED, "the control token is missing or wrong");
}

/* Finds the realm of the path, by id or name. */
static int find_realm(struct request *r)
{
    const struct pair *realm = pairs_find(&r->parameters, "realm");

    if (realm == NULL)
        return PASS;
    r->realm = realms_find_by_id_or_name(&r->gateway->realms, realm->value);
    if (r->realm == NULL)
        return refuse(r, NOT_FOUND, "no realm %s", realm->value);
    r->now = clock_now(&r->realm->clock);
    return PASS;
}

static step_fn *const steps[] = {
    check_origin, check_control_token, step_operation, step_prefer, step_body_size,
    find_realm,   step_catch_up,       step_decode,    step_handle, NULL};

static void write_errors(struct request *r, struct text *t)
{
    const struct list *complaints = &r->decoder.complaints;

    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaint *c = list_at(complaints, i);
        const char *pointer = place_pointer(r->arena, &c->place);
        const char *detail = complaint_text(r->arena, c);

        text_add(t, i == 0 ? "{\"pointer\":" : ",{\"pointer\":");
        text_quoted(t, pointer);
        text_add(t, ",\"detail\":");
        text_quoted(t, detail);
        text_char(t, '}');
    }
}

static void render(struct request *r, const struct error_row *error)
{
    struct text *t = &r->reply.body;

    r->reply.media_type = "application/problem+json";
    text_add(t, "{\"type\":\"about:blank\",\"title\":");
    text_quoted(t, error->title);
    text_format(t, ",\"status\":%d,\"detail\":", error->status);
    text_quoted(t, r->reply.reason);
    if (r->decoder.complaints.count > 0) {
        text_add(t, ",\"errors\":[");
        write_errors(r, t);
        text_char(t, ']');
        if (r->decoder.more > 0)
            text_format(t, ",\"more\":%zu", r->decoder.more);
    }
    text_char(t, '}');
}

static const enum error *common_errors(const struct operation *operation)
{
    static const enum error open[] = {INVALID_REQUEST, FOREIGN_ORIGIN, PAYLOAD_TOO_LARGE,
                                      INTERNAL_ERROR, NO_ERROR};
    static const enum error operators[] = {INVALID_REQUEST,   UNAUTHORIZED,   FOREIGN_ORIGIN,
                                           PAYLOAD_TOO_LARGE, INTERNAL_ERROR, NO_ERROR};
    static const enum error in_realm[] = {INVALID_REQUEST, UNAUTHORIZED,      FOREIGN_ORIGIN,
                                          NOT_FOUND,       PAYLOAD_TOO_LARGE, INTERNAL_ERROR,
                                          NO_ERROR};

    if (strstr(operation->path, "{realm}") != NULL)
        return in_realm;
    return operation->access == OPERATOR ? operators : open;
}

BODY_PART(pointed_error, BODY_TEXT("pointer"), BODY_TEXT("detail"));
BODY_PART(problem_fields, BODY_TEXT("type"), BODY_TEXT("title"), BODY_INTEGER("status"),
          BODY_TEXT("detail"), BODY_LIST("errors", pointed_error, OPTIONAL),
          BODY_INTEGER("more", OPTIONAL));
static const struct view problem_body = {.name = "Problem", .fields = problem_fields};

static const struct wording wordings[] = {
    {0, ANY_SHAPE, &problem_body, NULL, "application/problem+json"},
    {.body = NULL},
};

static const struct requirement requirements[] = {
    {OPERATOR, false, "[{\"bearer\":[]},{}]"},
    {.json = NULL},
};

static const char *const prefixes[] = {"", NULL};

const struct family control_family = {
    .name = "control",
    .title = "sandgate control API",
    .description =
        "Realms of the emulator: their clocks, people, messages, challenges and sessions.",
    .prefixes = prefixes,
    .steps = steps,
    .render = render,
    .common_errors = common_errors,
    .invalid = INVALID_REQUEST,
    .body_limit = 1 << 20,
    .trusts = is_trusted,
    .strict_query = true,
    .unrecorded = true,
    .is_control = true,
    .wordings = wordings,
    .requirements = requirements,
};
