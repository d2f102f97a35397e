/* SPDX-License-Identifier: MIT */
/* Customers, organizations and credentials as the Customer API has them (cyrexa.md 1.6). */
#ifndef MODEL_CUSTOMER_H
#define MODEL_CUSTOMER_H
#include "model/person.h"

/* In the order of the seed; the first misspelling is the vendor's. */
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

/* Whether it proves something beside the one that names its person (cyrexa.md 3.5). */
bool credential_is_factor(enum credential_type type);

/* Whether its value is shown only to who has asked for it. */
bool credential_is_hidden(enum credential_type type);

/* The value as it is kept and looked up: of an address, without space around it and in small letters. */
const char *credential_value(struct arena *a, enum credential_type type, const char *value);

/* Of those that the Customer API alone knows: addresses and numbers of users are in the directory. */
struct credential_row {
    int64_t id;
    int64_t person;
    enum credential_type type;
    const char *value;
    const char *code_hash; /* NULL: it has no code */
    const char *channel;   /* JSON: where a code would be sent; NULL: nothing is known */
    int64_t created;
};

struct two_factor {
    const char *id; /* NULL: there is none */
    bool login;
    bool trading;
    bool funding;
    int64_t created;
    int64_t updated;
};

enum customer_type { CUSTOMER_PERSON, CUSTOMER_ORGANIZATION };
enum customer_status { CUSTOMER_NEW };

extern const char *const customer_type_names[];   /* Person, Organization */
extern const char *const customer_status_names[]; /* new, verified … with the vendor's spelling */

/* Whether a customer of that status may not sign in. */
bool customer_is_barred(int status);

struct customer {
    int64_t id;               /* that of the identity, or of the person where there is none */
    const char *name;         /* its id on the wire */
    int64_t person;           /* of an identity's, its root */
    int64_t identity;         /* 0: the Customer API alone knows it */
    int type;                 /* an index of customer_type_names */
    int status;               /* an index of customer_status_names */
    const char *organization; /* NULL: none */
    const char *details; /* JSON: what it said of itself, and of an identity's, what was changed */
    int64_t created;
    /* read only: of the person, and of the identity and its root user, NULL where there is none */
    struct two_factor two_factor;
    const char *identity_name;
    const char *first_name;
    const char *last_name;
    const char *email;
    const char *mobile_country_code;
    const char *mobile_number;
};

struct organization {
    int64_t id;          /* order of making; of a corporate's, the identity's */
    const char *name;    /* its id on the wire */
    int64_t identity;    /* 0: the Customer API alone knows it */
    const char *details; /* JSON, as a customer's */
    int64_t created;
    const char *identity_name; /* read only; NULL where there is no identity */
};

#endif
