/* SPDX-License-Identifier: MIT */
/* The simulator's phones: what their holders answer to pushes (weavr-simulator.md 4 and 5). */
#include "api/reply.h"
#include "challenges.h"
#include "domain/password.h"
#include "domain/resource.h"
#include "passwords.h"
#include "store/people.h"
#include "store/resources.h"
#include "store/users.h"
#include "tables.h"

#include <errno.h>

PATH_ID_INPUT(credential_input, credential_rules, "Credential", "credential_id");
PATH_ID_INPUT(push_id_input, push_id_rules, "Push", "id");

/* Which pushes an operation answers, and how. */
struct push_answer {
    enum challenge_kind kind;
    enum channel channel;
    enum challenge_state outcome;
    int resource; /* enum resource_type, where the path names a resource and not its challenge */
};

#define NO_RESOURCE (-1)

/* What the two vendors call a push that is not there. */
static enum error absent(const struct push_answer *a)
{
    return a->channel == CHANNEL_AUTHY ? NOTHING_PENDING : REQUEST_NOT_FOUND;
}

static int refuse_absent(struct request *r, const struct push_answer *a, int64_t id)
{
    if (a->resource != NO_RESOURCE)
        return refuse(r, absent(a), "no resource %lld of %s waits for an answer by %s",
                      (long long) id, resource_type_names[a->resource], channel_names[a->channel]);
    return refuse(r, absent(a), "no challenge %lld of kind %s waits for an answer by %s",
                  (long long) id, challenge_kind_names[a->kind], channel_names[a->channel]);
}

/* A device that was taken away meanwhile answers nothing. */
static int device_or_reply(struct request *r, const struct push_answer *a,
                           const struct challenge *challenge)
{
    enum factor_status status;
    int rc = store_factor_status(r->store, r->realm->id, challenge->person, a->channel, &status);

    if (rc < 0)
        return rc;
    return status == FACTOR_ACTIVE ? PASS : refuse_absent(r, a, challenge->id);
}

/* A challenge of the kind, on the channel, that nobody has answered yet. */
static int push_or_reply(struct request *r, const struct push_answer *a, int64_t id,
                         struct challenge *ret)
{
    int rc = store_challenge_find(r->store, r->arena, id, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || ret->realm != r->realm->id || ret->kind != a->kind ||
        ret->channel != a->channel)
        return refuse_absent(r, a, id);
    enum challenge_state state = challenge_state_at(ret, r->now);

    if (state == CHALLENGE_EXPIRED)
        return refuse(r, EXPIRED, "the push expired");
    if (state != CHALLENGE_PENDING)
        return refuse(r, ALREADY_COMPLETED, "the push is %s", challenge_state_names[state]);
    return device_or_reply(r, a, ret);
}

static int resource_push_or_reply(struct request *r, const struct push_answer *a, int64_t id,
                                  struct challenge *ret)
{
    struct resource resource = {.id = 0};
    int rc = store_resource_find(r->store, r->arena, r->realm->id, id, &resource);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || (int) resource.type != a->resource || resource.challenge == 0)
        return refuse_absent(r, a, id);
    return push_or_reply(r, a, resource.challenge, ret);
}

static int answer_push(struct request *r, const struct push_answer *a)
{
    const struct path_id *in = r->input;
    struct challenge challenge;
    int rc = push_or_reply(r, a, in->id, &challenge);

    return rc == PASS ? settle_and_reply(r, &challenge, a->outcome) : rc;
}

static int answer_resource(struct request *r, const struct push_answer *a)
{
    const struct path_id *in = r->input;
    struct challenge challenge;
    int rc = resource_push_or_reply(r, a, in->id, &challenge);

    return rc == PASS ? settle_and_reply(r, &challenge, a->outcome) : rc;
}

/* clang-format off */
#define ANSWER(name, act, kind_, channel_, resource_, outcome_)                                    \
    int name(struct request *r)                                                                    \
    {                                                                                              \
        static const struct push_answer answer = {.kind = (kind_), .channel = (channel_),          \
                                                  .resource = (resource_), .outcome = (outcome_)}; \
        return act(r, &answer);                                                                    \
    }
#define BOTH(name, act, ...)                                                                       \
    ANSWER(name##_accept, act, __VA_ARGS__, CHALLENGE_VERIFIED)                                    \
    ANSWER(name##_reject, act, __VA_ARGS__, CHALLENGE_DECLINED)

BOTH(simulate_authy_step_up,   answer_push,     CHALLENGE_STEP_UP,      CHANNEL_AUTHY,     NO_RESOURCE)
BOTH(simulate_okay_step_up,    answer_push,     CHALLENGE_STEP_UP,      CHANNEL_BIOMETRIC, NO_RESOURCE)
BOTH(simulate_okay_login,      answer_push,     CHALLENGE_LOGIN,        CHANNEL_BIOMETRIC, NO_RESOURCE)
BOTH(simulate_authy_challenge, answer_push,     CHALLENGE_CONFIRMATION, CHANNEL_AUTHY,     NO_RESOURCE)
BOTH(simulate_okay_challenge,  answer_push,     CHALLENGE_CONFIRMATION, CHANNEL_BIOMETRIC, NO_RESOURCE)
BOTH(simulate_authy_owt,       answer_resource, CHALLENGE_CONFIRMATION, CHANNEL_AUTHY,     RESOURCE_OUTGOING_WIRE_TRANSFER)
BOTH(simulate_okay_owt,        answer_resource, CHALLENGE_CONFIRMATION, CHANNEL_BIOMETRIC, RESOURCE_OUTGOING_WIRE_TRANSFER)
BOTH(simulate_authy_send,      answer_resource, CHALLENGE_CONFIRMATION, CHANNEL_AUTHY,     RESOURCE_SEND)
BOTH(simulate_okay_send,       answer_resource, CHALLENGE_CONFIRMATION, CHANNEL_BIOMETRIC, RESOURCE_SEND)
/* clang-format on */

/* ---- passcodes ---- */

struct pin {
    int64_t id;
    const char *passcode;
};

static const struct rule pin_rules[] = {
    RULE_ID(struct pin, id, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct pin, passcode, "passcode", REQUIRED, SECRET, .not_blank = true, .most = 100),
    END_OF_RULES,
};
const struct input pin_input = {.name = "Passcode", .rules = pin_rules, .size = sizeof(struct pin)};

/* The right passcode, which is the person's password, accepts; a wrong one declines. */
static int enter_pin(struct request *r, struct challenge *challenge, const char *passcode)
{
    struct person person;
    int rc = store_person_find(r->store, r->arena, r->realm->id, challenge->person, &person);

    if (rc < 0)
        return rc;
    return settle_and_reply(r, challenge,
                            password_matches(person.password_hash, passcode) ? CHALLENGE_VERIFIED
                                                                             : CHALLENGE_DECLINED);
}

int simulate_okay_login_pin(struct request *r)
{
    static const struct push_answer login = {.kind = CHALLENGE_LOGIN, .channel = CHANNEL_BIOMETRIC};
    const struct pin *in = r->input;
    struct challenge challenge = {.id = 0};
    int rc = push_or_reply(r, &login, in->id, &challenge);

    return rc == PASS ? enter_pin(r, &challenge, in->passcode) : rc;
}

/* Sends are answered under the same path (weavr-simulator.md 5). */
static int transfer_push_or_reply(struct request *r, int64_t id, struct challenge *ret)
{
    struct push_answer a = {.kind = CHALLENGE_CONFIRMATION,
                            .channel = CHANNEL_BIOMETRIC,
                            .resource = RESOURCE_OUTGOING_WIRE_TRANSFER};
    struct resource resource;
    int rc = store_resource_find(r->store, r->arena, r->realm->id, id, &resource);

    if (rc == 0 && resource.type == RESOURCE_SEND)
        a.resource = RESOURCE_SEND;
    return rc < 0 && rc != -ENOENT ? rc : resource_push_or_reply(r, &a, id, ret);
}

int simulate_okay_owt_pin(struct request *r)
{
    const struct pin *in = r->input;
    struct challenge challenge = {.id = 0};
    int rc = transfer_push_or_reply(r, in->id, &challenge);

    return rc == PASS ? enter_pin(r, &challenge, in->passcode) : rc;
}

/* The open challenge is closed, and the owner gets a nonce to set a new passcode with. */
int simulate_okay_owt_forgot_pin(struct request *r)
{
    const struct path_id *in = r->input;
    struct scene scene = scene_of(r);
    struct challenge challenge = {.id = 0};
    struct user user;
    int rc = transfer_push_or_reply(r, in->id, &challenge);

    if (rc != PASS)
        return rc;
    rc = store_user_find(r->store, r->arena, challenge.user, &user);
    if (rc == 0)
        rc = lost_password_begin(&scene, &user);
    return rc < 0 ? rc : settle_and_reply(r, &challenge, CHALLENGE_PIN_RECOVERY);
}

/* ---- Authy enrolment ---- */

static int answer_enrolment(struct request *r, enum challenge_state outcome)
{
    const struct path_id *in = r->input;
    struct challenge challenge = {.id = 0};
    struct user user;
    int rc = user_in_realm(r, in->id, &user);

    if (rc == 0)
        rc = store_challenge_latest(r->store, r->arena, r->realm->id, user.person,
                                    CHALLENGE_ENROLMENT, CHANNEL_AUTHY, &challenge);
    if (rc == -ENOENT)
        return refuse(r, NOTHING_PENDING, "credential %lld has no push enrolment",
                      (long long) in->id);
    if (rc < 0)
        return rc;
    enum challenge_state state = challenge_state_at(&challenge, r->now);

    if (state == CHALLENGE_EXPIRED)
        return refuse(r, EXPIRED, "the enrolment expired");
    if (state != CHALLENGE_PENDING)
        return refuse(r, NOTHING_PENDING, "the enrolment is %s", challenge_state_names[state]);
    return settle_and_reply(r, &challenge, outcome);
}

int simulate_authy_enrol_accept(struct request *r)
{
    return answer_enrolment(r, CHALLENGE_VERIFIED);
}

int simulate_authy_enrol_reject(struct request *r)
{
    return answer_enrolment(r, CHALLENGE_DECLINED);
}

/* Real delivery is never on here: switching it is only answered, as clients of a sandbox expect. */
int simulate_authy_live(struct request *r)
{
    return reply(r, NULL);
}
