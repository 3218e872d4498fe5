/* Hostile names in the panes of lag, events and access: a group, its member and a
 * principal whose names hold escape sequences, control bytes, letters of both widths, marks that
 * combine and a change of direction. They are shown, nothing of them reaches the terminal raw, and
 * no frame is bent. */
#include "tests/e2e/console.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVIL                                                                                       \
    "\033[31;5mred\033]0;pwned\a\t\302\233 日本語 e\314\201 \342\200\256sdrawkcab "             \
    "\360\237\221\215"
#define SEEN "\\e[31;5mred"

static char topic[64], marker[64], user[64], group[160], client[160], principal[160];

static int make(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("hostile"));
    snprintf(marker, sizeof marker, "%s", run_name("evil-group"));
    snprintf(group, sizeof group, "%s%s", marker, EVIL);
    snprintf(client, sizeof client, "%s%s", run_name("evil-client"), EVIL);
    snprintf(user, sizeof user, "%s", run_name("evil-user"));
    snprintf(principal, sizeof principal, "User:%s%s", user, EVIL);
    admin_create_topic(topic, 1, 2, NULL);
    client_produce(topic, 0, 50, 0, 0);
    struct run r =
        run_klamm("-b %s acl-create \"$(printf '%%b' '%s')\" --operation Read --topic %s "
                  "--group \"$(printf '%%b' '%s')\" --yes",
                  run_env("KLAMM_BOOTSTRAP"), principal, topic, group);
    if (r.status != 0)
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    struct run r =
        run_klamm("-b %s acl-delete 'principal=User:%s*' --yes", run_env("KLAMM_BOOTSTRAP"), user);
    if (r.status != 0)
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    r = run_klamm("-b %s group-delete \"$(printf '%%b' '%s')\" --yes", run_env("KLAMM_BOOTSTRAP"),
                  group);
    run_release(&r);
    admin_delete_topic(topic);
    return 0;
}

/* ---- the screen ------------------------------------------------------------------------------ */

static bool is_edge(uint32_t ch)
{
    return ch == 0x2502 || ch == 0x2503 || ch == 0x2510 || ch == 0x2518; /* │ ┃ ┐ ┘ */
}

/* A row that begins with a frame ends with one, in the last column. */
static bool frames_are_straight(struct term *t, void *unused)
{
    (void)unused;
    for (int y = 0; y < term_rows(t); y++) {
        uint32_t first = term_cell(t, y, 0).ch, last = term_cell(t, y, term_cols(t) - 1).ch;
        if ((first == 0x2502 || first == 0x250c || first == 0x2514) && !is_edge(last))
            return false;
    }
    return true;
}

static void nothing_came_through(struct term *t)
{
    static const char *const raw[] = {"\033[31;5m", "\033]0;pwned", "\302\233", "\342\200\256"};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        assert_false(term_output_has(t, raw[i], strlen(raw[i])));
    assert_null(strstr(term_title(t), "pwned\a"));
}

static void look(struct term *t)
{
    term_wait_for(t, "straight frames", frames_are_straight, NULL);
    nothing_came_through(t);
}

static void go_to(struct term *t, const char *list, const char *filter)
{
    console_command(t, list);
    term_keys(t, "/");
    console_type(t, filter);
    term_keys(t, "<Enter>");
    term_wait(t, SEEN);
    look(t);
}

static void test_panes_of_a_group(void **state)
{
    struct home h = home_new();
    struct term *t = console_start_as(&h, 40, 160, "sample: 1s\nrefresh: 500ms");
    (void)state;
    console_command(t, "events");
    term_wait(t, "events");
    struct client_member *m = client_join(group, topic, client, "classic");
    go_to(t, "groups", marker);
    term_keys(t, "<Enter>");
    term_wait_row(t, "journal", SEEN, NULL);
    term_wait_row(t, "● stable", SEEN, NULL);
    look(t);
    term_keys(t, "w");
    term_wait_row(t, "evil-client", SEEN, NULL);
    look(t);
    term_keys(t, "tt[");
    look(t);
    client_leave(m);
    term_wait(t, "member left");
    look(t);
    go_to(t, "events", marker);
    client_commit(group, topic, 0, 10);
    go_to(t, "findings", marker);
    term_resize(t, 24, 80);
    look(t);
    console_quit(t);
    home_release(&h);
}

static void test_panes_of_access(void **state)
{
    struct home h = home_new();
    struct term *t = console_start_as(&h, 40, 120, "refresh: 500ms");
    char line[96];
    (void)state;
    go_to(t, "acls", "evil-user");
    term_wait(t, "allow User:evil-user");
    look(t);
    snprintf(line, sizeof line, "topic-access %s", topic);
    go_to(t, line, "evil-user");
    term_wait(t, "Read, Describe allowed by: allow User:evil-user");
    look(t);
    term_keys(t, "<Enter>");
    term_wait(t, "permissions of principal");
    term_wait_row(t, "group", "evil-group", NULL);
    look(t);
    term_resize(t, 24, 80);
    term_wait(t, "permissions of principal");
    look(t);
    console_quit(t);
    home_release(&h);
}

/* ---- commands -------------------------------------------------------------------------------- */

static void is_harmless(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if ((*p < 0x20 && *p != '\n') || *p == 0x7f)
            fail_msg("byte %d in: %s", *p, text);
}

static void test_commands(void **state)
{
    static const char *const asks[] = {"get groups --filter evil-group", "get acls",
                                       "get principals", "get findings", "health"};
    (void)state;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        for (int json = 0; json < 2; json++) {
            struct run r = run_klamm("-b %s %s %s", run_env("KLAMM_BOOTSTRAP"), asks[i],
                                     json ? "-o json" : "");
            is_harmless(r.out);
            is_harmless(r.err);
            if (!json) {
                must_lack(r.out, "\342\200\256");
                must_lack(r.out, "\302\233");
            }
            run_release(&r);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_panes_of_a_group),
        cmocka_unit_test(test_panes_of_access),
        cmocka_unit_test(test_commands),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
