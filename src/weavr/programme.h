/* SPDX-License-Identifier: MIT */
/* What the Multi API, its simulator and its browser client share: keys, and bodies of errors. */
#ifndef WEAVR_PROGRAMME_H
#define WEAVR_PROGRAMME_H

#include "engine/request.h"
#include "engine/wording.h"

/* The names of complaints about fields, by enum complaint_kind (weavr-auth.md 1.3). */
extern const char *const weavr_complaints[];

/*
 * Finds the realm of a programme's key: PASS, or refused. A missing or empty key is refused as a
 * complaint about `rule`, an unknown one with `unknown`. `header` is the key's header.
 */
int weavr_realm_or_reply(struct request *r, enum realm_key kind, const char *key,
                         const char *header, const struct rule *rule, enum error unknown);

/* How complaints name a missing key of the simulator or of the browser client. */
extern const struct rule weavr_programme_key_rule;

/* Writes the last member of a 400's body there: the complaints (weavr-simulator.md 1.1). */
void weavr_write_validation(struct request *r, struct text *t);

/* The Multi API's steps and error bodies, which the Back Office shares except for the 400's. */
extern step_fn *const multi_steps[];
void multi_render(struct request *r, const struct error_row *error);
const enum error *multi_common_errors(const struct operation *operation);

/* All names of complaints, and the error bodies that the families share, for the documents. */
extern const char *const weavr_complaint_names[];
extern const struct view weavr_code_body, weavr_forbidden_body, weavr_note_body, weavr_message_body,
    weavr_validation_body;

#endif
