/* SPDX-License-Identifier: MIT */
/* Starting and deciding due diligence. */
#include "model/diligence.h"

#include <stddef.h>

const char *const diligence_names[] = {"NOT_STARTED", "INITIATED", "PENDING_REVIEW",
                                       "APPROVED",    "REJECTED",  NULL};
const char *const diligence_level_names[] = {"KYC_LEVEL_1", "KYC_LEVEL_2", NULL};

bool diligence_is_approved(const struct diligence *d, enum diligence_level level)
{
    return d->effective.status == DILIGENCE_APPROVED && d->effective.level >= level;
}

void diligence_start(struct diligence *d, enum diligence_level level)
{
    d->ongoing.level = level;
    diligence_decide(d, DILIGENCE_INITIATED);
}

void diligence_decide(struct diligence *d, enum diligence_status status)
{
    bool stays_approved = d->effective.status == DILIGENCE_APPROVED &&
                          d->effective.level != d->ongoing.level && status != DILIGENCE_APPROVED;

    d->ongoing.status = status;
    if (!stays_approved)
        d->effective = d->ongoing;
}
