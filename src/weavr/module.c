/* SPDX-License-Identifier: MIT */
/*
 * The Weavr Multi API with its Back Office and its simulator. access has the sign-ins, challenges and
 * factors, identities the consumers and corporates, users the authorised users, events what webhooks
 * are told, simulator what stands for phones and the provider of due diligence.
 *
 * A handler judges in the order of the contract, then acts, then answers; it does nothing that a later
 * refusal would have to undo, because a refusal commits. What one kind of challenge or event has of its own
 * stands in its file and is listed here or in events/event_list.c, so that no file knows another that
 * knows it.
 *
 * To begin: multi_family.c for what every request goes through, access/sign_in.c for a first handler.
 */
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

/* By enum challenge_kind; each stands in the file that issues it. */
extern const struct challenge_traits step_up_challenge, enrolment_challenge, login_challenge,
    confirmation_challenge;

const struct challenge_traits *const challenge_traits[] = {
    [CHALLENGE_STEP_UP] = &step_up_challenge,
    [CHALLENGE_ENROLMENT] = &enrolment_challenge,
    [CHALLENGE_LOGIN] = &login_challenge,
    [CHALLENGE_CONFIRMATION] = &confirmation_challenge,
};

static const struct due_kind *const due_kinds[] = {&challenges_due, NULL};

const struct module weavr_module = {
    .name = "weavr", .families = families, .operations = operations, .due_kinds = due_kinds};
