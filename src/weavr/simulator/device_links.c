/* SPDX-License-Identifier: MIT */
/* Linking, rejecting and unlinking biometric devices (weavr-simulator.md 4). */
#include "base/encode.h"
#include "directory/context.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "simulator.h"
#include "weavr/devices.h"
#include "weavr/factor_change.h"

#include <errno.h>

struct device_link {
    int64_t credential;
    const char *code;
};

static const struct rule device_link_rules[] = {
    RULE_ID(struct device_link, credential, "credential_id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct device_link, code, "linking_code", REQUIRED, SECRET, .place = IN_PATH,
              .most = 100),
    END_OF_RULES,
};
static const struct input device_link_input = {
    .name = "DeviceLink", .rules = device_link_rules, .size = sizeof(struct device_link)};

static int factor_of(struct request *r, const struct user *user, enum factor_status *ret)
{
    return store_factor_status(r->store, r->realm->id, user->person, CHANNEL_BIOMETRIC, ret);
}

static int credential_or_reply(struct request *r, int64_t id, enum error foreign, struct user *ret)
{
    int rc = store_user_find(r->store, r->arena, id, ret);

    if (rc == -ENOENT)
        return refuse(r, USER_NOT_FOUND, "no credential %lld", (long long) id);
    if (rc == 0 && ret->realm != r->realm->id)
        return refuse(r, foreign, "credential %lld belongs to another programme", (long long) id);
    return rc < 0 ? rc : PASS;
}

static int latest(struct request *r, const struct user *user, struct challenge *ret)
{
    return store_challenge_latest(r->store, r->arena, r->realm->id, user->person,
                                  CHALLENGE_ENROLMENT, CHANNEL_BIOMETRIC, ret);
}

/* The enrolment with the linking code of the path. */
static int enrolment_or_reply(struct request *r, struct user *ret_user, struct challenge *ret)
{
    const struct device_link *in = r->input;
    int rc = credential_or_reply(r, in->credential, PROGRAMME_NOT_FOUND, ret_user);

    if (rc != PASS)
        return rc;
    rc = latest(r, ret_user, ret);
    if (rc == -ENOENT || (rc == 0 && !is_same_secret(ret->code, in->code)))
        return refuse(r, USER_NOT_FOUND, "no enrolment of credential %lld has this linking code",
                      (long long) in->credential);
    return rc < 0 ? rc : PASS;
}

/* Settles a pending enrolment. */
static int decide_and_reply(struct request *r, struct challenge *challenge,
                            enum challenge_state outcome)
{
    int rc = pending_or_reply(r, challenge, "enrolment", REQUEST_NOT_FOUND);

    return rc == PASS ? settle_and_reply(r, challenge, outcome) : rc;
}

static int deactivate_and_reply(struct request *r, const struct user *user)
{
    struct context ctx = context_of(r);
    int rc = factor_change(&ctx, user->person, CHANNEL_BIOMETRIC, FACTOR_INACTIVE);

    return rc < 0 ? rc : reply(r, NULL);
}

static int simulate_okay_enrol_link(struct request *r)
{
    struct challenge challenge;
    struct user user;
    int rc = enrolment_or_reply(r, &user, &challenge);

    return rc == PASS ? decide_and_reply(r, &challenge, CHALLENGE_VERIFIED) : rc;
}

static int linked_or_reply(struct request *r, const struct user *user)
{
    enum factor_status status;
    int rc = factor_of(r, user, &status);

    if (rc < 0)
        return rc;
    return status == FACTOR_ACTIVE ? PASS
                                   : refuse(r, REQUEST_NOT_FOUND, "the BIOMETRIC factor is %s",
                                            factor_status_names[status]);
}

static int simulate_okay_enrol_unlink(struct request *r)
{
    struct challenge challenge;
    struct user user;
    int rc = enrolment_or_reply(r, &user, &challenge);

    if (rc == PASS)
        rc = linked_or_reply(r, &user);
    return rc == PASS ? deactivate_and_reply(r, &user) : rc;
}

/* The credential of the path and the status of its BIOMETRIC factor. */
static int device_or_reply(struct request *r, struct user *ret_user, enum factor_status *ret)
{
    const struct path_id *in = r->input;
    int rc = credential_or_reply(r, in->id, USER_NOT_FOUND, ret_user);

    if (rc != PASS)
        return rc;
    rc = factor_of(r, ret_user, ret);
    return rc < 0 ? rc : PASS;
}

/* The older way, without a linking code: begins an enrolment if none is pending, and accepts it. */
static int simulate_okay_enrol_accept(struct request *r)
{
    struct context ctx = context_of(r);
    enum factor_status status = FACTOR_NONE;
    struct challenge challenge;
    struct user user;
    int rc = device_or_reply(r, &user, &status);

    if (rc != PASS)
        return rc;
    if (status == FACTOR_ACTIVE)
        return refuse(r, REQUEST_NOT_FOUND, "the BIOMETRIC factor is ACTIVE");
    rc = latest(r, &user, &challenge);
    if (rc == -ENOENT || (rc == 0 && !challenge_is_pending(&challenge, r->now)))
        rc = device_begin_enrolment(&ctx, &user, &challenge);
    return rc < 0 ? rc : settle_and_reply(r, &challenge, CHALLENGE_VERIFIED);
}

/* Rejects a pending enrolment, or unlinks a device that is enrolled. */
static int simulate_okay_enrol_reject(struct request *r)
{
    enum factor_status status = FACTOR_NONE;
    struct challenge challenge;
    struct user user;
    int rc = device_or_reply(r, &user, &status);

    if (rc != PASS)
        return rc;
    if (status == FACTOR_NONE || status == FACTOR_INACTIVE)
        return refuse(r, REQUEST_NOT_FOUND, "the BIOMETRIC factor is %s",
                      factor_status_names[status]);
    rc = latest(r, &user, &challenge);
    if (rc == 0 && challenge_is_pending(&challenge, r->now))
        return settle_and_reply(r, &challenge, CHALLENGE_DECLINED);
    return rc < 0 && rc != -ENOENT ? rc : deactivate_and_reply(r, &user);
}

/* clang-format off */
const struct operation simulator_device_operations[] = {
    OPERATION(simulate_okay_enrol_link, POST, "/simulate/api/okay/enrol/{credential_id}/code/{linking_code}/link", APP_KEY,
              .summary = "Link the device that shows the code", .group = &simulator_group,
              .input = &device_link_input, .status = 204, .writes = true,
              .errors = ERRORS(PROGRAMME_NOT_FOUND, USER_NOT_FOUND, REQUEST_NOT_FOUND, EXPIRED)),
    OPERATION(simulate_okay_enrol_unlink, POST, "/simulate/api/okay/enrol/{credential_id}/code/{linking_code}/unlink", APP_KEY,
              .summary = "Unlink the device that showed the code", .group = &simulator_group,
              .input = &device_link_input, .status = 204, .writes = true,
              .errors = ERRORS(PROGRAMME_NOT_FOUND, USER_NOT_FOUND, REQUEST_NOT_FOUND)),
    OPERATION(simulate_okay_enrol_accept, POST, "/simulate/api/okay/enrol/{credential_id}/accept", APP_KEY,
              .summary = "Enrol a device without a linking code", .group = &simulator_group,
              .input = &credential_input, .status = 204, .writes = true,
              .errors = ERRORS(USER_NOT_FOUND, REQUEST_NOT_FOUND)),
    OPERATION(simulate_okay_enrol_reject, POST, "/simulate/api/okay/enrol/{credential_id}/reject", APP_KEY,
              .summary = "Reject or unlink a device", .group = &simulator_group,
              .input = &credential_input, .status = 204, .writes = true,
              .errors = ERRORS(USER_NOT_FOUND, REQUEST_NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
