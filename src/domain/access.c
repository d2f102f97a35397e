/* SPDX-License-Identifier: MIT */
/* Names of applications. */
#include "domain/access.h"

#include <stddef.h>

const char *const application_names[] = {"b2b_wallet", "b2c_wallet", "admin_wallet", NULL};
