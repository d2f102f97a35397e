/* SPDX-License-Identifier: MIT */
/* The settings of a realm as JSON, with the rules and defaults of model/settings.def. */
#ifndef ENGINE_SETTINGS_H
#define ENGINE_SETTINGS_H

#include "json/complaints.h"
#include "model/settings.h"

#include <jansson.h>

extern const struct rule settings_rules[];

/* The names of enum kyc_outcome, NULL-terminated. */
extern const char *const kyc_outcomes[];

/*
 * Checks the settings that `patch`, an object of some settings, would result in. Errors are added to
 * `d`. On success `ret_changed` is what to store: a new reference.
 */
bool settings_check(struct decoder *d, const json_t *changed, const json_t *patch,
                    json_t **ret_changed);

/* All settings: the defaults, overridden by `changed`. A new reference. */
json_t *settings_merged(const json_t *changed);

#endif
