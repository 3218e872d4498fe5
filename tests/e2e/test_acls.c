/* ACLs on the screen: a template in the form, what it means for whom, marked rules removed and
 * taken back, who may use a topic, what a principal may do; read with Kafka's own kafka-acls. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/acl_list.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROWS = 34, COLS = 160 };

struct desk {
    struct home home;
    struct term *t;
};

static char prefix[64], who[80];

static int open_desk(void **state)
{
    static struct desk d;
    d = (struct desk){.home = home_new()};
    snprintf(prefix, sizeof prefix, "%s", run_name("e2e-acl"));
    snprintf(who, sizeof who, "User:%s", prefix);
    *state = &d;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    term_free(d->t);
    home_release(&d->home);
    struct run r = run_klamm("-b %s acl-delete 'principal=User:%s*' --yes",
                             run_env("KLAMM_BOOTSTRAP"), prefix);
    run_release(&r);
    return 0;
}

static struct term *open_acls(struct desk *d)
{
    d->t = console_start(&d->home, ROWS, COLS);
    console_command(d->t, "acls");
    term_wait(d->t, "former-employee");
    return d->t;
}

static void leave(struct desk *d)
{
    console_quit(d->t);
    d->t = NULL;
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
    term_wait(t, "send this? y/N");
    term_keys(t, "y");
    term_wait(t, "done: ");
    console_escape(t, "Esc closes");
}

static void template_in_the_form(void **state)
{
    struct desk *d = *state;
    struct term *t = open_acls(d);
    term_keys(t, "c");
    term_wait(t, "nothing is sent before you have seen the plan");
    console_retype(t, "alice");
    term_wait(t, "a principal is Type:name");
    console_retype(t, who);
    term_wait_gone(t, "a principal is Type:name");
    term_keys(t, "<Down>");
    console_type(t, "c");
    term_wait_match(t, "for a +. consumer");
    term_keys(t, "<Enter>"); /* goes where something is missing */
    term_wait(t, "consumer needs a topic");
    console_type(t, "orders");
    term_keys(t, "<Enter>");
    term_wait(t, "consumer needs a group");
    console_escape(t, "nothing is sent");
    leave(d);
    assert_kafka_lists("");
}

static void add_and_take_back(void **state)
{
    struct desk *d = *state;
    char line[256];
    struct term *t = open_acls(d);
    snprintf(line, sizeof line, "acl-create %s --consumer --topic orders --group %s-g", who,
             prefix);
    console_command(t, line);
    term_wait_row(t, "add", who, "allow", "Read", "topic", "orders", NULL);
    term_wait_row(t, "add", who, "allow", "Read", "group", NULL);
    term_wait(t, "gains Read on topic orders");
    term_wait(t, "--add --allow-principal");
    term_keys(t, "y");
    term_wait(t, "done: 3 of 3 steps");
    term_wait_row(t, "add ACL", "in force", "done", NULL);
    console_escape(t, "Esc closes");
    snprintf(line, sizeof line,
             "GROUP LITERAL %s-g P READ ALLOW *\nTOPIC LITERAL orders P DESCRIBE ALLOW *\n"
             "TOPIC LITERAL orders P READ ALLOW *\n",
             prefix);
    assert_kafka_lists(line);

    console_command(t, "journal");
    term_wait_row(t, "acl-create", "done", NULL);
    term_keys(t, "U");
    term_wait_row(t, "Read on topic orders", "in force", NULL);
    term_wait(t, "3 steps taken back");
    term_keys(t, "y");
    term_wait(t, "done: 3 of 3 steps");
    console_escape(t, "Esc closes");
    leave(d);
    assert_kafka_lists("");
}

/* Two of three are marked: these go, each of them listed, and the third stays. */
static void marked_rules_are_removed(void **state)
{
    struct desk *d = *state;
    char line[256];
    struct term *t = open_acls(d);
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
    term_keys(t, "D");
    term_wait(t, "2 ACLs: ");
    term_keys(t, "<Enter>");
    term_wait_row(t, "remove", "Read", NULL);
    term_wait_row(t, "remove", "Write", NULL);
    term_wait(t, "loses Read, Write");
    term_wait(t, "--remove --force");
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
    console_escape(t, "Esc closes");
    leave(d);
    snprintf(line, sizeof line, "TOPIC LITERAL %s-t P DELETE ALLOW *\n", prefix);
    assert_kafka_lists(line);
}

/* As on the command line: =false does not do what is not wanted. */
static void a_flag_that_is_said_not_to_be_is_not(void **state)
{
    struct desk *d = *state;
    char line[256];
    struct term *t = open_acls(d);
    snprintf(line, sizeof line, "principal,permission,operation,resource,name,pattern,host\n"
                                "%s,allow,Read,topic,orders,literal,*\n", who);
    home_write(&d->home, "rules.csv", line);
    snprintf(line, sizeof line, "acl-import %s/rules.csv --remove=false", d->home.folder);
    console_command(t, line);
    term_wait(t, "1 to add, 0 to remove");
    term_wait(t, "are left alone");
    term_wait(t, "send this? y/N");
    term_keys(t, "<Esc>");
    term_wait_gone(t, "send this?");
    console_command(t, "acl-create User:x --consumer=yes --topic orders --group g");
    term_wait(t, "--consumer takes no value");
    leave(d);
}

/* Nobody writes into it: waiting would be for ever, and deaf. */
static void a_pipe_is_not_waited_for(void **state)
{
    struct desk *d = *state;
    char line[256];
    struct term *t = open_acls(d);
    snprintf(line, sizeof line, "%s/pipe", d->home.folder);
    assert_int_equal(mkfifo(line, 0600), 0);
    snprintf(line, sizeof line, "acl-import %s/pipe", d->home.folder);
    console_command(t, line);
    term_wait(t, "pipe is no ordinary file");
    console_escape(t, "in a shell");
    snprintf(line, sizeof line, "offsets-reset reports --from-file %s/pipe", d->home.folder);
    console_command(t, line);
    term_wait(t, "klamm offsets-reset");
    term_wait(t, "in a shell");
    console_escape(t, "in a shell");
    leave(d);
}

/* A deny for everybody takes something from others than those it names: the name is typed. */
static void a_deny_for_everybody_is_warned_of(void **state)
{
    struct desk *d = *state;
    struct term *t = open_acls(d);
    console_command(t, "acl-create User:* --permission deny --operation Write --topic orders");
    term_wait(t, "User:alice loses Write on topic orders");
    term_wait(t, "a deny wins over every allow");
    term_wait_match(t, "type +User:\\* +to apply");
    term_keys(t, "<Esc>");
    term_wait_gone(t, "to apply");
    leave(d);
}

static void who_may_and_what(void **state)
{
    struct desk *d = *state;
    struct term *t = d->t = console_start(&d->home, ROWS, COLS);
    console_command(t, "who-can topic payments");
    term_wait_row(t, "User:bob", "denied", "no", NULL);
    term_wait_row(t, "everybody else", NULL);
    term_wait(t, "super.users");
    term_keys(t, "/User:bob<Enter>");
    term_wait(t, "1 shown");
    term_keys(t, "<Enter>"); /* what else may bob? */
    term_wait_row(t, "group", "*", "Read, Describe", NULL);
    term_wait_row(t, "topic", "audit.log", "denied by", NULL);
    console_command(t, "topics");
    console_command(t, "topic orders");
    term_wait(t, "who may use it");
    term_keys(t, "www");
    term_wait_row(t, "User:alice", "yes", "yes", "groups that begin with orders-", NULL);
    leave(d);
}

static void read_only_sends_nothing(void **state)
{
    struct desk *d = *state;
    char line[256];
    struct term *t = d->t = console_start_as(&d->home, ROWS, COLS, "guard: read-only");
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "acl-create %s --operation Read --topic x", who);
    console_command(t, line);
    term_wait(t, "nothing is changed here");
    leave(d);
    assert_kafka_lists("");
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(template_in_the_form),     ON_DESK(add_and_take_back),
        ON_DESK(marked_rules_are_removed), ON_DESK(a_deny_for_everybody_is_warned_of),
        ON_DESK(who_may_and_what),         ON_DESK(read_only_sends_nothing),
        ON_DESK(a_flag_that_is_said_not_to_be_is_not),
        ON_DESK(a_pipe_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
