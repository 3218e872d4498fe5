/* klamm health: the findings of the overview, one a line, for scripts and monitoring. Waits until
 * everything it judges by has been answered; what was not told (denied, no answer) is said on
 * stderr and in the JSON, and makes the result a warning at least: not known is not healthy. So is
 * a cluster of which this user sees no topic. */
#include "cli/command.h"
#include "cli/connect.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/parse.h"
#include "core/base/text.h"
#include "core/insight/sight.h"
#include "core/resource/export.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEALTHY = 0, HAS_WARNINGS = 1, IS_CRITICAL = 2, TIMEOUT_MS = 30000 };

struct health_options {
    enum export_format format;
    int64_t timeout_ms;
    const char *filter; /* as typed; NULL: none */
};

/* ---- options -------------------------------------------------------------------------------- */

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
        err_set(err, ERR_USAGE, "--timeout must be longer than nothing");
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

/* ---- what could not be looked at ------------------------------------------------------------ */

struct untold { /* per kind of fact */
    size_t n;
    const char *why; /* of the first */
};

static const char NO_TOPIC[] =
    "no topic is visible to this user (needs Describe on Topic): whether partitions are offline or "
    "brokers lost can't be told";

/* True when there is some. */
static bool count_untold(const struct session *s, const struct dataset *d,
                         struct untold list[FACT_KINDS])
{
    bool some = false;
    for (size_t i = 0; i < d->nwants; i++) {
        const struct want *w = &s->wants.list[d->first_want + i];
        const struct fact *f = model_fact(&s->model, w->kind, w->name);
        bool gone = f && f->failed == ERR_NOT_FOUND; /* while we looked: nothing to be told */
        if (w->max_age_ms < 0 || (f && fact_known(f)) || gone)
            continue;
        struct untold *u = &list[w->kind];
        if (u->n++ == 0)
            u->why = f && f->why ? f->why : "no answer in time";
        some = true;
    }
    const struct model *m = &s->model;
    if (cluster_sight(m) == SIGHT_NOTHING)
        list[FACT_METADATA] = (struct untold){1, NO_TOPIC};
    if (m->group_list && m->group_list->nerrors)
        list[FACT_GROUP_LIST] = (struct untold){m->group_list->nerrors, m->group_list->error};
    return some || list[FACT_METADATA].n || list[FACT_GROUP_LIST].n;
}

static void say_untold(const struct untold list[FACT_KINDS])
{
    for (int k = 0; k < FACT_KINDS; k++)
        if (list[k].why == NO_TOPIC)
            cli_say("not told: %s", NO_TOPIC);
        else if (list[k].n)
            cli_say("not told: %s, %zu of them: %s", fact_kind_name((enum fact_kind)k), list[k].n,
                    list[k].why);
}

static json_t *json_untold(const struct untold list[FACT_KINDS])
{
    json_t *out = json_array();
    struct arena a;
    arena_init(&a);
    for (int k = 0; k < FACT_KINDS; k++)
        if (list[k].n)
            json_array_append_new(
                out, json_pack("{s:s, s:I, s:s}", "fact", fact_kind_name((enum fact_kind)k),
                               "count", (json_int_t)list[k].n, "why",
                               text_visible(&a, list[k].why, strlen(list[k].why))));
    arena_release(&a);
    return out;
}

/* ---- printing ------------------------------------------------------------------------------- */

static int verdict(const struct table *t, const struct table_order *order, bool untold)
{
    int worst = untold ? HAS_WARNINGS : HEALTHY;
    int col = table_column(t, "severity");
    for (size_t i = 0; i < order->n; i++) {
        enum severity sev = t->rows[order->index[i]].cells[col].sev;
        int one = sev == SEV_BAD ? IS_CRITICAL : sev == SEV_WARN ? HAS_WARNINGS : HEALTHY;
        worst = one > worst ? one : worst;
    }
    return worst;
}

static const char *const verdicts[] = {"healthy", "warnings", "critical"};

/* whole: nothing says that there is more than this user may describe. */
static json_t *json_seen(const struct model *m)
{
    return json_pack("{s:I, s:I, s:I, s:b}", "brokers", (json_int_t)m->metadata->nbrokers, "topics",
                     (json_int_t)m->metadata->ntopics, "groups",
                     (json_int_t)(m->group_list ? m->group_list->ngroups : 0), "whole",
                     cluster_sight(m) == SIGHT_WHOLE && cluster_shows_groups(m) &&
                         !(m->group_list && m->group_list->nerrors));
}

static void print_json(const struct session *s, const struct table *t,
                       const struct table_order *order, int status,
                       const struct untold list[FACT_KINDS])
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
    json_t *all =
        json_pack("{s:s, s:s*, s:s, s:o, s:o, s:o}", "status", verdicts[status], "cluster_id", id,
                  "at", text_instant_utc(now, clock_wall_ms()), "findings",
                  findings ? findings : json_array(), "not_told", json_untold(list), "seen",
                  json_seen(m));
    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
    free(columns);
    buf_release(&b);
}

static void print_nothing(const struct model *m, int status)
{
    if (status != HEALTHY)
        puts("nothing was found wrong in what could be looked at");
    else if (cluster_sight(m) == SIGHT_PART)
        printf("nothing is wrong in what this user may describe: %zu topics, %zu groups; there may "
               "be more\n",
               m->metadata->ntopics, m->group_list ? m->group_list->ngroups : 0);
    else
        puts("healthy: nothing is wrong");
}

static void print_table(const struct model *m, const struct table *t,
                        const struct table_order *order, enum export_format format, int status)
{
    static const char *const shown[] = {"severity", "id", "how_much", "since"};
    enum { SHOWN = sizeof shown / sizeof *shown };
    size_t columns[SHOWN];
    struct buf b;
    for (size_t i = 0; i < SHOWN; i++)
        columns[i] = (size_t)table_column(t, shown[i]);
    if (!order->n && format == EXPORT_TABLE) {
        print_nothing(m, status);
        return;
    }
    buf_init(&b, 0);
    bool few = format == EXPORT_TABLE || format == EXPORT_MARKDOWN;
    export_write(&(struct export_what){.table = t,
                                       .order = order,
                                       .columns = few ? columns : NULL,
                                       .ncolumns = few ? SHOWN : 0,
                                       .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")},
                 format, &b);
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
}

/* ---- the command ---------------------------------------------------------------------------- */

static int show(struct connection *x, struct dataset *d, const struct health_options *h)
{
    struct untold list[FACT_KINDS] = {{0}};
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
    struct match *filter = h->filter ? table_match(d->table, h->filter, &at, &err) : NULL;
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
    int status = verdict(d->table, &order, count_untold(x->session, d, list));
    if (h->format == EXPORT_JSON)
        print_json(x->session, d->table, &order, status, list);
    else
        print_table(&x->session->model, d->table, &order, h->format, status);
    say_untold(list);
    table_order_release(&order);
    match_free(filter);
    return status;
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
        dataset_set_each(x.session, d, h.filter || !export_for_people(h.format));
        status = show(&x, d, &h);
        dataset_close(x.session, d);
    }
    connection_close(&x);
    return status;
}

const struct command command_health = {
    .name = "health",
    .usage = "[-o table|wide|json|jsonl|csv|markdown|name] [--filter EXPR] [--timeout 30s]",
    .help = "print what is wrong; exit 0 healthy, 1 warnings, 2 critical, 3 unreachable",
    .run = run,
};
