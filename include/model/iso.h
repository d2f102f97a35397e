/* SPDX-License-Identifier: MIT */
/* Country and currency codes, from Debian's iso-codes package when the program was built. */
#ifndef MODEL_ISO_H
#define MODEL_ISO_H

#include <stdbool.h>

/* ISO 3166-1 alpha-2, in capitals. */
bool iso_is_country(const char *code);

/* ISO 4217 alpha-3, in capitals. */
bool iso_is_currency(const char *code);

#endif
