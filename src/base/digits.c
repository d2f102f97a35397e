/* SPDX-License-Identifier: MIT */
/* Numbers in decimal. */
#include "base/digits.h"

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
