/* SPDX-License-Identifier: MIT */
/* Due diligence on the authorised users of corporates (weavr-identities.md 5.11). */
#include "weavr/user_kyc.h"

#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/user_parts_store.h"
#include "engine/reply.h"
#include "multi_columns.h"
#include "weavr/second_factor.h"
#include "weavr/shared_types.h"
#include "weavr/users.h"

#include <string.h>

struct user_kyc {
    int64_t reference;
};

static const struct field user_kyc_fields[] = {
    SHOW_ID(struct user_kyc, reference, "reference"),
    END_OF_FIELDS,
};
static const struct view user_kyc_view = {.name = "UserKyc", .fields = user_kyc_fields};

int user_kyc_decide(struct context *ctx, const struct user *user, const char *diligence,
                    const struct grounds *grounds)
{
    const struct beneficiary beneficiary = {
        .type = "DIRECTOR",
        .first_name = user->name,
        .middle_name = "",
        .last_name = user->surname,
        .email = user->email,
        .status = diligence,
    };
    int rc = store_user_set_diligence(ctx->store, user->id, diligence);

    return rc < 0 ? rc : event_beneficiary(ctx, user->identity, &beneficiary, grounds);
}

/* weavr-identities.md 5.11 rows 3 to 5 */
static int user_or_reply(struct request *r, const struct user *user)
{
    if (user->type == USER_ROOT)
        return refuse(r, NOT_FOUND, "due diligence on the root user is part of the corporate's");
    if (!user->email_verified)
        return refuse(r, EMAIL_NOT_VERIFIED, "the address %s is not verified", user->email);
    if (!user->mobile_verified)
        return refuse(r, MOBILE_NOT_VERIFIED, "user %lld has no verified mobile number",
                      (long long) user->id);
    return PASS;
}

/* weavr-identities.md 5.11 rows 6 and 7: the provider must know the corporate. */
static int corporate_or_reply(struct request *r, int64_t id)
{
    struct identity corporate = {.id = 0};
    int rc = store_identity_find(r->store, r->arena, id, &corporate);

    if (rc < 0)
        return rc;
    if (corporate.diligence.effective.status != DILIGENCE_APPROVED)
        return refuse(r, KYB_IDENTITY_NOT_APPROVED, "due diligence on corporate %lld is %s",
                      (long long) id, diligence_names[corporate.diligence.effective.status]);
    return corporate.diligence.reference != 0
               ? PASS
               : refuse(r, NOT_FOUND, "due diligence on corporate %lld was never started",
                        (long long) id);
}

/* weavr-identities.md 5.11 row 8 */
static int startable_or_reply(struct request *r, int64_t user)
{
    static const struct {
        const char *diligence;
        enum error error;
    } ends[] = {{"APPROVED", KYC_ALREADY_APPROVED},
                {"PENDING_REVIEW", KYC_PENDING_REVIEW},
                {"REJECTED", KYC_REJECTED}};

    const char *diligence = NULL;
    int rc = store_user_diligence(r->store, user, &diligence);

    for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(ends); i++) {
        if (strcmp(diligence, ends[i].diligence) == 0)
            return refuse(r, ends[i].error, "due diligence on user %lld is %s", (long long) user,
                          diligence);
    }
    return rc < 0 ? rc : PASS;
}

static int user_kyc_start(struct request *r)
{
    struct user user = {.id = 0};
    int rc = caller_acting_user(r, &user);

    if (rc < 0)
        return rc;
    rc = user_or_reply(r, &user);
    if (rc == PASS)
        rc = corporate_or_reply(r, user.identity);
    if (rc == PASS)
        rc = startable_or_reply(r, user.id);
    if (rc != PASS)
        return rc;
    rc = store_user_set_diligence(r->store, user.id, "INITIATED");
    /* the user's id is the provider's reference: it stays the same, and nothing needs to be kept */
    return rc < 0 ? rc : reply(r, &(struct user_kyc){user.id});
}

/* clang-format off */
const struct operation user_kyc_operations[] = {
    OPERATION(user_kyc_start, POST, "/multi/users/kyc", SIGNED_IN,
              .summary = "Start due diligence on the user of the token", .group = &users_group,
              .columns = MULTI(.identities = OF(IDENTITY_CORPORATE)),
              .status = 200, .answer = &user_kyc_view, .writes = true,
              .errors = ERRORS(NOT_FOUND, EMAIL_NOT_VERIFIED, MOBILE_NOT_VERIFIED, KYB_IDENTITY_NOT_APPROVED,
                               KYC_ALREADY_APPROVED, KYC_PENDING_REVIEW, KYC_REJECTED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
