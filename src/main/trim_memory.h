/* SPDX-License-Identifier: MIT */
#ifndef MAIN_TRIM_MEMORY_H
#define MAIN_TRIM_MEMORY_H

/*
 * Returns free heap, and the first time also what only the start needed: unmodified pages of the program and
 * its libraries. Pages that are needed again are read from the page cache.
 */
void memory_trim(void);

#endif
