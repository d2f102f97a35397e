/* SPDX-License-Identifier: MIT */
/* What is wrong with an input: a complaint for every broken rule, not only the first. */
#ifndef JSON_COMPLAINTS_H
#define JSON_COMPLAINTS_H

#include "json/rules.h"

enum complaint_kind {
    WRONG_MISSING,
    WRONG_BLANK,
    WRONG_SIZE,
    WRONG_PATTERN,
    WRONG_CHOICE,
    WRONG_TOO_SMALL,
    WRONG_TOO_LARGE,
    WRONG_TYPE,
    WRONG_UNKNOWN,
    WRONG_OTHER, /* described by `detail` */
};

/* The location of a value in the body: a chain of names towards the root. */
struct place {
    const struct place *parent; /* NULL: at the top level */
    const char *name; /* of a member; NULL: an item of a list. Complaints have names only */
    size_t index;     /* of an item */
};

struct complaint {
    enum complaint_kind kind;
    const struct rule *rule; /* NULL for an unknown member */
    struct place place;
    const char *detail; /* the text of WRONG_OTHER; the value that was sent for WRONG_CHOICE */
};

/* A body of a megabyte can have a fault in every third byte: nobody reads them all. */
#define COMPLAINTS_MOST 100

struct decoder {
    struct arena *arena;
    struct list complaints; /* struct complaint: the first COMPLAINTS_MOST */
    size_t more;            /* complaints beyond them */
    bool strict;
    /* takes a number or boolean for a string, and what lower_case and empty_is_absent say */
    bool lenient;
    const char *leniency; /* what was taken so first, as a sentence; NULL: nothing */
};

/* Adds a complaint, or counts it: NULL beyond COMPLAINTS_MOST. The place is copied. */
struct complaint *complaint_new(struct decoder *d, enum complaint_kind kind,
                                const struct rule *rule, const struct place *place);

/* With those that were only counted. */
size_t complaints_count(const struct decoder *d);

/*
 * Adds a complaint that rules can't express, or counts it; `detail` is a clause like those of complaint_text.
 * The place is copied.
 */
void complaint_add(struct decoder *d, const struct place *place, const char *detail);

/* A copy in the arena; an item of a list has its index as its name. */
struct place *place_copy(struct arena *a, const struct place *place);

/* A location as "rootUser.mobile.number", and as "/rootUser/mobile/number" (RFC 6901). */
const char *place_dotted(struct arena *a, const struct place *place);
const char *place_pointer(struct arena *a, const struct place *place);

/* The error as a clause without subject: "must not be null", "size must be between 6 and 6". */
const char *complaint_text(struct arena *a, const struct complaint *c);

#endif
