/* SPDX-License-Identifier: MIT */
/* Codes that ISO has given out, as Debian's iso-codes listed them when the program was built. */
#ifndef MODEL_ISO_H
#define MODEL_ISO_H

#include <stdbool.h>

/* Two capitals of ISO 3166-1. */
bool iso_is_country(const char *code);

/* Three capitals of ISO 4217. */
bool iso_is_currency(const char *code);

#endif
