/* SPDX-License-Identifier: MIT */
/*
 * The Weavr Multi API with its Back Office and its simulator. access/ has sign-ins, challenges and
 * factors; identities/ consumers and corporates; users/ authorised users; accounts/ what has a
 * balance; money/ what moves it; events/ the webhook events; simulator/ the simulated phones, bank
 * and due-diligence provider; web_client/ what the browser client calls.
 *
 * A handler first checks, in the order of the contract, then writes, then replies. It writes nothing
 * before the last check has passed, because a refusal commits too. What is specific to a kind of
 * challenge or event is in that kind's file and is listed here or in events/event_list.c; this keeps
 * includes free of circles.
 *
 * Start reading at multi_family.c (the steps of every request), then access/sign_in.c (a handler).
 */
#include "weavr/module.h"

#include "weavr/challenges.h"
#include "weavr/money/transactions.h"

/* clang-format off */
/* The tables of operations, in the order of the documents; each is at the end of its file. */
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
    TABLE(account)                     \
    TABLE(account_action)              \
    TABLE(statement)                   \
    TABLE(activity)                    \
    TABLE(transfer)                    \
    TABLE(send)                        \
    TABLE(send_challenge)              \
    TABLE(backoffice)                  \
    TABLE(backoffice_user)             \
    TABLE(backoffice_invitation)       \
    TABLE(simulator)                   \
    TABLE(simulator_push)              \
    TABLE(simulator_device)            \
    TABLE(simulator_secret)            \
    TABLE(simulator_deposit)           \
    TABLE(secure_session)              \
    TABLE(verification)                \
    TABLE(page)

#define DECLARE(name) extern const struct operation name##_operations[];
#define LIST(name) name##_operations,
TABLES(DECLARE)

static const struct family *const families[] = {&backoffice_family, &multi_family,
                                                &simulator_family, &web_client_pages_family,
                                                &web_client_family, NULL};

static const struct operation *const operations[] = {TABLES(LIST) NULL};
/* clang-format on */

/* By enum challenge_kind; each is defined in the file that issues it. */
extern const struct challenge_traits step_up_challenge, enrolment_challenge, login_challenge,
    confirmation_challenge;

const struct challenge_traits *const challenge_traits[] = {
    [CHALLENGE_STEP_UP] = &step_up_challenge,
    [CHALLENGE_ENROLMENT] = &enrolment_challenge,
    [CHALLENGE_LOGIN] = &login_challenge,
    [CHALLENGE_CONFIRMATION] = &confirmation_challenge,
};

static const struct due_kind *const due_kinds[] = {&challenges_due, &settled_due, &orders_due,
                                                   NULL};

const struct module weavr_module = {
    .name = "weavr", .families = families, .operations = operations, .due_kinds = due_kinds};
