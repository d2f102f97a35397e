/* SPDX-License-Identifier: MIT */
/* What the Multi API and its simulator share: keys, and the names of what is wrong. */
#ifndef WEAVR_PROGRAMME_H
#define WEAVR_PROGRAMME_H

#include "engine/request.h"
#include "engine/wording.h"

/* How both name what is wrong with a field, by enum complaint_kind (weavr-auth.md 1.3). */
extern const char *const weavr_complaints[];

/*
 * Finds the realm of a programme's key: PASS, or refused. A missing or empty `header` is a
 * complaint about `rule`; an unknown one is answered with `unknown`.
 */
int weavr_realm_or_reply(struct request *r, const char *key, const char *header,
                         const struct rule *rule, enum error unknown);

/* The Multi API's steps and wording, which the Back Office shares but for its 400. */
extern step_fn *const multi_steps[];
void multi_render(struct request *r, const struct error_row *error);
const enum error *multi_common_errors(const struct operation *operation);

/* All of these names, and the bodies of refusals that the families share, for the documents. */
extern const char *const weavr_complaint_names[];
extern const struct view weavr_code_body, weavr_note_body, weavr_message_body;

#endif
