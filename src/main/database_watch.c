/* SPDX-License-Identifier: MIT */
/* Watches the database file by inotify. */
#include "database_watch.h"

#include "base/log.h"

#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

int database_watch_open(const char *path)
{
    int watch = path == NULL ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

    /* IN_ATTRIB: its last name may be gone, while the program keeps it open */
    if (watch < 0 || inotify_add_watch(watch, path, IN_ATTRIB | IN_MOVE_SELF) >= 0)
        return watch;
    close(watch);
    return -1;
}

/* Whether the path still names the file that is watched: then its watch is the one that is there. */
static bool is_in_place(int watch, const char *path, int known)
{
    return inotify_add_watch(watch, path, IN_ATTRIB | IN_MOVE_SELF) == known;
}

void database_watch_read(int watch, const char *path)
{
    _Alignas(struct inotify_event) char events[4096];
    int known = -1;

    while (read(watch, events, sizeof events) > 0)
        known = ((const struct inotify_event *) events)->wd;
    if (known < 0 || is_in_place(watch, path, known))
        return;
    log_message("the database file %s was deleted or replaced: what this server has stored, and "
                "stores from now on, is in no file",
                path);
}
