/* SPDX-License-Identifier: MIT */
/* Watches the database file by inotify. */
#include "database_watch.h"

#include "base/log.h"

#include <sys/inotify.h>
#include <unistd.h>

void database_watch_open(struct database_watch *w, const char *path)
{
    *w = (struct database_watch){.fd = -1, .path = path};
    if (path == NULL || stat(path, &w->file) != 0)
        return;
    w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    /* IN_ATTRIB: its last name may be gone, while the program keeps it open */
    if (w->fd >= 0 && inotify_add_watch(w->fd, path, IN_ATTRIB | IN_MOVE_SELF) < 0)
        database_watch_close(w);
}

void database_watch_close(struct database_watch *w)
{
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
}

static bool is_in_place(const struct database_watch *w)
{
    struct stat now;

    return stat(w->path, &now) == 0 && now.st_dev == w->file.st_dev && now.st_ino == w->file.st_ino;
}

void database_watch_read(struct database_watch *w)
{
    char events[4096];

    while (read(w->fd, events, sizeof events) > 0)
        continue;
    if (w->said || is_in_place(w))
        return;
    w->said = true;
    log_message(
        "the database file was deleted, moved or replaced: what this server stores is not in %s",
        w->path);
}
