/* SPDX-License-Identifier: MIT */
/* Notices that the database file is deleted, moved or replaced while it is open. */
#ifndef MAIN_DATABASE_WATCH_H
#define MAIN_DATABASE_WATCH_H

#include <stdbool.h>
#include <sys/stat.h>

struct database_watch {
    int fd; /* to poll; -1: there is no file, or the system has no watch left */
    const char *path;
    struct stat file;
    bool said;
};

/* `path` NULL: there is no file. */
void database_watch_open(struct database_watch *w, const char *path);
void database_watch_close(struct database_watch *w);

/* Reads what has happened. Says once in the log if another file, or none, is at the path now. */
void database_watch_read(struct database_watch *w);

#endif
