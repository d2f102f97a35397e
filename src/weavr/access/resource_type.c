/* SPDX-License-Identifier: MIT */
/* Names of resources' types, states and outcomes. */
#include "weavr/resource_type.h"

#include <stddef.h>

const char *const resource_type_names[] = {"outgoing_wire_transfers", "sends",
                                           "linked_account_declaration",
                                           "correspondent_bank_transfers", NULL};
const char *const resource_state_names[] = {"PENDING_CHALLENGE", "COMPLETED", "REJECTED", "FAILED",
                                            "INVALID",           NULL};
const char *const resource_outcome_names[] = {"COMPLETED", "FAILED", NULL};
