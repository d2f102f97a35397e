/* SPDX-License-Identifier: MIT */
/* Notices that the database file is deleted or replaced while it is open. */
#ifndef MAIN_DATABASE_WATCH_H
#define MAIN_DATABASE_WATCH_H

/*
 * Watches the file. Returns a descriptor to poll, or -1: there is none to watch (`path` is NULL), or the system
 * has no watch left.
 */
int database_watch_open(const char *path);

/* Reads what has happened, and says in the log if another file, or none, is at the path now. */
void database_watch_read(int watch, const char *path);

#endif
