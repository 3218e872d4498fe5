/* klamm health: the findings of the overview, one a line, for scripts and monitoring. Waits until
 * everything it judges by has been answered; what is unknown (denied, no answer) is reported on
 * stderr and in the JSON, and makes the result a warning at least: unknown is not healthy. So does
 * a cluster of which this user sees no topic. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/health_status.h"
#include "cli/say.h"
#include "cli/tree_print.h"
#include "cli/wrap.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/parse_duration.h"
#include "core/base/table_order.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/format/export.h"
#include "core/insight/sight.h"
#include "core/model/model_fact.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TIMEOUT_MS = 30000 };

struct health_options {
    enum export_format format;
    int64_t timeout_ms;
    const char *filter; /* as typed; NULL: none */
};

/* ---- options --------------------------------------------------------------------------------- */

static bool take_option(struct health_options *h, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    static const struct command_option output = {'o', "output", true};
    static const struct command_option timeout = {0, "timeout", true};
    static const struct command_option filter = {0, "filter", true};
    const char *value;
    if (command_take_option(&filter, args, nargs, i, &h->filter, err))
        return true;
    if (command_take_option(&output, args, nargs, i, &value, err)) {
        if (value)
            export_format_parse(value, &h->format, err);
        return true;
    }
    if (!command_take_option(&timeout, args, nargs, i, &value, err))
        return false;
    if (value && parse_duration(value, &h->timeout_ms, err) && h->timeout_ms <= 0)
        err_set(err, ERR_USAGE, "--timeout must be more than 0");
    return true;
}

static bool parse(struct health_options *h, const char *const *args, size_t nargs, struct err *err)
{
    *h = (struct health_options){.timeout_ms = TIMEOUT_MS};
    for (size_t i = 1; i < nargs; i++) {
        if (!take_option(h, args, nargs, &i, err))
            return err_set(err, ERR_USAGE, "health takes no \"%s\": it is about the whole cluster",
                           args[i]);
        if (err->kind != ERR_NONE)
            return false;
    }
    return true;
}

/* ---- what could not be checked --------------------------------------------------------------- */

struct unknown { /* per kind of fact */
    size_t n;
    const char *why; /* of the first */
};

static const char NO_TOPIC[] =
    "no topic is visible to this user (needs Describe on Topic): whether partitions are offline "
    "or brokers are lost is unknown";

/* True when there is some. */
static bool count_unknown(const struct session *s, const struct dataset *d,
                          struct unknown list[FACT_KINDS])
{
    bool some = false;
    for (size_t i = 0; i < d->nwants; i++) {
        const struct want *w = &s->wants.list[d->first_want + i];
        const struct fact *f = model_fact(&s->model, w->kind, w->name);
        bool gone = f && f->failed == ERR_NOT_FOUND; /* while we looked: nothing to report */
        if (w->max_age_ms < 0 || (f && fact_known(f)) || gone)
            continue;
        struct unknown *u = &list[w->kind];
        if (u->n++ == 0)
            u->why = f && f->why ? f->why : "no answer in time";
        some = true;
    }
    const struct model *m = &s->model;
    if (cluster_sight(m) == SIGHT_NOTHING)
        list[FACT_METADATA] = (struct unknown){1, NO_TOPIC};
    if (m->group_list && m->group_list->nerrors)
        list[FACT_GROUP_LIST] = (struct unknown){m->group_list->nerrors, m->group_list->error};
    return some || list[FACT_METADATA].n || list[FACT_GROUP_LIST].n;
}

static void say_unknown(const struct unknown list[FACT_KINDS])
{
    for (int k = 0; k < FACT_KINDS; k++)
        if (list[k].why == NO_TOPIC)
            cli_say("unknown: %s", NO_TOPIC);
        else if (list[k].n)
            cli_say("unknown: %s, %zu of them: %s", fact_kinds[k].called, list[k].n, list[k].why);
}

static json_t *json_unknown(const struct unknown list[FACT_KINDS])
{
    json_t *out = json_array();
    struct arena a;
    arena_init(&a);
    for (int k = 0; k < FACT_KINDS; k++)
        if (list[k].n)
            json_array_append_new(out,
                                  json_pack("{s:s, s:I, s:s}", "fact", fact_kinds[k].called,
                                            "count", (json_int_t)list[k].n, "why",
                                            text_visible(&a, list[k].why, strlen(list[k].why))));
    arena_release(&a);
    return out;
}

/* ---- columns --------------------------------------------------------------------------------- */

static const char *const shown[] = {"severity", "finding", "where", "since", "how_much", "next"};
enum { SHOWN = sizeof shown / sizeof *shown, NEXT_INDENT = 4 };

/* Those of the table, which the words of a filter search. */
static void shown_columns(const struct table *t, size_t columns[SHOWN])
{
    for (size_t i = 0; i < SHOWN; i++)
        columns[i] = (size_t)table_column(t, shown[i]);
}

/* ---- printing -------------------------------------------------------------------------------- */

/* whole: nothing says that there is more than this user may describe. */
static json_t *json_seen(const struct model *m)
{
    return json_pack("{s:I, s:I, s:I, s:b}", "brokers", (json_int_t)m->metadata->nbrokers, "topics",
                     (json_int_t)m->metadata->ntopics, "groups",
                     (json_int_t)(m->group_list ? m->group_list->ngroups : 0), "whole",
                     cluster_sight(m) == SIGHT_WHOLE && cluster_shows_groups(m) &&
                         !(m->group_list && m->group_list->nerrors));
}

static void print_tree(const struct session *s, const struct table *t,
                       const struct table_order *order, enum health_status status,
                       const struct unknown list[FACT_KINDS], enum export_format format)
{
    struct buf b;
    char now[TEXT_NUM];
    const struct model *m = &s->model;
    buf_init(&b, 0);
    size_t n, *columns = export_columns(t, EXPORT_JSON, &n);
    export_write(
        &(struct export_what){.table = t, .order = order, .columns = columns, .ncolumns = n},
        EXPORT_JSON, &b);
    json_t *findings = json_loads(buf_str(&b), 0, NULL);
    const char *id = model_cluster_id(m);
    json_t *all = json_pack("{s:s, s:s*, s:s, s:o, s:o, s:o}", "status", health_status_word(status),
                            "cluster_id", id, "at", text_instant_utc(now, clock_wall_ms()),
                            "findings", findings ? findings : json_array(), "unknown",
                            json_unknown(list), "seen", json_seen(m));
    tree_print(all, format, stdout);
    free(columns);
    buf_release(&b);
}

/* Nothing that passes the filter: that is no word on the cluster. */
static void print_no_match(const struct model *m, size_t findings)
{
    if (cluster_sight(m) == SIGHT_PART)
        printf(
            "none of %zu findings matches the filter in what this user may describe: %zu topics, "
            "%zu groups; there may be more\n",
            findings, m->metadata->ntopics, m->group_list ? m->group_list->ngroups : 0);
    else if (findings == 1)
        puts("the only finding does not match the filter");
    else
        printf("none of the %zu findings matches the filter\n", findings);
}

static void print_nothing(const struct model *m, enum health_status status)
{
    if (status != HEALTH_GOOD)
        puts("nothing was found wrong in what could be checked");
    else if (cluster_sight(m) == SIGHT_PART)
        printf("nothing is wrong in what this user may describe: %zu topics, %zu groups; there may "
               "be more\n",
               m->metadata->ntopics, m->group_list ? m->group_list->ngroups : 0);
    else
        puts("healthy: nothing is wrong");
}

static const char *next_of(const struct table *t, const struct table_order *order, size_t place)
{
    int col = table_column(t, "next");
    return t->rows[order->index[place]].cells[col].value.text;
}

/* What to do is a sentence: on a terminal it stands below its line, as wide as there is room; of
 * lines of one kind below the last. */
static void print_lines(const struct table *t, const struct table_order *order, const char *lines)
{
    struct buf b;
    char next[400];
    buf_init(&b, 0);
    for (size_t i = 0; *lines; i++) { /* the first is the head */
        size_t n = strcspn(lines, "\n") + 1;
        buf_add(&b, lines, n);
        lines += n;
        if (!i || i > order->n ||
            (i < order->n && strcmp(next_of(t, order, i - 1), next_of(t, order, i)) == 0))
            continue;
        snprintf(next, sizeof next, "Next: %s", next_of(t, order, i - 1));
        wrap_text(&b, wrap_width(), NEXT_INDENT, NEXT_INDENT + strlen("Next: "), next);
    }
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
}

static void print_table(const struct model *m, const struct table *t,
                        const struct table_order *order, enum export_format format,
                        enum health_status status)
{
    size_t columns[SHOWN];
    struct buf b;
    shown_columns(t, columns);
    bool below = format == EXPORT_TABLE && isatty(STDOUT_FILENO);
    if (!order->n && format == EXPORT_TABLE) {
        if (t->nrows)
            print_no_match(m, t->nrows);
        else
            print_nothing(m, status);
        return;
    }
    buf_init(&b, 0);
    bool few = format == EXPORT_TABLE || format == EXPORT_MARKDOWN;
    export_write(&(struct export_what){.table = t,
                                       .order = order,
                                       .columns = few ? columns : NULL,
                                       .ncolumns = !few    ? 0
                                                   : below ? SHOWN - 1
                                                           : SHOWN,
                                       .even = true, /* sentences come last: none is a name */
                                       .whole = !isatty(STDOUT_FILENO),
                                       .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")},
                 format, &b);
    if (below)
        print_lines(t, order, buf_str(&b));
    else
        fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
}

/* ---- the command ----------------------------------------------------------------------------- */

static int show(struct connection *x, struct dataset *d, const struct health_options *h)
{
    struct unknown list[FACT_KINDS] = {{0}};
    enum waited how = connection_wait(x, h->timeout_ms);
    if (how == WAITED_LINK_DOWN) {
        cli_fail(&x->session->model.link_err);
        return CLI_UNREACHABLE;
    }
    if (!fact_known(&x->session->model.metadata_fact)) {
        cli_say("health: %s", d->err ? d->err : "no answer in time");
        return CLI_UNREACHABLE;
    }
    struct err err = {0};
    struct table_order order;
    size_t at = 0;
    size_t columns[SHOWN];
    shown_columns(d->table, columns);
    struct match *filter =
        h->filter ? table_match_shown(d->table, h->filter, columns, SHOWN, &at, &err) : NULL;
    if (h->filter && !filter) {
        err_wrap(&err, "--filter, at character %zu", at + 1);
        return cli_fail(&err);
    }
    if (!table_order_make(&order, d->table, filter, -1, false, &err)) {
        err_wrap(&err, "--filter");
        table_order_release(&order);
        match_free(filter);
        return cli_fail(&err);
    }
    enum health_status status = health_status(d->table, count_unknown(x->session, d, list));
    if (export_is_tree(h->format))
        print_tree(x->session, d->table, &order, status, list, h->format);
    else
        print_table(&x->session->model, d->table, &order, h->format, status);
    say_unknown(list);
    table_order_release(&order);
    match_free(filter);
    return (int)status;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct health_options h;
    struct err err = {0};
    int status;
    if (!parse(&h, args, nargs, &err)) {
        status = cli_fail(&err);
    } else if (!connection_open(&x, o, &err)) {
        status = cli_fail(&err);
    } else {
        struct dataset *d = dataset_open(x.session, resource_find("findings"), NULL);
        dataset_set_all(x.session, d, true);
        dataset_set_each(x.session, d, !export_for_people(h.format));
        dataset_set_within(x.session, d, h.filter != NULL);
        status = show(&x, d, &h);
        dataset_close(x.session, d);
    }
    connection_close(&x);
    return status;
}

const struct command command_health = {
    .name = "health",
    .usage = "[-o table|wide|json|jsonl|yaml|csv|markdown|name] [--filter EXPR] [--timeout 30s]",
    .help = "print what is wrong; exit 0 healthy, 1 warnings, 2 critical, 3 unreachable",
    .about =
        "The table has one line for each cause, worst first, with what it brings in HOW MUCH "
        "and what to do in NEXT. -o json, yaml, jsonl and csv have every finding; cause is the "
        "id of the line that has it.\n"
        "--filter chooses what is printed. The exit code, and status in JSON, are those of the "
        "whole "
        "cluster.\n"
        "-o json is one object: status (healthy, warnings, critical), cluster_id, at, findings "
        "(id, severity, cause, count, since, meaning, next, opens and the words of the table), "
        "unknown (facts that could not be read, with why) and seen (how many brokers, topics and "
        "groups, and whether that is all).",
    .examples = "\n-o json\n--filter 'severity=critical'",
    .run = run,
};
