/* SPDX-License-Identifier: MIT */
/* A message as the control API shows it, in a list or in an event. */
#ifndef CONTROL_PEOPLE_OUTBOX_H
#define CONTROL_PEOPLE_OUTBOX_H

#include "directory/outbox_store.h"
#include "json/views.h"

struct delivery_row;

struct message_row {
    struct message message;
    const struct delivery_row *delivery; /* NULL: nothing is sent */
};

extern const struct field message_fields[];
struct message_row message_row_of(struct arena *a, const struct message *message);

#endif
