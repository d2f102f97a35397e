/* SPDX-License-Identifier: MIT */
/* Control API: applying and exporting seed documents, and their schema (control.md 7). */
#include "contents.h"
#include "engine/reply.h"
#include "engine/steps/decode.h"
#include "parameters.h"
#include "store/realms.h"

static const struct group seeds_group = {.tag = "seeds", .title = "Seeds"};

static const struct input seed_input = {.name = "Seed",
                                        .rules = seed_rules,
                                        .size = sizeof(struct seed),
                                        .strict = true,
                                        .word = "demo"};

static const struct field created_fields[] = {
    SHOW_INTEGER(struct seed_result, people, "people"),
    SHOW_INTEGER(struct seed_result, identities, "identities"),
    SHOW_INTEGER(struct seed_result, users, "users"),
    SHOW_INTEGER(struct seed_result, resources, "resources"),
    SHOW_INTEGER(struct seed_result, organizations, "organizations"),
    SHOW_INTEGER(struct seed_result, customers, "customers"),
    END_OF_FIELDS,
};

struct seed_answer {
    struct seed_result created;
    const char *renamed; /* JSON */
};

static const struct field seed_fields[] = {
    SHOW_OBJECT(struct seed_answer, created, "created", created_fields),
    SHOW_JSON(struct seed_answer, renamed, "renamed", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view seed_view = {.name = "Seeded", .fields = seed_fields};

/* The clock and the journal stay; rate windows start anew. */
static int apply_seed(struct request *r, const struct seed *seed, struct seed_result *ret)
{
    const struct realm_memory memory = {.clock = r->realm->clock};
    const char *text = arena_printf(r->arena, "[%s]", r->body);
    int rc = store_realm_set_seeds(r->store, r->realm->id, text);

    return rc < 0 ? rc : contents_replace_by_seeds(r, &memory, r->now, seed, 1, ret);
}

static int realm_seed(struct request *r)
{
    struct seed_answer answer = {.renamed = NULL};

    struct seed *seed = r->input;

    seed->json = r->json;
    if (!seed_check(&r->decoder, seed))
        return refuse(r, INVALID_REQUEST, "%s", request_complaint(r));
    int rc = apply_seed(r, seed, &answer.created);

    if (rc < 0)
        return rc;
    answer.renamed = seed_renamed_json(r->arena, &answer.created);
    return reply(r, &answer);
}

static int realm_export(struct request *r)
{
    const struct text *document;
    int rc = seed_export(r, &document);

    if (rc < 0)
        return rc;
    return document == NULL ? request_yield(r) : reply_written(r, "application/json", document);
}

static int seed_schema_get(struct request *r)
{
    return reply_text(r, r->operation->media_type, seed_schema(r->arena));
}

/* clang-format off */
const struct operation seed_operations[] = {
    OPERATION(realm_seed, PUT, "/_sandgate/realms/{realm}/seed", OPERATOR,
              .summary = "Replace the content of the realm with a seed document, or with the demo people", .group = &seeds_group,
              .input = &seed_input, .status = 200, .answer = &seed_view, .writes = true,
              .body_limit = (size_t) 64 << 20,
              .errors = ERRORS()),
    OPERATION(realm_export, GET, "/_sandgate/realms/{realm}/export", OPERATOR,
              .summary = "Export the content of the realm as a seed document", .group = &seeds_group,
              .status = 200, .answer = &export_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};

const struct operation seed_schema_operations[] = {
    OPERATION(seed_schema_get, GET, "/_sandgate/schema/seed.json", OPERATOR,
              .summary = "Get the JSON Schema of seed documents", .group = &program_group,
              .status = 200, .media_type = "application/schema+json", .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
