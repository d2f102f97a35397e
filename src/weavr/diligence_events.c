/* SPDX-License-Identifier: MIT */
/* Events of due diligence (weavr-webhooks.md 3.1 to 3.3). */
#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/users_store.h"
#include "weavr/events.h"

const char *const diligence_reasons[] = {
    "UNDEFINED_KYC_FAILURE_REASON",
    "PEP_STATUS",
    "REJECTED_DUPLICATE",
    "DOCUMENTS_UNSATISFACTORY",
    "SUPPLIED_DATA_AND_DOCUMENTS_MISMATCH",
    "LANGUAGE_IN_DOCUMENTS_UNSUPPORTED",
    "SELFIE_UNSATISFACTORY",
    "SELFIE_AND_DOCUMENTS_MISMATCH",
    "OTHER",
    "UNSUPPORTED_COUNTRY",
    "EXPIRED_KYC_DOCUMENTS",
    "UNDEFINED_REQUIRED_INTERVENTION",
    "CORPORATE_DETAILS_UNSATISFACTORY",
    "BENEFICIARY_DETAILS_UNSATISFACTORY",
    "REPRESENTATIVE_DETAILS_UNSATISFACTORY",
    "ROOT_USER_UNMATCHED_TO_DIRECTOR_OR_REPRESENTATIVE",
    NULL,
};

struct diligence_event {
    int64_t id;
    const char *email;
    unsigned status;
    unsigned level;
    unsigned ongoing_status;
    unsigned ongoing_level;
    struct list reasons;
    const char *comment;
    int64_t at;
};

static const struct field kyc_event_fields[] = {
    SHOW_ID(struct diligence_event, id, "consumerId"),
    SHOW_TEXT(struct diligence_event, email, "consumerEmail"),
    SHOW_NAME(struct diligence_event, status, "status", diligence_names),
    SHOW_NAME(struct diligence_event, level, "kycLevel", diligence_level_names),
    SHOW_NAME(struct diligence_event, ongoing_status, "ongoingStatus", diligence_names),
    SHOW_NAME(struct diligence_event, ongoing_level, "ongoingKycLevel", diligence_level_names),
    SHOW_TEXTS(struct diligence_event, reasons, "details"),
    SHOW_TEXT(struct diligence_event, comment, "rejectionComment"),
    SHOW_ID(struct diligence_event, at, "eventTimestamp"),
    END_OF_FIELDS,
};
const struct view kyc_event_view = {.name = "KycEvent", .fields = kyc_event_fields};

static const struct field kyb_event_fields[] = {
    SHOW_ID(struct diligence_event, id, "corporateId"),
    SHOW_TEXT(struct diligence_event, email, "corporateEmail"),
    SHOW_NAME(struct diligence_event, status, "status", diligence_names),
    SHOW_NAME(struct diligence_event, ongoing_status, "ongoingStatus", diligence_names),
    SHOW_TEXTS(struct diligence_event, reasons, "details"),
    SHOW_TEXT(struct diligence_event, comment, "rejectionComment"),
    END_OF_FIELDS,
};
const struct view kyb_event_view = {.name = "KybEvent", .fields = kyb_event_fields};

struct beneficiary {
    const char *type;
    const char *first_name;
    const char *middle_name;
    const char *last_name;
    const char *email;
    const char *status;
};

static const struct field beneficiary_fields[] = {
    SHOW_TEXT(struct beneficiary, type, "type"),
    SHOW_TEXT(struct beneficiary, first_name, "firstName"),
    SHOW_TEXT(struct beneficiary, middle_name, "middleName"),
    SHOW_TEXT(struct beneficiary, last_name, "lastName"),
    SHOW_TEXT(struct beneficiary, email, "email"),
    SHOW_TEXT(struct beneficiary, status, "status"),
    SHOW_TEXT(struct beneficiary, status, "ongoingKybStatus"),
    END_OF_FIELDS,
};

/* Of whom the beneficiary is one. */
struct verified_company {
    int64_t id;
    const char *name;
    const char *root_email;
    unsigned kyb;
    struct beneficiary beneficiary;
};

static const struct field verified_company_fields[] = {
    SHOW_ID(struct verified_company, id, "corporateId"),
    SHOW_TEXT(struct verified_company, name, "corporateName"),
    SHOW_TEXT(struct verified_company, root_email, "rootUserEmail"),
    SHOW_NAME(struct verified_company, kyb, "kybStatus", diligence_names),
    SHOW_OBJECT(struct verified_company, beneficiary, "beneficiary", beneficiary_fields),
    END_OF_FIELDS,
};

struct beneficiary_event {
    struct list changes;
    struct list reasons;
    const char *comment;
    struct verified_company company;
};

static const struct field beneficiary_event_fields[] = {
    SHOW_TEXTS(struct beneficiary_event, changes, "event"),
    SHOW_TEXTS(struct beneficiary_event, reasons, "eventDetails"),
    SHOW_TEXT(struct beneficiary_event, comment, "rejectionComment"),
    SHOW_OBJECT(struct beneficiary_event, company, "additionalInformation",
                verified_company_fields),
    END_OF_FIELDS,
};
const struct view beneficiary_event_view = {.name = "BeneficiaryVerifiedEvent",
                                            .fields = beneficiary_event_fields};

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

int event_beneficiary(struct context *ctx, const struct user *user, const char *status,
                      const struct grounds *grounds)
{
    struct identity corporate;
    struct user root = {.id = 0};
    int rc = store_identity_find(ctx->store, ctx->arena, user->identity, &corporate);

    if (rc == 0)
        rc = store_user_find(ctx->store, ctx->arena, user->identity, &root);
    if (rc < 0)
        return rc;
    struct beneficiary_event event = {
        .changes = LIST_OF(const char *),
        .reasons = grounds->reasons,
        .comment = comment_of(grounds),
        .company = {.id = corporate.id,
                    .name = corporate.name,
                    .root_email = root.email,
                    .kyb = corporate.diligence.effective.status,
                    /* a user who is checked counts as a director (weavr-webhooks.md 3.3) */
                    .beneficiary = {.type = "DIRECTOR",
                                    .first_name = user->name,
                                    .middle_name = "",
                                    .last_name = user->surname,
                                    .email = user->email,
                                    .status = status}},
    };

    *(const char **) list_add(&event.changes, ctx->arena) = "STATUS_UPDATED";
    return event_publish(ctx, EVENT_BENEFICIARY, 0, &event);
}
