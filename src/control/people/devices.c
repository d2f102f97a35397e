/* SPDX-License-Identifier: MIT */
/* Control API: enrolling biometric devices, which a device starts by itself. */
#include "directory/context.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "parameters.h"
#include "weavr/devices.h"
#include "weavr/second_factor.h"

#include <errno.h>

struct device_answer {
    int64_t challenge;
    const char *linking_code;
    int64_t expires;
};

static const struct field device_fields[] = {
    SHOW_ID(struct device_answer, challenge, "challengeId"),
    SHOW_TEXT(struct device_answer, linking_code, "linkingCode"),
    SHOW_TIME(struct device_answer, expires, "expiresAt"),
    END_OF_FIELDS,
};
static const struct view device_view = {.name = "Device", .fields = device_fields};

static int device_create(struct request *r)
{
    const struct path_id *in = r->input;
    struct context ctx = context_of(r);
    enum factor_status status = FACTOR_NONE;
    struct challenge challenge;
    struct user user;
    int rc = user_in_realm(r, in->id, &user);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no user %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc == 0)
        rc = store_factor_status(r->store, r->realm->id, user.person, CHANNEL_BIOMETRIC, &status);
    if (rc < 0)
        return rc;
    if (status == FACTOR_ACTIVE)
        return refuse(r, CHANNEL_ALREADY_REGISTERED, "the BIOMETRIC factor is ACTIVE");
    rc = offered_or_reply(r, CHANNEL_BIOMETRIC);
    if (rc != PASS)
        return rc;
    rc = device_begin_enrolment(&ctx, &user, &challenge);
    if (rc < 0)
        return rc;
    return reply(r, &(struct device_answer){challenge.id, challenge.code, challenge.expires});
}

/* clang-format off */
const struct operation control_device_operations[] = {
    OPERATION(device_create, POST, "/_sandgate/realms/{realm}/users/{id}/devices", OPERATOR,
              .summary = "Start a biometric enrolment from the person's device, in their newest session", .group = &content_group,
              .input = &realm_item_input, .status = 201, .answer = &device_view, .writes = true,
              .errors = ERRORS(CHANNEL_ALREADY_REGISTERED, CHANNEL_NOT_SUPPORTED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
