/* SPDX-License-Identifier: MIT */
/*
 * The simulator: settles challenges as if a user had entered a code, and decides due diligence as the
 * provider. It uses the same functions as the Multi API. pushes.c answers pushes, device_links.c
 * enrols devices, secrets.c expires and tokenises passwords.
 *
 * Start reading at decide.
 */
#include "simulator.h"

#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "weavr/challenges.h"
#include "weavr/diligence.h"
#include "weavr/shared_types.h"

#include <errno.h>

const struct group simulator_group = {.tag = "simulator", .title = "Simulator"};

int pending_or_reply(struct request *r, const struct challenge *challenge, const char *what,
                     enum error decided)
{
    enum challenge_state state = challenge_state_at(challenge, r->now);

    if (challenge_is_pending(challenge, r->now))
        return PASS;
    return state == CHALLENGE_EXPIRED
               ? refuse(r, EXPIRED, "the %s expired", what)
               : refuse(r, decided, "the %s is %s", what, challenge_state_names[state]);
}

struct factor_challenge {
    int64_t credential;
    int64_t challenge;
};

static const struct rule factor_challenge_rules[] = {
    RULE_ID(struct factor_challenge, credential, "credentials_id", REQUIRED, .place = IN_PATH),
    RULE_ID(struct factor_challenge, challenge, "challenge_id", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
static const struct input factor_challenge_input = {.name = "FactorChallenge",
                                                    .rules = factor_challenge_rules,
                                                    .size = sizeof(struct factor_challenge)};

PATH_ID_INPUT(credentials_input, credentials_rules, "Credentials", "credentials_id");
PATH_ID_INPUT(consumer_id_input, consumer_id_rules, "ConsumerId", "consumer_id");
PATH_ID_INPUT(corporate_id_input, corporate_id_rules, "CorporateId", "corporate_id");

enum outcome_code { OUTCOME_DENIED, OUTCOME_COMPLETED };

static const char *const outcomes[] = {
    [OUTCOME_DENIED] = "DENIED", [OUTCOME_COMPLETED] = "COMPLETED", NULL};

struct outcome {
    unsigned code;
};

static const struct field outcome_fields[] = {
    SHOW_NAME(struct outcome, code, "code", outcomes),
    END_OF_FIELDS,
};
static const struct view outcome_view = {.name = "Outcome", .fields = outcome_fields};

/* Counts a wrong attempt for a code, declines a push. */
static int decline(struct context *ctx, struct challenge *challenge)
{
    if (challenge_is_push(challenge))
        return challenge_settle(ctx, challenge, CHALLENGE_DECLINED);
    return challenge_record_wrong_code(
        ctx, challenge, challenge_check_code(challenge, "", ctx->realm->settings.otp_attempts));
}

/* COMPLETED if the challenge was pending, DENIED if it is unknown or was already decided. */
static int decide(struct request *r, enum challenge_state outcome)
{
    const struct factor_challenge *in = r->input;
    struct context ctx = context_of(r);
    struct challenge challenge = {.id = 0};
    struct user user = {.id = 0};
    int rc = user_in_realm(r, in->credential, &user);

    if (rc == 0)
        rc = store_challenge_find(r->store, r->arena, in->challenge, &challenge);
    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || challenge.realm != r->realm->id || challenge.person != user.person ||
        !challenge_is_pending(&challenge, r->now))
        return reply(r, &(struct outcome){OUTCOME_DENIED});
    rc = outcome == CHALLENGE_DECLINED ? decline(&ctx, &challenge)
                                       : challenge_settle(&ctx, &challenge, outcome);
    return rc < 0 ? rc : reply(r, &(struct outcome){OUTCOME_COMPLETED});
}

static int simulate_verify_success(struct request *r)
{
    return decide(r, CHALLENGE_VERIFIED);
}

static int simulate_verify_invalid(struct request *r)
{
    return decide(r, CHALLENGE_DECLINED);
}

static int simulate_verify_expired(struct request *r)
{
    return decide(r, CHALLENGE_EXPIRED);
}

struct latest_code {
    const char *code;
    int64_t challenge;
};

static const struct field latest_code_fields[] = {
    SHOW_TEXT(struct latest_code, code, "code", SECRET),
    SHOW_ID(struct latest_code, challenge, "challengeId"),
    END_OF_FIELDS,
};
static const struct view latest_code_view = {.name = "LatestCode", .fields = latest_code_fields};

static int simulate_latest_code(struct request *r)
{
    const struct path_id *in = r->input;
    struct challenge challenge;
    struct user user;
    int rc = user_in_realm(r, in->id, &user);

    if (rc == 0)
        rc = store_challenge_latest_code(r->store, r->arena, r->realm->id, user.person, &challenge);
    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no code was sent to credential %lld", (long long) in->id);
    return rc < 0 ? rc : reply(r, &(struct latest_code){challenge.code, challenge.id});
}

static int verify_identity(struct request *r, enum identity_type type)
{
    const struct path_id *in = r->input;
    struct context ctx = context_of(r);
    struct identity identity;
    int rc = store_identity_find(r->store, r->arena, in->id, &identity);

    if (rc == -ENOENT || (rc == 0 && identity.type != type))
        return refuse(r, NOT_FOUND, "no %s %lld", identity_type_names[type], (long long) in->id);
    if (rc < 0)
        return rc;
    if (identity.realm != r->realm->id)
        return refuse(r, INSUFFICIENT_PERMISSIONS, "the identity belongs to another programme");
    rc = identity_approve(&ctx, &identity);
    return rc < 0 ? rc : reply(r, NULL);
}

static int simulate_consumer_verify(struct request *r)
{
    return verify_identity(r, IDENTITY_CONSUMER);
}

static int simulate_corporate_verify(struct request *r)
{
    return verify_identity(r, IDENTITY_CORPORATE);
}

/* clang-format off */
const struct operation simulator_operations[] = {
    OPERATION(simulate_verify_success, POST, "/simulate/api/factors/{credentials_id}/challenges/{challenge_id}/verify_success", APP_KEY,
              .summary = "Settle a challenge as if the right code was sent or the push accepted", .group = &simulator_group,
              .input = &factor_challenge_input, .status = 200, .answer = &outcome_view, .writes = true,
              .tokens = ANY_SIGN_IN, .errors = ERRORS()),
    OPERATION(simulate_verify_invalid, POST, "/simulate/api/factors/{credentials_id}/challenges/{challenge_id}/verify_invalid", APP_KEY,
              .summary = "Count a wrong code, or decline the push", .group = &simulator_group,
              .input = &factor_challenge_input, .status = 200, .answer = &outcome_view, .writes = true,
              .tokens = ANY_SIGN_IN, .errors = ERRORS()),
    OPERATION(simulate_verify_expired, POST, "/simulate/api/factors/{credentials_id}/challenges/{challenge_id}/verify_expired", APP_KEY,
              .summary = "Expire a challenge", .group = &simulator_group,
              .input = &factor_challenge_input, .status = 200, .answer = &outcome_view, .writes = true,
              .tokens = ANY_SIGN_IN, .errors = ERRORS()),
    OPERATION(simulate_latest_code, POST, "/simulate/api/factors/{credentials_id}/challenges/latest/get", APP_KEY,
              .summary = "Show the newest code of a credential", .group = &simulator_group,
              .input = &credentials_input, .status = 200, .answer = &latest_code_view, .errors = ERRORS(NOT_FOUND)),
    OPERATION(simulate_consumer_verify, POST, "/simulate/api/consumers/{consumer_id}/verify", APP_KEY,
              .summary = "Approve a consumer's due diligence", .group = &simulator_group,
              .input = &consumer_id_input, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, INSUFFICIENT_PERMISSIONS)),
    OPERATION(simulate_corporate_verify, POST, "/simulate/api/corporates/{corporate_id}/verify", APP_KEY,
              .summary = "Approve a corporate's due diligence", .group = &simulator_group,
              .input = &corporate_id_input, .status = 204, .writes = true,
              .errors = ERRORS(NOT_FOUND, INSUFFICIENT_PERMISSIONS)),
    END_OF_OPERATIONS,
};
/* clang-format on */
