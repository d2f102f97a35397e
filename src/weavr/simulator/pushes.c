/* SPDX-License-Identifier: MIT */
/* Answering pushes on simulated phones (weavr-simulator.md 4 and 5). */
#include "access/confirmables.h"
#include "access/passwords.h"
#include "directory/context.h"
#include "directory/people_store.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "model/password.h"
#include "simulator.h"
#include "weavr/challenges.h"
#include "weavr/resource_type.h"
#include "weavr/shared_types.h"

#include <errno.h>

static const struct rule credential_rules[] = {
    RULE_ID(struct path_id, id, "credential_id", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input credential_input = {
    .name = "Credential", .rules = credential_rules, .size = sizeof(struct path_id)};
PATH_ID_INPUT(push_id_input, push_id_rules, "Push", "id");

/* The pushes that an operation answers, and how. */
struct push_answer {
    enum challenge_kind kind;
    enum channel channel;
    enum challenge_state outcome;
    int resource; /* enum resource_type if the path names a resource, else NO_RESOURCE */
};

#define NO_RESOURCE (-1)

/* The error for an unknown push, which differs between the vendors. */
static enum error unknown_push(const struct push_answer *a)
{
    return a->channel == CHANNEL_AUTHY ? NOTHING_PENDING : REQUEST_NOT_FOUND;
}

static int refuse_absent(struct request *r, const struct push_answer *a, int64_t id)
{
    if (a->resource != NO_RESOURCE)
        return refuse(r, unknown_push(a), "no %s resource %lld has a push to %s",
                      resource_type_names[a->resource], (long long) id, channel_names[a->channel]);
    return refuse(r, unknown_push(a), "no challenge %lld of kind %s has a push to %s",
                  (long long) id, challenge_kind_names[a->kind], channel_names[a->channel]);
}

/* A device that was unlinked in the meantime can't answer. */
static int device_or_reply(struct request *r, const struct push_answer *a,
                           const struct challenge *challenge)
{
    enum factor_status status;
    int rc = store_factor_status(r->store, r->realm->id, challenge->person, a->channel, &status);

    if (rc < 0)
        return rc;
    return status == FACTOR_ACTIVE ? PASS : refuse_absent(r, a, challenge->id);
}

/* A pending challenge of the kind on the channel. */
static int push_or_reply(struct request *r, const struct push_answer *a, int64_t id,
                         struct challenge *ret)
{
    int rc = store_challenge_find(r->store, r->arena, id, ret);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT || ret->realm != r->realm->id || ret->kind != a->kind ||
        ret->channel != a->channel)
        return refuse_absent(r, a, id);
    rc = pending_or_reply(r, ret, "push", ALREADY_COMPLETED);
    return rc == PASS ? device_or_reply(r, a, ret) : rc;
}

static int resource_push_or_reply(struct request *r, const struct push_answer *a, int64_t id,
                                  struct challenge *ret)
{
    struct resource resource = {.id = 0};
    int rc = confirmable_find(r, id, &resource);

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
    static int name(struct request *r)                                                             \
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
static const struct input pin_input = {
    .name = "Passcode", .rules = pin_rules, .size = sizeof(struct pin)};

/* The passcode is the person's password: the right one accepts, a wrong one declines. */
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

static int enter_pin_of(struct request *r, enum challenge_kind kind)
{
    const struct push_answer push = {.kind = kind, .channel = CHANNEL_BIOMETRIC};
    const struct pin *in = r->input;
    struct challenge challenge = {.id = 0};
    int rc = push_or_reply(r, &push, in->id, &challenge);

    return rc == PASS ? enter_pin(r, &challenge, in->passcode) : rc;
}

static int simulate_okay_login_pin(struct request *r)
{
    return enter_pin_of(r, CHALLENGE_LOGIN);
}

static int simulate_okay_step_up_pin(struct request *r)
{
    return enter_pin_of(r, CHALLENGE_STEP_UP);
}

/* Sends are answered under the same path (weavr-simulator.md 5). */
static int transfer_push_or_reply(struct request *r, int64_t id, struct challenge *ret)
{
    struct push_answer a = {.kind = CHALLENGE_CONFIRMATION,
                            .channel = CHANNEL_BIOMETRIC,
                            .resource = RESOURCE_OUTGOING_WIRE_TRANSFER};
    struct resource resource;
    int rc = confirmable_find(r, id, &resource);

    if (rc == 0 && resource.type == RESOURCE_SEND)
        a.resource = RESOURCE_SEND;
    return rc < 0 && rc != -ENOENT ? rc : resource_push_or_reply(r, &a, id, ret);
}

static int simulate_okay_owt_pin(struct request *r)
{
    const struct pin *in = r->input;
    struct challenge challenge = {.id = 0};
    int rc = transfer_push_or_reply(r, in->id, &challenge);

    return rc == PASS ? enter_pin(r, &challenge, in->passcode) : rc;
}

/* Ends the pending challenge and sends its user a nonce for setting a new passcode. */
static int simulate_okay_owt_forgot_pin(struct request *r)
{
    const struct path_id *in = r->input;
    struct context ctx = context_of(r);
    struct challenge challenge = {.id = 0};
    struct user user;
    int rc = transfer_push_or_reply(r, in->id, &challenge);

    if (rc != PASS)
        return rc;
    rc = store_user_find(r->store, r->arena, challenge.user, &user);
    if (rc == 0)
        rc = lost_password_begin(&ctx, &user);
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
    rc = pending_or_reply(r, &challenge, "enrolment", NOTHING_PENDING);
    return rc == PASS ? settle_and_reply(r, &challenge, outcome) : rc;
}

static int simulate_authy_enrol_accept(struct request *r)
{
    return answer_enrolment(r, CHALLENGE_VERIFIED);
}

static int simulate_authy_enrol_reject(struct request *r)
{
    return answer_enrolment(r, CHALLENGE_DECLINED);
}

/* There is no real delivery: switching it on or off does nothing. */
static int simulate_authy_live(struct request *r)
{
    return reply(r, NULL);
}

/* clang-format off */
const struct operation simulator_push_operations[] = {
    OPERATION(simulate_authy_enrol_accept, POST, "/simulate/api/authy/enrol/{credential_id}/accept", APP_KEY,
              .summary = "Accept the enrolment", .group = &simulator_group,
              .input = &credential_input, .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED)),
    OPERATION(simulate_authy_enrol_reject, POST, "/simulate/api/authy/enrol/{credential_id}/reject", APP_KEY,
              .summary = "Reject the enrolment", .group = &simulator_group,
              .input = &credential_input, .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED)),
    OPERATION(simulate_authy_live, POST, "/simulate/api/authy/live/enable", APP_KEY,
              .summary = "Enable real pushes (no effect here)", .group = &simulator_group,
              .status = 204, .errors = ERRORS()),
    OPERATION(simulate_authy_live, POST, "/simulate/api/authy/live/disable", APP_KEY,
              .summary = "Disable real pushes (no effect here)", .group = &simulator_group, .status = 204, .errors = ERRORS()),
    OPERATION(simulate_authy_step_up_accept, POST, "/simulate/api/authy/step_up/{id}/accept", APP_KEY,
              .summary = "Accept the step-up; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_step_up_reject, POST, "/simulate/api/authy/step_up/{id}/reject", APP_KEY,
              .summary = "Reject the step-up; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_step_up_accept, POST, "/simulate/api/okay/stepup/{id}/accept", APP_KEY,
              .summary = "Accept the step-up; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_step_up_reject, POST, "/simulate/api/okay/stepup/{id}/reject", APP_KEY,
              .summary = "Reject the step-up; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_login_accept, POST, "/simulate/api/okay/login/{id}/accept", APP_KEY,
              .summary = "Accept the biometric login; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_login_reject, POST, "/simulate/api/okay/login/{id}/reject", APP_KEY,
              .summary = "Reject the biometric login; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_challenge_accept, POST, "/simulate/api/authy/challenge/{id}/accept", APP_KEY,
              .summary = "Accept the confirmation; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_challenge_reject, POST, "/simulate/api/authy/challenge/{id}/reject", APP_KEY,
              .summary = "Reject the confirmation; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_challenge_accept, POST, "/simulate/api/okay/challenge/{id}/accept", APP_KEY,
              .summary = "Accept the confirmation; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_challenge_reject, POST, "/simulate/api/okay/challenge/{id}/reject", APP_KEY,
              .summary = "Reject the confirmation; `id` is the challenge's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_owt_accept, POST, "/simulate/api/authy/owt/{id}/accept", APP_KEY,
              .summary = "Accept the outgoing wire transfer; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_owt_reject, POST, "/simulate/api/authy/owt/{id}/reject", APP_KEY,
              .summary = "Reject the outgoing wire transfer; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_owt_accept, POST, "/simulate/api/okay/owt/{id}/accept", APP_KEY,
              .summary = "Accept the outgoing wire transfer; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_owt_reject, POST, "/simulate/api/okay/owt/{id}/reject", APP_KEY,
              .summary = "Reject the outgoing wire transfer; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_send_accept, POST, "/simulate/api/authy/send/{id}/accept", APP_KEY,
              .summary = "Accept the send; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_authy_send_reject, POST, "/simulate/api/authy/send/{id}/reject", APP_KEY,
              .summary = "Reject the send; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(NOTHING_PENDING, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_send_accept, POST, "/simulate/api/okay/sends/{id}/accept", APP_KEY,
              .summary = "Accept the send; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_send_reject, POST, "/simulate/api/okay/sends/{id}/reject", APP_KEY,
              .summary = "Reject the send; `id` is the resource's", .group = &simulator_group, .input = &push_id_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_login_pin, POST, "/simulate/api/okay/login/{id}/pin", APP_KEY,
              .summary = "Enter the passcode for the biometric login", .group = &simulator_group, .input = &pin_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_step_up_pin, POST, "/simulate/api/okay/stepup/{id}/pin", APP_KEY,
              .summary = "Enter the passcode for the step-up", .group = &simulator_group, .input = &pin_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_owt_pin, POST, "/simulate/api/okay/owt/{id}/pin", APP_KEY,
              .summary = "Enter the passcode for the transfer or send", .group = &simulator_group, .input = &pin_input,
              .status = 204, .writes = true, .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    OPERATION(simulate_okay_owt_forgot_pin, POST, "/simulate/api/okay/owt/{id}/forgot_pin", APP_KEY,
              .summary = "Forget the passcode: end the challenge and send a nonce", .group = &simulator_group,
              .input = &push_id_input, .status = 204, .writes = true,
              .errors = ERRORS(REQUEST_NOT_FOUND, EXPIRED, ALREADY_COMPLETED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
