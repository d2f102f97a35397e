/* SPDX-License-Identifier: MIT */
/* When sessions end, locks open, and passwords and addresses expire, to the millisecond. */
#include "suites.h"

#include "model/password.h"
#include "model/session.h"
#include "model/sign_in.h"
#include "model/user.h"

static const struct settings settings = {
    .session_idle_seconds = 300, .login_failures_to_lock = 3, .lock_seconds = 60};

static const struct {
    struct session session;
    int64_t now;
    bool live;
} lives[] = {
    /* ends when it has been idle for longer than the limit */
    {{.last_activity = 1000}, 1000, true},
    {{.last_activity = 1000}, 301000, true},
    {{.last_activity = 1000}, 301001, false},
    /* expired at its expiry */
    {{.last_activity = 1000, .expires = 5000}, 4999, true},
    {{.last_activity = 1000, .expires = 5000}, 5000, false},
    {{.last_activity = 1000, .expires = 900000}, 899999, true},
    {{.last_activity = 1000, .ended = 2000}, 1500, false},
    {{.last_activity = 1000, .expires = 5000, .ended = 2000}, 2000, false},
};

START_TEST(lives_until_its_deadline)
{
    ck_assert_int_eq(session_is_live(&lives[_i].session, &settings, lives[_i].now), lives[_i].live);
}
END_TEST

START_TEST(has_a_deadline)
{
    const struct session idle = {.last_activity = 1000};
    const struct session fixed = {.last_activity = 1000, .expires = 5000};

    ck_assert_int_eq(session_deadline(&idle, &settings), 301000);
    ck_assert_int_eq(session_deadline(&fixed, &settings), 5000);
}
END_TEST

START_TEST(maps_names_back_to_kinds)
{
    for (enum session_kind kind = SESSION_ACCESS; kind <= SESSION_CUSTOMER; kind++)
        ck_assert_int_eq(session_kind_of(session_kind_name(kind)), kind);
    ck_assert_str_eq(session_token_type(SESSION_ACCESS), "ACCESS");
    ck_assert_str_eq(session_token_type(SESSION_AUTH), "AUTH");
    ck_assert_str_eq(session_token_type(SESSION_AUTH_BIOMETRIC), "AUTH");
}
END_TEST

START_TEST(locks_a_person_at_the_last_allowed_failure)
{
    struct person p = {.id = 1};

    person_login_failed(&p, &settings, 1000);
    person_login_failed(&p, &settings, 1000);
    ck_assert(!person_is_locked(&p, 1000));
    person_login_failed(&p, &settings, 1000);
    ck_assert(person_is_locked(&p, 1000));
    ck_assert(person_is_locked(&p, 60999));
    ck_assert(!person_is_locked(&p, 61000));
}
END_TEST

START_TEST(resets_the_count_after_a_lock_or_a_success)
{
    struct person p = {.failed_logins = 3, .locked_until = 61000};

    person_login_failed(&p, &settings, 61000);
    ck_assert_int_eq(p.failed_logins, 1);
    ck_assert(!person_is_locked(&p, 61000));
    person_login_succeeded(&p);
    ck_assert_int_eq(p.failed_logins, 0);
    ck_assert_int_eq(p.locked_until, 0);
}
END_TEST

START_TEST(expires_a_password_at_its_age_or_on_request)
{
    const struct settings never = {.password_seconds = 0};
    const struct settings aging = {.password_seconds = 10};
    struct person p = {.password_set = 1000};

    ck_assert(!person_password_is_expired(&p, &never, INT64_MAX));
    ck_assert_int_eq(person_password_expiry(&p, &never), 0);
    ck_assert_int_eq(person_password_expiry(&p, &aging), 11000);
    ck_assert(!person_password_is_expired(&p, &aging, 10999));
    ck_assert(person_password_is_expired(&p, &aging, 11000));
    p.password_expired = true;
    ck_assert(person_password_is_expired(&p, &never, 1000));
}
END_TEST

static const struct {
    struct user user;
    struct email_state email;
    int64_t now;
    bool reserved;
} addresses[] = {
    {{.type = USER_ROOT}, {.deadline = 1000}, 999, true},
    {{.type = USER_ROOT}, {.deadline = 1000}, 1000, false},
    {{.type = USER_ROOT, .email_verified = true}, {.deadline = 1000}, 5000, true},
    {{.type = USER_AUTHORISED}, {.deadline = 1000}, 5000, true},
    {{.type = USER_ROOT, .email_verified = true}, {.released = true}, 1, false},
};

START_TEST(reserves_an_address_until_its_deadline)
{
    ck_assert_int_eq(
        email_is_reserved(&addresses[_i].user, &addresses[_i].email, addresses[_i].now),
        addresses[_i].reserved);
}
END_TEST

START_TEST(has_an_invitation_wait_until_its_deadline)
{
    const struct invitation invitation = {.code = "1", .deadline = 1000};

    ck_assert(invitation_is_pending(&invitation, 999));
    ck_assert(!invitation_is_pending(&invitation, 1000));
    ck_assert(!invitation_is_pending(&(struct invitation){.deadline = 1000}, 999));
}
END_TEST

/* Who signs in, with which password, and what keeps them from it: the first reason alone. */
static const struct {
    enum identity_type type;
    bool locked;
    bool without_password;
    bool unverified;
    const char *password; /* "right" is */
    bool inactive;
    bool expired;
    enum sign_in_bar bar;
} attempts[] = {
    {IDENTITY_CONSUMER, false, false, false, "right", false, false, NOT_BARRED},
    {IDENTITY_CONSUMER, true, true, true, "wrong", true, true, BARRED_BY_LOCK},
    {IDENTITY_CONSUMER, false, true, true, "wrong", true, true, BARRED_WITHOUT_PASSWORD},
    {IDENTITY_CONSUMER, false, false, true, "wrong", true, true, BARRED_BY_EMAIL},
    {IDENTITY_CORPORATE, false, false, true, "right", false, false, NOT_BARRED},
    {IDENTITY_CONSUMER, false, false, false, "wrong", true, true, BARRED_BY_WRONG_PASSWORD},
    {IDENTITY_CONSUMER, false, false, false, "right", true, true, BARRED_BY_DEACTIVATION},
    {IDENTITY_CONSUMER, false, false, false, "right", false, true, BARRED_BY_EXPIRY},
    /* by something else than a password */
    {IDENTITY_CONSUMER, true, true, true, NULL, true, true, BARRED_BY_LOCK},
    {IDENTITY_CONSUMER, false, true, true, NULL, true, true, BARRED_BY_DEACTIVATION},
    {IDENTITY_CONSUMER, false, true, true, NULL, false, true, NOT_BARRED},
};

START_TEST(bars_a_sign_in_for_the_first_reason)
{
    char hash[PASSWORD_HASH_SIZE];

    ck_assert_int_eq(password_hash("right", hash), 0);
    const struct person p = {.password_hash = attempts[_i].without_password ? NULL : hash,
                             .password_expired = attempts[_i].expired,
                             .locked_until = attempts[_i].locked ? 2000 : 0};
    const struct user u = {.type = USER_ROOT,
                           .identity_type = attempts[_i].type,
                           .email_verified = !attempts[_i].unverified};
    const struct sign_in s = {.person = &p,
                              .active = !attempts[_i].inactive,
                              .password = attempts[_i].password,
                              .user = &u};

    ck_assert_int_eq(sign_in_bar(&s, &settings, 1000), attempts[_i].bar);
}
END_TEST

START_TEST(suspends_access_tokens_of_a_deactivated_identity)
{
    for (enum session_kind kind = SESSION_ACCESS; kind <= SESSION_OPEN_BANKING; kind++) {
        struct session s = {.kind = kind, .identity_active = true};

        ck_assert(!session_is_suspended(&s));
        s.identity_active = false;
        ck_assert_int_eq(session_is_suspended(&s), kind == SESSION_ACCESS);
    }
}
END_TEST

START_TEST(lets_a_user_act_while_both_user_and_identity_are_active)
{
    ck_assert(user_is_active(&(struct user){.active = true, .identity_active = true}));
    ck_assert(!user_is_active(&(struct user){.active = true}));
    ck_assert(!user_is_active(&(struct user){.identity_active = true}));
}
END_TEST

Suite *session_suite(void)
{
    const struct test tests[] = {
        {lives_until_its_deadline, ARRAY_SIZE(lives)},
        {has_a_deadline, 0},
        {maps_names_back_to_kinds, 0},
        {locks_a_person_at_the_last_allowed_failure, 0},
        {resets_the_count_after_a_lock_or_a_success, 0},
        {expires_a_password_at_its_age_or_on_request, 0},
        {reserves_an_address_until_its_deadline, ARRAY_SIZE(addresses)},
        {has_an_invitation_wait_until_its_deadline, 0},
        {bars_a_sign_in_for_the_first_reason, ARRAY_SIZE(attempts)},
        {suspends_access_tokens_of_a_deactivated_identity, 0},
        {lets_a_user_act_while_both_user_and_identity_are_active, 0},
    };

    return suite_of("session", tests, ARRAY_SIZE(tests));
}
