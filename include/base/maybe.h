/* SPDX-License-Identifier: MIT */
/* A boolean that may be absent, as an optional member of a JSON object. */
#ifndef BASE_MAYBE_H
#define BASE_MAYBE_H

enum maybe { UNSET = 0, NO, YES };

#endif
