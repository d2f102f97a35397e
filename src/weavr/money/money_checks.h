/* SPDX-License-Identifier: MIT */
/* Checks that operations on money share. PASS, or refused. */
#ifndef WEAVR_MONEY_CHECKS_H
#define WEAVR_MONEY_CHECKS_H

#include "engine/request.h"
#include "model/money.h"

/* The profile is the realm's for that product, or `unknown`; it serves the caller's type of identity. */
int money_profile_or_reply(struct request *r, enum money_profile kind, int64_t profile,
                           enum error unknown);

/* The identity's owner is verified, unless the setting ownerMustBeVerified is off (weavr-money.md 2.1.2 row 5). */
int owner_verified_or_reply(struct request *r);

/*
 * An item that was posted before scaWindowSeconds is shown only in a session with a step-up of its own, if the setting
 * scaAccounts is on (weavr-money.md 1.8). `oldest` is the time of the oldest item; 0: there is none.
 */
int window_or_reply(struct request *r, int64_t oldest);

/* An instrument of the caller's identity, or `unknown`: those of others are not found. */
int own_instrument_or_reply(struct request *r, int64_t id, enum instrument_type type,
                            enum error unknown, struct instrument *ret);

#endif
