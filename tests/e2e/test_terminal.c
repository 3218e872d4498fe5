/* The terminal itself: every size, storms of them, every way of leaving, suspend and resume; after
 * each the terminal is as it was. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct home home;

static int make_home(void **state)
{
    (void)state;
    home = home_new();
    return 0;
}

static int drop_home(void **state)
{
    (void)state;
    home_release(&home);
    return 0;
}

static struct term *open_topics(int rows, int cols)
{
    struct term *t = console_start(&home, rows, cols);
    term_wait(t, "topics");
    console_list(t, "topics");
    return t;
}

static void fits_into(int rows, int cols)
{
    struct term *t = open_topics(rows, cols);
    for (int i = 0; i < rows; i++)
        assert_true(strlen(term_row(t, i)) > 0 || i > rows - 4);
    term_keys(t, "4");
    console_wait_list(t, "groups");
    term_keys(t, "?");
    term_wait(t, "Keys here");
    term_keys(t, "<Esc>");
    term_wait_gone(t, "Keys here");
    console_quit(t);
}

static void fits_80x24(void **state)
{
    (void)state;
    fits_into(24, 80);
}

static void fits_120x40(void **state)
{
    (void)state;
    fits_into(40, 120);
}

static void fits_200x60(void **state)
{
    (void)state;
    fits_into(60, 200);
}

static void too_small_says_so_and_recovers(void **state)
{
    (void)state;
    struct term *t = console_start(&home, 10, 40);
    term_wait_match(t, "60.*12"); /* the least size is named */
    term_resize(t, 1, 1);
    term_resize(t, 24, 80);
    term_wait(t, "3 brokers"); /* keys count again when it is painted */
    console_list(t, "topics");
    term_resize(t, 1, 1);
    term_keys(t, "jkG");
    term_resize(t, 60, 200);
    console_wait_list(t, "topics");
    console_quit(t);
}

static void starts_at_one_by_one(void **state)
{
    (void)state;
    struct term *t = console_start(&home, 1, 1);
    term_resize(t, 24, 80);
    term_wait(t, "3 brokers");
    console_list(t, "topics");
    console_quit(t);
}

static void survives_a_storm_of_sizes(void **state)
{
    (void)state;
    struct term *t = open_topics(24, 80);
    for (int i = 0; i < 200; i++) {
        term_resize(t, 1 + i * 7 % 60, 1 + i * 13 % 200);
        if (i % 10 == 0)
            term_keys(t, "<PgDn>");
        term_pump(t);
    }
    term_resize(t, 40, 120);
    term_wait(t, "3 brokers");
    term_keys(t, "<Home>");
    console_wait_list(t, "topics");
    console_quit(t);
}

static void leaves_by(int sig, int status)
{
    struct term *t = open_topics(24, 80);
    term_save_cursor(t);
    term_signal(t, sig);
    term_expect_exit(t, status);
    assert_true(term_tty_restored(t));
    assert_false(term_alt_screen(t));
    assert_true(term_cursor_visible(t));
    term_free(t);
}

static void term_restores(void **state)
{
    (void)state;
    leaves_by(SIGTERM, 128 + SIGTERM);
}

static void hup_restores(void **state)
{
    (void)state;
    leaves_by(SIGHUP, 128 + SIGHUP);
}

static void int_restores(void **state)
{
    (void)state;
    leaves_by(SIGINT, 128 + SIGINT);
}

static void others_that_end_a_process_restore(void **state)
{
    static const int signals[] = {SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGPWR, SIGIO};
    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        leaves_by(signals[i], 128 + signals[i]);
}

/* The thread of the program that has this name; 0: none. */
static int thread_named(int pid, const char *name)
{
    char path[64], line[64] = "";
    struct dirent *e;
    int found = 0;
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (!found && (e = readdir(dir))) {
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/comm", pid, e->d_name);
        FILE *f = fopen(path, "r");
        if (f && fgets(line, sizeof line, f) && strncmp(line, name, strlen(name)) == 0)
            found = (int)strtol(e->d_name, NULL, 10);
        if (f)
            fclose(f);
    }
    closedir(dir);
    return found;
}

/* Its threads are started with all signals blocked. */
static void a_fault_in_a_thread_of_the_library_restores(void **state)
{
    static const char *const threads[] = {"rdk:main", "rdk:broker"};
    (void)state;
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct term *t = open_topics(24, 80);
        int thread = thread_named(term_pid(t), threads[i]);
        assert_true(thread > 0);
        assert_int_equal(syscall(SYS_tgkill, term_pid(t), thread, SIGABRT), 0);
        term_expect_exit(t, 128 + SIGABRT);
        assert_true(term_tty_restored(t));
        assert_false(term_alt_screen(t));
        assert_true(term_cursor_visible(t));
        term_free(t);
    }
}

static void abort_restores(void **state)
{
    (void)state;
    leaves_by(SIGABRT, 128 + SIGABRT);
}

/* With the sanitizers it is theirs to report the fault, and they end with 1. */
#ifdef __SANITIZE_ADDRESS__
enum { FAULT_STATUS = 1 };
#else
enum { FAULT_STATUS = 128 + SIGSEGV };
#endif

static void a_fault_restores(void **state)
{
    (void)state;
    leaves_by(SIGSEGV, FAULT_STATUS);
}

static void key_q_restores(void **state)
{
    (void)state;
    struct term *t = open_topics(24, 80);
    assert_true(term_alt_screen(t));
    term_save_cursor(t);
    term_keys(t, "q");
    term_expect_exit(t, 0);
    assert_true(term_tty_restored(t));
    assert_false(term_alt_screen(t));
    assert_true(term_cursor_visible(t));
    term_free(t);
}

static void suspends_and_resumes(void **state)
{
    (void)state;
    /* A job of a shell, as in life: the shell gets the terminal back, fg brings the console back.
     */
    const char *args[] = {"bash", "--norc", "-i", NULL};
    struct term *t = term_start(24, 100, args, NULL);
    char line[1024];
    snprintf(line, sizeof line, "PS1='ready> '; export HOME=%s; %s -b %s<Enter>", home.dir,
             run_program(), run_env("KLAMM_BOOTSTRAP"));
    term_keys(t, line);
    term_wait(t, "3 brokers");
    term_keys(t, "<C-z>");
    term_wait(t, "Stopped");
    assert_false(term_alt_screen(t));
    term_keys(t, "echo the shell answers<Enter>");
    term_wait_match(t, "^the shell answers");
    term_keys(t, "fg<Enter>");
    term_wait(t, "3 brokers");
    assert_true(term_alt_screen(t));
    term_keys(t, "q");
    term_wait(t, "ready>");
    term_keys(t, "exit 0<Enter>");
    term_expect_exit(t, 0);
    term_free(t);
}

/* What was typed is acknowledged when its effect is on the screen; without the variable nothing is
 * written but the screen. */
static void input_is_acknowledged_on_demand(void **state)
{
    (void)state;
    struct term *t = open_topics(24, 80);
    for (int i = 0; i < 20; i++) {
        bool help = i % 2 == 0;
        term_keys(t, help ? "?" : "<Esc>");
        assert_int_equal(term_has(t, "Keys here"), help);
        term_resize(t, help ? 30 : 24, help ? 100 : 80);
        assert_int_equal(term_has(t, "Keys here"), help);
        assert_int_equal(strlen(term_row(t, 0)) > 90, help);
    }
    console_quit(t);
    char args[512];
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    t = console_start_in(&home, 24, 80, args, (const char *const[]){"KLAMM_ACK_INPUT=", NULL});
    term_wait(t, "3 brokers");
    term_keys(t, "?");
    term_wait(t, "Keys here");
    assert_false(term_output_has(t, "\033]55266", 7));
    console_escape(t, "Keys here");
    console_quit(t);
}

/* The clock keeps ticking, which is no sign that more is coming. */
static void a_paste_whose_end_was_lost_ends(void **state)
{
    (void)state;
    struct term *t = open_topics(24, 100);
    console_type(t, "\033[200~4:quit\r");
    term_wait(t, "pasted text was ignored");
    term_keys(t, "4");
    console_wait_list(t, "groups");
    console_quit(t);
}

static void does_not_stop_where_no_one_could_continue_it(void **state)
{
    (void)state;
    struct term *t = open_topics(24, 100);
    term_keys(t, "<C-z>");
    term_wait(t, "no shell here");
    term_signal(t, SIGTSTP);
    term_keys(t, "4");
    console_wait_list(t, "groups");
    console_quit(t);
}

static void no_colour_and_ascii(void **state)
{
    (void)state;
    const char *env[] = {"NO_COLOR=1", "LC_ALL=C", NULL};
    char args[512];
    size_t len;
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    struct term *t = console_start_in(&home, 24, 80, args, env);
    term_wait(t, "3 brokers");
    console_list(t, "groups");
    const char *out = term_output(t, &len);
    for (size_t i = 0; i < len; i++)
        assert_true((unsigned char)out[i] < 0x80);
    assert_false(term_output_has(t, "\033[38;", 5));
    assert_false(term_output_has(t, "\033[31m", 5));
    console_quit(t);
}

static struct term *start_with(const char *var)
{
    const char *env[] = {var, NULL};
    char args[512];
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    return console_start_in(&home, 24, 100, args, env);
}

static struct term_cell cell_of(struct term *t, const char *text)
{
    int row = term_wait_row(t, text, NULL);
    const char *line = term_row(t, row), *at = strstr(line, text);
    int col = 0;
    for (const char *s = line; s < at; s++)
        col += (*s & 0xc0) != 0x80;
    return term_cell(t, row, col);
}

static bool is_red(struct term *t, void *user)
{
    const char *text = "ahead of the log";
    struct term_cell bad = {.default_fg = true};
    (void)user;
    if (term_has(t, text))
        bad = cell_of(t, text);
    return !bad.default_fg && bad.fg[0] > bad.fg[1] + 64 && bad.fg[0] > bad.fg[2] + 64;
}

static void shows_red(struct term *t, bool own_ground)
{
    term_wait(t, "3 brokers");
    console_command(t, "groups");
    term_wait_row(t, "metrics-rollup", "data lost", NULL);
    term_keys(t, "<Home>"); /* what is selected has the cursor's colours */
    term_wait_for(t, "red on what is wrong", is_red, NULL);
    assert_int_equal(cell_of(t, "ahead of the log").default_bg, own_ground);
    console_quit(t);
}

/* With eight colours what is wrong is red still, not as grey as what is well, whatever theme is
 * asked for; a terminal without any shows where the cursor is. */
static void few_colours_keep_their_meaning(void **state)
{
    const char *env[] = {"TERM=xterm", NULL};
    char args[512];
    (void)state;
    shows_red(start_with("TERM=xterm"), true); /* theme 16 is chosen: it has no ground */
    snprintf(args, sizeof args, "-b %s --theme dark", run_env("KLAMM_BOOTSTRAP"));
    shows_red(console_start_in(&home, 24, 100, args, env), false);
    struct term *t = start_with("TERM=vt220");
    term_wait(t, "3 brokers");
    console_command(t, "groups");
    term_wait(t, "no active members");
    term_keys(t, "<End>");
    assert_true(term_cell(t, term_wait_match(t, ">[^ ].* empty"), 4).reverse); /* theme mono */
    console_quit(t);
}

static void terminals_of_known_kind_are_taken_for_it(void **state)
{
    static const char *const terms[] = {"TERM=xterm-ghostty", "TERM=xterm-kitty",
                                        "TERM=tmux-nonesuch"};
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct term *t = start_with(terms[i]);
        term_wait(t, "3 brokers");
        console_quit(t);
    }
}

static void a_terminal_that_is_not_known_is_named(void **state)
{
    (void)state;
    struct term *t = start_with("TERM=nonesuch");
    term_wait(t, "TERM is 'nonesuch', a terminal that is not known");
    term_expect_exit(t, 2);
    assert_true(term_output_has(t, "TERM=xterm-256color klamm", 25));
    term_free(t);
    t = start_with("TERM=");
    term_wait(t, "TERM is not set; type  TERM=xterm-256color klamm");
    term_expect_exit(t, 2);
    term_free(t);
}

/* As ssh brings it along. */
static void a_locale_that_is_not_installed_keeps_its_characters(void **state)
{
    static const char *const names[] = {"LC_ALL=xx_YY.UTF-8", "LC_ALL=xx_YY.utf8"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct term *t = start_with(names[i]);
        console_command(t, "groups");
        console_type(t, "/cödé\r");
        term_wait(t, "filter: cödé ─ 1 shown");
        term_wait(t, "Ünïcödé-группа");
        console_quit(t);
    }
}

static void a_terminal_that_cannot_place_its_cursor_gets_lines(void **state)
{
    (void)state;
    const char *env[] = {"TERM=dumb", NULL};
    struct term *t = console_start_in(&home, 24, 100, "-b 127.0.0.1:1", env);
    term_wait(t, "This terminal can't place its cursor.");
    term_wait(t, "klamm, line by line.");
    term_expect_exit(t, 3);
    assert_false(term_output_has(t, "\033", 1));
    term_free(t);
}

/* Started with closed streams: refused in words, not by an assertion of a library. */
static void closed_streams_are_refused(void **state)
{
    (void)state;
    const char *const closed[] = {"<&-", ">&-", "<&- >&-"};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        struct run r = run_shell("%s -b 127.0.0.1:1 %s", run_program(), closed[i]);
        assert_int_equal(r.status, 2);
        assert_non_null(strstr(r.err, "needs a terminal"));
        run_release(&r);
    }
    struct run r = run_shell("%s --version >&-", run_program());
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.err, "stdout could not be written"));
    run_release(&r);
}

int main(void)
{
#define AT_HOME(test) cmocka_unit_test_setup_teardown(test, make_home, drop_home)
    const struct CMUnitTest tests[] = {
        AT_HOME(fits_80x24),
        AT_HOME(fits_120x40),
        AT_HOME(fits_200x60),
        AT_HOME(too_small_says_so_and_recovers),
        AT_HOME(starts_at_one_by_one),
        AT_HOME(survives_a_storm_of_sizes),
        AT_HOME(key_q_restores),
        AT_HOME(term_restores),
        AT_HOME(hup_restores),
        AT_HOME(int_restores),
        AT_HOME(others_that_end_a_process_restore),
        AT_HOME(a_fault_in_a_thread_of_the_library_restores),
        AT_HOME(abort_restores),
        AT_HOME(a_fault_restores),
        AT_HOME(input_is_acknowledged_on_demand),
        AT_HOME(suspends_and_resumes),
        AT_HOME(a_terminal_that_cannot_place_its_cursor_gets_lines),
        AT_HOME(few_colours_keep_their_meaning),
        AT_HOME(terminals_of_known_kind_are_taken_for_it),
        AT_HOME(a_terminal_that_is_not_known_is_named),
        AT_HOME(a_locale_that_is_not_installed_keeps_its_characters),
        AT_HOME(closed_streams_are_refused),
        AT_HOME(does_not_stop_where_no_one_could_continue_it),
        AT_HOME(a_paste_whose_end_was_lost_ends),
        AT_HOME(no_colour_and_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
