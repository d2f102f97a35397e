/* SPDX-License-Identifier: MIT */
/* What consumers and corporates share: dates, addresses, checks, sign-up. */
#ifndef WEAVR_IDENTITIES_H
#define WEAVR_IDENTITIES_H

#include "directory/sign_up.h"
#include "engine/request.h"
#include "model/user.h"
#include "weavr/shared_types.h"

struct date {
    int64_t year;
    int64_t month;
    int64_t day;
};
extern const struct rule date_rules[];
extern const struct field date_fields[];

struct address {
    const char *line1;
    const char *line2;
    const char *city;
    const char *post_code;
    const char *state;
    const char *country;
};
extern const struct field address_fields[];

/* Lists of words (weavr-identities.md 3.1). */
extern const char *const occupations[]; /* of a person */
extern const char *const industries[];  /* of a company: without a person's states */

/* The explanation of a source of funds belongs to OTHER alone. */
const char *explained_funds(const char *source, const char *other);

/* Whether the country is in the setting unsupportedCountries. */
bool country_is_unsupported(const struct request *r, const char *country);

/* Checks of weavr-identities.md 3.1 and 4.1 that both creations make; PASS, or refused. */
int profile_or_reply(struct request *r, enum identity_type type, int64_t profile);
int terms_or_reply(struct request *r, enum maybe accepted);
int fee_group_or_reply(struct request *r, const char *group);

/* A code that ISO has given out, and that of a country which is not unsupported. NULL passes. */
int country_code_or_reply(struct request *r, const char *country);
int country_or_reply(struct request *r, const char *country);

/* A currency of the programme, or `unknown`: creation and change have a code of their own. */
int currency_or_reply(struct request *r, const char *currency, enum error unknown);
int email_domain_or_reply(struct request *r, const char *email);
int mobile_code_or_reply(struct request *r, const struct mobile *mobile);

/* `taken`, or PASS for an address that nobody has reserved; or nobody but that user. */
int email_or_reply(struct request *r, const char *email, enum error taken);
int email_of_other_or_reply(struct request *r, int64_t user, const char *email, enum error taken);

/* Makes the identity of a decoded body, whose address is free or shared. 0 or a negative errno. */
int identity_sign_up(struct request *r, const struct sign_up *form, struct identity *ret_identity,
                     struct user *ret_root);

/*
 * An identity that is there with its root user, and the body that made it, decoded by the rules of
 * `input` into `ret_body`; the request's own body is gone afterwards. 0 or a negative errno.
 */
int identity_body(struct request *r, int64_t id, const struct input *input, struct identity *ret,
                  struct user *ret_root, void *ret_body);

/* Operations on consumers and corporates, and the bodies that create them. */
extern const struct group consumers_group, corporates_group;
extern const struct input consumer_input, corporate_input;

#endif
