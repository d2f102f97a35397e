/* SPDX-License-Identifier: MIT */
/* The Weavr Multi API with its Back Office and its simulator. */
#include "weavr/module.h"

#include "weavr/challenges.h"

/* clang-format off */
/* The tables of operations, in the order of the documents; each stands at the end of its file. */
#define TABLES(TABLE)                  \
    TABLE(sign_in)                     \
    TABLE(biometric_login)             \
    TABLE(step_up)                     \
    TABLE(confirmation)                \
    TABLE(factor)                      \
    TABLE(password)                    \
    TABLE(lost_password)               \
    TABLE(consumer)                    \
    TABLE(consumer_email)              \
    TABLE(consumer_kyc)                \
    TABLE(corporate)                   \
    TABLE(corporate_email)             \
    TABLE(corporate_kyb)               \
    TABLE(user)                        \
    TABLE(users_list)                  \
    TABLE(user_update)                 \
    TABLE(invitation)                  \
    TABLE(user_email)                  \
    TABLE(user_kyc)                    \
    TABLE(role)                        \
    TABLE(backoffice)                  \
    TABLE(backoffice_user)             \
    TABLE(backoffice_invitation)       \
    TABLE(simulator)                   \
    TABLE(simulator_push)              \
    TABLE(simulator_device)            \
    TABLE(simulator_secret)

#define DECLARE(name) extern const struct operation name##_operations[];
#define LIST(name) name##_operations,
TABLES(DECLARE)

static const struct family *const families[] = {&backoffice_family, &multi_family,
                                                &simulator_family, NULL};

static const struct operation *const operations[] = {TABLES(LIST) NULL};
/* clang-format on */

static const struct due_kind *const due_kinds[] = {&challenges_due, NULL};

const struct module weavr_module = {
    .name = "weavr", .families = families, .operations = operations, .due_kinds = due_kinds};
