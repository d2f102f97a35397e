/* SPDX-License-Identifier: MIT */
/* Customers, organizations and credentials as the Customer API has them (cyrexa.md 1.6). */
#ifndef MODEL_CUSTOMER_H
#define MODEL_CUSTOMER_H

#include "model/person.h"

/* In the order in which cyrexa.md 1.6 lists them; "intenal_user_id" is the vendor's spelling. */
enum credential_type {
    CREDENTIAL_EMAIL,
    CREDENTIAL_USER_ID,
    CREDENTIAL_SINGLE_TOKEN,
    CREDENTIAL_ONE_TIME_PASSWORD,
    CREDENTIAL_USERNAME,
    CREDENTIAL_PASSPORT,
    CREDENTIAL_ID_CARD,
    CREDENTIAL_PERSONAL_NUMBER,
    CREDENTIAL_BIOMETRICS,
    CREDENTIAL_SECRET_QUESTION,
    CREDENTIAL_SMS,
};

extern const char *const credential_type_names[];

/* Whether it is a second factor: it proves something, but names nobody (cyrexa.md 3.5). */
bool credential_is_factor(enum credential_type type);

/* Whether answers show its value only to a caller who sent it. */
bool credential_is_hidden(enum credential_type type);

/* The value as it is stored and compared: e-mail addresses are trimmed and in lower case. */
const char *credential_value(struct arena *a, enum credential_type type, const char *value);

/* A credential that only the Customer API knows. Addresses and numbers of users are in the directory. */
struct credential_row {
    int64_t id;
    int64_t person;
    enum credential_type type;
    const char *value;
    const char *code_hash; /* NULL: it has no code */
    const char *channel;   /* JSON: where a code would be sent; NULL: unknown */
    int64_t created;
};

/* For which activities a person needs a second factor (cyrexa.md 4.5). */
struct two_factor {
    const char *id; /* NULL: the person has no such row */
    bool login;
    bool trading;
    bool funding;
    int64_t created;
    int64_t updated;
};

enum customer_type { CUSTOMER_PERSON, CUSTOMER_ORGANIZATION };
enum customer_status { CUSTOMER_NEW };

extern const char *const customer_type_names[];   /* Person, Organization */
extern const char *const customer_status_names[]; /* new, verified …, as the vendor spells them */

/* Whether a customer with this status may not sign in. */
bool customer_is_barred(int status);

struct customer {
    int64_t id;               /* the identity's, or the person's if there is no identity */
    const char *name;         /* its id on the wire */
    int64_t person;           /* if it has an identity, the root user's */
    int64_t identity;         /* 0: only the Customer API knows it */
    int type;                 /* an index of customer_type_names */
    int status;               /* an index of customer_status_names */
    const char *organization; /* NULL: none */
    const char *details;      /* JSON: its body; if it has an identity, only what was changed */
    int64_t created;
    /* read only, joined from the person, the identity and its root user; NULL: there is none */
    struct two_factor two_factor;
    const char *identity_name;
    const char *first_name;
    const char *last_name;
    const char *email;
    const char *mobile_country_code;
    const char *mobile_number;
};

struct organization {
    int64_t id;          /* in the order of creation; a corporate's is its identity's */
    const char *name;    /* its id on the wire */
    int64_t identity;    /* 0: only the Customer API knows it */
    const char *details; /* JSON, as of a customer */
    int64_t created;
    const char *identity_name; /* read only; NULL: there is no identity */
};

#endif
