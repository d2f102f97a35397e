/* SPDX-License-Identifier: MIT */
/* Authorised users: the bodies that create, change and show them. */
#ifndef WEAVR_USERS_H
#define WEAVR_USERS_H

#include "weavr/user_details.h"

/* The body that creates or changes a user. */
struct user_form {
    struct path_id path; /* of a change */
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    struct user_details details;
};

struct user_answer {
    int64_t id;
    struct typed_id identity;
    const char *name;
    const char *surname;
    const char *email;
    struct mobile mobile;
    const struct mobile *shown_mobile; /* NULL: none */
    bool active;
    struct user_details details;
};
extern const struct field user_fields[];

/* The answer that shows a user. `ret` points into itself: don't copy it. 0 or a negative errno. */
int user_answer_of(struct arena *a, const struct user *user, const char *details,
                   struct user_answer *ret);

/* Replies with a user; `details` is the stored JSON. 0 or a negative errno. */
int reply_user(struct request *r, const struct user *user, const char *details);

extern const struct group users_group;
extern const struct input user_id_input, user_update_input;
extern const struct view user_view;

/* Values of the columns `find` (the user that the path names, into r->found) and `replays`. */
int user_find(struct request *r);
int user_show(struct request *r, int64_t id);

#endif
