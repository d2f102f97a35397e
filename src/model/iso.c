/* SPDX-License-Identifier: MIT */
/* Sorted lists from cmake/IsoCodes.cmake, as arrays of characters: pointers would be relocated at start. */
#include "model/iso.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

static const char countries[][3] = {
#include "iso_3166-1.inc"
};

static const char currencies[][4] = {
#include "iso_4217.inc"
};

static int compare(const void *code, const void *listed)
{
    return strcmp(code, listed);
}

bool iso_is_country(const char *code)
{
    return bsearch(code, countries, ARRAY_SIZE(countries), sizeof countries[0], compare) != NULL;
}

bool iso_is_currency(const char *code)
{
    return bsearch(code, currencies, ARRAY_SIZE(currencies), sizeof currencies[0], compare) != NULL;
}
