/* SPDX-License-Identifier: MIT */
/* The directory has no operations of its own, but what it sends is due at some time. */
#include "directory/module.h"

#include "directory/outbox.h"

static const struct due_kind *const due_kinds[] = {&webhooks_due, NULL};

const struct module directory_module = {.name = "directory", .due_kinds = due_kinds};
