/* SPDX-License-Identifier: MIT */
/* Events of due diligence (weavr-webhooks.md 3.1 to 3.3). */
#include "base/names.h"
#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/users_store.h"
#include "event_data.h"
#include "weavr/events.h"

/* In the order: of consumers only, of both, of corporates only. */
enum reason {
    UNDEFINED_KYC_FAILURE_REASON,
    PEP_STATUS,
    REJECTED_DUPLICATE,
    DOCUMENTS_UNSATISFACTORY,
    FIRST_OF_CORPORATES = DOCUMENTS_UNSATISFACTORY,
    SUPPLIED_DATA_AND_DOCUMENTS_MISMATCH,
    LANGUAGE_IN_DOCUMENTS_UNSUPPORTED,
    SELFIE_UNSATISFACTORY,
    SELFIE_AND_DOCUMENTS_MISMATCH,
    OTHER,
    UNSUPPORTED_COUNTRY,
    EXPIRED_KYC_DOCUMENTS,
    LAST_OF_CONSUMERS = EXPIRED_KYC_DOCUMENTS,
    UNDEFINED_REQUIRED_INTERVENTION,
    CORPORATE_DETAILS_UNSATISFACTORY,
    BENEFICIARY_DETAILS_UNSATISFACTORY,
    REPRESENTATIVE_DETAILS_UNSATISFACTORY,
    ROOT_USER_UNMATCHED_TO_DIRECTOR_OR_REPRESENTATIVE,
};

#define NAME(reason) [reason] = #reason

const char *const diligence_reasons[] = {
    NAME(UNDEFINED_KYC_FAILURE_REASON),
    NAME(PEP_STATUS),
    NAME(REJECTED_DUPLICATE),
    NAME(DOCUMENTS_UNSATISFACTORY),
    NAME(SUPPLIED_DATA_AND_DOCUMENTS_MISMATCH),
    NAME(LANGUAGE_IN_DOCUMENTS_UNSUPPORTED),
    NAME(SELFIE_UNSATISFACTORY),
    NAME(SELFIE_AND_DOCUMENTS_MISMATCH),
    NAME(OTHER),
    NAME(UNSUPPORTED_COUNTRY),
    NAME(EXPIRED_KYC_DOCUMENTS),
    NAME(UNDEFINED_REQUIRED_INTERVENTION),
    NAME(CORPORATE_DETAILS_UNSATISFACTORY),
    NAME(BENEFICIARY_DETAILS_UNSATISFACTORY),
    NAME(REPRESENTATIVE_DETAILS_UNSATISFACTORY),
    NAME(ROOT_USER_UNMATCHED_TO_DIRECTOR_OR_REPRESENTATIVE),
    NULL,
};

bool diligence_reason_fits(enum identity_type type, const char *reason)
{
    int index = name_index(diligence_reasons, reason);

    return type == IDENTITY_CONSUMER ? index <= LAST_OF_CONSUMERS : index >= FIRST_OF_CORPORATES;
}

static const char *comment_of(const struct grounds *grounds)
{
    return grounds->comment == NULL ? "" : grounds->comment;
}

int event_diligence(struct context *ctx, const struct identity *identity, const char *email,
                    const struct grounds *grounds)
{
    const struct diligence *d = &identity->diligence;
    const struct diligence_event event = {
        .id = identity->id,
        .email = email,
        .status = d->effective.status,
        .level = d->effective.level,
        .ongoing_status = d->ongoing.status,
        .ongoing_level = d->ongoing.level,
        .reasons = grounds->reasons,
        .comment = comment_of(grounds),
        .at = ctx->now,
    };

    return event_publish(ctx, identity->type == IDENTITY_CONSUMER ? EVENT_KYC : EVENT_KYB, 0,
                         &event);
}

int event_beneficiary(struct context *ctx, int64_t corporate, const struct beneficiary *beneficiary,
                      const struct grounds *grounds)
{
    struct identity company;
    struct user root = {.id = 0};
    int rc = store_identity_find(ctx->store, ctx->arena, corporate, &company);

    if (rc == 0)
        rc = store_user_find(ctx->store, ctx->arena, corporate, &root);
    if (rc < 0)
        return rc;
    struct beneficiary_event event = {
        .changes = LIST_OF(const char *),
        .reasons = grounds->reasons,
        .comment = comment_of(grounds),
        .company = {.id = company.id,
                    .name = company.name,
                    .root_email = root.email,
                    .kyb = company.diligence.effective.status,
                    .beneficiary = *beneficiary},
    };

    *(const char **) list_add(&event.changes, ctx->arena) = "STATUS_UPDATED";
    return event_publish(ctx, EVENT_BENEFICIARY, 0, &event);
}
