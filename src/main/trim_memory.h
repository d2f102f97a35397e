/* SPDX-License-Identifier: MIT */
#ifndef MAIN_TRIM_MEMORY_H
#define MAIN_TRIM_MEMORY_H

/*
 * Returns memory that only the start needed: free heap, and unmodified pages of the program and its
 * libraries. Pages that are needed again are read from the page cache.
 */
void memory_trim(void);

#endif
