/* SPDX-License-Identifier: MIT */
/*
 * Where an act takes place: a realm at a moment. Requests act in one, and so do seeds.
 * The acts of this header are shared by the operations; they answer 0 or a negative errno.
 */
#ifndef DIRECTORY_SCENE_H
#define DIRECTORY_SCENE_H
#include "directory/outbox_store.h"
#include "engine/request.h"
#include "model/person.h"

struct scene {
    struct gateway *gateway;
    struct store *store;
    struct arena *arena;
    struct realm *realm;
    struct random *random;
    struct ids *ids;
    int64_t now;
};

struct scene scene_in(struct gateway *g, struct realm *realm, struct arena *a, int64_t now);
struct scene scene_of(struct request *r);

/* The place that a user's or credential's id names: -ENOENT when the request's realm has none. */
int user_in_realm(struct request *r, int64_t id, struct user *ret);

/*
 * Opens a session: gives it an id and a token and stores it. The caller sets kind, person,
 * identity, user, stepped_up and expires; `subject` is the credential or client id.
 */
int session_open(struct scene *s, struct session *session, const char *subject);

/*
 * Opens the session that the person gets by signing in as `user`: ACCESS when exactly one of
 * their identities is active, AUTH when several are (weavr-auth.md 1.6). `held` are the first
 * two active ones, of which there is at least one.
 */
int session_open_for(struct scene *s, const struct person *person, const struct user *user,
                     const struct list *held, struct session *ret);

/* How many held identities session_open_for asks for. */
#define HELD_ASKED 2

/* A code by the realm's otpMode. */
const char *code_new(struct scene *s);

/*
 * An id for a person or what has the same id: a place, an identity, a customer, an organization. Seed
 * documents bring ids of their own, so that it may be anybody's; this one is nobody's.
 */
int id_new(struct scene *s, int64_t *ret);

/* A new UUID, as the Customer API's ids are. */
const char *uuid_new(struct scene *s);

/* A message into the outbox; id and time are set here. */
int message_send(struct scene *s, struct message *message);

/* The same to the realm's webhookUrl, if it has one: channel and delivery are set here, too. */
int webhook_send(struct scene *s, struct message *message);

/* Adds an identity, which is a customer and, if it is a corporate, an organization. */
int identity_add(struct scene *s, const struct identity *identity);

/* What a new identity and its root user begin with. */
struct sign_up {
    enum identity_type type;
    int64_t profile;
    int64_t person; /* 0: a new person; else whose further identity it becomes */
    const char *identity_name;
    const char *name;
    const char *surname;
    const char *email;
    bool email_verified;
    bool email_shared;
    struct {
        const char *country_code;
        const char *number;
    } mobile;
    const char *details; /* JSON */
};

/* -EEXIST for an address that is a user's or a customer's of the realm, once reservations that are
 * over have been given up. */
int email_is_free(struct scene *s, const char *email);

/* The same, but for what that user has or wants. */
int email_is_free_for(struct scene *s, int64_t user, const char *email);

/* -EEXIST when the address is reserved; nothing was made then. */
int sign_up(struct scene *s, const struct sign_up *form, struct user *ret);

/*
 * Adds a person who works for an identity: the caller sets id (or 0), identity, email, names,
 * mobile and details. -EEXIST when the address is reserved.
 */
int authorised_user_add(struct scene *s, struct user *user);

/* Makes `password` the person's password. */
int password_set(struct scene *s, int64_t person, const char *password);

#endif
