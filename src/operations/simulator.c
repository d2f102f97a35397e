/* SPDX-License-Identifier: MIT */
/* The simulator: whoever holds the phone, and the due-diligence provider (weavr-simulator.md). */
#include "api/reply.h"
#include "scene.h"
#include "store/challenges.h"
#include "store/identities.h"
#include "store/users.h"
#include "tables.h"

#include <errno.h>

const struct group simulator_group = {.tag = "simulator", .title = "Simulator"};

struct factor_challenge {
    int64_t credential;
    int64_t challenge;
};

static const struct rule factor_challenge_rules[] = {
    RULE_ID(struct factor_challenge, credential, "credentials_id", REQUIRED, .place = IN_PATH),
    RULE_ID(struct factor_challenge, challenge, "challenge_id", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input factor_challenge_input = {.name = "FactorChallenge",
                                             .rules = factor_challenge_rules,
                                             .size = sizeof(struct factor_challenge)};

struct path_id {
    int64_t id;
};

#define PATH_ID_INPUT(symbol, table, schema, parameter)                                            \
    static const struct rule table[] = {                                                           \
        RULE_ID(struct path_id, id, parameter, REQUIRED, .place = IN_PATH), END_OF_RULES};         \
    const struct input symbol = {.name = (schema), .rules = (table), .size = sizeof(struct path_id)}

PATH_ID_INPUT(credential_input, credential_rules, "Credential", "credential_id");
PATH_ID_INPUT(push_id_input, push_id_rules, "Push", "id");
PATH_ID_INPUT(consumer_id_input, consumer_id_rules, "ConsumerId", "consumer_id");
PATH_ID_INPUT(corporate_id_input, corporate_id_rules, "CorporateId", "corporate_id");

static const char *const outcomes[] = {"DENIED", "COMPLETED", NULL};

struct outcome {
    unsigned code;
};

static const struct field outcome_fields[] = {
    SHOW_NAME(struct outcome, code, "code", outcomes),
    END_OF_FIELDS,
};
const struct view outcome_view = {.name = "Outcome", .fields = outcome_fields};

/* One wrong try for a code, a decline for a push. */
static int fail(struct scene *s, struct challenge *challenge)
{
    if (challenge->code == NULL)
        return challenge_settle(s, challenge, CHALLENGE_DECLINED);
    if (challenge_try(challenge, "", s->realm->settings.otp_attempts) == CODE_WRONG_BLOCKED)
        challenge->state = CHALLENGE_BLOCKED;
    return store_challenge_update(s->store, challenge);
}

/* COMPLETED when it was applied, DENIED when the challenge is unknown or was decided before. */
static int decide(struct request *r, enum challenge_state outcome)
{
    const struct factor_challenge *in = r->input;
    struct scene scene = scene_of(r);
    struct challenge challenge;
    int rc = store_challenge_find(r->store, r->arena, in->challenge, &challenge);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || challenge.realm != r->realm->id || challenge.person != in->credential ||
        challenge_state_at(&challenge, r->now) != CHALLENGE_PENDING)
        return reply(r, &(struct outcome){0});
    rc = outcome == CHALLENGE_DECLINED ? fail(&scene, &challenge)
                                       : challenge_settle(&scene, &challenge, outcome);
    return rc < 0 ? rc : reply(r, &(struct outcome){1});
}

int simulate_verify_success(struct request *r)
{
    return decide(r, CHALLENGE_VERIFIED);
}

int simulate_verify_invalid(struct request *r)
{
    return decide(r, CHALLENGE_DECLINED);
}

int simulate_verify_expired(struct request *r)
{
    return decide(r, CHALLENGE_EXPIRED);
}

static int settle_and_reply(struct request *r, struct challenge *challenge,
                            enum challenge_state outcome)
{
    struct scene scene = scene_of(r);
    int rc = challenge_settle(&scene, challenge, outcome);

    return rc < 0 ? rc : reply(r, NULL);
}

static int answer_enrolment(struct request *r, enum challenge_state outcome)
{
    const struct path_id *in = r->input;
    struct challenge challenge;
    int rc = store_challenge_latest(r->store, r->arena, r->realm->id, in->id, CHALLENGE_ENROLMENT,
                                    CHANNEL_AUTHY, &challenge);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT)
        return refuse(r, NOTHING_PENDING, "credential %lld has no push enrolment",
                      (long long) in->id);
    enum challenge_state state = challenge_state_at(&challenge, r->now);

    if (state == CHALLENGE_EXPIRED)
        return refuse(r, EXPIRED, "the enrolment expired");
    if (state != CHALLENGE_PENDING)
        return refuse(r, NOTHING_PENDING, "the enrolment is %s", challenge_state_names[state]);
    return settle_and_reply(r, &challenge, outcome);
}

int simulate_enrol_accept(struct request *r)
{
    return answer_enrolment(r, CHALLENGE_VERIFIED);
}

int simulate_enrol_reject(struct request *r)
{
    return answer_enrolment(r, CHALLENGE_DECLINED);
}

static int answer_step_up(struct request *r, enum challenge_state outcome)
{
    const struct path_id *in = r->input;
    struct challenge challenge;
    int rc = store_challenge_find(r->store, r->arena, in->id, &challenge);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || challenge.realm != r->realm->id || challenge.kind != CHALLENGE_STEP_UP ||
        challenge.channel != CHANNEL_AUTHY)
        return refuse(r, NOTHING_PENDING, "no step-up %lld by AUTHY in realm %s",
                      (long long) in->id, r->realm->name);
    enum challenge_state state = challenge_state_at(&challenge, r->now);

    if (state == CHALLENGE_EXPIRED)
        return refuse(r, EXPIRED, "the push expired");
    if (state != CHALLENGE_PENDING)
        return refuse(r, ALREADY_COMPLETED, "the push is %s", challenge_state_names[state]);
    return settle_and_reply(r, &challenge, outcome);
}

int simulate_step_up_accept(struct request *r)
{
    return answer_step_up(r, CHALLENGE_VERIFIED);
}

int simulate_step_up_reject(struct request *r)
{
    return answer_step_up(r, CHALLENGE_DECLINED);
}

static int verify_identity(struct request *r, enum identity_type type)
{
    const struct path_id *in = r->input;
    struct scene scene = scene_of(r);
    struct identity identity;
    int rc = store_identity_find(r->store, r->arena, in->id, &identity);

    if (rc == -ENOENT || (rc == 0 && identity.type != type))
        return refuse(r, NOT_FOUND, "no %s %lld", identity_type_names[type], (long long) in->id);
    if (rc < 0)
        return rc;
    if (identity.realm != r->realm->id)
        return refuse(r, INSUFFICIENT_PERMISSIONS, "the identity is of another programme");
    rc = identity_approve(&scene, &identity);
    return rc < 0 ? rc : reply(r, NULL);
}

int simulate_consumer_verify(struct request *r)
{
    return verify_identity(r, IDENTITY_CONSUMER);
}

int simulate_corporate_verify(struct request *r)
{
    return verify_identity(r, IDENTITY_CORPORATE);
}
