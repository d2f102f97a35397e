/* SPDX-License-Identifier: MIT */
/* What sandgate adds for whoever tests. */
#include "control/module.h"

/* clang-format off */
/* The tables of operations, in the order of the documents; each stands at the end of its file. */
#define TABLES(TABLE)                  \
    TABLE(realm)                       \
    TABLE(settings)                    \
    TABLE(clock)                       \
    TABLE(outbox)                      \
    TABLE(challenge)                   \
    TABLE(session)                     \
    TABLE(people)                      \
    TABLE(control_device)              \
    TABLE(resource)                    \
    TABLE(identity)                    \
    TABLE(journal)                     \
    TABLE(feed)                        \
    TABLE(fault)                       \
    TABLE(seed)                        \
    TABLE(snapshot)                    \
    TABLE(program)                     \
    TABLE(metrics)                     \
    TABLE(coverage)                    \
    TABLE(seed_schema)                 \
    TABLE(console)

#define DECLARE(name) extern const struct operation name##_operations[];
#define LIST(name) name##_operations,
TABLES(DECLARE)

static const struct family *const families[] = {&control_family, NULL};

static const struct operation *const operations[] = {TABLES(LIST) NULL};
/* clang-format on */

const struct module control_module = {
    .name = "control", .families = families, .operations = operations};
