/* SPDX-License-Identifier: MIT */
/* Numbers in decimal, without memory of their own. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>

/* Writes a number so that it ends before `end`; returns where it begins. */
#define DIGITS_MOST 20 /* 19 digits and a sign, for INT64_MIN */
char *digits_before(char *end, int64_t number);

#endif
