/* klamm events --follow: what changes, as it is noticed, one line each. Looks at everything that
 * can change until it is stopped, and prints each event once; when the cluster could not be reached
 * for a while, stderr says so, because nothing was noticed then. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/say.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/parse_duration.h"
#include "core/base/table_order.h"
#include "core/base/text_human.h"
#include "core/format/export.h"

#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_MS = 30000, LOOK_MS = 100 };

struct events_options {
    enum export_format format;
    const char *filter;
    bool follow;
    int64_t for_ms; /* 0: until stopped */
};

struct following {
    struct connection x;
    struct dataset *data;
    struct events_options o;
    struct match *filter;
    uint64_t printed; /* the last event printed or left out */
    bool headed;      /* the CSV header is out */
    bool down;
    bool done;   /* the time is over, no one reads any more, or failed is set */
    bool unread; /* stdout is closed */
    int64_t end_ms;
    struct err failed; /* the filter gave up: what it leaves out is not what doesn't pass */
};

/* ---- options --------------------------------------------------------------------------------- */

static bool take_option(struct events_options *o, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    static const struct command_option output = {'o', "output", true};
    static const struct command_option filter = {0, "filter", true};
    static const struct command_option duration = {0, "for", true};
    static const struct command_option follow = {'f', "follow", false};
    const char *value;
    if (command_take_option(&filter, args, nargs, i, &o->filter, err))
        return true;
    if (command_take_option(&follow, args, nargs, i, &value, err)) {
        o->follow = true;
        return true;
    }
    if (command_take_option(&output, args, nargs, i, &value, err)) {
        if (value && export_format_parse(value, &o->format, err) &&
            (export_is_tree(o->format) || o->format == EXPORT_MARKDOWN))
            err_set(err, ERR_USAGE, "events come one by one: -o table, wide, jsonl, csv or name");
        return true;
    }
    if (!command_take_option(&duration, args, nargs, i, &value, err))
        return false;
    if (value && parse_duration(value, &o->for_ms, err) && o->for_ms <= 0)
        err_set(err, ERR_USAGE, "--for must be more than 0");
    return true;
}

static bool parse(struct events_options *o, const char *const *args, size_t nargs, struct err *err)
{
    *o = (struct events_options){0};
    for (size_t i = 1; i < nargs; i++) {
        if (!take_option(o, args, nargs, &i, err))
            return err_set(err, ERR_USAGE, "events takes no \"%s\"", args[i]);
        if (err->kind != ERR_NONE)
            return false;
    }
    if (!o->follow && !o->for_ms)
        return err_set(err, ERR_USAGE,
                       "Kafka keeps no events: klamm notices them by watching. Write --follow, or "
                       "--for 30s to watch for that long; klamm get events has those that were "
                       "seen while the console or klamm sample ran");
    return true;
}

/* ---- printing -------------------------------------------------------------------------------- */

static uint64_t seq_of(const struct row *r)
{
    return strtoull(r->key, NULL, 10);
}

static void print_line(const struct table *t, const struct row *r)
{
    char at[TEXT_NUM];
    printf("%s  %s\n", text_instant(at, r->cells[table_column(t, "time")].value.num),
           r->cells[table_column(t, "sentence")].value.text);
}

static void print_rows(struct following *f, const struct table *t, struct table_order *o)
{
    struct buf b;
    if (f->o.format == EXPORT_TABLE || f->o.format == EXPORT_WIDE) {
        for (size_t i = 0; i < o->n; i++)
            print_line(t, &t->rows[o->index[i]]);
        return;
    }
    buf_init(&b, 0);
    size_t n, *columns = export_columns(t, EXPORT_JSONL, &n);
    bool name = f->o.format == EXPORT_NAME;
    export_write(&(struct export_what){.table = t,
                                       .order = o,
                                       .columns = name ? NULL : columns,
                                       .ncolumns = name ? 0 : n,
                                       .no_headers = f->headed},
                 f->o.format, &b);
    fwrite(buf_str(&b), 1, b.len, stdout);
    f->headed = true;
    free(columns);
    buf_release(&b);
}

/* The rows are newest first; they are printed in the order they came. */
static void print_new(struct following *f)
{
    const struct table *t = f->data->table;
    struct table_order all, reads = {0};
    if (!t->nrows || seq_of(&t->rows[0]) <= f->printed)
        return;
    if (!table_order_make(&all, t, f->filter, -1, false, &f->failed)) {
        err_wrap(&f->failed, "--filter");
        table_order_release(&all);
        return;
    }
    reads.index = xcalloc(all.n ? all.n : 1, sizeof *reads.index);
    for (size_t i = all.n; i-- > 0;)
        if (seq_of(&t->rows[all.index[i]]) > f->printed)
            reads.index[reads.n++] = all.index[i];
    uint64_t oldest = seq_of(&t->rows[t->nrows - 1]);
    if (oldest > f->printed + 1)
        cli_say("%llu events came too fast to be stored and are missing here",
                (unsigned long long)(oldest - f->printed - 1));
    if (reads.n)
        print_rows(f, t, &reads);
    f->printed = seq_of(&t->rows[0]);
    table_order_release(&reads);
    table_order_release(&all);
}

/* ---- following ------------------------------------------------------------------------------- */

static void say_link(struct following *f)
{
    const struct model *m = &f->x.session->model;
    bool down = m->link == LINK_DOWN;
    if (down == f->down)
        return;
    f->down = down;
    if (down)
        cli_say("not connected, so nothing is noticed: %s", m->link_err.msg);
    else
        cli_say("connected again");
}

static void look(void *user)
{
    struct following *f = user;
    say_link(f);
    print_new(f);
    f->unread = fflush(stdout) != 0 || ferror(stdout);
    f->done =
        f->unread || f->failed.kind != ERR_NONE || (f->o.for_ms && clock_mono_ms() >= f->end_ms);
}

static int follow(struct following *f)
{
    struct err err = {0};
    size_t at = 0;
    const struct model *m = &f->x.session->model;
    f->printed = m->events.next_seq - 1; /* what was recorded before is in get events */
    f->filter = f->o.filter ? table_match(f->data->table, f->o.filter, &at, &err) : NULL;
    if (f->o.filter && !f->filter) {
        err_wrap(&err, "--filter, at character %zu", at + 1);
        return cli_fail(&err);
    }
    enum waited how = connection_wait(&f->x, FIRST_MS);
    if (how == WAITED_LINK_DOWN)
        return cli_fail(&m->link_err);
    if (!m->metadata) {
        cli_say("events: no answer in time");
        return CLI_UNREACHABLE;
    }
    cli_say("looking at %zu topics and %zu groups", m->metadata->ntopics,
            m->group_list ? m->group_list->ngroups : 0);
    f->end_ms = clock_after(clock_mono_ms(), f->o.for_ms);
    connection_until(&f->x, &f->done, LOOK_MS, look, f);
    if (f->unread) /* no one reads it: don't wait for it when we exit */
        __fpurge(stdout);
    if (f->failed.kind != ERR_NONE)
        return cli_fail(&f->failed);
    return f->unread ? CLI_REFUSED : CLI_DONE;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct following f = {0};
    struct err err = {0};
    int status;
    if (!parse(&f.o, args, nargs, &err)) {
        status = cli_fail(&err);
    } else if (!connection_open(&f.x, o, &err)) {
        status = cli_fail(&err);
    } else {
        f.data = dataset_open(f.x.session, resource_find("events"), NULL);
        dataset_set_all(f.x.session, f.data, true);
        dataset_set_each(f.x.session, f.data, true);
        status = follow(&f);
        dataset_close(f.x.session, f.data);
    }
    match_free(f.filter);
    connection_close(&f.x);
    return status;
}

const struct command command_events = {
    .name = "events",
    .usage = "--follow|--for 30s [-o table|jsonl|csv|name] [--filter EXPR]",
    .help = "print what changes in the cluster, as it is noticed",
    .examples = "--follow\n--for 10m -o jsonl",
    .run = run,
};
