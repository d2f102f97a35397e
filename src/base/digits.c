/* SPDX-License-Identifier: MIT */
/* Numbers in decimal. */
#include "base/digits.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *digits_before(char *end, int64_t number)
{
    uint64_t rest = number < 0 ? 0 - (uint64_t) number : (uint64_t) number;

    do {
        *--end = (char) ('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        *--end = '-';
    return end;
}

/* C's "e+05" as "e5": without plus and zeros, both of which JSON allows, but nobody writes. */
static void shorten_exponent(char *exponent)
{
    char *digits = exponent + 1;
    char *to = digits;

    if (*digits == '-')
        to++;
    digits += *digits == '-' || *digits == '+';
    digits += strspn(digits, "0");
    memmove(to, digits, strlen(digits) + 1);
}

size_t digits_real(char ret[static REAL_SIZE], double number)
{
    /* any 15 digits survive the way there and back, of subnormal numbers fewer; 17 are enough */
    for (int precision = fabs(number) < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
        snprintf(ret, REAL_SIZE, "%.*g", precision, number);
        if (strtod(ret, NULL) == number)
            break;
    }
    char *exponent = strchr(ret, 'e');

    if (exponent != NULL)
        shorten_exponent(exponent);
    else if (strchr(ret, '.') == NULL)
        memcpy(ret + strlen(ret), ".0", sizeof ".0");
    return strlen(ret);
}
