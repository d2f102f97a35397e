/* SPDX-License-Identifier: MIT */
/* Names of applications. */
#include "access_group.h"

#include <stddef.h>

const char *const application_names[] = {"b2b_wallet", "b2c_wallet", "admin_wallet", NULL};
