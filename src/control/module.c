/* SPDX-License-Identifier: MIT */
/*
 * The tables of the control API. Its folders are groups of operations: realms (with settings,
 * clock, seeds and snapshots), people (what is in a realm), requests (journal, events and faults),
 * program (health, documents, metrics) and the console. family.c has the steps of every request,
 * parameters.h what the operations share.
 */
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
    TABLE(beneficiary)                 \
    TABLE(control_account)             \
    TABLE(control_transaction)         \
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
