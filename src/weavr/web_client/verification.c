/* SPDX-License-Identifier: MIT */
/*
 * The verification of identities in the browser, as its provider does it (weavr-web-client.md 4, 6.2): a panel submits
 * what the person has shown, and approves or rejects it. It acts on the same due diligence as the Multi API.
 *
 * Start reading at find_subject.
 */
#include "associations.h"
#include "directory/context.h"
#include "directory/identities_store.h"
#include "directory/user_parts_store.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "base/names.h"
#include "engine/reply.h"
#include "engine/settings.h"
#include "weavr/beneficiary_checks.h"
#include "weavr/diligence.h"
#include "weavr/user_kyc.h"
#include "web_client.h"

#include <errno.h>

static const struct group verification_group = {.tag = "verification", .title = "Verification"};

/* Whom a reference is about. A corporate's user counts as a beneficiary: the reference is the user's id. */
enum subject_kind { SUBJECT_CONSUMER, SUBJECT_CORPORATE, SUBJECT_USER, SUBJECT_BENEFICIARY };

struct subject {
    enum subject_kind kind;
    enum diligence_status status;
    const char *name;
    struct identity identity;
    struct user user;
    struct beneficiary_check check;
};

/* The provider's words. The mobile KYC answer has the consumers' (weavr-identities.md 3.6). */
static const struct {
    const char *flow;
    const char *identity_type;
    const char *id_prefix;
} words[] = {
    [SUBJECT_CONSUMER] = {"consumer-kyc-flow-mobile", "consumers", "cons"},
    [SUBJECT_CORPORATE] = {"corporate-kyb-flow", "corporates", "corp"},
    [SUBJECT_USER] = {"beneficiary-kyc-flow", "beneficiaries", "user"},
    [SUBJECT_BENEFICIARY] = {"beneficiary-kyc-flow", "beneficiaries", "bene"},
};

struct reference {
    int64_t reference;
    const char *random; /* NULL: none was sent */
};

/* clang-format off */
#define REFERENCE_RULE(type) RULE_ID(type, reference, "reference", REQUIRED, .place = IN_PATH)
/* clang-format on */

static const struct rule reference_rules[] = {
    REFERENCE_RULE(struct reference),
    END_OF_RULES,
};
static const struct input reference_input = {
    .name = "Reference", .rules = reference_rules, .size = sizeof(struct reference)};

static const struct rule associated_reference_rules[] = {
    REFERENCE_RULE(struct reference),
    RULE_RANDOM(struct reference),
    END_OF_RULES,
};
static const struct input associated_reference_input = {.name = "AssociatedReference",
                                                        .rules = associated_reference_rules,
                                                        .size = sizeof(struct reference),
                                                        .body_optional = true};

static int refuse_unknown(struct request *r, const struct reference *in)
{
    return refuse(r, NOT_FOUND, "no verification of the reference %lld, or somebody else's",
                  (long long) in->reference);
}

/* A check of a corporate's user that was started. -ENOENT if there is none. */
static int find_user(struct request *r, int64_t reference, struct subject *ret)
{
    const char *diligence = NULL;
    int rc = user_in_realm(r, reference, &ret->user);

    if (rc == 0 && ret->user.type == USER_ROOT)
        return -ENOENT;
    if (rc == 0)
        rc = store_user_diligence(r->store, reference, &diligence);
    if (rc < 0)
        return rc;
    ret->kind = SUBJECT_USER;
    ret->status = (enum diligence_status) name_index(diligence_names, diligence);
    ret->name = arena_printf(r->arena, "%s %s", ret->user.name, ret->user.surname);
    return ret->status == DILIGENCE_NOT_STARTED ? -ENOENT : 0;
}

/* Whose references need no user token: these people have no login, or aren't signed in. -ENOENT if there is none. */
static int find_beneficiary(struct request *r, int64_t reference, struct subject *ret)
{
    int rc = store_beneficiary_find(r->store, r->arena, r->realm->id, reference, &ret->check);

    if (rc == -ENOENT)
        return find_user(r, reference, ret);
    ret->kind = SUBJECT_BENEFICIARY;
    ret->status = ret->check.status;
    ret->name = ret->check.name;
    return rc;
}

/* PASS, or refused: somebody else's reference is like an unknown one (weavr-web-client.md 6.2.1 row 16). */
static int own_identity_or_reply(struct request *r, const struct reference *in, struct subject *ret)
{
    int rc = in->random == NULL ? associated_user_or_reply(r) : association_or_reply(r, in->random);

    if (rc != PASS)
        return rc;
    rc = store_identity_find(r->store, r->arena, r->session.identity, &ret->identity);
    if (rc == -ENOENT || (rc == 0 && (ret->identity.diligence.reference != in->reference)))
        return refuse_unknown(r, in);
    ret->kind = ret->identity.type == IDENTITY_CONSUMER ? SUBJECT_CONSUMER : SUBJECT_CORPORATE;
    ret->status = ret->identity.diligence.ongoing.status;
    ret->name = ret->identity.name;
    return rc < 0 ? rc : PASS;
}

static int beneficiary_or_reply(struct request *r, const struct reference *in, struct subject *ret)
{
    int rc = find_beneficiary(r, in->reference, ret);

    if (rc == -ENOENT)
        return refuse_unknown(r, in);
    return rc < 0 ? rc : PASS;
}

/* A beneficiary's, or one of the identity that is associated. */
static int subject_or_reply(struct request *r, const struct reference *in, struct subject *ret)
{
    int rc = find_beneficiary(r, in->reference, ret);

    if (rc == -ENOENT)
        return own_identity_or_reply(r, in, ret);
    return rc < 0 ? rc : PASS;
}

struct provider_params {
    const char *access_token;
    const char *external_user;
    const char *identity_type;
    const char *provider;
    const char *flow;
};

static const struct field provider_params_fields[] = {
    SHOW_TEXT(struct provider_params, access_token, "accessToken", SECRET),
    SHOW_TEXT(struct provider_params, external_user, "externalUserId"),
    SHOW_TEXT(struct provider_params, identity_type, "identityType"),
    SHOW_TEXT(struct provider_params, provider, "kycProviderKey"),
    SHOW_TEXT(struct provider_params, flow, "verificationFlow"),
    END_OF_FIELDS,
};

struct params_answer {
    struct provider_params params;
};

static const struct field params_fields[] = {
    SHOW_OBJECT(struct params_answer, params, "params", provider_params_fields),
    END_OF_FIELDS,
};
static const struct view params_view = {.name = "ProviderParams", .fields = params_fields};

#define ACCESS_TOKEN_LENGTH 40

static int reply_params(struct request *r, const struct subject *subject, int64_t id)
{
    char token[ACCESS_TOKEN_LENGTH + 1];

    random_letters(&r->gateway->random, token, ACCESS_TOKEN_LENGTH);
    return reply(r, &(struct params_answer){{
                        .access_token = token,
                        .external_user = arena_printf(
                            r->arena, "%s%lld", words[subject->kind].id_prefix, (long long) id),
                        .identity_type = words[subject->kind].identity_type,
                        .provider = "sumsub",
                        .flow = words[subject->kind].flow,
                    }});
}

static int kyi_params_get(struct request *r)
{
    struct subject subject = {.name = NULL};
    int rc = own_identity_or_reply(r, r->input, &subject);

    return rc == PASS ? reply_params(r, &subject, subject.identity.id) : rc;
}

static int beneficiary_params_get(struct request *r)
{
    const struct reference *in = r->input;
    struct subject subject = {.name = NULL};
    int rc = beneficiary_or_reply(r, in, &subject);

    return rc == PASS ? reply_params(r, &subject, in->reference) : rc;
}

/* What the panel shows, and what it does by itself. */
struct state_answer {
    unsigned state;
    unsigned outcome;
    const char *subject;
};

static const struct field state_fields[] = {
    SHOW_NAME(struct state_answer, state, "state", diligence_names),
    SHOW_NAME(struct state_answer, outcome, "outcome", kyc_outcomes),
    SHOW_TEXT(struct state_answer, subject, "subject"),
    END_OF_FIELDS,
};
static const struct view state_view = {.name = "VerificationState", .fields = state_fields};

static int reply_state(struct request *r, const struct subject *subject)
{
    return reply(r, &(struct state_answer){
                        .state = subject->status,
                        .outcome = (unsigned) r->realm->settings.kyc_outcome,
                        .subject = subject->name,
                    });
}

static int kyi_params_state(struct request *r)
{
    struct subject subject = {.name = NULL};
    int rc = subject_or_reply(r, r->input, &subject);

    return rc == PASS ? reply_state(r, &subject) : rc;
}

static int apply(struct context *ctx, struct subject *subject, enum diligence_status status)
{
    switch (subject->kind) {
    case SUBJECT_USER:
        return user_kyc_decide(ctx, &subject->user, diligence_names[status], NO_GROUNDS);
    case SUBJECT_BENEFICIARY:
        return beneficiary_check_decide(ctx, &subject->check, status, NO_GROUNDS);
    case SUBJECT_CONSUMER:
    case SUBJECT_CORPORATE:
        break;
    }
    return identity_decide(ctx, &subject->identity, status, NO_GROUNDS);
}

/* What is in that state already stays so, without another event; what was decided isn't decided otherwise. */
static int decide(struct request *r, const struct reference *in, enum diligence_status status)
{
    struct subject subject = {.name = NULL};
    struct context ctx = context_of(r);
    int rc = subject_or_reply(r, in, &subject);

    if (rc != PASS)
        return rc;
    if (subject.status == status)
        return reply_state(r, &subject);
    if (subject.status == DILIGENCE_APPROVED || subject.status == DILIGENCE_REJECTED)
        return refuse(r, ALREADY_COMPLETED, "the verification is %s",
                      diligence_names[subject.status]);
    rc = apply(&ctx, &subject, status);
    subject.status = status;
    return rc < 0 ? rc : reply_state(r, &subject);
}

static int kyi_submit(struct request *r)
{
    return decide(r, r->input, DILIGENCE_PENDING_REVIEW);
}

static int kyi_approve(struct request *r)
{
    return decide(r, r->input, DILIGENCE_APPROVED);
}

static int kyi_reject(struct request *r)
{
    return decide(r, r->input, DILIGENCE_REJECTED);
}

struct state_set {
    struct reference reference;
    const char *state;
};

static const char *const settable[] = {"PENDING_REVIEW", "APPROVED", "REJECTED", NULL};

static const struct rule state_set_rules[] = {
    RULE_ID(struct state_set, reference.reference, "reference", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct state_set, reference.random, "random", SECRET, .most = 100),
    RULE_TEXT(struct state_set, state, "state", REQUIRED, .values = settable),
    END_OF_RULES,
};
static const struct input state_set_input = {
    .name = "VerificationStateSet", .rules = state_set_rules, .size = sizeof(struct state_set)};

/* The same as the three above, by the name of the state. */
static int kyi_params_set(struct request *r)
{
    const struct state_set *in = r->input;

    return decide(r, &in->reference,
                  (enum diligence_status) name_index(diligence_names, in->state));
}

/* clang-format off */
const struct operation verification_operations[] = {
    OPERATION(kyi_params_get, POST, "/app/secure/api/session/kyi/params/{reference}/get", APP_KEY,
              .summary = "Get the provider's parameters for a consumer's KYC or a corporate's KYB",
              .group = &verification_group, .tokens = ANY_SIGN_IN,
              .input = &reference_input, .status = 200, .answer = &params_view, .writes = true,
              .errors = ERRORS(UNAUTHORIZED, NOT_FOUND)),
    OPERATION(kyi_params_set, POST, "/app/secure/api/session/kyi/params/{reference}/set", APP_KEY,
              .summary = "Set the state of a verification, as submit, approve and reject do",
              .group = &verification_group, .tokens = ANY_SIGN_IN,
              .input = &state_set_input, .status = 200, .answer = &state_view, .writes = true,
              .readers = OWN_ORIGIN,
              .errors = ERRORS(UNAUTHORIZED, ASSOCIATION_INVALID, NOT_FOUND, ALREADY_COMPLETED)),
    OPERATION(kyi_params_state, POST, "/app/secure/api/session/kyi/params/{reference}/state", APP_KEY,
              .summary = "Get the state of a verification, and what the panel does by itself",
              .group = &verification_group, .tokens = ANY_SIGN_IN,
              .input = &reference_input, .status = 200, .answer = &state_view, .writes = true,
              .errors = ERRORS(UNAUTHORIZED, NOT_FOUND)),
    OPERATION(beneficiary_params_get, POST, "/app/secure/api/session/beneficiaries/params/{reference}/get", APP_KEY,
              .summary = "Get the provider's parameters for a corporate's beneficiary",
              .group = &verification_group,
              .input = &reference_input, .status = 200, .answer = &params_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(kyi_submit, POST, "/app/secure/api/session/kyi/{reference}/submit", APP_KEY,
              .summary = "Hand in a verification: it is PENDING_REVIEW", .group = &verification_group, .tokens = ANY_SIGN_IN,
              .input = &associated_reference_input, .status = 200, .answer = &state_view, .writes = true,
              .readers = OWN_ORIGIN,
              .errors = ERRORS(UNAUTHORIZED, ASSOCIATION_INVALID, NOT_FOUND, ALREADY_COMPLETED)),
    OPERATION(kyi_approve, POST, "/app/secure/api/session/kyi/{reference}/approve", APP_KEY,
              .summary = "Approve a verification", .group = &verification_group, .tokens = ANY_SIGN_IN,
              .input = &associated_reference_input, .status = 200, .answer = &state_view, .writes = true,
              .readers = OWN_ORIGIN,
              .errors = ERRORS(UNAUTHORIZED, ASSOCIATION_INVALID, NOT_FOUND, ALREADY_COMPLETED)),
    OPERATION(kyi_reject, POST, "/app/secure/api/session/kyi/{reference}/reject", APP_KEY,
              .summary = "Reject a verification", .group = &verification_group, .tokens = ANY_SIGN_IN,
              .input = &associated_reference_input, .status = 200, .answer = &state_view, .writes = true,
              .readers = OWN_ORIGIN,
              .errors = ERRORS(UNAUTHORIZED, ASSOCIATION_INVALID, NOT_FOUND, ALREADY_COMPLETED)),
    END_OF_OPERATIONS,
};
/* clang-format on */
