/* SPDX-License-Identifier: MIT */
/*
 * Due diligence: a consumer's KYC and a corporate's KYB (weavr-identities.md 2.3 and 2.4). What is under
 * way stands beside what counts, because an approval counts until a fuller one replaces it.
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

/* The second is the fuller check, and what everybody begins with. A corporate stays at it. */
enum diligence_level { DILIGENCE_LEVEL_1, DILIGENCE_LEVEL_2 };

/* The names on the wire and in the database, by the values above; NULL-terminated. */
extern const char *const diligence_names[];
extern const char *const diligence_level_names[];

struct judgement {
    enum diligence_status status;
    enum diligence_level level;
};

struct diligence {
    struct judgement effective;
    struct judgement ongoing;
    int64_t reference; /* the provider's; 0: it was never asked */
};

/* Before anything has happened. */
#define DILIGENCE_AT_FIRST                                                                         \
    ((struct diligence){{DILIGENCE_NOT_STARTED, DILIGENCE_LEVEL_2},                                \
                        {DILIGENCE_NOT_STARTED, DILIGENCE_LEVEL_2},                                \
                        0})

/* Whether nothing is left to do for that level. */
bool diligence_is_approved(const struct diligence *d, enum diligence_level level);

/* The check of a level begins, or begins anew. */
void diligence_start(struct diligence *d, enum diligence_level level);

/* The provider's word on what is under way. */
void diligence_decide(struct diligence *d, enum diligence_status verdict);

#endif
