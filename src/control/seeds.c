/* SPDX-License-Identifier: MIT */
/* Control API: seeds of realms, and what a seed may say (control.md 7). */
#include "engine/reply.h"
#include "engine/steps/decode.h"
#include "parameters.h"
#include "realm_contents.h"
#include "store/realms.h"

static const struct group seeds_group = {.tag = "seeds", .title = "Seeds"};

static const struct input seed_input = {.name = "Seed",
                                        .rules = seed_rules,
                                        .size = sizeof(struct seed),
                                        .strict = true,
                                        .word = "demo"};

static const struct field created_fields[] = {
    SHOW_INTEGER(struct sown, people, "people"),
    SHOW_INTEGER(struct sown, identities, "identities"),
    SHOW_INTEGER(struct sown, users, "users"),
    SHOW_INTEGER(struct sown, resources, "resources"),
    SHOW_INTEGER(struct sown, organizations, "organizations"),
    SHOW_INTEGER(struct sown, customers, "customers"),
    END_OF_FIELDS,
};

struct seed_answer {
    struct sown created;
    const char *renamed; /* JSON */
};

static const struct field seed_fields[] = {
    SHOW_OBJECT(struct seed_answer, created, "created", created_fields),
    SHOW_JSON(struct seed_answer, renamed, "renamed", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view seed_view = {.name = "Seeded", .fields = seed_fields};

/* The clock stays where it is; what was counted of the realm begins anew. */
static int replace(struct request *r, const struct seed *seed, struct sown *ret)
{
    const struct aftermath after = {.clock = r->realm->clock};
    const char *text = arena_printf(r->arena, "[%s]", r->body);
    int rc = store_realm_set_seeds(r->store, r->realm->id, text);

    return rc < 0 ? rc : content_sow(r, &after, r->now, seed, 1, ret);
}

static int realm_seed(struct request *r)
{
    struct seed_answer answer = {.renamed = NULL};

    struct seed *seed = r->input;

    seed->json = r->json;
    if (!seed_check(&r->decoder, seed))
        return refuse(r, INVALID_REQUEST, "%s", request_complaint(r));
    int rc = replace(r, seed, &answer.created);

    if (rc < 0)
        return rc;
    answer.renamed = sown_renamed(r->arena, &answer.created);
    return reply(r, &answer);
}

static int realm_export(struct request *r)
{
    struct seed seed;
    int rc = seed_export(r, &seed);

    return rc < 0 ? rc : reply(r, &seed);
}

static int seed_schema_get(struct request *r)
{
    return reply_text(r, r->operation->media_type, seed_schema(r->arena));
}

/* clang-format off */
const struct operation seed_operations[] = {
    OPERATION(realm_seed, PUT, "/_sandgate/realms/{realm}/seed", OPERATOR,
              .summary = "Replace what is in the realm by a seed document, or by the demo people", .group = &seeds_group,
              .input = &seed_input, .status = 200, .answer = &seed_view, .writes = true,
              .body_limit = (size_t) 64 << 20,
              .errors = ERRORS()),
    OPERATION(realm_export, GET, "/_sandgate/realms/{realm}/export", OPERATOR,
              .summary = "The realm's people as a seed document that makes them again", .group = &seeds_group,
              .status = 200, .answer = &export_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};

const struct operation seed_schema_operations[] = {
    OPERATION(seed_schema_get, GET, "/_sandgate/schema/seed.json", OPERATOR,
              .summary = "The JSON Schema of seed documents", .group = &program_group,
              .status = 200, .media_type = "application/schema+json", .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
