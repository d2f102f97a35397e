/* SPDX-License-Identifier: MIT */
/* The acts that operations share: sessions, codes, challenges, sign-up. */
#include "scene.h"

#include "domain/password.h"
#include "operations/operations.h"
#include "store/identities.h"
#include "store/people.h"
#include "store/sessions.h"
#include "store/users.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct scene scene_of(struct request *r)
{
    return (struct scene){.gateway = r->gateway,
                          .store = r->store,
                          .arena = r->arena,
                          .realm = r->realm,
                          .random = &r->gateway->random,
                          .ids = &r->gateway->ids,
                          .now = r->now};
}

int session_open(struct scene *s, struct session *session, const char *subject)
{
    char nonce[17];

    random_letters(s->random, nonce, sizeof nonce - 1);
    session->id = id_next(s->ids);
    session->realm = s->realm->id;
    session->created = s->now;
    session->last_activity = s->now;
    session->token = token_sign(&s->gateway->signer, s->arena,
                                &(struct claims){
                                    .issuer = s->gateway->url,
                                    .type = session_token_type(session->kind),
                                    .subject = subject,
                                    .session = session->id,
                                    .realm = s->realm->id,
                                    .issued = s->now,
                                    .nonce = nonce,
                                });
    return store_session_insert(s->store, session);
}

int session_open_for(struct scene *s, const struct person *person, const struct user *user,
                     const struct list *held, struct session *ret)
{
    const struct held_identity *first = list_at(held, 0);
    bool single = held->count == 1;

    *ret = (struct session){
        .kind = single ? SESSION_ACCESS : SESSION_AUTH,
        .person = person->id,
        .identity = single ? first->id : 0,
        .user = user->id,
    };
    return session_open(s, ret, arena_int(s->arena, person->id));
}

const char *code_new(struct scene *s)
{
    if (s->realm->settings.otp_mode == OTP_FIXED)
        return s->realm->settings.otp_code;
    return arena_printf(s->arena, "%06u", (unsigned) random_below(s->random, 1000000));
}

int message_send(struct scene *s, struct message *message)
{
    message->id = id_next(s->ids);
    message->at = s->now;
    s->realm->messages++;
    s->gateway->messages++;
    return store_message_insert(s->store, s->realm->id, message);
}

static int send_challenge(struct scene *s, const struct challenge *c, const struct user *user)
{
    bool push = c->channel != CHANNEL_SMS;
    const char *purpose =
        c->kind == CHALLENGE_STEP_UP ? "confirm that it is you" : "enrol this device";
    struct message message = {
        .channel = push ? "PUSH" : "SMS",
        .to = user->mobile_number == NULL
                  ? ""
                  : arena_printf(s->arena, "%s%s", user->mobile_country_code, user->mobile_number),
        .kind = challenge_kind_names[c->kind],
        .code = c->code,
        .challenge = c->id,
        .text = push ? arena_printf(s->arena, "Please %s: accept or decline.", purpose)
                     : arena_printf(s->arena, "Your code to %s is %s.", purpose, c->code),
    };

    return message_send(s, &message);
}

/* What answers a push at once: the phone's script, or else the realm's setting. */
static enum push_outcome scripted_outcome(const struct scene *s, const struct person *person)
{
    if (person->push_answer == NULL)
        return (enum push_outcome) s->realm->settings.push_outcome;
    if (strcmp(person->push_answer, "accept") == 0)
        return PUSH_ACCEPT;
    return strcmp(person->push_answer, "decline") == 0 ? PUSH_DECLINE : PUSH_MANUAL;
}

static int answer_push(struct scene *s, struct challenge *challenge)
{
    struct person person;
    int rc = store_person_find(s->store, s->arena, s->realm->id, challenge->person, &person);

    if (rc < 0)
        return rc;
    enum push_outcome outcome = scripted_outcome(s, &person);
    enum challenge_state answer = outcome == PUSH_ACCEPT ? CHALLENGE_VERIFIED : CHALLENGE_DECLINED;
    int64_t after = person.push_answer == NULL ? 0 : person.push_answer_after;

    if (outcome == PUSH_MANUAL)
        return 0;
    if (after == 0)
        return challenge_settle(s, challenge, answer);
    if (s->now + after < s->realm->next_answer)
        s->realm->next_answer = s->now + after;
    return store_challenge_set_answer(s->store, challenge->id, answer, s->now + after);
}

/* Gives one answer at its own time, unless the challenge was over by then. */
static int give_answer(struct scene *s, struct due_answer *due)
{
    struct scene then = *s;

    then.now = due->at;
    return challenge_settle(&then, &due->challenge,
                            challenge_state_at(&due->challenge, due->at) == CHALLENGE_PENDING
                                ? due->answer
                                : CHALLENGE_EXPIRED);
}

static int give_answers(struct scene *s, int64_t *ret_next)
{
    struct list due;
    int rc = store_due_answers(s->store, s->arena, s->realm->id, &due);
    size_t i;

    for (i = 0; rc == 0 && i < due.count; i++) {
        struct due_answer *next = list_at(&due, i);

        if (next->at > s->now)
            break;
        rc = give_answer(s, next);
    }
    *ret_next = i < due.count ? ((const struct due_answer *) list_at(&due, i))->at : INT64_MAX;
    return rc;
}

int answers_catch_up(struct request *r)
{
    struct scene scene = scene_of(r);
    int64_t next = 0;
    int rc = store_begin(r->store);

    if (rc == 0)
        rc = give_answers(&scene, &next);
    if (rc == 0)
        rc = store_commit(r->store);
    if (rc < 0)
        store_rollback(r->store);
    else
        r->realm->next_answer = next;
    return rc;
}

int challenge_issue(struct scene *s, struct challenge *challenge, const struct user *user)
{
    bool push = challenge->channel != CHANNEL_SMS;
    int64_t seconds = push ? s->realm->settings.push_seconds : s->realm->settings.otp_seconds;

    challenge->id = id_next(s->ids);
    challenge->realm = s->realm->id;
    challenge->code = push ? NULL : code_new(s);
    challenge->created = s->now;
    challenge->expires = s->now + seconds * 1000;
    int rc = store_challenge_insert(s->store, challenge);
    if (rc == 0)
        rc = send_challenge(s, challenge, user);
    return rc == 0 && push ? answer_push(s, challenge) : rc;
}

/* weavr-auth.md 3.4: a push that is accepted after the session was stepped up by code declines. */
static int is_overtaken(struct scene *s, const struct challenge *challenge, bool *ret)
{
    struct list issued;
    int rc = store_challenges_of_session(s->store, s->arena, s->realm->id, challenge->session,
                                         CHALLENGE_STEP_UP, &issued);

    *ret = false;
    for (size_t i = 0; rc == 0 && i < issued.count; i++) {
        const struct challenge *other = list_at(&issued, i);

        *ret |= other->channel == CHANNEL_SMS && other->state == CHALLENGE_VERIFIED &&
                challenge->channel != CHANNEL_SMS;
    }
    return rc;
}

static int step_up(struct scene *s, const struct challenge *challenge)
{
    int rc = store_session_step_up(s->store, challenge->session);

    return rc < 0 ? rc : store_person_stepped_up(s->store, s->realm->id, challenge->person, s->now);
}

static int enrol(struct scene *s, const struct challenge *challenge, enum factor_status status)
{
    const struct factor factor = {.channel = challenge->channel, .status = status};
    struct session session;
    int rc = store_factor_set(s->store, s->realm->id, challenge->person, &factor);

    if (rc < 0 || status != FACTOR_ACTIVE || challenge->channel != CHANNEL_SMS)
        return rc;
    rc = store_session_find(s->store, challenge->session, &session);
    if (rc == 0)
        rc = store_user_mobile_verified(s->store, session.user);
    if (rc == 0 && s->realm->settings.sms_enrolment_steps_up == YES)
        rc = step_up(s, challenge);
    return rc;
}

int challenge_settle(struct scene *s, struct challenge *challenge, enum challenge_state outcome)
{
    bool overtaken = false;
    int rc = 0;

    if (challenge->kind == CHALLENGE_STEP_UP && outcome == CHALLENGE_VERIFIED)
        rc = is_overtaken(s, challenge, &overtaken);
    if (rc < 0)
        return rc;
    challenge->state = overtaken ? CHALLENGE_DECLINED : outcome;
    rc = store_challenge_update(s->store, challenge);
    if (rc < 0)
        return rc;
    if (challenge->kind == CHALLENGE_STEP_UP)
        return challenge->state == CHALLENGE_VERIFIED ? step_up(s, challenge) : 0;
    if (outcome == CHALLENGE_VERIFIED)
        return enrol(s, challenge, FACTOR_ACTIVE);
    /* a declined code leaves the factor waiting for another, a declined push does not */
    return outcome == CHALLENGE_DECLINED && challenge->channel != CHANNEL_SMS
               ? enrol(s, challenge, FACTOR_INACTIVE)
               : 0;
}

static int insert_identity(struct scene *s, const struct sign_up *form, int64_t id)
{
    const struct identity identity = {
        .id = id,
        .realm = s->realm->id,
        .type = form->type,
        .profile = form->profile,
        .name = form->identity_name,
        .details = form->details,
        .created = s->now,
    };

    return store_identity_insert(s->store, &identity);
}

static int insert_person(struct scene *s, int64_t id, enum user_type type)
{
    const struct person person = {.id = id, .credential_type = type, .created = s->now};

    return store_person_insert(s->store, s->realm->id, &person);
}

int sign_up(struct scene *s, const struct sign_up *form, struct user *ret)
{
    struct user taken;
    int rc = store_user_release_email(s->store, s->realm->id, form->email, s->now);

    if (rc < 0)
        return rc;
    /* the identity would have to be taken back if the user were refused afterwards */
    rc = store_user_find_by_email(s->store, s->arena, s->realm->id, form->email, &taken);
    if (rc != -ENOENT && !form->email_shared)
        return rc == 0 ? -EEXIST : rc;
    int64_t id = form->identity == 0 ? id_next(s->ids) : form->identity;

    *ret = (struct user){
        .id = id,
        .realm = s->realm->id,
        .identity = id,
        .person = form->person == 0 ? id : form->person,
        .type = USER_ROOT,
        .email = form->email,
        .email_verified = form->email_verified,
        .email_deadline = s->now + s->realm->settings.email_verification_seconds * 1000,
        .email_shared = form->email_shared,
        .name = form->name,
        .surname = form->surname,
        .mobile_country_code = form->mobile.country_code,
        .mobile_number = form->mobile.number,
        .active = true,
        .created = s->now,
        .identity_type = form->type,
        .identity_active = true,
    };
    rc = insert_identity(s, form, id);
    if (rc == 0 && form->person == 0)
        rc = insert_person(s, id, USER_ROOT);
    return rc < 0 ? rc : store_user_insert(s->store, ret);
}

int password_set(struct scene *s, int64_t person, const char *password)
{
    char hash[PASSWORD_HASH_SIZE];
    int rc = password_hash(password, hash);

    return rc < 0 ? rc
                  : store_person_set_password(s->store, s->realm->id, person, hash, s->now,
                                              s->realm->settings.password_history);
}

int identity_approve(struct scene *s, struct identity *identity)
{
    identity->diligence = "APPROVED";
    identity->ongoing_diligence = "APPROVED";
    identity->diligence_level = identity->ongoing_level;
    int rc = store_identity_set_diligence(s->store, identity);
    if (rc == 0)
        rc = store_user_set_email_verified(s->store, identity->id, true);
    return rc < 0 ? rc : store_user_mobile_verified(s->store, identity->id);
}
