/* SPDX-License-Identifier: MIT */
/* The Open Banking API: consents, and the access to accounts that they allow (cyrexa.md 2.26 and 4.11). */
#include "consents_store.h"
#include "cyrexa/customers.h"
#include "directory/codes.h"
#include "directory/context.h"
#include "engine/reply.h"
#include "json/values.h"

#include <errno.h>

static const struct group open_banking_group = {.tag = "open-banking", .title = "Open Banking"};

/* No source documents the types of these members. */
static const struct rule permission_rules[] = {
    UNREAD_JSON("name"),        UNREAD_JSON("endPoints"),          UNREAD_JSON("businessLogic"),
    UNREAD_JSON("information"), UNREAD_JSON("clusterDescription"), END_OF_RULES,
};

/* A magic link works like a password until it is used, so it is secret. */
/* clang-format off */
#define LINK "magicLink"
#define CONSENT_RULES                                                                              \
    UNREAD_TEXT("serviceProvider"), UNREAD_TEXT("customerId"), UNREAD_TEXT("customerType"),        \
    UNREAD_TEXT("status"), UNREAD_TEXT("consentedDate"), UNREAD_TEXT("expiryDate"),                \
    UNREAD_TEXT("sharingStartDate"), UNREAD_TEXT("sharingEndDate"), UNREAD_TEXT(LINK, SECRET),     \
    UNREAD_TEXT("consentPeriod"), UNREAD_TEXT("consentAccess"), UNREAD_TEXT("tenantId"),           \
    UNREAD_LIST("permissions", permission_rules, .most = ENTRIES_MOST)
#define ACCESS_RULES                                                                               \
    UNREAD_TEXT("statusCode", REQUIRED, .not_blank = true),                                        \
    UNREAD_TEXT("entityId", REQUIRED, .not_blank = true),                                          \
    UNREAD_TEXT("transactionFromDate", REQUIRED, .not_blank = true),                               \
    UNREAD_TEXT("expiryDate", REQUIRED, .not_blank = true),                                        \
    UNREAD_TEXT("transactionToDate", REQUIRED, .not_blank = true)
#define CONSENT_ID "consentId"
/* clang-format on */

static const struct rule consent_rules[] = {CONSENT_RULES, END_OF_RULES};
static const struct rule kept_consent_rules[] = {CONSENT_RULES, UNREAD_TEXT(CONSENT_ID, REQUIRED),
                                                 END_OF_RULES};
static const struct rule kept_access_rules[] = {ACCESS_RULES, UNREAD_TEXT(CONSENT_ID, REQUIRED),
                                                END_OF_RULES};

static const struct input consent_input = {
    .name = "Consent", .rules = consent_rules, .size = sizeof(void *)};
static const struct view consent_view = {.name = "KeptConsent", .rules = kept_consent_rules};

struct access_body {
    const char *consent; /* NULL: create one */
};

static const struct rule access_rules[] = {
    ACCESS_RULES,
    RULE_TEXT(struct access_body, consent, CONSENT_ID, .not_blank = true),
    END_OF_RULES,
};
static const struct input consent_access_input = {
    .name = "ConsentAccess", .rules = access_rules, .size = sizeof(struct access_body)};
static const struct view consent_access_view = {.name = "KeptConsentAccess",
                                                .rules = kept_access_rules};

/* Replies with the stored body and the consent's id. Takes the reference. */
static int reply_stored(struct request *r, json_t *body, const char *id)
{
    json_object_set_new(body, CONSENT_ID, json_string(id));
    const char *text = json_text_taken(r->arena, body);

    return reply(r, &text);
}

static int consent_create(struct request *r)
{
    struct context ctx = context_of(r);
    json_t *kept = rules_filter(consent_rules, r->json);
    json_t *link = json_object_get(r->json, LINK);

    if (json_is_string(link))
        json_object_set(kept, LINK, link);
    const struct consent consent = {
        .id = uuid_new(&ctx), .details = json_text(r->arena, kept), .created = r->now};
    int rc = store_consent_insert(r->store, r->realm->id, &consent);

    if (rc == 0)
        return reply_stored(r, kept, consent.id);
    json_decref(kept);
    return rc;
}

/* Saves the access under the consent of that id, or under a new one if `named` is NULL. */
static int save_access(struct request *r, const char *named, struct consent *consent)
{
    struct context ctx = context_of(r);

    consent->id = named == NULL ? uuid_new(&ctx) : named;
    return named == NULL
               ? store_consent_insert(r->store, r->realm->id, consent)
               : store_consent_set_access(r->store, r->realm->id, consent->id, consent->access);
}

static int consent_access_create(struct request *r)
{
    const struct access_body *in = r->input;
    json_t *kept = rules_filter(access_rules, r->json);
    struct consent consent = {.access = json_text(r->arena, kept), .created = r->now};
    int rc = save_access(r, in->consent, &consent);

    if (rc == 0)
        return reply_stored(r, kept, consent.id);
    json_decref(kept);
    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no consent %.100s in this tenant", in->consent);
    return rc;
}

/* clang-format off */
const struct operation consent_operations[] = {
    OPERATION(consent_create, POST, "/open-banking/2.0.0/consent", ITS_TENANT,
              .summary = "Store the consent of a customer", .group = &open_banking_group,
              .input = &consent_input, .status = 200, .answer = &consent_view, .writes = true,
              .tokens = KIND(SESSION_OPEN_BANKING), .errors = ERRORS()),
    OPERATION(consent_access_create, POST, "/open-banking/2.0.0/consent/access", ITS_TENANT,
              .summary = "Store the access to accounts under a consent, which is created if no consentId is sent", .group = &open_banking_group,
              .input = &consent_access_input, .status = 200, .answer = &consent_access_view, .writes = true,
              .tokens = KIND(SESSION_OPEN_BANKING), .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
