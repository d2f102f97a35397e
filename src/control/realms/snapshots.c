/* SPDX-License-Identifier: MIT */
/* Control API: taking snapshots of a realm, and restoring them (control.md 7). */
#include "contents.h"
#include "engine/reply.h"
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
    RULE_TEXT(struct snapshot_name, name, "name", REQUIRED, .least = 1, .most = 100,
              .format = FORMAT_TITLE),
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

static int refuse_unknown(struct request *r, const char *name)
{
    return refuse(r, NOT_FOUND, "no snapshot %s of realm %s", name, r->realm->name);
}

static int refuse_for_bytes(struct request *r, const struct snapshot *snapshot, int64_t others)
{
    const long long all = others + snapshot->bytes;
    const long long most = r->gateway->snapshot_bytes_most;
    struct snapshot largest;
    const char *realm;
    int rc =
        store_snapshot_largest(r->store, r->arena, r->realm->id, snapshot->name, &realm, &largest);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    if (rc == -ENOENT)
        return refuse(r, SNAPSHOT_BUDGET,
                      "the snapshot would have %lld bytes, and all together may have %lld: "
                      "realm %s is too large for one",
                      all, most, r->realm->name);
    return refuse(r, SNAPSHOT_BUDGET,
                  "the snapshots of all realms would have %lld bytes, %lld are allowed: "
                  "delete one first; the largest is %s of realm %s with %lld bytes",
                  all, most, largest.name, realm, (long long) largest.bytes);
}

/* Before anything is deleted: a refusal changes nothing. */
static int check_bytes_or_reply(struct request *r, struct snapshot *snapshot)
{
    int64_t others = 0;
    int rc = store_snapshot_size(r->store, r->realm->id, &snapshot->bytes);

    if (rc == 0)
        rc = store_snapshots_size(r->store, r->realm->id, snapshot->name, &others);
    if (rc < 0)
        return rc;
    return others + snapshot->bytes <= r->gateway->snapshot_bytes_most
               ? PASS
               : refuse_for_bytes(r, snapshot, others);
}

/* Deletes the snapshot of the same name, which the new one replaces: suites run more than once. */
static int make_room_or_reply(struct request *r, const char *name)
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
    struct snapshot snapshot = {
        .name = in->name,
        .created = r->now,
        .clock = r->realm->clock,
        .rates = r->realm->rates,
        .rates_size = sizeof r->realm->rates,
    };
    int rc = store_activity_flush(r->store);

    if (rc == 0)
        rc = check_bytes_or_reply(r, &snapshot);
    if (rc == PASS)
        rc = make_room_or_reply(r, in->name);
    if (rc != PASS)
        return rc;
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
        return refuse_unknown(r, in->name);
    return rc < 0 ? rc : reply(r, NULL);
}

/* A frozen clock shows the same time again; a running one continues from the snapshot. */
static struct realm_memory memory_of(const struct snapshot *snapshot)
{
    struct realm_memory memory = {.clock = snapshot->clock,
                                  .settings = json_loads(snapshot->settings, 0, NULL)};

    if (!memory.clock.frozen)
        clock_set(&memory.clock, snapshot->created);
    if (snapshot->rates_size == sizeof memory.rates)
        memcpy(memory.rates, snapshot->rates, sizeof memory.rates);
    return memory;
}

static int snapshot_restore(struct request *r)
{
    const struct snapshot_name *in = r->input;
    struct snapshot snapshot;
    int rc = store_snapshot_find(r->store, r->arena, r->realm->id, in->name, &snapshot);

    if (rc == -ENOENT)
        return refuse_unknown(r, in->name);
    if (rc < 0)
        return rc;
    const struct realm_memory memory = memory_of(&snapshot);

    rc = contents_replace(r, &memory);
    if (rc == 0)
        rc = store_snapshot_restore(r->store, r->realm->id, &snapshot);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation snapshot_operations[] = {
    OPERATION(snapshot_create, POST, "/_sandgate/realms/{realm}/snapshots", OPERATOR,
              .summary = "Take a snapshot of the realm, replacing one of the same name", .group = &snapshots_group,
              .input = &snapshot_create_input, .status = 201, .answer = &snapshot_view, .writes = true,
              .errors = ERRORS(SNAPSHOT_LIMIT, SNAPSHOT_BUDGET)),
    OPERATION(snapshots_list, GET, "/_sandgate/realms/{realm}/snapshots", OPERATOR,
              .summary = "List the snapshots of the realm, oldest first", .group = &snapshots_group,
              .status = 200, .answer = &snapshots_view, .errors = ERRORS()),
    OPERATION(snapshot_restore, POST, "/_sandgate/realms/{realm}/snapshots/{name}/restore", OPERATOR,
              .summary = "Restore people, sessions, challenges, outbox, settings and clock from a snapshot", .group = &snapshots_group,
              .input = &snapshot_input, .status = 204, .writes = true, .errors = ERRORS()),
    OPERATION(snapshot_delete, DELETE, "/_sandgate/realms/{realm}/snapshots/{name}", OPERATOR,
              .summary = "Delete a snapshot", .group = &snapshots_group,
              .input = &snapshot_input, .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
