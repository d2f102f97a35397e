/* SPDX-License-Identifier: MIT */
/* Events that the programme hears of by its webhook (weavr-webhooks.md 2 and 3). */
#ifndef WEAVR_EVENTS_H
#define WEAVR_EVENTS_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/event_list.h"
#include "weavr/shared_types.h"

/* Why the provider of due diligence decided as it did; both may be left out. */
struct grounds {
    struct list reasons; /* const char *, of diligence_reasons */
    const char *comment;
};
#define NO_GROUNDS (&(const struct grounds){LIST_OF(const char *), NULL})

/* What the provider may name, and whether it may name that of identities of a type. */
extern const char *const diligence_reasons[];
bool diligence_reason_fits(enum identity_type type, const char *reason);

/* /login/watch: VERIFIED, DECLINED or, for a password that is right but expired, EXPIRED. */
int event_login(struct context *ctx, const struct typed_id *credential,
                const struct typed_id *identity, enum login_type type, enum challenge_state status);

/* /stepup/watch: how the challenge ended. `token` is told when it is not NULL. */
int event_step_up(struct context *ctx, const struct challenge *challenge, const char *token);

/* /authentication_factors/watch: a factor is ACTIVE or INACTIVE from now on. */
int event_factor(struct context *ctx, int64_t person, const struct factor *factor);

/* What due diligence has come to, for a consumer or a corporate with that root's address. */
int event_diligence(struct context *ctx, const struct identity *identity, const char *email,
                    const struct grounds *grounds);

/* /corporates/kyb/beneficiaries/watch: due diligence on a corporate's user is `status` now. */
int event_beneficiary(struct context *ctx, const struct user *user, const char *status,
                      const struct grounds *grounds);

/* Who deactivated a user: the programme's operator, or somebody of the same identity. */
enum doer { BY_OPERATOR, BY_USER };

int event_user_deactivated(struct context *ctx, const struct user *user, enum doer doer);

/* An identity's activation or deactivation by the operator; `reason` only counts for the latter. */
int event_identity(struct context *ctx, const struct identity *identity, const char *email,
                   const char *reason);

#endif
