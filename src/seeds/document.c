/* SPDX-License-Identifier: MIT */
/* Seed documents: their rules, decoding them, and their schema. */
#include "document.h"

#include "json/decode.h"
#include "json/schema.h"
#include "json/values.h"
#include "model/person.h"
#include "seeds/seeds.h"
#include "weavr/users.h"

#include <string.h>

/* clang-format off */
#define SEED_ID(type, member, wire)                                                                \
    {.name = (wire), .kind = RULE_KIND_ID, .format = FORMAT_SEED_ID, .least = 1, .most = 18,         \
     .offset = MEMBER_AT(type, member, int64_t)}
#define SEED_HASH(type, member, wire)                                                              \
    RULE_TEXT(type, member, wire, SECRET, .format = FORMAT_PASSWORD_HASH)
/* clang-format on */

static const struct rule identity_rules[] = {
    RULE_TEXT(struct seed_identity, type, "type", REQUIRED, .values = identity_type_names),
    SEED_ID(struct seed_identity, id, "id"),
    RULE_TEXT(struct seed_identity, name, "name", .not_blank = true, .most = 101),
    RULE_BOOLEAN(struct seed_identity, root, "root"),
    RULE_BOOLEAN(struct seed_identity, active, "active"),
    RULE_TEXT(struct seed_identity, diligence, "dueDiligence", .values = diligence_names),
    RULE_TEXT(struct seed_identity, level, "level", .values = diligence_level_names),
    RULE_TEXT(struct seed_identity, ongoing_diligence, "ongoingDueDiligence",
              .values = diligence_names),
    RULE_TEXT(struct seed_identity, ongoing_level, "ongoingLevel", .values = diligence_level_names),
    SEED_ID(struct seed_identity, diligence_reference, "dueDiligenceReference"),
    RULE_JSON(struct seed_identity, details, "details"),
    END_OF_RULES,
};

static const struct rule seed_credential_rules[] = {
    RULE_CHOICE(struct seed_credential, type, "credentialType", credential_type_names, REQUIRED),
    RULE_TEXT(struct seed_credential, value, "value", REQUIRED, .not_blank = true, .most = 1000),
    RULE_TEXT(struct seed_credential, code, "code", SECRET, .most = 1000),
    SEED_HASH(struct seed_credential, code_hash, "codeHash"),
    RULE_JSON(struct seed_credential, channel, "communicationChannel"),
    RULE_TEXT(struct seed_credential, created, "createdAt"),
    END_OF_RULES,
};

static const struct rule user_rules[] = {
    SEED_ID(struct seed_user, id, "id"),
    SEED_ID(struct seed_user, person, "person"),
    RULE_TEXT(struct seed_user, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_BOOLEAN(struct seed_user, email_verified, "emailVerified"),
    RULE_BOOLEAN(struct seed_user, email_released, "emailReleased"),
    RULE_BOOLEAN(struct seed_user, email_shared, "emailShared"),
    RULE_TEXT(struct seed_user, name, "name", .least = 1, .most = 50),
    RULE_TEXT(struct seed_user, surname, "surname", .least = 1, .most = 50),
    RULE_TEXT(struct seed_user, password, "password", .not_blank = true, .most = 200),
    RULE_TEXT(struct seed_user, password_hash, "passwordHash", .format = FORMAT_PASSWORD_HASH),
    RULE_TEXTS(struct seed_user, earlier_hashes, "earlierPasswordHashes", .most = 50,
               .format = FORMAT_PASSWORD_HASH),
    RULE_TEXT(struct seed_user, password_set, "passwordSetAt"),
    RULE_BOOLEAN(struct seed_user, password_expired, "passwordExpired"),
    RULE_OBJECT(struct seed_user, mobile, "mobile", mobile_rules),
    RULE_BOOLEAN(struct seed_user, mobile_verified, "mobileVerified"),
    RULE_INTEGER(struct seed_user, mobile_changes, "mobileChanges", .most = 1000000),
    RULE_OBJECT(struct seed_user, identity, "identity", identity_rules, REQUIRED),
    RULE_TEXTS(struct seed_user, factors, "factors", .values = channel_names),
    RULE_TEXTS(struct seed_user, pending_factors, "pendingFactors", .values = channel_names),
    RULE_TEXTS(struct seed_user, inactive_factors, "inactiveFactors", .values = channel_names),
    RULE_BOOLEAN(struct seed_user, two_factor, "twoFactor"),
    RULE_OBJECT(struct seed_user, flags, "twofa", two_factor_rules),
    RULE_LIST(struct seed_user, credentials, "credentials", seed_credential_rules,
              struct seed_credential, .most = ENTRIES_MOST),
    RULE_OBJECT(struct seed_user, phone, "phone", phone_rules),
    RULE_BOOLEAN(struct seed_user, active, "active"),
    RULE_JSON(struct seed_user, details, "details"),
    RULE_BOOLEAN(struct seed_user, invite_consumed, "inviteConsumed"),
    RULE_TEXT(struct seed_user, diligence, "dueDiligence", .values = diligence_names),
    RULE_TEXT(struct seed_user, created, "createdAt"),
    END_OF_RULES,
};

static const struct rule resource_rules[] = {
    RESOURCE_RULES(struct seed_resource, form),
    RULE_TEXT(struct seed_resource, owner, "ownerIdentity", REQUIRED, .most = 254),
    RULE_TEXT(struct seed_resource, created, "createdAt"),
    END_OF_RULES,
};

const struct rule seed_organization_rules[] = {
    ORGANIZATION_RULES(struct seed_organization, body),
    RULE_TEXT(struct seed_organization, created, "createdAt"),
    END_OF_RULES,
};

const struct rule seed_customer_rules[] = {
    CUSTOMER_RULES(struct seed_customer, body, REQUIRED),
    SEED_ID(struct seed_customer, user, "userId"),
    SEED_HASH(struct seed_customer, password_hash, "passwordHash"),
    RULE_LIST(struct seed_customer, credentials, "credentials", seed_credential_rules,
              struct seed_credential, .most = ENTRIES_MOST),
    RULE_TEXT(struct seed_customer, created, "createdAt"),
    END_OF_RULES,
};

/* Open, as the create operations are: they accept unknown members. */
static const struct rule seed_cyrexa_rules[] = {
    RULE_LIST(struct seed_cyrexa, organizations, "organizations", seed_organization_rules,
              struct seed_organization, .open = true),
    RULE_LIST(struct seed_cyrexa, customers, "customers", seed_customer_rules, struct seed_customer,
              .open = true),
    END_OF_RULES,
};

const struct rule seed_rules[] = {
    RULE_LIST(struct seed, users, "users", user_rules, struct seed_user, REQUIRED),
    RULE_LIST(struct seed, resources, "resources", resource_rules, struct seed_resource),
    RULE_OBJECT(struct seed, cyrexa, "cyrexa", seed_cyrexa_rules),
    END_OF_RULES,
};

bool seed_read(struct decoder *d, json_t *json, struct seed *ret)
{
    *ret = EMPTY_SEED;
    ret->json = json;
    if (json_is_string(json))
        return strcmp(json_string_value(json), "demo") == 0;
    if (!json_is_object(json))
        return false;
    d->strict = true;
    rules_decode_object(d, seed_rules, NULL, json, ret);
    return d->complaints.count == 0 && seed_check(d, ret);
}

struct seed *seeds_decode(struct arena *a, const json_t *documents)
{
    struct decoder decoder = {.arena = a, .complaints = LIST_OF(struct complaint)};
    struct seed *seeds = arena_array(a, json_array_size(documents), sizeof *seeds);

    for (size_t i = 0; i < json_array_size(documents); i++) {
        seeds[i] = EMPTY_SEED;
        seeds[i].json = json_array_get(documents, i);
        rules_decode_object(&decoder, seed_rules, NULL, seeds[i].json, &seeds[i]);
    }
    return seeds;
}

const char *seed_schema(struct arena *a)
{
    json_t *schema = rules_schema(seed_rules, IN_BODY, true);

    json_object_set_new(schema, "$schema",
                        json_string("https://json-schema.org/draft/2020-12/schema"));
    json_object_set_new(schema, "title", json_string("sandgate seed document"));
    const char *text = arena_printf(a, "%s\n", json_text_as(a, schema, JSON_INDENT(2)));

    json_decref(schema);
    return text;
}
