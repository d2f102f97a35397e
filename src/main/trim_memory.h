/* SPDX-License-Identifier: MIT */
#ifndef MAIN_TRIM_MEMORY_H
#define MAIN_TRIM_MEMORY_H

/*
 * Gives back what only the start needed: free memory of the heap, and pages of the program and its
 * libraries that were read and not changed. Whichever of them is needed again comes back from the
 * page cache.
 */
void memory_trim(void);

#endif
