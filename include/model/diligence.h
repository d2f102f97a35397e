/* SPDX-License-Identifier: MIT */
/*
 * Due diligence: a consumer's KYC and a corporate's KYB (weavr-identities.md 2.3 and 2.4). The ongoing check
 * is stored beside the effective result, because an approval stays effective until a check of another level
 * is approved.
 */
#ifndef MODEL_DILIGENCE_H
#define MODEL_DILIGENCE_H

#include <stdbool.h>
#include <stdint.h>

enum diligence_status {
    DILIGENCE_NOT_STARTED,
    DILIGENCE_INITIATED,
    DILIGENCE_PENDING_REVIEW,
    DILIGENCE_APPROVED,
    DILIGENCE_REJECTED,
};

/* Level 2 is the full check, and the initial one. A corporate's is always level 2. */
enum diligence_level { DILIGENCE_LEVEL_1, DILIGENCE_LEVEL_2 };

/* The names on the wire and in the database, indexed by the values above and NULL-terminated. */
extern const char *const diligence_names[];
extern const char *const diligence_level_names[];

struct diligence_result {
    enum diligence_status status;
    enum diligence_level level;
};

struct diligence {
    struct diligence_result effective;
    struct diligence_result ongoing;
    int64_t reference; /* the provider's; 0: no check was ever started */
};

/* The state of a new identity. */
#define DILIGENCE_INITIAL                                                                          \
    ((struct diligence){{DILIGENCE_NOT_STARTED, DILIGENCE_LEVEL_2},                                \
                        {DILIGENCE_NOT_STARTED, DILIGENCE_LEVEL_2},                                \
                        0})

/* Whether this level, or a fuller one, is approved. */
bool diligence_is_approved(const struct diligence *d, enum diligence_level level);

/* Starts or restarts the check of a level. */
void diligence_start(struct diligence *d, enum diligence_level level);

/* Sets the status of the ongoing check, as the provider decides it. */
void diligence_decide(struct diligence *d, enum diligence_status status);

#endif
