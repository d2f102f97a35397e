/* SPDX-License-Identifier: MIT */
/* Numbers in decimal, without memory of their own. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/* Writes a number so that it ends before `end`; returns where it begins. */
#define DIGITS_MOST 20 /* 19 digits and a sign, for INT64_MIN */
char *digits_before(char *end, int64_t number);

/*
 * Writes a finite number as the shortest decimal that reads back equal, as a JSON number with a point or an exponent:
 * 19.99, 20.0, 1e300. Returns its length.
 */
#define REAL_SIZE 32
size_t digits_real(char ret[static REAL_SIZE], double number);

#endif
