/* SPDX-License-Identifier: MIT */
/* Whose a credential of the Customer API is, and what is answered about them (cyrexa.md 4.4). */
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

/* How many a request may list. */
#define CREDENTIALS_MOST 10

/* The body of an operation on one credential. */
struct one_credential {
    struct credential credential;
};

extern const struct input one_credential_input;

extern const struct group credentials_group;

/* Whom a credential belongs to. */
struct match {
    int64_t person;
    struct user user;             /* the one that it stands for, or the first; .id 0: none */
    struct credential_row stored; /* .id 0: the directory has it, not the Customer API alone */
    const char *value;            /* as it is stored */
    bool by_email;                /* of `user` */
};

/* -ENOENT when nobody in the realm has it. */
int credential_match(struct request *r, const struct credential *c, struct match *ret);

/* Whether the code that goes with it is the person's password: an address or id of the directory. */
bool code_is_password(const struct credential *c, const struct match *match);

/* The hash of the code that goes with it; NULL when it has none. */
int match_code(struct request *r, const struct credential *c, const struct match *match,
               const char **ret);

/* The customer that the match's person is. */
int match_customer(struct request *r, const struct match *match, struct customer *ret);

/* An answer's entry (cyrexa.md 1.6); the rows of credentials are to be added. */
struct account {
    const char *user;
    const char *customer;
    const char *person;
    const char *tenant;
    const char *organization;
    struct list credentials; /* struct account_credential */
    struct list two_factor;  /* struct account_factor */
    bool has_credentials;    /* beside those of the directory */
};

struct account_credential {
    const char *session;
    const char *value;
    const char *token;
};

/* The row of second factors, as every answer shows it. */
struct account_factor {
    struct two_factor row;
    const char *tenant;
    const char *user;
};

extern const struct field account_factor_fields[];

/* An account of whom the match names, without any credentials yet. */
int account_begin(struct request *r, const struct match *match, struct account *ret);

/* Opens a session of the Customer API for a match that has signed in. */
int account_open_session(struct request *r, const struct match *match, struct session *ret);

/* All the person's credentials, the matched one first, then in the order of adding. */
int account_add_credentials(struct request *r, const struct match *match, struct account *account);

extern const struct view accounts_view;

#endif
