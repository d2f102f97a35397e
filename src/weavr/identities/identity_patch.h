/* SPDX-License-Identifier: MIT */
/* Changes of consumers and corporates by their root users (weavr-identities.md 3.3 and 4.3). */
#ifndef WEAVR_IDENTITIES_IDENTITY_PATCH_H
#define WEAVR_IDENTITIES_IDENTITY_PATCH_H

#include "weavr/identities.h"

/* The body of a change. Members that are absent or null are left unchanged. */
struct identity_patch {
    const char *tag;
    const char *user_tag; /* the root user's own */
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    struct date date_of_birth;
    struct address address; /* a consumer's, or a corporate's business address */
    const char *fee_group;
    const char *base_currency;
    const char *place_of_birth; /* this and the next: consumers only */
    const char *nationality;
    const char *locale;
    const char *brand;
    enum maybe reset_mobile_counter;
    /* validated, and then ignored: these stay as at creation */
    const char *occupation;
    const char *source_of_funds;
    const char *source_of_funds_other;
};

/* The rule for names is stricter than at creation: weavr-identities.md 10. */
#define PATCH_NAME(member, wire)                                                                   \
    RULE_TEXT(struct identity_patch, member, wire, .least = 1, .most = 20,                         \
              .format = FORMAT_PERSON_NAME)

/* The rules of members that both have. */
#define IDENTITY_PATCH_RULES                                                                       \
    RULE_TEXT(struct identity_patch, tag, "tag", .most = 50, .format = FORMAT_TAG),                \
        RULE_TEXT(struct identity_patch, user_tag, "userTag", .most = 50, .format = FORMAT_TAG),   \
        PATCH_NAME(name, "name"), PATCH_NAME(surname, "surname"),                                  \
        RULE_TEXT(struct identity_patch, email, "email", .most = 254, .format = FORMAT_EMAIL),     \
        RULE_OBJECT(struct identity_patch, mobile, "mobile", mobile_rules),                        \
        RULE_OBJECT(struct identity_patch, date_of_birth, "dateOfBirth", date_rules),              \
        RULE_TEXT(struct identity_patch, fee_group, "feeGroup", .most = 50,                        \
                  .empty_is_absent = true),                                                        \
        RULE_TEXT(struct identity_patch, base_currency, "baseCurrency", .least = 3, .most = 3,     \
                  .format = FORMAT_CURRENCY),                                                      \
        RULE_TEXT(struct identity_patch, locale, "locale", .most = 5, .format = FORMAT_LOCALE),    \
        RULE_TEXT(struct identity_patch, brand, "brand", .most = 25, .format = FORMAT_BRAND),      \
        RULE_BOOLEAN(struct identity_patch, reset_mobile_counter, "resetMobileCounter"),           \
        RULE_TEXT(struct identity_patch, source_of_funds_other, "sourceOfFundsOther", .most = 255)

/* A member of the body, and where it is in the body of the creation. */
struct patched {
    const char *name;   /* NULL ends a table */
    const char *object; /* NULL: the top level */
    const char *member;
};

/* How the two types differ. */
struct patching {
    enum error verified;           /* for members that can't change once KYC or KYB is approved */
    bool address_fixed;            /* the address is one of them */
    const struct patched *members; /* in addition to those that both have */
};

/* Checks and applies the request's body. PASS, refused or a negative errno. */
int identity_patch_or_reply(struct request *r, const struct patching *patching);

#endif
