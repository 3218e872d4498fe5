/* The entry point: reads options and configuration, then runs the console, or the command line when
 * a command word is there. Nothing else may see both of them. */
#include "cli/cli.h"
#include "cli/linear.h"
#include "cli/say.h"
#include "core/base/limits.h"
#include "core/base/mem.h"
#include "core/base/terminal.h"
#include "core/config/options.h"
#include "core/config/options_profile.h"
#include "core/journal/journal_write.h"
#include "core/kafka/cluster.h"
#include "core/kafka/handle.h"
#include "tui/console.h"
#include "tui/term/tty.h"
#include "tui/tour/tour.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_USAGE = 2 };

/* The exit handlers of OpenSSL free what a thread that still takes a connection apart is freeing,
 * up to the last thing such a thread does: a crash after everything has been done. So they do not
 * run at all, except for leak checks, which want the whole end and wait for it. */
static int leave(int code)
{
    enum { JOURNAL_MS = 2000, TELL_MS = 500 };
    bool written = journal_flush(JOURNAL_MS);
    if (!written) /* to a terminal that may take nothing */
        terminal_tell(STDERR_FILENO,
                      "klamm: the journal could not be written in time: its last entry has "
                      "no result\n",
                      TELL_MS);
#ifdef __SANITIZE_ADDRESS__
    enum { LEAVE_MS = 10000 };
    if (written && kafka_wait_gone(LEAVE_MS)) /* else libuv would wait for the writing thread */
        return code;
#endif
    fflush(NULL);
    _exit(code);
}

static void tell_problems(const struct problems *p)
{
    for (size_t i = 0; i < p->len; i++)
        cli_say("%s%s", p->data[i].warning ? "warning: " : "", p->data[i].text);
}

/* Warnings are printed before the screen is taken, and stay in the terminal for afterwards. */
static int run_console(struct config *config, const struct profile *profile, bool tour)
{
    static uv_loop_t loop; /* a thread of the pool may read it until the process ends */
    struct app *app = xcalloc(1, sizeof *app);
    struct err e = {0};
    int failed = uv_loop_init(&loop);
    if (failed) {
        free(app);
        cli_say("the event loop could not be made: %s", uv_strerror(failed));
        return EXIT_USAGE;
    }
    bool ok = app_init(app, &loop, config, profile, NULL, &e);
    if (ok && tour)
        tour_open(app);
    int code = ok ? app_run(app) : EXIT_USAGE;
    app_release(app);
    free(app);
    uv_loop_close(&loop); /* what still runs on the thread pool is abandoned: quitting is
                             immediate */
    if (!ok)
        cli_say("%s", e.msg);
    return code;
}

static int start(const struct options *o, struct config *config)
{
    struct problems problems;
    struct err e = {0};
    problems_init(&problems);
    if (!limits_allow(&e)) {
        cli_say("%s", e.msg);
        return EXIT_USAGE;
    }
    bool ok = config_load(config, o->config_file, &e) && options_apply(o, config, &e);
    struct profile *profile = ok ? options_profile(o, config, &problems, &e) : NULL;
    problems_move(&config->problems, &problems);
    tell_problems(&config->problems);
    int code = EXIT_USAGE;
    if (profile)
        code = run_console(config, profile, o->tour);
    else if (!config->problems.errors)
        cli_say("%s", e.msg);
    profile_free(profile);
    problems_release(&problems);
    return code;
}

/* A descriptor that klamm's parent closed would become that of a socket or a file.
 * Opened the wrong way round, so that using it still fails. */
static void fill_closed_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(EXIT_USAGE);
    }
}

int main(int argc, char **argv)
{
    struct options o;
    struct config config;
    struct err e = {0};
    int code = EXIT_USAGE;
    fill_closed_streams();
    mallopt(M_ARENA_MAX, 2);  /* librdkafka's threads hold little and would take megabytes */
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of its write */
    memset(&config, 0, sizeof config);
    if (!options_parse(&o, argc, argv, &e)) {
        cli_say("%s", e.msg);
    } else if (o.nargs || o.help || o.version) {
        code = cli_main(&o);
    } else if (o.linear || tty_only_lines()) {
        code = linear_run(&o, o.linear ? NULL : "This terminal can't place its cursor.");
    } else {
        code = start(&o, &config);
        config_release(&config);
    }
    options_release(&o);
    return leave(code);
}
