/* SPDX-License-Identifier: MIT */
/* The number of elements of an array. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))

#endif
