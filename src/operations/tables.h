/* SPDX-License-Identifier: MIT */
/* What the rows of operations.def name: inputs, views, groups, guards, handlers. */
#ifndef OPERATIONS_TABLES_H
#define OPERATIONS_TABLES_H

#include "api/operation.h"

#define OPERATION(handler, method, path, access, ...) int handler(struct request *r);
#include "operations/operations.def"
#undef OPERATION

/* What a call with idempotency-ref made, as it is now. */
int consumer_show(struct request *r, int64_t id);
int corporate_show(struct request *r, int64_t id);
int user_show(struct request *r, int64_t id);
int session_token_show(struct request *r, int64_t id);

/* sign_in.c */
extern const struct group sign_in_group;
extern const struct input login_input, identities_input, access_token_input;
extern const struct view login_view, identities_view, identities_page_view, access_token_view;
/* step_up.c */
extern const struct group step_up_group;
extern const struct input otp_channel_input, otp_verify_input, push_channel_input;
extern const struct view challenge_id_view;
/* factors.c */
extern const struct group factors_group;
extern const struct input push_enrol_input;
extern const struct view factors_view;
/* passwords.c */
extern const struct group passwords_group;
extern const struct input password_create_input, password_update_input, password_validate_input;
extern const struct view password_view, token_view;
/* lost_password.c */
extern const struct input lost_password_start_input, lost_password_resume_input;
/* consumers.c and corporates.c */
extern const struct group consumers_group, corporates_group;
extern const struct input consumer_input, corporate_input;
extern const struct input consumer_patch_input, corporate_patch_input;
extern const struct view consumer_view, corporate_view;
/* email_verification.c */
extern const struct input email_send_input, email_verify_input;
/* diligence.c */
extern const struct input kyc_start_input;
extern const struct view kyc_started_view, kyc_mobile_started_view, diligence_started_view;
extern const struct view kyc_view, kyb_view;
/* biometrics.c */
extern const struct input biometric_login_input;
extern const struct view login_challenge_view;
/* confirmations.c */
extern const struct group confirmations_group;
extern const struct input confirmation_otp_input, confirmation_push_input;
extern const struct input confirmation_verify_input;
extern const struct view confirmation_view;
/* users.c */
extern const struct group users_group;
extern const struct input user_create_input, user_update_input, user_id_input;
extern const struct view user_view;
int user_find(struct request *r);
/* invitations.c */
extern const struct input invite_validate_input, invite_consume_input;
int invited_find(struct request *r);
/* user_kyc.c */
extern const struct view user_kyc_view;
/* roles.c */
extern const struct group roles_group;
extern const struct view roles_view;
int managers_only(struct request *r);       /* of users: ACCESS_MANAGEMENT_ROLE, ADMIN, the root */
int managers_or_self(struct request *r);    /* and the user that the path names */
int administrators_only(struct request *r); /* of the identity: ADMIN, the root */
/* users_list.c */
extern const struct input users_query_input;
extern const struct view users_view;
/* backoffice.c */
extern const struct group backoffice_group;
extern const struct input impersonation_input;
extern const struct view impersonation_view;
int backoffice_users(struct request *r);
/* simulator.c */
extern const struct group simulator_group;
extern const struct input factor_challenge_input, credentials_input;
extern const struct input consumer_id_input, corporate_id_input;
extern const struct view outcome_view, latest_code_view;
/* simulator_push.c and devices.c */
extern const struct input credential_input, push_id_input, pin_input, device_link_input;
extern const struct view device_view;
/* secrets.c */
extern const struct input secret_expire_input, tokenize_input, detokenize_input;
extern const struct view detokenized_view;
/* customer_tokens.c */
extern const struct group token_group;
extern const struct input client_token_input, open_banking_token_input;
extern const struct view client_token_view;
/* customer_credentials.c and customer_accounts.c */
extern const struct group credentials_group;
extern const struct input one_credential_input, credentials_login_input, credential_add_input;
extern const struct view accounts_view, credential_added_view, credential_reset_view;
/* customer_directory.c and customer_lists.c */
extern const struct group customers_group, two_factor_group;
extern const struct input customer_create_input, customer_bulk_input, customer_path_input;
extern const struct input customer_update_input, customer_status_input, two_factor_update_input;
extern const struct input customers_of_type_input, customers_of_organization_input;
extern const struct view customer_view, customers_wrapped_view, customers_view, two_factor_view;
/* customer_entries.c */
extern const struct input customer_addresses_input, customer_documents_input;
extern const struct input customer_questions_input, organization_addresses_input;
extern const struct input organization_documents_input, documents_of_purpose_input;
extern const struct view customer_addresses_view, customer_documents_view;
extern const struct view customer_questions_view, organization_addresses_view;
extern const struct view organization_documents_view, documents_view, documents_of_purpose_view;
/* organizations.c */
extern const struct group organizations_group;
extern const struct input organization_bulk_input, organization_path_input;
extern const struct view organizations_view;
/* access_control.c */
extern const struct group access_control_group;
extern const struct input access_control_input, access_group_input, access_right_input;
extern const struct view access_view, access_id_view;
/* consents.c */
extern const struct group open_banking_group;
extern const struct input consent_input, consent_access_input;
extern const struct view consent_view, consent_access_view;
/* payments.c */
extern const struct group payments_group;
extern const struct input payment_input, payment_id_input, payment_transaction_input;
extern const struct view payment_view, payment_status_view;
bool credentials_get_opens_session(const struct settings *settings);
/* control_realms.c */
extern const struct group realms_group;
extern const struct input realm_create_input, settings_input, clock_input;
extern const struct view realm_view, realms_view, settings_view, clock_view;
/* control_content.c and control_people.c */
extern const struct group content_group;
extern const struct input outbox_input, challenges_input, realm_item_input, sessions_input;
extern const struct input people_input, person_update_input, identity_link_input;
extern const struct input identity_update_input;
extern const struct view outbox_view, challenges_view, sessions_view, people_view, person_view;
extern const struct view identity_view;
/* control_journal.c */
extern const struct group journal_group;
extern const struct input journal_input, journal_count_input, unmatched_input;
extern const struct view journal_view, count_view;
/* control_feed.c */
extern const struct input events_input;
/* control_faults.c */
extern const struct group faults_group;
extern const struct input fault_input;
extern const struct view fault_view, faults_view;
/* control_resources.c */
extern const struct input resource_create_input, resources_input;
extern const struct view resource_view, resources_view;
/* control_seeds.c and control_export.c */
extern const struct group seeds_group;
extern const struct input seed_input;
extern const struct view seed_view, export_view;
/* control_snapshots.c */
extern const struct group snapshots_group;
extern const struct input snapshot_create_input, snapshot_input;
extern const struct view snapshot_view, snapshots_view;
/* control_program.c */
extern const struct group program_group;
extern const struct input openapi_input;
extern const struct view health_view, jwks_view, index_view;
/* control_console.c */
extern const struct group console_group;
/* control_coverage.c */
extern const struct input coverage_input;
extern const struct view coverage_view;

/* Shared by several files: the {type, id} pairs of the Multi API. */
struct typed_id {
    unsigned type;
    int64_t id;
};
extern const struct field identity_id_fields[];   /* CONSUMER or CORPORATE */
extern const struct field credential_id_fields[]; /* ROOT or USER */

/* An operation on the one thing that its path names. */
struct path_id {
    int64_t id;
};

#define PATH_ID_INPUT(symbol, table, schema, parameter)                                            \
    static const struct rule table[] = {                                                           \
        RULE_ID(struct path_id, id, parameter, REQUIRED, .place = IN_PATH), END_OF_RULES};         \
    const struct input symbol = {.name = (schema), .rules = (table), .size = sizeof(struct path_id)}

struct mobile {
    const char *country_code;
    const char *number;
};
extern const struct rule mobile_rules[];
extern const struct field mobile_fields[];

/* What the one who holds the phone does with pushes. */
struct phone {
    const char *push; /* NULL: as the realm says */
    int64_t after_millis;
};
extern const struct rule phone_rules[];
extern const struct field phone_fields[];

#endif
