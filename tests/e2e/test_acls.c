/* ACLs on the screen: a template in the form, what it means and for which users, marked rules
 * removed and restored, who may use a topic, what a principal may do; read with Kafka's own
 * kafka-acls. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/acl_list.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROWS = 34, COLS = 160 };

static char prefix[64], who[80];

static int set_up(void **state)
{
    snprintf(prefix, sizeof prefix, "%s", run_name("e2e-acl"));
    snprintf(who, sizeof who, "User:%s", prefix);
    return fixture_set_up(state);
}

static int tear_down(void **state)
{
    fixture_tear_down(state);
    struct run r = run_klamm("-b %s acl-delete 'principal=User:%s*' --yes",
                             run_env("KLAMM_BOOTSTRAP"), prefix);
    run_release(&r);
    return 0;
}

static struct term *open_acls(struct fixture *f)
{
    f->t = console_start(&f->home, ROWS, COLS);
    console_command(f->t, "acls");
    console_wait_list(f->t, "ACLs");
    return f->t;
}

static void assert_kafka_lists(const char *want)
{
    char *all = acl_list_all(), *mine = acl_list_of(all, who);
    assert_string_equal(mine, want);
    free(mine);
    free(all);
}

static void add(struct term *t, const char *line)
{
    console_command(t, line);
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: ");
    console_escape(t, "[ Esc leave ]");
}

static void template_in_the_form(void **state)
{
    struct fixture *f = *state;
    struct term *t = open_acls(f);
    term_keys(t, "c");
    term_wait(t, "nothing is sent before you have seen the plan");
    console_retype(t, "alice");
    term_wait(t, "a principal is Type:name");
    console_retype(t, who);
    term_wait_gone(t, "a principal is Type:name");
    term_keys(t, "<Down>");
    console_type(t, "c");
    term_wait(t, "(•) consumer");
    term_keys(t, "<Enter>"); /* goes where something is missing */
    term_wait(t, "consumer needs a topic");
    console_type(t, "orders");
    term_keys(t, "<Enter>");
    term_wait(t, "consumer needs a group");
    console_escape(t, "nothing is sent");
    fixture_leave(f);
    assert_kafka_lists("");
}

static void add_and_take_back(void **state)
{
    struct fixture *f = *state;
    char line[256];
    struct term *t = open_acls(f);
    snprintf(line, sizeof line, "acl-create %s --consumer --topic orders --group %s-g", who,
             prefix);
    console_command(t, line);
    term_wait_row(t, "add", who, "allow", "Read", "topic", "orders", NULL);
    term_wait_row(t, "add", who, "allow", "Read", "group", NULL);
    term_wait(t, "gains Read on topic orders");
    term_wait(t, "--add --allow-principal");
    term_keys(t, "y");
    term_wait(t, "done: 3 of 3 steps");
    term_wait_row(t, "add ACL", "in effect", "done", NULL);
    console_escape(t, "[ Esc leave ]");
    snprintf(line, sizeof line,
             "GROUP LITERAL %s-g P READ ALLOW *\nTOPIC LITERAL orders P DESCRIBE ALLOW *\n"
             "TOPIC LITERAL orders P READ ALLOW *\n",
             prefix);
    assert_kafka_lists(line);

    console_command(t, "journal");
    term_wait_row(t, "acl-create", "done", NULL);
    term_keys(t, "U");
    term_wait_row(t, "Read on topic orders", "in effect", NULL);
    term_wait(t, "3 steps to undo");
    term_keys(t, "y");
    term_wait(t, "done: 3 of 3 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    assert_kafka_lists("");
}

/* Two of three are marked: these go, each of them listed, and the third stays. */
static void marked_rules_are_removed(void **state)
{
    struct fixture *f = *state;
    char line[256];
    struct term *t = open_acls(f);
    snprintf(line, sizeof line, "acl-create %s --operation Read,Write,Delete --topic %s-t", who,
             prefix);
    add(t, line);
    term_keys(t, "/");
    snprintf(line, sizeof line, "principal=%s operation!=Delete", who);
    console_type(t, line);
    term_keys(t, "<Enter>");
    term_wait(t, "2 shown");
    term_keys(t, "*");
    term_wait(t, "2 marked");
    term_keys(t, "D"); /* nothing is left to ask: straight to the plan */
    term_wait_row(t, "remove", "Read", NULL);
    term_wait_row(t, "remove", "Write", NULL);
    term_wait(t, "loses Read, Write");
    term_wait(t, "--remove --force");
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
    term_keys(t, "U"); /* the plan says what it does, not what it undoes */
    term_wait_row(t, "add ACL", "Read on topic", "in effect", NULL);
    term_wait_row(t, "add ACL", "Write on topic", "in effect", NULL);
    assert_false(term_has(t, "remove ACL "));
    term_wait(t, "[ y send ]");
    console_escape(t, "[ y send ]");
    fixture_leave(f);
    snprintf(line, sizeof line, "TOPIC LITERAL %s-t P DELETE ALLOW *\n", prefix);
    assert_kafka_lists(line);
}

/* As on the command line: =false does not do what is not wanted. */
static void a_flag_that_is_said_not_to_be_is_not(void **state)
{
    struct fixture *f = *state;
    char line[256];
    struct term *t = open_acls(f);
    snprintf(line, sizeof line,
             "principal,permission,operation,resource,name,pattern,host\n"
             "%s,allow,Read,topic,orders,literal,*\n",
             who);
    home_write(&f->home, "rules.csv", line);
    snprintf(line, sizeof line, "acl-import %s/rules.csv --remove=false", f->home.dir);
    console_command(t, line);
    term_wait(t, "1 to add, 0 to remove");
    term_wait(t, "are left alone");
    term_wait(t, "[ y send ]");
    term_keys(t, "<Esc>");
    term_wait_gone(t, "[ y send ]");
    console_command(t, "acl-create User:x --consumer=yes --topic orders --group g");
    term_wait(t, "--consumer takes no value");
    fixture_leave(f);
}

/* No one writes into it: waiting would never end, and ignore all keys. */
static void a_pipe_is_not_waited_for(void **state)
{
    struct fixture *f = *state;
    char line[256];
    struct term *t = open_acls(f);
    snprintf(line, sizeof line, "%s/pipe", f->home.dir);
    assert_int_equal(mkfifo(line, 0600), 0);
    snprintf(line, sizeof line, "acl-import %s/pipe", f->home.dir);
    console_command(t, line);
    term_wait(t, "pipe is not a regular file");
    console_escape(t, "in a shell");
    snprintf(line, sizeof line, "offsets-reset reports --from-file %s/pipe", f->home.dir);
    console_command(t, line);
    term_wait(t, "klamm offsets-reset");
    term_wait(t, "in a shell");
    console_escape(t, "in a shell");
    fixture_leave(f);
}

/* A deny for everyone takes something from others than those it names: the name is typed. */
static void a_deny_for_everyone_is_warned_of(void **state)
{
    struct fixture *f = *state;
    struct term *t = open_acls(f);
    console_command(t, "acl-create User:* --permission deny --operation Write --topic orders");
    term_wait(t, "User:alice loses Write on topic orders");
    term_wait(t, "a deny takes precedence over every allow");
    term_wait_match(t, "type +User:\\* +to send");
    term_keys(t, "<Esc>");
    term_wait_gone(t, "to send");
    fixture_leave(f);
}

static void who_may_and_what(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    console_command(t, "who-can topic payments");
    term_wait_row(t, "everyone else", NULL);
    term_wait(t, "super.users");
    console_filter(t, "User:bob");
    term_wait_row(t, "User:bob", "denied", "no", NULL);
    term_keys(t, "<Enter>"); /* what else may bob? */
    term_wait_row(t, "group", "*", "Read, Describe", NULL);
    term_wait_row(t, "topic", "audit.log", "denied by", NULL);
    console_command(t, "topics");
    console_command(t, "topic orders");
    term_wait(t, "who may use it");
    term_keys(t, "www");
    term_wait_row(t, "User:alice", "yes", "yes", "groups that start with orders-", NULL);
    fixture_leave(f);
}

/* The question of the command line, behind a colon. */
static void who_may_do_it_is_answered(void **state)
{
    struct fixture *f = *state;
    struct term *t = open_acls(f);
    console_command(t, "can User:bob read payments");
    term_wait(t, "payments is taken for topic/payments");
    term_wait_match(t, "topic payments: denied by: deny User:bob Read on topics? ");
    console_command(t, "can User:bob eat payments");
    term_wait(t, "'eat' is not an operation");
    console_command(t, "can");
    term_wait(t, "who may do what? write :can PRINCIPAL OPERATION RESOURCE");
    term_keys(t, ":can User:bob alterC<Tab>");
    term_wait(t, ":can User:bob AlterConfigs");
    console_escape(t, ":can User:bob AlterConfigs");
    fixture_leave(f);
}

static void read_only_sends_nothing(void **state)
{
    struct fixture *f = *state;
    char line[256];
    struct term *t = f->t = console_start_as(&f->home, ROWS, COLS, "guard: read-only");
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "acl-create %s --operation Read --topic x", who);
    console_command(t, line);
    term_wait(t, "nothing is changed here");
    fixture_leave(f);
    assert_kafka_lists("");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(template_in_the_form),     WITH_FIXTURE(add_and_take_back),
        WITH_FIXTURE(marked_rules_are_removed), WITH_FIXTURE(a_deny_for_everyone_is_warned_of),
        WITH_FIXTURE(who_may_and_what),         WITH_FIXTURE(who_may_do_it_is_answered),
        WITH_FIXTURE(read_only_sends_nothing),  WITH_FIXTURE(a_flag_that_is_said_not_to_be_is_not),
        WITH_FIXTURE(a_pipe_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
