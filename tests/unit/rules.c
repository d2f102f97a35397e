/* SPDX-License-Identifier: MIT */
/* Rules of every kind: what they decode, and the location and text of their complaints. */
#include "suites.h"

#include "json/decode.h"
#include "json/values.h"

#include <string.h>

struct inner {
    const char *word;
    int64_t number;
};

struct sample {
    const char *text;
    const char *blank;
    int64_t id;
    int64_t number;
    enum maybe flag;
    int choice;
    struct inner inner;
    struct list inners;
    struct list words;
    json_t *any;
    int64_t special;
};

static const char *const colours[] = {"red", "green", NULL};

static bool yes_or_seven(const json_t *value, int64_t *ret)
{
    if (json_is_null(value) || value == NULL)
        *ret = -1;
    else if (json_is_integer(value) && json_integer_value(value) == 7)
        *ret = 7;
    else
        return false;
    return true;
}

static const struct rule inner_rules[] = {
    RULE_TEXT(struct inner, word, "word", REQUIRED),
    RULE_INTEGER(struct inner, number, "number"),
    END_OF_RULES,
};

static const struct rule rules[] = {
    RULE_TEXT(struct sample, text, "text", .least = 2, .most = 4),
    RULE_TEXT(struct sample, blank, "blank", .not_blank = true, .format = FORMAT_ONLY_DIGITS),
    RULE_ID(struct sample, id, "id"),
    RULE_INTEGER(struct sample, number, "number", .least = -5, .most = 10),
    RULE_BOOLEAN(struct sample, flag, "flag"),
    RULE_CHOICE(struct sample, choice, "choice", colours),
    RULE_OBJECT(struct sample, inner, "inner", inner_rules),
    RULE_LIST(struct sample, inners, "inners", inner_rules, struct inner, .most = 2),
    RULE_TEXTS(struct sample, words, "words", .values = colours),
    RULE_JSON(struct sample, any, "any"),
    RULE_SPECIAL(struct sample, special, "special", yes_or_seven, "{}"),
    END_OF_RULES,
};

static struct arena arena;
static struct decoder decoder;

static struct sample decode(const struct rule *table, const char *text, bool strict,
                            json_t **ret_json)
{
    struct sample sample = {.special = 99};

    decoder = (struct decoder){
        .arena = &arena, .complaints = LIST_OF(struct complaint), .strict = strict};
    *ret_json = json_loads(text, 0, NULL);
    ck_assert_msg(*ret_json != NULL, "the test's JSON is broken: %s", text);
    rules_decode_object(&decoder, table, NULL, *ret_json, &sample);
    return sample;
}

/* All complaints: "/place words; /place words". */
static const char *complaints(void)
{
    const char *all = "";

    for (size_t i = 0; i < decoder.complaints.count; i++) {
        const struct complaint *c = list_at(&decoder.complaints, i);

        all = arena_printf(&arena, "%s%s%s %s", all, i == 0 ? "" : "; ",
                           place_pointer(&arena, &c->place), complaint_text(&arena, c));
    }
    return all;
}

static const struct {
    const char *json;
    const char *complaints; /* of a decoder that is not strict */
} rows[] = {
    {"{}", ""},
    {"{\"text\":null,\"id\":null,\"number\":null,\"flag\":null,\"choice\":null,\"inner\":null,"
     "\"inners\":null,\"words\":null,\"any\":null,\"special\":null}",
     ""},
    {"{\"unknown\":1}", ""},
    {"{\"text\":\"ab\"}", ""},
    {"{\"text\":\"abcd\"}", ""},
    {"{\"text\":\"\u00e4\u00f6\u00fc\u00df\"}", ""},
    {"{\"text\":\"a\"}", "/text size must be between 2 and 4"},
    {"{\"text\":\"abcde\"}", "/text size must be between 2 and 4"},
    {"{\"text\":5}", "/text must be a string"},
    {"{\"text\":{}}", "/text must be a string"},
    {"{\"blank\":\"12\"}", ""},
    {"{\"blank\":\"\"}", "/blank must not be blank"},
    {"{\"blank\":\" \\t\"}", "/blank must not be blank; /blank must match \"^[0-9]*$\""},
    {"{\"blank\":\"1a\"}", "/blank must match \"^[0-9]*$\""},
    {"{\"blank\":\"1\\n\"}", "/blank must match \"^[0-9]*$\""},
    {"{\"id\":\"12\"}", ""},
    {"{\"id\":12}", "/id must be a string of digits"},
    {"{\"id\":\"\"}", "/id must match \"^[0-9]+$\""},
    {"{\"id\":\"1x\"}", "/id must match \"^[0-9]+$\""},
    {"{\"number\":-5}", ""},
    {"{\"number\":10}", ""},
    {"{\"number\":-6}", "/number must be greater than or equal to -5"},
    {"{\"number\":11}", "/number must be less than or equal to 10"},
    {"{\"number\":1.0}", "/number must be an integer"},
    {"{\"number\":\"1\"}", "/number must be an integer"},
    {"{\"flag\":true}", ""},
    {"{\"flag\":\"true\"}", "/flag must be true or false"},
    {"{\"flag\":0}", "/flag must be true or false"},
    {"{\"choice\":\"green\"}", ""},
    {"{\"choice\":\"blue\"}", "/choice is \"blue\", must be one of red, green"},
    {"{\"choice\":\"RED\"}", "/choice is \"RED\", must be one of red, green"},
    {"{\"choice\":1}", "/choice must be a string"},
    {"{\"inner\":{\"word\":\"w\"}}", ""},
    {"{\"inner\":{}}", "/inner/word must not be null"},
    {"{\"inner\":{\"word\":null,\"number\":\"x\"}}",
     "/inner/word must not be null; /inner/number must be an integer"},
    {"{\"inner\":[]}", "/inner must be an object"},
    {"{\"inners\":[]}", ""},
    {"{\"inners\":[{\"word\":\"a\"},{\"word\":\"b\"}]}", ""},
    {"{\"inners\":[{\"word\":\"a\"},{}]}", "/inners/1/word must not be null"},
    {"{\"inners\":[{\"word\":\"a\"},5]}", "/inners/1 must be an array of objects"},
    {"{\"inners\":{}}", "/inners must be an array of objects"},
    {"{\"inners\":[{\"word\":\"a\"},{\"word\":\"b\"},{\"word\":\"c\"}]}",
     "/inners size must be between 0 and 2"},
    {"{\"words\":[\"red\",\"green\",\"red\"]}", ""},
    {"{\"words\":[\"red\",\"blue\"]}", "/words/1 is \"blue\", must be one of red, green"},
    {"{\"words\":[1]}", "/words/0 must be an array of strings"},
    {"{\"words\":\"red\"}", "/words must be an array of strings"},
    {"{\"any\":[1,{}]}", ""},
    {"{\"special\":7}", ""},
    {"{\"special\":8}", "/special must be a value of the documented type"},
    {"{\"text\":\"a\",\"number\":99,\"flag\":1}",
     "/text size must be between 2 and 4; /number must be less than or equal to 10; "
     "/flag must be true or false"},
};

START_TEST(checks_a_body)
{
    json_t *json;

    decode(rules, rows[_i].json, false, &json);
    ck_assert_str_eq(complaints(), rows[_i].complaints);
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(decodes_every_kind)
{
    json_t *json;
    struct sample s =
        decode(rules,
               "{\"text\":\"ab\",\"blank\":\"12\",\"id\":\"99\",\"number\":-3,\"flag\":false,"
               "\"choice\":\"green\",\"inner\":{\"word\":\"w\",\"number\":4},"
               "\"inners\":[{\"word\":\"a\"},{\"word\":\"b\",\"number\":2}],\"words\":[\"red\"],"
               "\"any\":{\"x\":1},\"special\":7}",
               true, &json);

    ck_assert_str_eq(complaints(), "");
    ck_assert_str_eq(s.text, "ab");
    ck_assert_str_eq(s.blank, "12");
    ck_assert_int_eq(s.id, 99);
    ck_assert_int_eq(s.number, -3);
    ck_assert_int_eq(s.flag, NO);
    ck_assert_int_eq(s.choice, 1);
    ck_assert_str_eq(s.inner.word, "w");
    ck_assert_int_eq(s.inner.number, 4);
    ck_assert_uint_eq(s.inners.count, 2);
    ck_assert_str_eq(((struct inner *) list_at(&s.inners, 0))->word, "a");
    ck_assert_int_eq(((struct inner *) list_at(&s.inners, 1))->number, 2);
    ck_assert_uint_eq(s.words.count, 1);
    ck_assert_str_eq(*(const char **) list_at(&s.words, 0), "red");
    ck_assert_ptr_eq(s.any, json_object_get(json, "any"));
    ck_assert_int_eq(s.special, 7);
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(leaves_absent_members_unset)
{
    json_t *json;
    struct sample s = decode(rules, "{\"special\":null}", true, &json);

    ck_assert_ptr_null(s.text);
    ck_assert_int_eq(s.id, 0);
    ck_assert_int_eq(s.flag, UNSET);
    ck_assert_int_eq(s.choice, -1);
    ck_assert_uint_eq(s.inners.count, 0);
    ck_assert_ptr_null(s.any);
    /* to a special, null may have a meaning */
    ck_assert_int_eq(s.special, -1);
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(refuses_unknown_members_at_every_level_when_it_is_strict)
{
    json_t *json;

    decode(rules,
           "{\"more\":1,\"inner\":{\"word\":\"w\",\"a/b\":1},\"inners\":[{\"word\":\"w\","
           "\"c~d\":2}],\"any\":{\"free\":1}}",
           true, &json);
    ck_assert_str_eq(complaints(), "/inner/a~1b is unknown; /inners/0/c~0d is unknown; "
                                   "/more is unknown");
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(requires_required_members)
{
    static const struct rule required[] = {
        RULE_TEXT(struct sample, text, "text", REQUIRED),
        RULE_CHOICE(struct sample, choice, "choice", colours, REQUIRED),
        RULE_OBJECT(struct sample, inner, "inner", inner_rules, REQUIRED),
        END_OF_RULES,
    };
    json_t *json;

    decode(required, "{\"text\":null}", false, &json);
    ck_assert_str_eq(complaints(), "/text must not be null; /choice must not be null; "
                                   "/inner must not be null");
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(names_a_location_in_both_notations)
{
    const struct place root = {.name = "rootUser"};
    const struct place inner = {.parent = &root, .name = "a/b"};
    const struct place leaf = {.parent = &inner, .name = "0"};

    ck_assert_str_eq(place_dotted(&arena, &root), "rootUser");
    ck_assert_str_eq(place_dotted(&arena, &leaf), "rootUser.a/b.0");
    ck_assert_str_eq(place_pointer(&arena, &root), "/rootUser");
    ck_assert_str_eq(place_pointer(&arena, &leaf), "/rootUser/a~1b/0");
    arena_free(&arena);
}
END_TEST

static const struct rule query_rules[] = {
    RULE_TEXT(struct sample, text, "text", .place = IN_QUERY, .most = 4),
    RULE_ID(struct sample, id, "id", .place = IN_PATH, REQUIRED),
    RULE_INTEGER(struct sample, number, "number", .place = IN_QUERY, .least = 1, .most = 10),
    RULE_BOOLEAN(struct sample, flag, "flag", .place = IN_QUERY),
    RULE_CHOICE(struct sample, choice, "choice", colours, .place = IN_QUERY),
    END_OF_RULES,
};

static const struct {
    const char *name;
    const char *value;
    const char *complaints;
} parameters[] = {
    {"text", "abcd", ""},
    {"text", "abcde", "/text size must be between 0 and 4"},
    {"number", "1", ""},
    {"number", "10", ""},
    {"number", "0", "/number must be greater than or equal to 1"},
    {"number", "11", "/number must be less than or equal to 10"},
    {"number", "", "/number must be an integer"},
    {"number", "1x", "/number must be an integer"},
    {"number", " 1", "/number must be an integer"},
    {"number", "99999999999999999999", "/number must be an integer"},
    {"flag", "true", ""},
    {"flag", "false", ""},
    {"flag", "1", "/flag must be true or false"},
    {"flag", "", "/flag must be true or false"},
    {"choice", "red", ""},
    {"choice", "blue", "/choice is \"blue\", must be one of red, green"},
    {"other", "x", ""},
    /* a rule of the path, not of the query */
    {"id", "x", ""},
};

START_TEST(checks_a_query)
{
    const struct pair pair = {parameters[_i].name, parameters[_i].value,
                              strlen(parameters[_i].value)};
    struct sample s = {.id = 0};

    decoder = (struct decoder){.arena = &arena, .complaints = LIST_OF(struct complaint)};
    rules_decode_pairs(&decoder, query_rules, IN_QUERY, &(struct pairs){&pair, 1}, &s);
    ck_assert_str_eq(complaints(), parameters[_i].complaints);
    arena_free(&arena);
}
END_TEST

START_TEST(decodes_a_query_and_a_path)
{
    const struct pair query[] = {
        {"number", "7", 1}, {"number", "8", 1}, {"flag", "false", 5}, {"choice", "green", 5}};
    const struct pair path[] = {{"id", "42", 2}};
    struct sample s = {.id = 0};

    decoder = (struct decoder){.arena = &arena, .complaints = LIST_OF(struct complaint)};
    rules_decode_pairs(&decoder, query_rules, IN_QUERY, &(struct pairs){query, 4}, &s);
    rules_decode_pairs(&decoder, query_rules, IN_PATH, &(struct pairs){path, 1}, &s);
    ck_assert_str_eq(complaints(), "");
    /* the first of a name counts */
    ck_assert_int_eq(s.number, 7);
    ck_assert_int_eq(s.flag, NO);
    ck_assert_int_eq(s.choice, 1);
    ck_assert_int_eq(s.id, 42);
    rules_decode_pairs(&decoder, query_rules, IN_PATH, &(struct pairs){path, 0}, &s);
    ck_assert_str_eq(complaints(), "/id must not be null");
    ck_assert(rules_have(query_rules, IN_QUERY));
    ck_assert(!rules_have(query_rules, IN_BODY));
    arena_free(&arena);
}
END_TEST

static const struct {
    enum format format;
    const char *text;
    bool matches;
} formats[] = {
    {ANY_FORMAT, "anything\n", true}, {FORMAT_EMAIL, "a@b", true},
    {FORMAT_EMAIL, "a.b@c.d", true},  {FORMAT_EMAIL, "a@b@c", false},
    {FORMAT_EMAIL, ".a@b", false},    {FORMAT_EMAIL, "a@b.", false},
    {FORMAT_EMAIL, "a b@c", false},   {FORMAT_EMAIL, "a@b\n", false},
    {FORMAT_CODE, "123456", true},    {FORMAT_CODE, "12345", false},
    {FORMAT_CODE, "1234567", false},  {FORMAT_CODE, "123456\n", false},
    {FORMAT_DIAL_CODE, "+44", true},  {FORMAT_DIAL_CODE, "44", false},
    {FORMAT_DIAL_CODE, "+", false},   {FORMAT_TITLE, "a/b %2F \xe2\x9c\x93", true},
    {FORMAT_TITLE, "..", false},      {FORMAT_TITLE, ".", false},
    {FORMAT_TITLE, "...", true},      {FORMAT_TITLE, ".a", true},
    {FORMAT_TITLE, "a\tb", false},    {FORMAT_TITLE, "\xc2\x85", false},
};

START_TEST(matches_a_format_as_a_whole)
{
    ck_assert_int_eq(format_matches(formats[_i].format, formats[_i].text, strlen(formats[_i].text)),
                     formats[_i].matches);
}
END_TEST

static const struct rule deep_rules[] = {
    UNREAD_TEXT("word", .most = 3),
    UNREAD_NUMBER("number"),
    UNREAD_TEXT("password", SECRET),
    END_OF_RULES,
};

static const struct rule stored_rules[] = {
    RULE_TEXT(struct sample, text, "text"),
    UNREAD_OBJECT("deep", deep_rules, .open = true),
    UNREAD_LIST("deeps", deep_rules, .most = 2),
    UNREAD_TEXTS("words", .values = colours),
    UNREAD_BOOLEAN("flag"),
    UNREAD_JSON("any"),
    END_OF_RULES,
};

static const struct {
    const char *body;
    const char *complaints;
} unread[] = {
    {"{\"deep\":{\"word\":\"abcd\",\"number\":\"1\"}}",
     "/deep/word size must be between 0 and 3; "
     "/deep/number must be a value of the documented type"},
    {"{\"deep\":{\"number\":1.5,\"other\":{}}}", ""},
    {"{\"deeps\":[{\"number\":null},5]}", "/deeps/1 must be an array of objects"},
    {"{\"deeps\":[{},{\"other\":1}]}", "/deeps/1/other is unknown"},
    {"{\"deeps\":[5,5,5]}", "/deeps size must be between 0 and 2"},
    {"{\"words\":[\"blue\"],\"flag\":1}",
     "/words/0 is \"blue\", must be one of red, green; /flag must be true or false"},
    {"{\"other\":1}", "/other is unknown"},
};

START_TEST(checks_unread_members)
{
    json_t *json;
    struct sample s = decode(stored_rules, unread[_i].body, true, &json);

    ck_assert_str_eq(complaints(), unread[_i].complaints);
    ck_assert_ptr_null(s.text);
    json_decref(json);
    arena_free(&arena);
}
END_TEST

START_TEST(filters_a_body_into_the_order_of_its_rules)
{
    json_t *body =
        json_loads("{\"any\":{\"x\":[null]},\"other\":1,\"flag\":null,\"deeps\":[{\"word\":"
                   "\"b\",\"other\":2},{}],\"words\":[\"red\"],\"deep\":{\"password\":"
                   "\"p\",\"number\":1.5,\"word\":\"a\"},\"text\":\"t\"}",
                   0, NULL);
    json_t *stored = rules_filter(stored_rules, body);

    ck_assert_str_eq(json_text(&arena, stored),
                     "{\"text\":\"t\",\"deep\":{\"word\":\"a\",\"number\":1.5,\"password\":"
                     "\"\"},\"deeps\":[{\"word\":\"b\"},{}],\"words\":[\"red\"],\"any\":"
                     "{\"x\":[null]}}");
    arena_free(&arena);
    json_decref(stored);
    json_decref(body);
}
END_TEST

START_TEST(decodes_a_body_that_is_an_array)
{
    static const struct rule whole[] = {
        RULE_ID(struct sample, id, "id", .place = IN_PATH),
        RULE_LIST(struct sample, inners, "body", inner_rules, struct inner, .least = 1, .most = 2),
        END_OF_RULES,
    };
    const struct input input = {.rules = whole, .array = true};
    json_t *json = json_loads("[{\"word\":\"a\"},{\"word\":\"c\"}]", 0, NULL);
    json_t *faulty = json_loads("[{\"word\":\"a\"},{\"number\":\"x\"}]", 0, NULL);
    struct sample s = {.special = 99};

    decoder = (struct decoder){.arena = &arena, .complaints = LIST_OF(struct complaint)};
    ck_assert_ptr_eq(body_rules(&input), inner_rules);
    rules_decode_array(&decoder, body_rule(&input), json, &s);
    ck_assert_str_eq(complaints(), "");
    ck_assert_uint_eq(s.inners.count, 2);
    ck_assert_str_eq(((const struct inner *) list_at(&s.inners, 1))->word, "c");
    rules_decode_array(&decoder, body_rule(&input), faulty, &s);
    ck_assert_str_eq(complaints(), "/1/word must not be null; /1/number must be an integer");
    json_decref(json);
    json_decref(faulty);
    arena_free(&arena);
}
END_TEST

Suite *rules_suite(void)
{
    const struct test tests[] = {
        {checks_a_body, ARRAY_SIZE(rows)},
        {decodes_every_kind, 0},
        {leaves_absent_members_unset, 0},
        {refuses_unknown_members_at_every_level_when_it_is_strict, 0},
        {requires_required_members, 0},
        {names_a_location_in_both_notations, 0},
        {checks_a_query, ARRAY_SIZE(parameters)},
        {decodes_a_query_and_a_path, 0},
        {matches_a_format_as_a_whole, ARRAY_SIZE(formats)},
        {checks_unread_members, ARRAY_SIZE(unread)},
        {filters_a_body_into_the_order_of_its_rules, 0},
        {decodes_a_body_that_is_an_array, 0},
    };

    return suite_of("rules", tests, ARRAY_SIZE(tests));
}
