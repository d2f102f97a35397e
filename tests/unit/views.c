/* SPDX-License-Identifier: MIT */
/* The JSON of each kind of field, and its schema. */
#include "suites.h"

#include "json/schema.h"
#include "json/views.h"

static const char *const colours[] = {"red", "green", NULL};

struct leaf {
    const char *word;
};

struct tree {
    const char *text;
    int64_t id;
    int64_t number;
    bool flag;
    enum maybe perhaps;
    unsigned colour;
    int64_t at;
    struct leaf leaf;
    const struct leaf *pointer;
    struct list leaves;
    struct list words;
    const char *decimal;
    const char *json;
};

static const struct field leaf_fields[] = {
    SHOW_TEXT(struct leaf, word, "word"),
    END_OF_FIELDS,
};

static const struct field always[] = {
    SHOW_TEXT(struct tree, text, "text"),
    SHOW_ID(struct tree, id, "id"),
    SHOW_INTEGER(struct tree, number, "number"),
    SHOW_BOOLEAN(struct tree, flag, "flag"),
    SHOW_MAYBE(struct tree, perhaps, "perhaps"),
    SHOW_NAME(struct tree, colour, "colour", colours),
    SHOW_TIME(struct tree, at, "at"),
    SHOW_OBJECT(struct tree, leaf, "leaf", leaf_fields),
    SHOW_LIST(struct tree, leaves, "leaves", leaf_fields),
    SHOW_TEXTS(struct tree, words, "words"),
    SHOW_NUMBER(struct tree, decimal, "decimal"),
    SHOW_JSON(struct tree, json, "json"),
    END_OF_FIELDS,
};

static const struct field optional[] = {
    SHOW_TEXT(struct tree, text, "text", OPTIONAL),
    SHOW_ID(struct tree, id, "id", OPTIONAL),
    SHOW_POINTER(struct tree, pointer, "pointer", leaf_fields, OPTIONAL),
    SHOW_LIST(struct tree, leaves, "leaves", leaf_fields, OPTIONAL),
    SHOW_TEXTS(struct tree, words, "words", OPTIONAL),
    SHOW_JSON(struct tree, json, "json", OPTIONAL),
    END_OF_FIELDS,
};

static struct arena arena;

static const char *written(const struct field *fields, bool array, const void *data)
{
    const struct view view = {.name = "View", .fields = fields, .array = array};
    struct text t = TEXT_IN(&arena);

    view_write(&t, &view, data);
    return text_string(&t);
}

START_TEST(shows_every_kind_in_the_order_of_its_rows)
{
    struct tree tree = {.text = "a\"b",
                        .id = 42,
                        .number = -7,
                        .flag = true,
                        .perhaps = NO,
                        .colour = 1,
                        .at = 1767225600001,
                        .leaf = {"w"},
                        .leaves = LIST_OF(struct leaf),
                        .words = LIST_OF(const char *),
                        .decimal = "99.99",
                        .json = "{\"x\":[1]}"};

    *(struct leaf *) list_add(&tree.leaves, &arena) = (struct leaf){"x"};
    *(struct leaf *) list_add(&tree.leaves, &arena) = (struct leaf){"y"};
    *(const char **) list_add(&tree.words, &arena) = "one";
    *(const char **) list_add(&tree.words, &arena) = "two";
    ck_assert_str_eq(written(always, false, &tree),
                     "{\"text\":\"a\\\"b\",\"id\":\"42\",\"number\":-7,\"flag\":true,"
                     "\"perhaps\":false,\"colour\":\"green\",\"at\":\"2026-01-01T00:00:00.001Z\","
                     "\"leaf\":{\"word\":\"w\"},\"leaves\":[{\"word\":\"x\"},{\"word\":\"y\"}],"
                     "\"words\":[\"one\",\"two\"],\"decimal\":99.99,\"json\":{\"x\":[1]}}");
    arena_free(&arena);
}
END_TEST

START_TEST(omits_empty_optional_fields)
{
    const struct tree empty = {.leaves = LIST_OF(struct leaf), .words = LIST_OF(const char *)};
    const struct leaf leaf = {"w"};
    const struct tree some = {
        .id = 1, .pointer = &leaf, .leaves = LIST_OF(struct leaf), .words = LIST_OF(const char *)};

    ck_assert_str_eq(written(optional, false, &empty), "{}");
    ck_assert_str_eq(written(optional, false, &some),
                     "{\"id\":\"1\",\"pointer\":{\"word\":\"w\"}}");
    arena_free(&arena);
}
END_TEST

START_TEST(shows_an_array_of_objects)
{
    struct list list = LIST_OF(struct leaf);

    ck_assert_str_eq(written(leaf_fields, true, &list), "[]");
    *(struct leaf *) list_add(&list, &arena) = (struct leaf){"x"};
    *(struct leaf *) list_add(&list, &arena) = (struct leaf){"y"};
    ck_assert_str_eq(written(leaf_fields, true, &list), "[{\"word\":\"x\"},{\"word\":\"y\"}]");
    arena_free(&arena);
}
END_TEST

START_TEST(is_described_by_a_schema_of_the_same_members)
{
    const struct view view = {.name = "View", .fields = always};
    json_t *schema = view_schema(&view);
    json_t *properties = json_object_get(schema, "properties");

    for (const struct field *field = always; field->name != NULL; field++)
        ck_assert_msg(json_object_get(properties, field->name) != NULL, "no %s", field->name);
    ck_assert_uint_eq(json_object_size(properties), ARRAY_SIZE(always) - 1);
    /* all but the optional one */
    ck_assert_uint_eq(json_array_size(json_object_get(schema, "required")), ARRAY_SIZE(always) - 2);
    ck_assert(json_is_false(json_object_get(schema, "additionalProperties")));
    json_decref(schema);
}
END_TEST

START_TEST(shows_stored_bodies)
{
    static const struct rule rules[] = {UNREAD_TEXT("word", REQUIRED), END_OF_RULES};
    static const struct field fields[] = {
        SHOW_BODY(struct tree, json, "one", rules),
        SHOW_BODIES(struct tree, words, "all", rules),
        END_OF_FIELDS,
    };
    const struct view bare = {.name = "View", .rules = rules, .array = true};
    const struct view one = {.name = "View", .rules = rules};
    struct tree tree = {.json = "{\"word\":\"a\"}", .words = LIST_OF(const char *)};
    struct text t = TEXT_IN(&arena);

    ck_assert_str_eq(written(fields, false, &tree), "{\"one\":{\"word\":\"a\"},\"all\":[]}");
    *(const char **) list_add(&tree.words, &arena) = "{\"word\":\"b\"}";
    *(const char **) list_add(&tree.words, &arena) = "{\"word\":\"c\"}";
    ck_assert_str_eq(written(fields, false, &tree),
                     "{\"one\":{\"word\":\"a\"},\"all\":[{\"word\":\"b\"},{\"word\":\"c\"}]}");
    view_write(&t, &bare, &tree.words);
    ck_assert_str_eq(text_string(&t), "[{\"word\":\"b\"},{\"word\":\"c\"}]");
    json_t *schema = view_schema(&bare);
    json_t *items = json_object_get(schema, "items");

    ck_assert_ptr_nonnull(json_object_get(json_object_get(items, "properties"), "word"));
    ck_assert_uint_eq(json_array_size(json_object_get(items, "required")), 1);
    json_decref(schema);
    view_write(&t, &one, &tree.json);
    ck_assert_str_eq(text_string(&t), "[{\"word\":\"b\"},{\"word\":\"c\"}]{\"word\":\"a\"}");
    schema = view_schema(&one);
    ck_assert_ptr_nonnull(json_object_get(json_object_get(schema, "properties"), "word"));
    json_decref(schema);
    arena_free(&arena);
}
END_TEST

Suite *views_suite(void)
{
    const struct test tests[] = {
        {shows_every_kind_in_the_order_of_its_rows, 0},
        {omits_empty_optional_fields, 0},
        {shows_an_array_of_objects, 0},
        {shows_stored_bodies, 0},
        {is_described_by_a_schema_of_the_same_members, 0},
    };

    return suite_of("views", tests, ARRAY_SIZE(tests));
}
