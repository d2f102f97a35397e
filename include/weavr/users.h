/* SPDX-License-Identifier: MIT */
/* Authorised users: what is known of each beside its columns, and how one is shown. */
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

/* A user as it is shown: `ret` stays where it is, it points into itself. 0 or a negative errno. */
int user_answer_of(struct arena *a, const struct user *user, const char *details,
                   struct user_answer *ret);

/* Answers with a user, whose details are the text that is kept. 0 or a negative errno. */
int reply_user(struct request *r, const struct user *user, const char *details);

extern const struct group users_group;
extern const struct input user_id_input, user_update_input;
extern const struct view user_view;

/* The user that the path names, in r->found: values of the columns `find` and `replays`. */
int user_find(struct request *r);
int user_show(struct request *r, int64_t id);

#endif
