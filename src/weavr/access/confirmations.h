/* SPDX-License-Identifier: MIT */
/* Starting and passing confirmation challenges, for one resource or several (weavr-auth.md 2.3). */
#ifndef WEAVR_ACCESS_CONFIRMATIONS_H
#define WEAVR_ACCESS_CONFIRMATIONS_H

#include "engine/request.h"
#include "model/challenge.h"
#include "weavr/resource_type.h"

/* A resource of the type and of the caller's identity. PASS, or not found. */
int confirmable_or_reply(struct request *r, enum resource_type type, int64_t id,
                         struct resource *ret);

/* Issues a challenge for resources that all wait for one (struct resource): PASS, or refused. */
int confirmation_start(struct request *r, enum channel channel, const struct list *resources,
                       int type, struct challenge *ret);

/* Checks the code of a challenge by SMS that exists, and replies without a body. */
int confirmation_verify(struct request *r, struct challenge *challenge, const char *code);

#endif
