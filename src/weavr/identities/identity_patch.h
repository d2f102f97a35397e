/* SPDX-License-Identifier: MIT */
/* Changes of consumers and corporates by their root users (weavr-identities.md 3.3 and 4.3). */
#ifndef WEAVR_IDENTITIES_IDENTITY_PATCH_H
#define WEAVR_IDENTITIES_IDENTITY_PATCH_H

#include "weavr/identities.h"

/* What either may send; what is absent or null stays as it is. */
struct identity_patch {
    const char *tag;
    const char *user_tag; /* the root user's own */
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    struct date date_of_birth;
    struct address address; /* where a consumer lives, or a corporate's business is */
    const char *fee_group;
    const char *base_currency;
    const char *place_of_birth; /* these two of a consumer alone */
    const char *nationality;
    const char *locale;
    const char *brand;
    enum maybe counted_anew;
    /* judged, and then forgotten: these stay as they were created */
    const char *occupation;
    const char *source_of_funds;
    const char *source_of_funds_other;
};

/* Names are stricter than at creation: weavr-identities.md 10. */
#define PATCH_NAME(member, wire)                                                                   \
    RULE_TEXT(struct identity_patch, member, wire, .least = 1, .most = 20,                         \
              .format = FORMAT_PERSON_NAME)

/* What a body says where the same is said by the body of the creation, which is kept. */
#define IDENTITY_PATCH_RULES                                                                       \
    RULE_TEXT(struct identity_patch, tag, "tag", .most = 50, .format = FORMAT_TAG),                \
        RULE_TEXT(struct identity_patch, user_tag, "userTag", .most = 50, .format = FORMAT_TAG),   \
        PATCH_NAME(name, "name"), PATCH_NAME(surname, "surname"),                                  \
        RULE_TEXT(struct identity_patch, email, "email", .most = 254, .format = FORMAT_EMAIL),     \
        RULE_OBJECT(struct identity_patch, mobile, "mobile", mobile_rules),                        \
        RULE_OBJECT(struct identity_patch, date_of_birth, "dateOfBirth", date_rules),              \
        RULE_TEXT(struct identity_patch, fee_group, "feeGroup", .most = 50),                       \
        RULE_TEXT(struct identity_patch, base_currency, "baseCurrency", .least = 3, .most = 3,     \
                  .format = FORMAT_CURRENCY),                                                      \
        RULE_TEXT(struct identity_patch, locale, "locale", .most = 5, .format = FORMAT_LOCALE),    \
        RULE_TEXT(struct identity_patch, brand, "brand", .most = 25, .format = FORMAT_BRAND),      \
        RULE_BOOLEAN(struct identity_patch, counted_anew, "resetMobileCounter"),                   \
        RULE_TEXT(struct identity_patch, source_of_funds_other, "sourceOfFundsOther", .most = 255)

/* A member of the body, and where the body of the creation has it. */
struct patched {
    const char *name;   /* NULL ends a table */
    const char *object; /* NULL: at the top */
    const char *member;
};

/* How the two types differ. */
struct patching {
    enum error verified;           /* of what KYC or KYB has settled */
    bool address_settled;          /* by it, too */
    const struct patched *members; /* beside those that both have */
};

/* Judges and does what the request's body wants. PASS, refused or a negative errno. */
int identity_patch_or_reply(struct request *r, const struct patching *patching);

#endif
