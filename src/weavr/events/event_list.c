/* SPDX-License-Identifier: MIT */
/*
 * The list of events with their views, and publishing. An event is stored in the outbox in the
 * transaction of the change that it reports, whether the realm has a webhook or not. The functions
 * that fill events are in events.c and diligence_events.c. The documents are made from weavr_events.
 */
#include "weavr/event_list.h"

#include "directory/outbox.h"
#include "event_data.h"
#include "model/challenge.h"
#include "model/diligence.h"
#include "money_data.h"

#include <string.h>

/* weavr-webhooks.md 3.4: webhooks use other names of identity types than the API. */
static const char *const identity_types[] = {"consumers", "corporates", NULL};

static const struct field identity_fields[] = {
    SHOW_NAME(struct typed_id, type, "type", identity_types),
    SHOW_ID(struct typed_id, id, "id"),
    END_OF_FIELDS,
};

static const char *const event_states[] = {
    [EVENT_VERIFIED] = "VERIFIED",
    [EVENT_DECLINED] = "DECLINED",
    [EVENT_EXPIRED] = "EXPIRED",
    NULL,
};

/* Names of the channels of step-ups and enrolments. */
static const char *const means[] = {
    [CHANNEL_SMS] = "SMS_OTP",
    [CHANNEL_AUTHY] = "AUTHY_PUSH",
    [CHANNEL_BIOMETRIC] = "BIOMETRIC",
    NULL,
};

static const char *const login_types[] = {
    [LOGIN_PASSWORD] = "PASSWORD", [LOGIN_TOKEN] = "TOKEN", NULL};

static const struct field login_event_fields[] = {
    SHOW_OBJECT(struct login_event, credential, "credential", credential_id_fields),
    SHOW_OBJECT(struct login_event, identity, "identity", identity_fields),
    SHOW_NAME(struct login_event, type, "type", login_types),
    SHOW_NAME(struct login_event, status, "status", event_states),
    SHOW_ID(struct login_event, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
static const struct view login_event_view = {.name = "LoginEvent", .fields = login_event_fields};

static const struct field step_up_event_fields[] = {
    SHOW_OBJECT(struct step_up_event, credential, "credential", credential_id_fields),
    SHOW_OBJECT(struct step_up_event, identity, "identity", identity_fields),
    SHOW_ID(struct step_up_event, challenge, "challengeId"),
    SHOW_NAME(struct step_up_event, type, "type", means),
    SHOW_NAME(struct step_up_event, status, "status", event_states),
    SHOW_ID(struct step_up_event, published, "publishedTimestamp"),
    SHOW_TEXT(struct step_up_event, token, "authToken", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view step_up_event_view = {.name = "StepupEvent",
                                               .fields = step_up_event_fields};

static const char *const factor_states[] = {
    [EVENT_FACTOR_ACTIVE] = "ACTIVE",
    [EVENT_FACTOR_INACTIVE] = "INACTIVE",
    NULL,
};

static const struct field factor_event_fields[] = {
    SHOW_OBJECT(struct factor_event, credential, "credentialId", credential_id_fields),
    SHOW_NAME(struct factor_event, type, "type", means),
    SHOW_NAME(struct factor_event, status, "status", factor_states),
    SHOW_ID(struct factor_event, published, "publishedTimestamp"),
    END_OF_FIELDS,
};
static const struct view factor_event_view = {.name = "EnrolmentEvent",
                                              .fields = factor_event_fields};

static const struct field activation_fields[] = {
    SHOW_TEXT(struct activation_event, done_by, "actionDoneBy"),
    SHOW_TEXT(struct activation_event, email, "emailAddress"),
    END_OF_FIELDS,
};
static const struct view activation_view = {.name = "IdentityActivatedEvent",
                                            .fields = activation_fields};

static const struct field deactivation_fields[] = {
    SHOW_TEXT(struct activation_event, done_by, "actionDoneBy"),
    SHOW_TEXT(struct activation_event, email, "emailAddress"),
    SHOW_TEXT(struct activation_event, reason, "reasonCode"),
    END_OF_FIELDS,
};
static const struct view deactivation_view = {.name = "IdentityDeactivatedEvent",
                                              .fields = deactivation_fields};

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
static const struct view kyc_event_view = {.name = "KycEvent", .fields = kyc_event_fields};

static const struct field kyb_event_fields[] = {
    SHOW_ID(struct diligence_event, id, "corporateId"),
    SHOW_TEXT(struct diligence_event, email, "corporateEmail"),
    SHOW_NAME(struct diligence_event, status, "status", diligence_names),
    SHOW_NAME(struct diligence_event, ongoing_status, "ongoingStatus", diligence_names),
    SHOW_TEXTS(struct diligence_event, reasons, "details"),
    SHOW_TEXT(struct diligence_event, comment, "rejectionComment"),
    END_OF_FIELDS,
};
static const struct view kyb_event_view = {.name = "KybEvent", .fields = kyb_event_fields};

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

static const struct field verified_company_fields[] = {
    SHOW_ID(struct verified_company, id, "corporateId"),
    SHOW_TEXT(struct verified_company, name, "corporateName"),
    SHOW_TEXT(struct verified_company, root_email, "rootUserEmail"),
    SHOW_NAME(struct verified_company, kyb, "kybStatus", diligence_names),
    SHOW_OBJECT(struct verified_company, beneficiary, "beneficiary", beneficiary_fields),
    END_OF_FIELDS,
};

static const struct field beneficiary_event_fields[] = {
    SHOW_TEXTS(struct beneficiary_event, changes, "event"),
    SHOW_TEXTS(struct beneficiary_event, reasons, "eventDetails"),
    SHOW_TEXT(struct beneficiary_event, comment, "rejectionComment"),
    SHOW_OBJECT(struct beneficiary_event, company, "additionalInformation",
                verified_company_fields),
    END_OF_FIELDS,
};
static const struct view beneficiary_event_view = {.name = "BeneficiaryVerifiedEvent",
                                                   .fields = beneficiary_event_fields};

const struct event weavr_events[] = {
    [EVENT_LOGIN] = {"/login/watch", "A sign-in succeeded or failed", &login_event_view},
    [EVENT_STEP_UP] = {"/stepup/watch", "A step-up or a biometric login was decided",
                       &step_up_event_view},
    [EVENT_FACTOR] = {"/authentication_factors/watch", "A factor became active or inactive",
                      &factor_event_view},
    [EVENT_KYC] = {"/consumers/kyc/watch", "The status of a consumer's KYC changed",
                   &kyc_event_view},
    [EVENT_KYB] = {"/corporates/kyb/watch", "The status of a corporate's KYB changed",
                   &kyb_event_view},
    [EVENT_BENEFICIARY] = {"/corporates/kyb/beneficiaries/watch",
                           "The status of an authorised user's KYC changed",
                           &beneficiary_event_view},
    [EVENT_USER_DEACTIVATED] = {"/auth/users/user_deactivated/watch", "A user was deactivated",
                                &deactivation_view},
    [EVENT_CONSUMER_DEACTIVATED] = {"/consumers/consumer_deactivated/watch",
                                    "A consumer was deactivated", &deactivation_view},
    [EVENT_CONSUMER_ACTIVATED] = {"/consumers/consumer_activated/watch", "A consumer was activated",
                                  &activation_view},
    [EVENT_CORPORATE_DEACTIVATED] = {"/corporates/corporate_deactivated/watch",
                                     "A corporate was deactivated", &deactivation_view},
    [EVENT_CORPORATE_ACTIVATED] = {"/corporates/corporate_activated/watch",
                                   "A corporate was activated", &activation_view},
    [EVENT_ACCOUNT] = {"/managed_accounts/watch",
                       "A managed account was opened, changed, blocked, unblocked or removed",
                       &account_event_view},
    [EVENT_DEPOSIT] = {"/managed_accounts/deposits/watch", "Money arrived at a managed account",
                       &deposit_event_view},
    [EVENT_LOW_BALANCE] = {"/managed_accounts/low_balance/watch",
                           "The available balance fell below the threshold",
                           &low_balance_event_view},
    [EVENT_TRANSFER] = {"/transfers/watch", "The state of a transfer", &transfer_event_view},
    [EVENT_SEND] = {"/send/watch", "The state of a send", &send_event_view},
    [EVENTS_COUNT] = {NULL, NULL, NULL},
};

const char *event_kind(struct arena *a, const struct event *event)
{
    size_t length = strlen(event->path) - strlen("/watch");
    size_t start = length;

    while (event->path[start - 1] != '/')
        start--;
    return arena_textn(a, event->path + start, length - start);
}

int event_publish(struct context *ctx, enum event_number number, int64_t challenge,
                  const void *data)
{
    const struct event *event = &weavr_events[number];
    struct text payload = TEXT_IN(ctx->arena);

    view_write(&payload, event->view, data);
    return webhook_send(ctx, &(struct message){
                                 .to = event->path,
                                 .kind = event_kind(ctx->arena, event),
                                 .challenge = challenge,
                                 .text = event->summary,
                                 .payload = text_string(&payload),
                             });
}
