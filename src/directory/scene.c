/* SPDX-License-Identifier: MIT */
/* The acts that operations share: sessions, codes, messages, sign-up. */
#include "directory/scene.h"

#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"
#include "model/password.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct scene scene_in(struct gateway *g, struct realm *realm, struct arena *a, int64_t now)
{
    return (struct scene){.gateway = g,
                          .store = g->store,
                          .arena = a,
                          .realm = realm,
                          .random = &g->random,
                          .ids = &g->ids,
                          .now = now};
}

struct scene scene_of(struct request *r)
{
    return scene_in(r->gateway, r->realm, r->arena, r->now);
}

int user_in_realm(struct request *r, int64_t id, struct user *ret)
{
    int rc = store_user_find(r->store, r->arena, id, ret);

    return rc == 0 && ret->realm != r->realm->id ? -ENOENT : rc;
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

int id_new(struct scene *s, int64_t *ret)
{
    bool taken = true;
    int rc = 0;

    while (rc == 0 && taken) {
        *ret = id_next(s->ids);
        rc = store_user_id_taken(s->store, s->realm->id, *ret, &taken);
    }
    return rc;
}

const char *uuid_new(struct scene *s)
{
    char uuid[UUID_SIZE];

    random_uuid(s->random, uuid);
    return arena_text(s->arena, uuid);
}

/* The outbox is cut once it is so much too large: many rows at once cost less, too many a pause. */
#define CUT_AT_ONCE 64

static int cut_outbox(struct scene *s)
{
    int64_t most = s->realm->settings.outbox_size;
    int64_t *count = &s->realm->outbox_count;
    int rc = 0;

    if (*count == COUNT_UNKNOWN)
        rc = store_messages_count(s->store, s->realm->id, count);
    else
        (*count)++;
    if (rc < 0 || *count < most + CUT_AT_ONCE)
        return rc;
    rc = store_messages_drop(s->store, s->realm->id, *count - most);
    *count = most;
    return rc;
}

int message_send(struct scene *s, struct message *message)
{
    message->id = id_next(s->ids);
    message->at = s->now;
    s->realm->news++;
    s->gateway->news++;
    int rc = store_message_insert(s->store, s->realm->id, message);

    return rc < 0 ? rc : cut_outbox(s);
}

int webhook_send(struct scene *s, struct message *message)
{
    message->channel = "WEBHOOK";
    if (s->realm->settings.webhook_url != NULL) {
        message->delivery = DELIVERY_PENDING;
        message->next_attempt = s->now;
        gateway_expect(s->gateway, s->realm, DUE_DELIVERY, s->now);
    }
    return message_send(s, message);
}

static int add_organization(struct scene *s, const struct identity *identity, const char *name)
{
    const struct organization organization = {.id = identity->id,
                                              .name = name,
                                              .identity = identity->id,
                                              .details = "{}",
                                              .created = identity->created};

    return identity->type == IDENTITY_CORPORATE
               ? store_organization_insert(s->store, identity->realm, &organization)
               : 0;
}

int identity_add(struct scene *s, const struct identity *identity)
{
    const char *name = arena_int(s->arena, identity->id);
    bool corporate = identity->type == IDENTITY_CORPORATE;
    const struct customer customer = {
        .id = identity->id,
        .name = name,
        .identity = identity->id,
        .type = corporate ? CUSTOMER_ORGANIZATION : CUSTOMER_PERSON,
        .organization = corporate ? name : NULL,
        .details = "{}",
        .created = identity->created,
    };
    int rc = store_identity_insert(s->store, identity);

    if (rc == 0)
        rc = store_customer_insert(s->store, identity->realm, &customer);
    return rc < 0 ? rc : add_organization(s, identity, name);
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

    return identity_add(s, &identity);
}

static int insert_person(struct scene *s, int64_t id, enum user_type type)
{
    const struct person person = {.id = id, .credential_type = type, .created = s->now};

    return store_person_insert(s->store, s->realm->id, &person);
}

int email_is_free(struct scene *s, const char *email)
{
    return email_is_free_for(s, 0, email);
}

int email_is_free_for(struct scene *s, int64_t user, const char *email)
{
    struct credential_row customers;
    bool taken = false;
    int rc = store_user_release_email(s->store, s->realm->id, email, s->now);

    if (rc == 0)
        rc = store_email_is_taken(s->store, s->realm->id, email, user, &taken);
    if (rc == 0 && !taken)
        rc = store_credential_find(s->store, s->arena, s->realm->id,
                                   credential_type_names[CREDENTIAL_EMAIL],
                                   credential_value(s->arena, CREDENTIAL_EMAIL, email), &customers);
    if (rc == -ENOENT)
        return 0;
    return rc == 0 ? -EEXIST : rc;
}

int sign_up(struct scene *s, const struct sign_up *form, struct user *ret)
{
    /* the identity would have to be taken back if the user were refused afterwards */
    int rc = email_is_free(s, form->email);

    if (rc < 0 && !(rc == -EEXIST && form->email_shared))
        return rc;
    int64_t id;

    rc = id_new(s, &id);
    if (rc < 0)
        return rc;
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

int authorised_user_add(struct scene *s, struct user *user)
{
    int rc = user->id == 0 ? id_new(s, &user->id) : 0;

    user->realm = s->realm->id;
    user->person = user->id;
    user->type = USER_AUTHORISED;
    user->active = true;
    user->created = s->now;
    if (rc == 0)
        rc = email_is_free(s, user->email);
    if (rc == 0)
        rc = insert_person(s, user->id, USER_AUTHORISED);
    return rc < 0 ? rc : store_user_insert(s->store, user);
}

int password_set(struct scene *s, int64_t person, const char *password)
{
    char hash[PASSWORD_HASH_SIZE];
    int rc = password_hash(password, hash);

    return rc < 0 ? rc
                  : store_person_set_password(s->store, s->realm->id, person, hash, s->now,
                                              s->realm->settings.password_history);
}
