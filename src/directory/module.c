/* SPDX-License-Identifier: MIT */
/* The directory's module: no operations, but sessions and webhook deliveries that become due. */
#include "directory/module.h"

#include "directory/outbox.h"
#include "directory/sessions.h"

static const struct due_kind *const due_kinds[] = {&sessions_due, &webhooks_due, NULL};

const struct module directory_module = {.name = "directory", .due_kinds = due_kinds};
