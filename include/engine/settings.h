/* SPDX-License-Identifier: MIT */
/* The settings of a realm as JSON: settings.def as rules and defaults. */
#ifndef ENGINE_SETTINGS_H
#define ENGINE_SETTINGS_H

#include "json/rules.h"
#include "model/settings.h"

#include <jansson.h>

extern const struct rule settings_rules[];

/*
 * The settings that would result from `patch`, an object of some of them. Complaints go to `d`.
 * On success `ret_changed` is what to store: a new reference.
 */
bool settings_check(struct decoder *d, const json_t *changed, const json_t *patch,
                    json_t **ret_changed);

/* All settings, where `changed` differ from the defaults: a new reference. */
json_t *settings_merged(const json_t *changed);

#endif
