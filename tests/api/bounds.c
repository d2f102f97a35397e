/* SPDX-License-Identifier: MIT */
/* Lists without pages, which show at most 1,000 entries. */
#include "support/runner.h"
#include "support/suite.h"

#include <check.h>
#include <stdio.h>

#define SHOWN 1000
#define BULK 100

static struct plays plays;
static struct world world;
static struct runner runner;
static char error[2000];

static void step(const char *line)
{
    runner.where = line;
    ck_assert_msg(runner_step(&runner, line), "%s", error);
}

static void set_number(const char *name, int number)
{
    runner_set(&runner, name, arena_printf(&runner.arena, "%d", number));
}

START_TEST(shows_the_first_thousand_groups_of_rights)
{
    step("do start-people");
    for (int i = 0; i <= SHOWN; i++) {
        set_number("i", i);
        step("POST /customer/1.0.0/addGroup {\"groupName\":\"G${i}\",\"application\":"
             "\"b2b_wallet\",\"roles\":[{\"componentName\":\"c\",\"accessRight\":\"read\"}]}");
        step("=> 200");
        step("let group .id");
        step("POST /customer/1.0.0/addComponentAccessRight {\"groupId\":\"${group}\","
             "\"customerId\":\"${K1}\",\"application\":\"b2b_wallet\"}");
        step("=> 200");
    }
    step("POST /customer/1.0.0/getAccessControl {\"userId\":\"${U1}\","
         "\"application\":\"b2b_wallet\"}");
    step("count . 1000");
    step("is [0].groupName \"G0\"");
    step("is [999].groupName \"G999\"");
}
END_TEST

/* Creates so many customers of the organization with one request. */
static void create_customers(int count)
{
    struct text line = TEXT_IN(&runner.arena);

    text_add(&line, "POST /customer/1.0.0/createBulk [");
    for (int i = 0; i < count; i++)
        text_format(&line, "%s{\"customerType\":\"Person\",\"organizationId\":\"${G1}\"}",
                    i == 0 ? "" : ",");
    text_char(&line, ']');
    step(text_string(&line));
    step("=> 200");
}

START_TEST(shows_the_first_thousand_customers_of_an_organization)
{
    static const char request[] = "GET /customer/1.0.0/organization/getCustomers/${G1}";

    step("do start-people");
    create_customers(BULK - 1); /* Carol is the first one */
    for (int made = BULK; made < SHOWN; made += BULK)
        create_customers(BULK);
    step(request);
    step("count . 1000");
    create_customers(1);
    step(request);
    step("count . 1000");
}
END_TEST

static void open_runner(void)
{
    plays_read(&plays, PLAYS_DIR "/blocks.play");
    world_open(&world, NULL);
    ck_assert_msg(runner_open(&runner, &world, &plays, error, sizeof error), "%s", error);
}

static void close_runner(void)
{
    runner_close(&runner);
    world_close(&world);
    plays_free(&plays);
}

int main(void)
{
    Suite *s = suite_create("bounds");
    TCase *tcase = suite_case(s, "bounds");

    tcase_add_checked_fixture(tcase, open_runner, close_runner);
    tcase_add_test(tcase, shows_the_first_thousand_groups_of_rights);
    tcase_add_test(tcase, shows_the_first_thousand_customers_of_an_organization);
    return suite_run(s, CK_FORK_GETENV);
}
