/* klamm sample: samples all groups of a cluster without a screen, so that rates, trends and
 * verdicts are there when the console is opened later. Says once a minute what it costs, in its own
 * processor time, memory and file. Ends with Ctrl-C, SIGTERM or after --for. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/say.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/parse_duration.h"
#include "core/base/text_human.h"
#include "core/live/recording_file.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct sample_options {
    int64_t for_ms; /* 0: until someone ends it */
    bool quiet;
};

static bool take_duration(const char *value, int64_t *ms, struct err *err)
{
    return value && parse_duration(value, ms, err) &&
           (*ms >= 200 || err_set(err, ERR_USAGE, "%s is too short: at least 200ms", value));
}

static bool take_option(struct sample_options *r, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    static const struct command_option length = {0, "for", true};
    static const struct command_option quiet = {'q', "quiet", false};
    const char *value;
    if (command_take_option(&length, args, nargs, i, &value, err)) {
        take_duration(value, &r->for_ms, err);
        return true;
    }
    r->quiet |= command_take_option(&quiet, args, nargs, i, &value, err);
    return r->quiet;
}

static bool parse(struct sample_options *r, const char *const *args, size_t nargs, struct err *err)
{
    *r = (struct sample_options){0};
    for (size_t i = 1; i < nargs; i++) {
        if (!take_option(r, args, nargs, &i, err))
            return err_set(err, ERR_USAGE, "sample takes no \"%s\"", args[i]);
        if (err->kind != ERR_NONE)
            return false;
    }
    return true;
}

/* ---- what it costs --------------------------------------------------------------------------- */

static double process_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

struct cost {
    double seconds;
    int64_t at_ms;
};

static void say_cost(const struct session *s, struct cost *since)
{
    struct sampler_facts f = sampler_facts(s->sampler);
    struct cost now = {process_seconds(), clock_mono_ms()};
    char every[TEXT_NUM], cpu[TEXT_NUM], memory[TEXT_NUM], file[TEXT_NUM], clock[TEXT_NUM];
    double passed = (double)(now.at_ms - since->at_ms) / 1000;
    printf("%s  %zu groups, %zu partitions every %s: %s of a core, %s in memory",
           text_clock(clock, clock_wall_ms()), f.groups, f.parts, text_duration(every, f.every_ms),
           text_percent(cpu, passed > 0 ? (now.seconds - since->seconds) / passed * 100 : 0),
           text_bytes(memory, (int64_t)f.memory));
    if (!f.file || f.recording_file.trouble)
        printf(", not kept\n");
    else if (f.recording_file.writes)
        printf(", file %s\n", text_bytes(file, f.recording_file.bytes));
    else
        printf(", another klamm writes the file\n");
    fflush(stdout);
    *since = now;
}

static void say_start(const struct session *s)
{
    struct sampler_facts f = sampler_facts(s->sampler);
    char every[TEXT_NUM];
    printf("sampling the groups of %s every %s", s->profile->name,
           text_duration(every, f.every_ms));
    if (f.file)
        printf(" into %s", f.recording_file.path);
    printf("; Ctrl-C ends\n");
    fflush(stdout);
}

/* ---- the command ----------------------------------------------------------------------------- */

enum { FIRST_MS = 15000, SAY_MS = 60000, LINK_MS = 30000, LOOK_MS = 50, PLACE_MS = 5000 };

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Which file it is depends on the cluster's id. False: stopped before. */
static bool find_place(struct connection *x)
{
    int64_t until = clock_mono_ms() + PLACE_MS;
    while (!sampler_facts(x->session->sampler).file && clock_mono_ms() < until) {
        bool asked = x->session->model.cluster != NULL;
        if (!connection_pass(x, LOOK_MS))
            return false;
        if (asked) /* and its sampler had its turn: there is no place */
            break;
    }
    return true;
}

/* Without a file no sample would outlive this process. */
static bool has_place(const struct session *s, struct err *err)
{
    const struct model *m = &s->model;
    const char *id = model_cluster_id(m);
    if (sampler_facts(s->sampler).file)
        return true;
    if (!id)
        err_set(err, ERR_BROKER, "the cluster does not report its id, which names the file");
    else
        free(recording_file_path(id, err));
    return err_wrap(err, "nothing is kept");
}

/* Once, until it changes; also where nothing else is to be said. True: it is not kept. */
static bool say_trouble(const struct session *s, char **printed)
{
    const char *why = sampler_facts(s->sampler).recording_file.trouble;
    if (why && (!*printed || strcmp(why, *printed) != 0))
        cli_say("%s", why);
    free(*printed);
    *printed = xstrdup(why);
    return why != NULL;
}

/* It outlives brokers that go and come: only a first connection that fails ends it. It says that it
 * samples as soon as it does: with many groups the first round takes a while. */
static int sample(struct connection *x, const struct sample_options *r)
{
    struct cost since = {process_seconds(), clock_mono_ms()};
    int64_t begin = since.at_ms, wait = FIRST_MS;
    session_sampling(x->session, SAMPLING_RECORD);
    connection_hold_signals(x);
    struct err err = {0};
    char *printed = NULL;
    if (!connection_up(x, LINK_MS, &err) && x->session->model.link == LINK_DOWN)
        return cli_fail(&err);
    if (!find_place(x))
        return CLI_DONE;
    if (!has_place(x->session, &err))
        return cli_fail(&err);
    if (!r->quiet)
        say_start(x->session);
    for (;;) {
        int64_t left = r->for_ms ? clock_after(begin, r->for_ms) - clock_mono_ms() : INT64_MAX;
        bool last = left <= wait;
        bool go_on = left > 0 && connection_pass(x, least(left, wait));
        if (!r->quiet)
            say_cost(x->session, &since);
        bool lost = say_trouble(x->session, &printed);
        if (last || !go_on) {
            free(printed);
            return lost ? CLI_REFUSED : CLI_DONE;
        }
        wait = SAY_MS;
    }
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct sample_options r;
    struct err err = {0};
    int status;
    if (!parse(&r, args, nargs, &err))
        return cli_fail(&err);
    status = connection_open(&x, o, &err) ? sample(&x, &r) : cli_fail(&err);
    connection_close(&x);
    return status;
}

const struct command command_sample = {
    .name = "sample",
    .usage = "[--for DURATION] [-q]",
    .help = "sample all groups without a screen, so that rates and verdicts are there later",
    .examples = "--for 1h\n-q",
    .run = run,
};

static int run_record(const struct options *o, const char *const *args, size_t nargs)
{
    cli_say("record is called sample now: klamm sample");
    return run(o, args, nargs);
}

const struct command command_record = {
    .name = "record",
    .usage = "[--for DURATION] [-q]",
    .help = "what klamm sample was called",
    .run = run_record,
};
