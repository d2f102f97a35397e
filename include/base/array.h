/* SPDX-License-Identifier: MIT */
/* The number of elements of an array, and the flag of three states that optional members need. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))

/* A boolean that may be absent. */
enum maybe { UNSET = 0, NO, YES };

#endif
