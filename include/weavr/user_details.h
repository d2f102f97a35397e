/* SPDX-License-Identifier: MIT */
/* What is known of an authorised user beside names, address and number; kept as JSON. */
#ifndef WEAVR_USER_DETAILS_H
#define WEAVR_USER_DETAILS_H

#include "weavr/identities.h"

enum role {
    CARD_ASSIGNEE,
    CARDS_MANAGEMENT,
    FUNDS_MANAGEMENT,
    ACCESS_MANAGEMENT,
    ADMIN,
    ROLES_COUNT
};

/* The names on the wire, by the values above; NULL-terminated. */
extern const char *const role_names[];

struct user_details {
    struct date date_of_birth; /* year 0: none */
    const struct date *shown_birth;
    const char *tag;
    const char *country;
    const char *locale;
    const char *brand;
    struct list roles; /* const char *; its item_size is 0 where none were given */
};

/* As they are kept, NULL for none: 0, or -EBADMSG for what no operation has written. */
int user_details_read(struct arena *a, const char *text, struct user_details *ret);

const char *user_details_text(struct arena *a, const struct user_details *details);

/* The rules that they keep to, for a seed. */
extern const struct rule user_details_rules[];

/* clang-format off */
#define RULES_OF_DETAILS(type, at)                                                                    \
    RULE_OBJECT(type, at date_of_birth, "dateOfBirth", date_rules),                                \
    RULE_TEXT(type, at tag, "tag", .most = 50, .format = FORMAT_TAG),                              \
    RULE_TEXT(type, at locale, "locale", .most = 5, .format = FORMAT_LOCALE),                      \
    RULE_TEXT(type, at brand, "brand", .most = 25, .format = FORMAT_BRAND),                        \
    RULE_TEXTS(type, at roles, "roles", .most = ROLES_COUNT, .values = role_names)

#define RULE_RESIDENCE(type, at)                                                                        \
    RULE_TEXT(type, at country, "countryOfResidence", .least = 2, .most = 2,                       \
              .format = FORMAT_CAPITALS)

#define SHOW_USER_DETAILS(type, at)                                                                     \
    SHOW_POINTER(type, at shown_birth, "dateOfBirth", date_fields, OPTIONAL),                      \
    SHOW_TEXT(type, at tag, "tag", OPTIONAL),                                                      \
    SHOW_TEXT(type, at country, "countryOfResidence", OPTIONAL),                                   \
    SHOW_TEXT(type, at locale, "locale", OPTIONAL),                                                \
    SHOW_TEXT(type, at brand, "brand", OPTIONAL),                                                  \
    SHOW_TEXTS(type, at roles, "roles", OPTIONAL)
/* clang-format on */

#endif
