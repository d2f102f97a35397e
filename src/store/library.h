/* SPDX-License-Identifier: MIT */
/* How SQLite is configured: one thread, memory of base/blocks.h, the page cache of page_cache.h. */
#ifndef STORE_LIBRARY_H
#define STORE_LIBRARY_H

/* Without effect once SQLite is initialized. */
void library_configure(void);

#endif
