/* SPDX-License-Identifier: MIT */
/* Control API: health, documents and the public key of the program (control.md 8). */
#include "documents/documents.h"
#include "engine/accept.h"
#include "engine/reply.h"
#include "parameters.h"
#include "weavr/shared_types.h"

#include <string.h>

const struct group program_group = {.tag = "program", .title = "Program"};

struct health {
    const char *status;
    const char *version;
    int64_t uptime;
    int64_t realms;
};

static const struct field health_fields[] = {
    SHOW_TEXT(struct health, status, "status"),
    SHOW_TEXT(struct health, version, "version"),
    SHOW_INTEGER(struct health, uptime, "uptimeSeconds"),
    SHOW_INTEGER(struct health, realms, "realms"),
    END_OF_FIELDS,
};
static const struct view health_view = {.name = "Health", .fields = health_fields};

static int health_get(struct request *r)
{
    const struct gateway *g = r->gateway;

    return reply(r, &(struct health){
                        .status = "ok",
                        .version = VERSION_TEXT,
                        .uptime = (clock_monotonic() - g->started) / 1000,
                        .realms = (int64_t) g->realms.count,
                    });
}

static int alive_get(struct request *r)
{
    return reply_text(r, r->operation->media_type, "alive\n");
}

static int ready_get(struct request *r)
{
    if (!r->gateway->ready)
        return refuse(r, MAINTENANCE, "the seeds are not loaded yet");
    return reply_text(r, r->operation->media_type, "ready\n");
}

struct openapi_path {
    const char *document;
};

static const struct rule openapi_rules[] = {
    RULE_TEXT(struct openapi_path, document, "document", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
static const struct input openapi_input = {
    .name = "OpenApiPath", .rules = openapi_rules, .size = sizeof(struct openapi_path)};

static int openapi_get(struct request *r)
{
    static const char ending[] = ".json";
    const struct openapi_path *in = r->input;
    size_t length = strlen(in->document);
    const char *document = NULL;

    if (length > strlen(ending) && strcmp(in->document + length - strlen(ending), ending) == 0)
        document = openapi_document(r->arena, r->gateway, request_base_url(r),
                                    arena_textn(r->arena, in->document, length - strlen(ending)));
    if (document == NULL)
        return refuse(r, NOT_FOUND,
                      "no document %s: there are weavr-multi, weavr-simulator, "
                      "weavr-web-client, cyrexa-customer and control, each with .json",
                      in->document);
    return reply_text(r, r->operation->media_type, document);
}

struct jwk {
    const char *kty;
    const char *crv;
    const char *x;
    const char *kid;
    const char *alg;
    const char *use;
};

static const struct field jwk_fields[] = {
    SHOW_TEXT(struct jwk, kty, "kty"),
    SHOW_TEXT(struct jwk, crv, "crv"),
    SHOW_TEXT(struct jwk, x, "x"),
    SHOW_TEXT(struct jwk, kid, "kid"),
    SHOW_TEXT(struct jwk, alg, "alg"),
    SHOW_TEXT(struct jwk, use, "use"),
    END_OF_FIELDS,
};

struct jwks {
    struct list keys;
};

static const struct field jwks_fields[] = {
    SHOW_LIST(struct jwks, keys, "keys", jwk_fields),
    END_OF_FIELDS,
};
static const struct view jwks_view = {.name = "JsonWebKeys", .fields = jwks_fields};

static int jwks_get(struct request *r)
{
    const struct signer *signer = &r->gateway->signer;
    struct jwks answer = {LIST_OF(struct jwk)};

    *(struct jwk *) list_add(&answer.keys, r->arena) = (struct jwk){
        "OKP", "Ed25519", signer_public_key(signer, r->arena), signer->kid, "EdDSA", "sig"};
    return reply(r, &answer);
}

struct site_index {
    const char *name;
    const char *version;
    const char *console;
    const char *health;
    const char *realms;
    const char *events;
    const char *unmatched;
    const char *coverage;
    const char *metrics;
    const char *seed_schema;
    const char *jwks;
    struct list documents;
};

static const struct field index_fields[] = {
    SHOW_TEXT(struct site_index, name, "name"),
    SHOW_TEXT(struct site_index, version, "version"),
    SHOW_TEXT(struct site_index, console, "console"),
    SHOW_TEXT(struct site_index, health, "health"),
    SHOW_TEXT(struct site_index, realms, "realms"),
    SHOW_TEXT(struct site_index, events, "events"),
    SHOW_TEXT(struct site_index, unmatched, "unmatched"),
    SHOW_TEXT(struct site_index, coverage, "coverage"),
    SHOW_TEXT(struct site_index, metrics, "metrics"),
    SHOW_TEXT(struct site_index, seed_schema, "seedSchema"),
    SHOW_TEXT(struct site_index, jwks, "jwks"),
    SHOW_TEXTS(struct site_index, documents, "openapi"),
    END_OF_FIELDS,
};
static const struct view index_view = {.name = "Index", .fields = index_fields};

static void add_document(struct request *r, struct list *documents, const char *name)
{
    const char *path = arena_printf(r->arena, "/_sandgate/openapi/%s.json", name);

    for (size_t i = 0; i < documents->count; i++) {
        if (strcmp(*(const char **) list_at(documents, i), path) == 0)
            return;
    }
    *(const char **) list_add(documents, r->arena) = path;
}

static int index_get(struct request *r)
{
    struct site_index answer = {
        .name = "sandgate",
        .version = VERSION_TEXT,
        .console = "/_sandgate/",
        .health = "/_sandgate/health",
        .realms = "/_sandgate/realms",
        .events = "/_sandgate/events",
        .unmatched = "/_sandgate/unmatched",
        .coverage = "/_sandgate/coverage",
        .metrics = "/_sandgate/metrics",
        .seed_schema = "/_sandgate/schema/seed.json",
        .jwks = "/.well-known/jwks.json",
        .documents = LIST_OF(const char *),
    };

    reply_header(r, "vary", "Accept");
    if (request_prefers(r, "text/html"))
        return reply_redirect(r);
    for (const struct family *const *f = r->gateway->registry->families; *f != NULL; f++)
        add_document(r, &answer.documents, (*f)->name);
    return reply(r, &answer);
}

/* clang-format off */
const struct operation program_operations[] = {
    OPERATION(health_get, GET, "/_sandgate/health", OPEN,
              .summary = "Get version, uptime and number of realms", .group = &program_group,
              .status = 200, .answer = &health_view, .errors = ERRORS()),
    OPERATION(alive_get, GET, "/livez", OPEN,
              .summary = "Check that the process answers", .group = &program_group,
              .status = 200, .media_type = "text/plain", .errors = ERRORS()),
    OPERATION(ready_get, GET, "/readyz", OPEN,
              .summary = "Check that the seeds are loaded", .group = &program_group,
              .status = 200, .media_type = "text/plain", .errors = ERRORS(MAINTENANCE)),
    OPERATION(openapi_get, GET, "/_sandgate/openapi/{document}", OPERATOR,
              .summary = "Get the OpenAPI document of an API", .group = &program_group,
              .input = &openapi_input, .status = 200, .media_type = "application/json", .errors = ERRORS(NOT_FOUND)),
    OPERATION(jwks_get, GET, "/.well-known/jwks.json", OPEN,
              .summary = "Get the public key of the tokens", .group = &program_group,
              .status = 200, .answer = &jwks_view, .readers = ANY_ORIGIN, .errors = ERRORS()),
    OPERATION(index_get, GET, "/", OPEN,
              .summary = "List the entry points", .group = &program_group,
              .status = 200, .answer = &index_view, .redirect = "/_sandgate/", .errors = ERRORS()),
    OPERATION(index_get, GET, "/_sandgate", OPEN,
              .summary = "List the entry points, like /", .group = &program_group,
              .status = 200, .answer = &index_view, .redirect = "/_sandgate/", .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
