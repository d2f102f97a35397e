/* SPDX-License-Identifier: MIT */
/* Refusing what isn't a request. Each function answers, and the library must close the connection then. */
#ifndef HTTP_REFUSALS_H
#define HTTP_REFUSALS_H

#include "connections/connection.h"
#include "exchange.h"
#include "head.h"

/* Refuses the request in progress. */
void refuse_exchange(struct exchange *x, struct refusal refusal);

/* The client sent nothing for too long. */
void refuse_late(struct exchange *x);

#endif
