/* SPDX-License-Identifier: MIT */
/* Control API: copies of all that is in a realm, and the way back to them (control.md 7). */
#include "engine/reply.h"
#include "realm_contents.h"
#include "store/activity.h"
#include "store/snapshots.h"

#include <errno.h>
#include <string.h>

static const struct group snapshots_group = {.tag = "snapshots", .title = "Snapshots"};

#define SNAPSHOTS_MOST 100

struct snapshot_name {
    const char *name;
};

static const struct rule create_rules[] = {
    RULE_TEXT(struct snapshot_name, name, "name", REQUIRED, .most = 100,
              .format = FORMAT_SNAPSHOT_NAME),
    END_OF_RULES,
};
static const struct input snapshot_create_input = {.name = "SnapshotCreate",
                                                   .rules = create_rules,
                                                   .size = sizeof(struct snapshot_name),
                                                   .strict = true};

static const struct rule path_rules[] = {
    RULE_TEXT(struct snapshot_name, name, "name", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
static const struct input snapshot_input = {
    .name = "SnapshotPath", .rules = path_rules, .size = sizeof(struct snapshot_name)};

static const struct field snapshot_fields[] = {
    SHOW_TEXT(struct snapshot, name, "name"),
    SHOW_TIME(struct snapshot, created, "createdAt"),
    END_OF_FIELDS,
};
static const struct view snapshot_view = {.name = "Snapshot", .fields = snapshot_fields};

struct snapshots_answer {
    struct list snapshots;
};

static const struct field snapshots_fields[] = {
    SHOW_LIST(struct snapshots_answer, snapshots, "snapshots", snapshot_fields),
    END_OF_FIELDS,
};
static const struct view snapshots_view = {.name = "Snapshots", .fields = snapshots_fields};

static int unknown(struct request *r, const char *name)
{
    return refuse(r, NOT_FOUND, "no snapshot %s of realm %s", name, r->realm->name);
}

/* One of the name gives way to the new one: a suite that runs again takes it anew. */
static int room_or_reply(struct request *r, const char *name)
{
    struct list snapshots;
    int rc = store_snapshot_delete(r->store, r->realm->id, name);

    if (rc != -ENOENT)
        return rc < 0 ? rc : PASS;
    rc = store_snapshots(r->store, r->arena, r->realm->id, &snapshots);
    if (rc < 0)
        return rc;
    if (snapshots.count >= SNAPSHOTS_MOST)
        return refuse(r, SNAPSHOT_LIMIT, "realm %s has %d snapshots: delete one first",
                      r->realm->name, SNAPSHOTS_MOST);
    return PASS;
}

static int snapshot_create(struct request *r)
{
    const struct snapshot_name *in = r->input;
    const struct snapshot snapshot = {
        .name = in->name,
        .created = r->now,
        .clock = r->realm->clock,
        .rates = r->realm->rates,
        .rates_size = sizeof r->realm->rates,
    };
    int rc = room_or_reply(r, in->name);

    if (rc != PASS)
        return rc;
    rc = store_activity_flush(r->store);
    if (rc == 0)
        rc = store_snapshot_take(r->store, r->realm->id, &snapshot);
    return rc < 0 ? rc : reply(r, &snapshot);
}

static int snapshots_list(struct request *r)
{
    struct snapshots_answer answer;
    int rc = store_snapshots(r->store, r->arena, r->realm->id, &answer.snapshots);

    return rc < 0 ? rc : reply(r, &answer);
}

static int snapshot_delete(struct request *r)
{
    const struct snapshot_name *in = r->input;
    int rc = store_snapshot_delete(r->store, r->realm->id, in->name);

    if (rc == -ENOENT)
        return unknown(r, in->name);
    return rc < 0 ? rc : reply(r, NULL);
}

/* A clock that stood shows what it showed; one that ran goes on from there. */
static struct aftermath aftermath_of(const struct snapshot *snapshot)
{
    struct aftermath after = {.clock = snapshot->clock,
                              .settings = json_loads(snapshot->settings, 0, NULL)};

    if (!after.clock.frozen)
        clock_set(&after.clock, snapshot->created);
    if (snapshot->rates_size == sizeof after.rates)
        memcpy(after.rates, snapshot->rates, sizeof after.rates);
    return after;
}

static int snapshot_restore(struct request *r)
{
    const struct snapshot_name *in = r->input;
    struct snapshot snapshot;
    int rc = store_snapshot_find(r->store, r->arena, r->realm->id, in->name, &snapshot);

    if (rc == -ENOENT)
        return unknown(r, in->name);
    if (rc < 0)
        return rc;
    const struct aftermath after = aftermath_of(&snapshot);

    rc = content_clear(r, &after);
    if (rc == 0)
        rc = store_snapshot_return(r->store, r->realm->id, &snapshot);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation snapshot_operations[] = {
    OPERATION(snapshot_create, POST, "/_sandgate/realms/{realm}/snapshots", OPERATOR,
              .summary = "Copy all that is in the realm; one of the same name is replaced", .group = &snapshots_group,
              .input = &snapshot_create_input, .status = 201, .answer = &snapshot_view, .writes = true,
              .errors = ERRORS(SNAPSHOT_LIMIT)),
    OPERATION(snapshots_list, GET, "/_sandgate/realms/{realm}/snapshots", OPERATOR,
              .summary = "The realm's snapshots, oldest first", .group = &snapshots_group,
              .status = 200, .answer = &snapshots_view, .errors = ERRORS()),
    OPERATION(snapshot_restore, POST, "/_sandgate/realms/{realm}/snapshots/{name}/restore", OPERATOR,
              .summary = "The realm as it was: people, sessions, challenges, outbox, settings and clock", .group = &snapshots_group,
              .input = &snapshot_input, .status = 204, .writes = true, .errors = ERRORS()),
    OPERATION(snapshot_delete, DELETE, "/_sandgate/realms/{realm}/snapshots/{name}", OPERATOR,
              .summary = "Delete a snapshot", .group = &snapshots_group,
              .input = &snapshot_input, .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
