/* SPDX-License-Identifier: MIT */
/* Publishing events (weavr-webhooks.md 2 and 3). 0 or a negative errno. */
#ifndef WEAVR_EVENTS_H
#define WEAVR_EVENTS_H

#include "directory/context.h"
#include "model/user.h"
#include "weavr/event_list.h"
#include "weavr/shared_types.h"

/* Why the due-diligence provider decided as it did; both are optional. */
struct grounds {
    struct list reasons; /* const char *, of diligence_reasons */
    const char *comment;
};
#define NO_GROUNDS (&(const struct grounds){LIST_OF(const char *), NULL})

/* The provider's reasons, NULL-terminated; whether a reason can be given for identities of a type. */
extern const char *const diligence_reasons[];
bool diligence_reason_fits(enum identity_type type, const char *reason);

/* /login/watch: VERIFIED, DECLINED or, for a password that is right but expired, EXPIRED. */
int event_login(struct context *ctx, const struct typed_id *credential,
                const struct typed_id *identity, enum login_type type, enum challenge_state status);

/* /stepup/watch: how the challenge ended. `token` is included unless NULL. */
int event_step_up(struct context *ctx, const struct challenge *challenge, const char *token);

/* /authentication_factors/watch: a factor became ACTIVE or INACTIVE. */
int event_factor(struct context *ctx, int64_t person, const struct factor *factor);

/* The due diligence of a consumer or corporate; `email` is the root's address. */
int event_diligence(struct context *ctx, const struct identity *identity, const char *email,
                    const struct grounds *grounds);

/* /corporates/kyb/beneficiaries/watch: the status of a corporate's beneficiary changed. */
int event_beneficiary(struct context *ctx, int64_t corporate, const struct beneficiary *beneficiary,
                      const struct grounds *grounds);

/* Who deactivated a user: the programme's operator, or a user of the same identity. */
enum actor { BY_OPERATOR, BY_USER };

int event_user_deactivated(struct context *ctx, const struct user *user, enum actor actor);

/* The operator activated or deactivated an identity; `reason` is only used for a deactivation. */
int event_identity(struct context *ctx, const struct identity *identity, const char *email,
                   const char *reason);

#endif
