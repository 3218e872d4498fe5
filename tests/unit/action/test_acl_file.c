/* Files of ACLs: klamm's own CSV and JSON, the columns of other consoles, and what is wrong said
 * with its line. Nothing of a wrong file is taken for a part of it. */
#include "core/action/acl/acl_file.h"
#include "core/model/acl_text.h"
#include "tests/support/test.h"

#include <string.h>

static struct arena arena;
static struct acl_set set;
static size_t unknown;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static bool parse(const char *text)
{
    set = (struct acl_set){0};
    err = (struct err){0};
    return acl_file_parse(&arena, text, strlen(text), &set, &unknown, &err);
}

static void assert_rules(const char *text, const char *const *want)
{
    size_t n = 0;

    if (!parse(text))
        fail_msg("%s", err.msg);
    for (; want[n]; n++) {
        assert_true(n < set.n);
        assert_string_equal(acl_spell(&arena, &set.a[n]), want[n]);
    }
    assert_int_equal(set.n, n);
}

static const char *const two[] = {"allow Read topic literal orders User:a *",
                                  "deny All group prefixed g User:CN=b,\\x20O=c 10.0.0.1", NULL};

static void test_csv(void **state)
{
    (void)state;
    assert_rules("principal,permission,operation,resource,name,pattern,host,note,acl\n"
                 "User:a,allow,Read,topic,orders,literal,*,,\n"
                 "\"User:CN=b, O=c\",deny,All,group,g,prefixed,10.0.0.1,x,\n",
                 two);
    assert_int_equal(unknown, 0);
    /* whole rules in seven words count before what the other columns show */
    assert_rules("acl,principal\r\nallow Read topic literal orders User:a *,shown otherwise\r\n"
                 "\"deny All group prefixed g User:CN=b,\\x20O=c 10.0.0.1\",x\r\n",
                 two);
    /* the columns that other consoles write, in their order and spelling */
    assert_rules("Principal,ResourceType,PatternType,ResourceName,Operation,PermissionType,Host\n"
                 "User:a,TOPIC,LITERAL,orders,READ,ALLOW,*\n"
                 "\"User:CN=b, O=c\",GROUP,PREFIXED,g,ALL,DENY,10.0.0.1\n",
                 two);
    /* the same twice is once; host and pattern have their defaults */
    assert_rules("principal,permission,operation,resource,name\nUser:a,allow,read,topic,orders\n"
                 "User:a,ALLOW,READ,TOPIC,orders\n",
                 (const char *const[]){two[0], NULL});
}

static void test_json(void **state)
{
    (void)state;
    assert_rules(
        "[{\"principal\":\"User:a\",\"permission\":\"allow\",\"operation\":\"Read\","
        "\"resource\":\"topic\",\"name\":\"orders\",\"pattern\":\"literal\",\"host\":\"*\","
        "\"note\":null,\"acl\":null},\n"
        "{\"acl\":\"deny All group prefixed g User:CN=b,\\\\x20O=c 10.0.0.1\"}]\n",
        two);
    assert_rules("{\"acl\":\"allow Read topic literal orders User:a *\"}\n"
                 "{\"acl\":\"deny All group prefixed g User:CN=b,\\\\x20O=c 10.0.0.1\"}\n",
                 two);
    assert_rules("[]", (const char *const[]){NULL});
}

static void test_kinds_without_a_name_are_counted(void **state)
{
    (void)state;
    assert_rules("acl\nunknown unknown unknown literal bob User:a * #7\n"
                 "allow Read topic literal orders User:a *\n",
                 (const char *const[]){two[0], NULL});
    assert_int_equal(unknown, 1);
    assert_rules("principal,permission,operation,resource,name\nUser:a,allow,unknown,topic,x\n",
                 (const char *const[]){NULL});
    assert_int_equal(unknown, 1);
}

static void assert_wrong(const char *text, const char *says)
{
    if (parse(text))
        fail_msg("taken: %s", text);
    if (!strstr(err.msg, says))
        fail_msg("no \"%s\" in: %s", says, err.msg);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    assert_wrong("", "empty");
    assert_wrong("principal,permission,operation,resource,name\nUser:a,permit,Read,topic,x\n",
                 "line 2: 'permit' is no permission");
    assert_wrong("principal,permission,operation,resource,name\n\nUser:a,allow,Reed,topic,x\n",
                 "Reed");
    assert_wrong("principal,permission,operation,resource,name\nUser:a,allow,Read,topic\n",
                 "line 2 has 4 fields");
    assert_wrong("principal,permission,operation,resource\nUser:a,allow,Read,topic\n",
                 "line 1 has no column name");
    assert_wrong("principal,permission,operation,resource,name\nalice,allow,Read,topic,x\n",
                 "Type:name");
    assert_wrong("principal,permission,operation,resource,name\nUser:a,allow,Describe,user,x\n",
                 "kafka-acls");
    assert_wrong("principal,permission,operation,resource,name\nUser:a,,Read,topic,x\n",
                 "line 2: '' is no permission");
    assert_wrong("acl\nallow Read topic\n", "line 2");
    assert_wrong("[{\"acl\":\"allow\"}]", "entry 1");
    assert_wrong("[1]", "entry 1: it is not an object");
    assert_wrong("[{\"acl\":", "not JSON");
    assert_wrong("{\"acl\":\"allow Read topic literal x User:a *\"} trailing", "not JSON");
}

/* A list without rules asks for all to be removed, so what is not a list must not pass for one. */
static void test_a_file_proves_what_it_is(void **state)
{
    (void)state;
    assert_wrong("hello\n", "line 1 has no column principal");
    assert_wrong("\n\n", "line 1 has no column principal");
    assert_wrong("one,two\n1,2\n", "line 1 has no column principal");
    assert_wrong("orders,0,17\n", "line 1 has no column principal");
    assert_wrong("principal;permission;operation;resource;name\n", "commas between its columns");
    assert_wrong("User:a,allow,Read,topic,x,literal,*\n", "line 1 has no column principal");
    assert_wrong("allow Read topic literal orders User:a *\n", "line 1 has no column");
    assert_wrong("permission,operation,resource,name\n", "line 1 has no column principal");
    assert_wrong("principal,operation,resource,name\n", "line 1 has no column permission");
    assert_wrong("principal,permission,resource,name\n", "line 1 has no column operation");
    assert_wrong("principal,permission,operation,name\n", "line 1 has no column resource");
    assert_wrong("principal,permission,operation,resource\n", "line 1 has no column name");
    assert_wrong("acl,name,resourceName\n", "two columns for the same");
    assert_rules("acl\n", (const char *const[]){NULL});
    assert_rules("note,name,resource,operation,permission,principal\n",
                 (const char *const[]){NULL});
    assert_wrong("{}", "there is no permission");
    assert_wrong("[{\"rules\":[]}]", "there is no permission");
    /* a host that can't be read must not become any host */
    assert_wrong("{\"permission\":\"allow\",\"operation\":\"Read\",\"resource\":\"topic\","
                 "\"name\":\"x\",\"principal\":\"User:a\",\"host\":[\"10.0.0.1\"]}",
                 "its host is no text");
    assert_wrong("{\"name\":\"x\",\"resourceName\":\"y\"}", "there twice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_kinds_without_a_name_are_counted),
        cmocka_unit_test(test_what_is_wrong),
        cmocka_unit_test(test_a_file_proves_what_it_is),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
