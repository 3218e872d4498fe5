/* klamm get RESOURCE [SCOPE]: the tables of the screen, for pipelines.
 * Opens the resource as a dataset with all its rows wanted, waits until every fact has arrived or
 * failed, filters and sorts as the screen does, and prints. What is missing goes to stderr and into
 * the exit code, so that a script never takes a part for the whole. */
#include "cli/get.h"
#include "cli/command.h"
#include "cli/connect.h"
#include "cli/missing.h"
#include "cli/redraw.h"
#include "cli/say.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/table_order.h"
#include "core/base/text_human.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one print ------------------------------------------------------------------------------- */

static bool redraws(const struct get_options *g)
{
    return (g->format == EXPORT_TABLE || g->format == EXPORT_WIDE) && redraw_possible();
}

static bool columns_named(const struct table *t, const struct get_options *g, size_t **cols,
                          size_t *n, struct err *err)
{
    *cols = NULL;
    *n = 0;
    return !g->columns || get_columns(t, g->columns, cols, n, err);
}

static bool sort_named(const struct resource *r, const struct table *t, const struct get_options *g,
                       int *column, bool *descending, struct err *err)
{
    *column = -1;
    *descending = r->sort && r->sort[0] == '-';
    if (!g->sort) {
        *column = r->sort ? table_column(t, r->sort + *descending) : -1;
        return true;
    }
    *column = table_order_typed(t, g->sort, descending);
    if (*column >= 0)
        return true;
    err_set(err, ERR_USAGE,
            "there is no column \"%s\" to sort by; columns:", g->sort + (g->sort[0] == '-'));
    for (size_t i = 0; i < t->ncolumns; i++) {
        size_t n = strlen(err->msg);
        snprintf(err->msg + n, sizeof err->msg - n, "%s %s", i ? "," : "", t->columns[i].id);
    }
    return false;
}

static void write_out(const struct get_options *g, const struct resource *r, const struct buf *out)
{
    char head[200], now[TEXT_NUM], pace[TEXT_NUM];
    if (!g->watch_ms || !redraws(g)) {
        fwrite(buf_str(out), 1, out->len, stdout);
        return;
    }
    snprintf(head, sizeof head, "%s every %s, %s; Ctrl-C ends", r->name,
             text_duration(pace, g->watch_ms), text_clock(now, clock_wall_ms()));
    redraw(head, out);
}

int get_print(const struct resource *r, const struct table *t, const struct get_options *g)
{
    struct err err = {0};
    struct table_order order;
    int sort;
    bool descending;
    size_t at = 0, n = 0, *cols = NULL;
    struct match *filter = NULL;
    if (!sort_named(r, t, g, &sort, &descending, &err) || !columns_named(t, g, &cols, &n, &err))
        return cli_fail(&err);
    if (g->filter && !(filter = table_match_shown(t, g->filter, cols, n, &at, &err))) {
        err_wrap(&err, "--filter, at character %zu", at + 1);
        free(cols);
        return cli_fail(&err);
    }
    if (!table_order_make(&order, t, filter, sort, descending, &err)) {
        err_wrap(&err, "--filter");
        table_order_release(&order);
        match_free(filter);
        free(cols);
        return cli_fail(&err);
    }
    char *said = filter && !g->watch_ms && match_is_ambiguous(filter) ? match_said(filter) : NULL;
    if (said)
        cli_say("--filter: %s", said);
    free(said);
    struct buf out;
    buf_init(&out, 0);
    export_write(&(struct export_what){.table = t,
                                       .order = &order,
                                       .columns = cols,
                                       .ncolumns = n,
                                       .no_headers = g->no_headers,
                                       .whole = !isatty(STDOUT_FILENO),
                                       .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")},
                 g->format, &out);
    write_out(g, r, &out);
    if (!order.n && t->nrows)
        cli_say("%s: none of the %zu matches the filter", r->name, t->nrows);
    int status = missing_values(t, &order);
    buf_release(&out);
    table_order_release(&order);
    match_free(filter);
    free(cols);
    return status;
}

/* ---- the command ----------------------------------------------------------------------------- */

static int show(struct connection *x, struct dataset *d, const struct get_options *g)
{
    enum waited how = connection_wait(x, g->timeout_ms);
    if (connection_stopped(x))
        return CLI_DONE;
    if (how == WAITED_LINK_DOWN)
        return cli_fail(&x->session->model.link_err);
    if (d->state == DATASET_FAILED || d->state == DATASET_LOADING) {
        if (how != WAITED_TIMEOUT)
            return missing_list(x, d);
        cli_say("%s: no answer in time", d->resource->name);
        return CLI_UNREACHABLE;
    }
    int status = get_print(d->resource, d->table, g);
    if (how != WAITED_TIMEOUT || status != CLI_DONE)
        return status;
    cli_say("%s: not everything was answered in time", d->resource->name);
    return CLI_REFUSED;
}

static int watch(struct connection *x, struct dataset *d, const struct get_options *g)
{
    int status = CLI_DONE;
    connection_hold_signals(x);
    for (;;) {
        int shown = show(x, d, g);
        if (!connection_stopped(x))
            status = shown;
        if (status == CLI_USAGE || !connection_flush(x) || !connection_pass(x, g->watch_ms))
            return status;
        feed_refresh(x->session->feed); /* what is printed next is requested now */
        if ((g->format == EXPORT_TABLE || g->format == EXPORT_WIDE) && !redraws(g))
            putchar('\n');
        else if (g->format == EXPORT_YAML)
            puts("---"); /* another document */
    }
}

static bool sorted_by(const struct get_options *g, const char *id)
{
    return g->sort && strcmp(g->sort + (g->sort[0] == '-'), id) == 0;
}

/* Is the column printed, or sorted by on demand? A list that is sorted by it by default keeps its
 * own order without. */
static bool column_needed(const struct get_options *g, const char *id)
{
    size_t n = strlen(id);
    if (sorted_by(g, id))
        return true;
    if (!g->columns)
        return g->format != EXPORT_NAME;
    for (const char *at = g->columns; (at = strstr(at, id)); at++)
        if ((at == g->columns || at[-1] == ',') && (!at[n] || at[n] == ','))
            return true;
    return false;
}

static bool may_be_filtered_by(const struct get_options *g, const struct column *c)
{
    return g->filter && (strcasestr(g->filter, c->id) || strcasestr(g->filter, c->title));
}

/* Words of a filter are found in the texts of the table, whatever is printed of it: names alone, too.
 * Those of --columns are needed anyway. */
static bool may_be_found_in(const struct get_options *g, const struct column *c)
{
    return g->filter && !g->columns && c->kind == VALUE_TEXT && !c->hidden;
}

/* Costly columns are fetched only when one is needed: names of topics need no offsets. A filter may
 * write a column's title instead of its id, so any predicate asks for all. */
static bool costly_needed(const struct get_options *g)
{
    const struct resource *r = g->ref.resource;
    if (r->make_columns || (g->filter && strpbrk(g->filter, "=<>~")))
        return true;
    for (size_t i = 0; i < r->ncolumns; i++) {
        const struct column *c = &r->columns[i];
        if (c->costly && (column_needed(g, c->id) || may_be_found_in(g, c)))
            return true;
    }
    return false;
}

/* Plain tables leave them out, see export_columns. */
static bool costliest_needed(const struct get_options *g)
{
    const struct resource *r = g->ref.resource;
    bool plain = g->format == EXPORT_TABLE || g->format == EXPORT_MARKDOWN;
    for (size_t i = 0; i < r->ncolumns; i++) {
        const struct column *c = &r->columns[i];
        bool used = plain && !g->columns ? sorted_by(g, c->id) : column_needed(g, c->id);
        if (c->costliest && (used || may_be_filtered_by(g, c)))
            return true;
    }
    return false;
}

static int get(struct connection *x, const struct get_options *g)
{
    struct dataset *d = dataset_open(x->session, g->ref.resource, g->ref.scope);
    bool costliest = costliest_needed(g);
    dataset_set_all(x->session, d, costliest || costly_needed(g));
    dataset_set_costliest(x->session, d, costliest);
    dataset_set_each(x->session, d, !export_for_people(g->format));
    dataset_set_within(x->session, d, g->filter != NULL);
    int status = g->watch_ms ? watch(x, d, g) : show(x, d, g);
    dataset_close(x->session, d);
    return status;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct get_options g;
    struct err err = {0};
    int status;
    if (!get_options_parse(&g, args, nargs, &err))
        status = cli_fail(&err);
    else if (g.ref.resource->scope == SCOPE_NONE && strcmp(g.ref.resource->name, "clusters") == 0)
        status = command_clusters.run(o, args, nargs);
    else if (!connection_open(&x, o, &err))
        status = cli_fail(&err);
    else
        status = get(&x, &g);
    get_options_release(&g);
    connection_close(&x);
    return status;
}

const struct command command_get = {
    .name = "get",
    .usage = "LIST [SCOPE] [-o table|wide|json|jsonl|yaml|csv|markdown|name] [--filter EXPR] "
             "[--sort COL|-COL] [--columns COL,…] [--no-headers] [--watch [2s]] [--timeout 30s]",
    .help = "print a list: brokers, topics, partitions TOPIC, groups and others",
    .examples = "topics --filter 'partitions>10' --sort messages\n"
                "groups --filter 'lag>10k' -o json\n"
                "partitions orders\n"
                "configs topic/orders --filter retention\n"
                "topics -o name",
    .about =
        "--sort COL puts the greatest first for amounts and times, and names and ids in their "
        "order (A to Z, 0 to 9). --sort -COL is the other way round.\n"
        "--filter takes words and predicates on columns, as lag>10k; all must match. A word is "
        "found in the name and in every other text of the table (with --columns: of those "
        "columns), "
        "not in numbers. klamm help LIST explains the columns of a list.\n"
        "On a terminal a cell that is very long is cut, with an ellipsis; in a pipe, and with -o "
        "wide, "
        "it is whole. A long name pushes only the rest of its own row aside. Scripts take -o json, "
        "jsonl, yaml, csv or name.",
    .run = run,
};
