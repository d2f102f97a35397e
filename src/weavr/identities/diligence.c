/* SPDX-License-Identifier: MIT */
/* Due diligence on consumers and corporates (weavr-identities.md 2.3 and 2.4). */
#include "weavr/diligence.h"

#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/user_parts_store.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "multi_columns.h"
#include "users/roles.h"
#include "weavr/contacts.h"
#include "weavr/identities.h"

/* ---- starting ---- */

#define PREFILL_MOST 100

struct prefill {
    const char *name;
    const char *value;
};

static const struct rule prefill_rules[] = {
    RULE_TEXT(struct prefill, name, "name", REQUIRED, .most = 255),
    RULE_TEXT(struct prefill, value, "value", .most = 1000),
    END_OF_RULES,
};

struct kyc_start {
    int level;
    struct list prefill; /* for the provider's form; checked and ignored */
};

static const struct rule kyc_start_rules[] = {
    RULE_CHOICE(struct kyc_start, level, "kycLevel", diligence_level_names),
    RULE_LIST(struct kyc_start, prefill, "prefillDetails", prefill_rules, struct prefill,
              .most = PREFILL_MOST),
    END_OF_RULES,
};
static const struct input kyc_start_input = {.name = "KycStart",
                                             .rules = kyc_start_rules,
                                             .size = sizeof(struct kyc_start),
                                             .body_optional = true};

struct diligence_started {
    int64_t reference;
    unsigned level;
};

static const struct field kyc_started_fields[] = {
    SHOW_ID(struct diligence_started, reference, "reference"),
    SHOW_NAME(struct diligence_started, level, "kycLevel", diligence_level_names),
    END_OF_FIELDS,
};
static const struct view kyc_started_view = {.name = "KycStarted", .fields = kyc_started_fields};

static const struct field diligence_started_fields[] = {
    SHOW_ID(struct diligence_started, reference, "reference"),
    END_OF_FIELDS,
};
static const struct view diligence_started_view = {.name = "DiligenceStarted",
                                                   .fields = diligence_started_fields};

struct kyc_mobile_started {
    const char *flow;
    const char *access_token;
    const char *identity_type;
    const char *external_user;
    const char *provider;
    unsigned level;
};

static const struct field kyc_mobile_started_fields[] = {
    SHOW_TEXT(struct kyc_mobile_started, flow, "verificationFlow"),
    SHOW_TEXT(struct kyc_mobile_started, access_token, "accessToken", SECRET),
    SHOW_TEXT(struct kyc_mobile_started, identity_type, "identityType"),
    SHOW_TEXT(struct kyc_mobile_started, external_user, "externalUserId"),
    SHOW_TEXT(struct kyc_mobile_started, provider, "kycProviderKey"),
    SHOW_NAME(struct kyc_mobile_started, level, "kycLevel", diligence_level_names),
    END_OF_FIELDS,
};
static const struct view kyc_mobile_started_view = {.name = "KycMobileStarted",
                                                    .fields = kyc_mobile_started_fields};

/* Errors of a start, by the status of the due diligence. */
struct conflicts {
    enum error approved;
    enum error pending;
    enum error rejected;
};

static const struct conflicts kyc_conflicts = {KYC_ALREADY_APPROVED, KYC_PENDING_REVIEW,
                                               KYC_REJECTED};
static const struct conflicts kyb_conflicts = {KYB_ALREADY_APPROVED, KYB_PENDING_REVIEW,
                                               KYB_PERMANENTLY_REJECTED};

static int undecided_or_reply(struct request *r, enum diligence_status status,
                              const struct conflicts *conflicts)
{
    if (status == DILIGENCE_APPROVED)
        return refuse(r, conflicts->approved,
                      "due diligence is already approved at this level or a higher one");
    if (status == DILIGENCE_PENDING_REVIEW)
        return refuse(r, conflicts->pending, "due diligence is pending review");
    if (status == DILIGENCE_REJECTED)
        return refuse(r, conflicts->rejected,
                      "due diligence was rejected, and cannot be restarted");
    return PASS;
}

/* Reads the token's identity and checks that due diligence of the level can start. */
static int startable_or_reply(struct request *r, enum diligence_level level,
                              const struct conflicts *conflicts, struct identity *ret)
{
    struct user root = {.id = 0};
    int rc = store_identity_find(r->store, r->arena, r->session.identity, ret);

    if (rc == 0)
        rc = store_user_find(r->store, r->arena, r->session.identity, &root);
    if (rc < 0)
        return rc;
    if (!root.email_verified)
        return refuse(r, EMAIL_UNVERIFIED, "the root's address %s is not verified", root.email);
    if (diligence_is_approved(&ret->diligence, level))
        return undecided_or_reply(r, DILIGENCE_APPROVED, conflicts);
    /* a lower level may have been approved */
    return ret->diligence.ongoing.status == DILIGENCE_APPROVED
               ? PASS
               : undecided_or_reply(r, ret->diligence.ongoing.status, conflicts);
}

/* The provider's reference stays that of the first start. */
static int64_t reference_of(struct context *ctx, int64_t reference)
{
    return reference == 0 ? id_next(ctx->ids) : reference;
}

static int store_and_publish(struct context *ctx, const struct identity *identity,
                             const struct grounds *grounds)
{
    struct user root = {.id = 0};
    int rc = store_identity_set_diligence(ctx->store, identity->id, &identity->diligence);

    if (rc == 0)
        rc = store_user_find(ctx->store, ctx->arena, identity->id, &root);
    return rc < 0 ? rc : event_diligence(ctx, identity, root.email, grounds);
}

/* Starts due diligence of a level. PASS, refused or a negative errno. */
static int start_or_reply(struct request *r, enum diligence_level level,
                          const struct conflicts *conflicts, struct identity *ret)
{
    struct context ctx = context_of(r);
    int rc = startable_or_reply(r, level, conflicts, ret);

    if (rc != PASS)
        return rc;
    diligence_start(&ret->diligence, level);
    ret->diligence.reference = reference_of(&ctx, ret->diligence.reference);
    rc = r->realm->settings.diligence_start_events == YES
             ? store_and_publish(&ctx, ret, NO_GROUNDS)
             : store_identity_set_diligence(r->store, ret->id, &ret->diligence);
    return rc < 0 ? rc : PASS;
}

static int start(struct request *r, enum diligence_level level, const struct conflicts *conflicts)
{
    struct identity identity = {.id = 0};
    int rc = start_or_reply(r, level, conflicts, &identity);

    return rc == PASS ? reply(r, &(struct diligence_started){identity.diligence.reference, level})
                      : rc;
}

static enum diligence_level level_of(const struct kyc_start *in)
{
    return in->level < 0 ? DILIGENCE_LEVEL_2 : (enum diligence_level) in->level;
}

static int consumer_kyc_start(struct request *r)
{
    return start(r, level_of(r->input), &kyc_conflicts);
}

static int corporate_kyb_start(struct request *r)
{
    return start(r, DILIGENCE_LEVEL_2, &kyb_conflicts);
}

#define ACCESS_TOKEN_LENGTH 40

/* The parameters of the provider's mobile SDK, made up: there is no provider. */
static int consumer_kyc_mobile_start(struct request *r)
{
    static const struct conflicts conflicts = {KYC_ALREADY_APPROVED, KYC_PENDING_REVIEW,
                                               KYC_ALREADY_REJECTED};
    char token[ACCESS_TOKEN_LENGTH + 1];
    struct identity identity = {.id = 0};
    int rc = start_or_reply(r, level_of(r->input), &conflicts, &identity);

    if (rc != PASS)
        return rc;
    random_letters(&r->gateway->random, token, ACCESS_TOKEN_LENGTH);
    return reply(r, &(struct kyc_mobile_started){.flow = "consumer-kyc-flow-mobile",
                                                 .access_token = token,
                                                 .identity_type = "consumers",
                                                 .external_user = arena_printf(
                                                     r->arena, "cons%lld", (long long) identity.id),
                                                 .provider = "sumsub",
                                                 .level = identity.diligence.ongoing.level});
}

/* ---- reading ---- */

struct diligence_answer {
    unsigned status;
    unsigned level;
    unsigned ongoing_status;
    unsigned ongoing_level;
};

static const struct field kyc_fields[] = {
    SHOW_NAME(struct diligence_answer, status, "fullDueDiligence", diligence_names),
    SHOW_NAME(struct diligence_answer, level, "kycLevel", diligence_level_names),
    SHOW_NAME(struct diligence_answer, ongoing_status, "ongoingFullDueDiligence", diligence_names),
    SHOW_NAME(struct diligence_answer, ongoing_level, "ongoingKycLevel", diligence_level_names),
    END_OF_FIELDS,
};
static const struct view kyc_view = {.name = "Kyc", .fields = kyc_fields};

static const struct field kyb_fields[] = {
    SHOW_NAME(struct diligence_answer, status, "kybStatus", diligence_names),
    SHOW_NAME(struct diligence_answer, ongoing_status, "ongoingKybStatus", diligence_names),
    END_OF_FIELDS,
};
static const struct view kyb_view = {.name = "Kyb", .fields = kyb_fields};

static int get(struct request *r)
{
    struct identity identity;
    int rc = store_identity_find(r->store, r->arena, r->session.identity, &identity);

    return rc < 0 ? rc
                  : reply(r, &(struct diligence_answer){identity.diligence.effective.status,
                                                        identity.diligence.effective.level,
                                                        identity.diligence.ongoing.status,
                                                        identity.diligence.ongoing.level});
}

static int consumer_kyc_get(struct request *r)
{
    return get(r);
}

static int corporate_kyb_get(struct request *r)
{
    return get(r);
}

/* ---- deciding ---- */

int identity_decide(struct context *ctx, struct identity *identity, enum diligence_status status,
                    const struct grounds *grounds)
{
    diligence_decide(&identity->diligence, status);
    identity->diligence.reference = reference_of(ctx, identity->diligence.reference);
    return store_and_publish(ctx, identity, grounds);
}

int identity_approve(struct context *ctx, struct identity *identity)
{
    struct diligence *d = &identity->diligence;
    bool was_approved = d->ongoing.status == DILIGENCE_APPROVED;
    int rc = store_user_set_email_verified(ctx->store, identity->id, true);

    if (rc == 0)
        rc = mobile_verify(ctx, identity->id);
    if (rc < 0 || was_approved)
        return rc;
    diligence_decide(d, DILIGENCE_APPROVED);
    return store_and_publish(ctx, identity, NO_GROUNDS);
}

/* clang-format off */
const struct operation consumer_kyc_operations[] = {
    OPERATION(consumer_kyc_start, POST, "/multi/consumers/kyc", SIGNED_IN,
              .summary = "Start the consumer's due diligence", .group = &consumers_group,
              .columns = MULTI(.identities = OF(IDENTITY_CONSUMER)), .permit = administrators_only,
              .input = &kyc_start_input, .status = 200, .answer = &kyc_started_view, .writes = true,
              .errors = ERRORS(EMAIL_UNVERIFIED, KYC_ALREADY_APPROVED, KYC_PENDING_REVIEW, KYC_REJECTED)),
    OPERATION(consumer_kyc_mobile_start, POST, "/multi/consumers/kyc_mobile_sumsub", SIGNED_IN,
              .summary = "Start the consumer's due diligence for the provider's mobile SDK", .group = &consumers_group,
              .columns = MULTI(.identities = OF(IDENTITY_CONSUMER)), .permit = administrators_only,
              .input = &kyc_start_input, .status = 200, .answer = &kyc_mobile_started_view, .writes = true,
              .errors = ERRORS(EMAIL_UNVERIFIED, KYC_ALREADY_APPROVED, KYC_PENDING_REVIEW, KYC_ALREADY_REJECTED)),
    OPERATION(consumer_kyc_get, GET, "/multi/consumers/kyc", SIGNED_IN,
              .summary = "Show the status of the consumer's due diligence", .group = &consumers_group,
              .columns = MULTI(.identities = OF(IDENTITY_CONSUMER)), .permit = administrators_only, .status = 200, .answer = &kyc_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};

const struct operation corporate_kyb_operations[] = {
    OPERATION(corporate_kyb_start, POST, "/multi/corporates/kyb", SIGNED_IN,
              .summary = "Start the corporate's due diligence", .group = &corporates_group,
              .columns = MULTI(.identities = OF(IDENTITY_CORPORATE)), .permit = administrators_only,
              .status = 200, .answer = &diligence_started_view, .writes = true,
              .errors = ERRORS(EMAIL_UNVERIFIED, KYB_ALREADY_APPROVED, KYB_PENDING_REVIEW,
                               KYB_PERMANENTLY_REJECTED, MANAGED_ONBOARDING_PENDING)),
    OPERATION(corporate_kyb_get, GET, "/multi/corporates/kyb", SIGNED_IN,
              .summary = "Show the status of the corporate's due diligence", .group = &corporates_group,
              .columns = MULTI(.identities = OF(IDENTITY_CORPORATE)), .permit = administrators_only, .status = 200, .answer = &kyb_view, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
