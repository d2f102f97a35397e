/* SPDX-License-Identifier: MIT */
/* The person that a credential belongs to, and the account that answers show (cyrexa.md 4.4). */
#ifndef CYREXA_CREDENTIALS_ACCOUNTS_H
#define CYREXA_CREDENTIALS_ACCOUNTS_H

#include "engine/operation.h"
#include "engine/request.h"
#include "model/customer.h"
#include "model/user.h"

struct channel_body {
    const char *name;
    const char *type;
    const char *address_url;
};

struct credential {
    int type; /* of enum credential_type */
    const char *value;
    const char *code;
    struct channel_body channel;
};

extern const struct rule credential_rules[];

#define CREDENTIALS_MOST 10 /* of a request */

/* The body of getCredentials and resetCredential. */
struct one_credential {
    struct credential credential;
};

extern const struct input one_credential_input;

extern const struct group credentials_group;

/* The owner of a credential. */
struct match {
    int64_t person;
    struct user user; /* the user with that address or number, or the person's first; .id 0: none */
    struct credential_row stored; /* .id 0: it is in the directory, not a credential row */
    const char *value;            /* as stored, which may differ in case from what was sent */
    bool by_email;                /* it is the e-mail address of `user` */
};

/* Finds the owner of a credential in the realm; -ENOENT if there is none. */
int credential_match(struct request *r, const struct credential *c, struct match *ret);

/* Whether its code is the person's password: it is a user's address or a user id. */
bool code_is_password(const struct credential *c, const struct match *match);

/* The hash of its code; NULL if it has none. */
int match_code(struct request *r, const struct credential *c, const struct match *match,
               const char **ret);

/* The customer of the matched person. */
int match_customer(struct request *r, const struct match *match, struct customer *ret);

/* An entry of an answer (cyrexa.md 1.6). */
struct account {
    const char *user;
    const char *customer;
    const char *person;
    const char *tenant;
    const char *organization;
    struct list credentials; /* struct account_credential */
    struct list two_factor;  /* struct account_factor */
    bool has_credentials;    /* credential rows beside those of the directory */
};

struct account_credential {
    const char *session;
    const char *value;
    const char *token;
};

/* The second factors of a person as answers show them. */
struct account_factor {
    struct two_factor row;
    const char *tenant;
    const char *user;
};

extern const struct field account_factor_fields[];

/* Fills in the account of the matched person, without credentials. */
int account_init(struct request *r, const struct match *match, struct account *ret);

/* Opens a session of the Customer API for the matched person. */
int account_open_session(struct request *r, const struct match *match, struct session *ret);

/* Adds all the person's credentials: the matched one first, the others in the order of creation. */
int account_add_credentials(struct request *r, const struct match *match, struct account *account);

extern const struct view accounts_view;

#endif
