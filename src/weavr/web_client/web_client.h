/* SPDX-License-Identifier: MIT */
/* Shared by the operations of the browser client. */
#ifndef WEAVR_WEB_CLIENT_H
#define WEAVR_WEB_CLIENT_H

#include "engine/operation.h"

extern const struct group web_client_group;

/* The member `random` of bodies: the association (associations.h). */
#define RULE_RANDOM(type, ...)                                                                     \
    RULE_TEXT(type, random, "random", SECRET, .most = 100 __VA_OPT__(, ) __VA_ARGS__)

#endif
