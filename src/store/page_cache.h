/* SPDX-License-Identifier: MIT */
/* SQLite's page cache, with a cheaper end of each transaction in memory. */
#ifndef STORE_PAGE_CACHE_H
#define STORE_PAGE_CACHE_H

/* To be called before SQLite is initialized; without effect afterwards. */
void page_cache_configure(void);

#endif
