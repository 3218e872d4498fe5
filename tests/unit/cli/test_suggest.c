/* What completion offers without asking a cluster: the registers' words, and values of options. */
#include "cli/command.h"
#include "cli/suggest.h"
#include "cli/suggest_names.h"
#include "core/action/register.h"
#include "core/kafka/cluster.h"
#include "core/kafka/handle.h"
#include "core/model/acl.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct suggestions s;

static int tear_down(void **state)
{
    (void)state;
    suggest_release(&s);
    /* The client of the address where no one answers is still being destroyed, on a thread of its
     * own: exit handlers free what it uses at the same time. */
    return kafka_wait_gone(60000) ? 0 : -1;
}

/* The last word is being typed. No one answers at that address. */
static void at(const char *const *words)
{
    const char *all[16] = {"-b", "127.0.0.1:1"};
    size_t n = 2;
    for (; words[n - 2]; n++)
        all[n] = words[n - 2];
    suggest_release(&s);
    suggest_init(&s, all[n - 1]);
    suggest_find(&s, all, n - 1, 50);
}

#define AT(...) at((const char *const[]){__VA_ARGS__, NULL})

static bool offers(const char *value)
{
    for (size_t i = 0; i < s.v.len; i++)
        if (strcmp(s.v.data[i].value, value) == 0)
            return true;
    return false;
}

static void assert_only(const char *value)
{
    if (s.v.len != 1 || !offers(value))
        fail_msg("%zu candidates instead of %s; the first is %s", s.v.len, value,
                 s.v.len ? s.v.data[0].value : "-");
}

static void test_every_command_verb_and_list(void **state)
{
    (void)state;
    AT("");
    for (size_t i = 0; commands[i]; i++)
        assert_true(offers(commands[i]->name));
    for (size_t i = 0; actions[i]; i++)
        assert_true(offers(actions[i]->name));
    for (size_t i = 0; hidden_commands[i]; i++)
        assert_false(offers(hidden_commands[i]->name));
    AT("get", "");
    for (size_t i = 0; resources[i]; i++)
        assert_true(offers(resources[i]->name));
    assert_false(offers("--output"));
    AT("offsets-re");
    assert_only("offsets-reset");
}

static void test_every_parameter(void **state)
{
    (void)state;
    for (size_t i = 0; actions[i]; i++) {
        AT(actions[i]->name, "--");
        for (size_t k = 0; k < actions[i]->nparams; k++) {
            char option[80];
            snprintf(option, sizeof option, "--%s%s", actions[i]->params[k].name,
                     actions[i]->params[k].secret ? "-command" : "");
            if (offers(option) == actions[i]->params[k].internal)
                fail_msg("%s: %s", actions[i]->name, option);
        }
        assert_true(offers("--dry-run"));
        assert_true(offers("--cluster"));
    }
}

static void test_values(void **state)
{
    (void)state;
    AT("offsets-reset", "billing", "--to", "ear");
    assert_only("earliest");
    AT("config-alter", "orders", "--set", "cleanup.policy=comp");
    assert_only("cleanup.policy=compact");
    AT("config-alter", "orders", "cleanup.policy=comp");
    assert_only("cleanup.policy=compact");
    AT("topic-delete", "--", "--");
    assert_false(offers("--yes"));
    AT("offsets-reset", "billing", "--from-file", "");
    assert_true(s.files);
    AT("topic-create", "x", "--plan-out", "");
    assert_true(s.files);
    AT("topic-create", "x", "-o", "js");
    assert_true(offers("json"));
    AT("get", "topics", "-o", "wi");
    assert_only("wide");
    AT("get", "topics", "--sort", "-repl");
    assert_only("-replication");
    AT("get", "topics", "--columns", "topic,repl");
    assert_only("topic,replication");
    AT("get", "configs", "top");
    assert_true(offers("topic/"));
    assert_true(offers("topics"));
    AT("get", "topics", "--wat");
    assert_only("--watch");
    AT("health", "--out");
    assert_only("--output");
    AT("config-alter", "topic", "orders", "ret");
    assert_true(offers("retention.ms="));
    AT("get", "topics", "--filter", "par");
    assert_only("partitions>");
    AT("get", "topics", "--filter", "partitions>3 !clean");
    assert_only("partitions>3 !cleanup=");
    AT("get", "-o", "json", "configs", "topics", "--filter", "sou");
    assert_only("source=");
    AT("health", "--filter", "sev");
    assert_only("severity=");
    AT("journal", "--filter", "ver");
    assert_only("verb=");
    AT("can", "User:alice", "");
    assert_true(offers("consume"));
    assert_true(offers("Read"));
    assert_true(offers("AlterConfigs"));
    assert_false(offers("topic/"));
    AT("can", "User:alice", "AlterC");
    assert_only("AlterConfigs");
    AT("can", "User:alice", "Read", "");
    assert_true(offers("cluster"));
    assert_false(offers("broker/"));
    AT("can", "User:alice", "read", "top");
    assert_true(offers("topic/"));
    AT("describe", "g");
    assert_only("group");
    AT("--theme", "da");
    assert_only("dark");
    AT("completion", "z");
    assert_only("zsh");
    AT("help", "topic-c");
    assert_true(offers("topic-create"));
}

/* What rules name, each once; anyone else can be asked about as well. */
static void test_principals(void **state)
{
    struct acl acls[] = {{.principal = "User:alice"},
                         {.principal = "User:bob"},
                         {.principal = "User:alice"},
                         {.principal = "User:*"}};
    const struct acl_list l = {.acls = acls, .n = 4};
    (void)state;
    suggest_release(&s);
    suggest_init(&s, "User:");
    suggest_principals_of(&s, &l);
    assert_int_equal(s.v.len, 3);
    assert_true(offers("User:alice") && offers("User:bob") && offers("User:*"));
    suggest_release(&s);
    suggest_init(&s, "User:al");
    suggest_principals_of(&s, &l);
    assert_only("User:alice");
    AT("can", "Us"); /* no one answers */
    assert_only("User:");
}

/* Pressing Tab must never be an error, nor take long when no one answers. */
static void test_nothing_to_offer(void **state)
{
    (void)state;
    AT("describe", "topic", "");
    assert_int_equal(s.v.len, 0);
    AT("no-such-command", "");
    assert_int_equal(s.v.len, 0);
    AT("--no-such-option", "");
    assert_int_equal(s.v.len, 0);
    AT("topic-create", "--partitions", "");
    assert_int_equal(s.v.len, 0);
    AT("get", "topics", "");
    assert_int_equal(s.v.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_command_verb_and_list),
        cmocka_unit_test(test_every_parameter),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_principals),
        cmocka_unit_test(test_nothing_to_offer),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
