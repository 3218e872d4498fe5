/* The lists of linear mode: each row a line of words, a page at a time. linear.c says when. */
#include "cli/linear_impl.h"

#include "cli/describe_words.h"
#include "cli/linear_words.h"
#include "cli/say.h"
#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/table_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 20, ANSWER_MS = 30000 };

void linear_forget_rest(struct linear *l)
{
    for (size_t i = 0; i < l->rest.len; i++)
        free(l->rest.data[i]);
    vec_clear(&l->rest);
}

void linear_say_page(struct linear *l)
{
    size_t n = l->rest.len < PAGE ? l->rest.len : PAGE;
    if (!n)
        puts("There is no more.");
    for (size_t i = 0; i < n; i++) {
        puts(l->rest.data[0]);
        free(l->rest.data[0]);
        vec_remove(&l->rest, 0);
    }
    if (l->rest.len)
        printf("%zu more; type more.\n", l->rest.len);
}

/* Findings with what they mean and what to do; other lists with the columns of the command line. */
size_t *linear_columns_of(const struct table *t, const struct get_options *g, size_t *n,
                          struct err *err)
{
    static const char wanted[] = "finding,where,how_much,since,meaning,next";
    size_t *cols = NULL;
    bool findings = strcmp(g->ref.resource->name, "findings") == 0;
    if (!g->columns && !findings)
        return export_columns(t, EXPORT_TABLE, n);
    return get_columns(t, g->columns ? g->columns : wanted, &cols, n, err) ? cols : NULL;
}

static int sort_of(const struct table *t, const struct get_options *g, bool *descending,
                   struct err *err)
{
    const char *own = g->ref.resource->sort;
    *descending = own && *own == '-';
    if (!g->sort)
        return own ? table_column(t, own + *descending) : -1;
    int column = table_order_typed(t, g->sort, descending);
    if (column < 0)
        err_set(err, ERR_USAGE, "there is no column \"%s\"", g->sort + (*g->sort == '-'));
    return column;
}

static void add_line(struct linear *l, const char *line)
{
    vec_push(&l->rest, xstrdup(line));
}

static void add_row(struct linear *l, const struct table *t, const struct row *r,
                    const size_t *columns, size_t n)
{
    struct arena a;
    arena_init(&a);
    add_line(l, linear_row(&a, t, r, columns, n));
    arena_release(&a);
}

static void add_head(struct linear *l, const char *title, size_t rows, size_t all, bool filtered)
{
    char head[160];
    if (filtered && !rows && all)
        snprintf(head, sizeof head, "%s: none of %zu matches the filter", title, all);
    else
        snprintf(head, sizeof head, "%s: %zu row%s%s", title, rows, rows == 1 ? "" : "s",
                 filtered ? ", filtered" : "");
    add_line(l, head);
}

static bool same_text(const struct row *a, const struct row *b, size_t col)
{
    const char *x = a->cells[col].value.text, *y = b->cells[col].value.text;
    return x && y && strcmp(x, y) == 0;
}

/* How many of the last columns need not be said: what findings of a kind mean, and what to do, is
 * said of the first. */
static size_t said_before(const struct table *t, const struct table_order *order, size_t place,
                          const size_t *cols, size_t n)
{
    size_t same = 0;
    for (; place && same + 1 < n; same++) {
        size_t col = cols[n - 1 - same];
        const char *id = t->columns[col].id;
        if ((strcmp(id, "meaning") != 0 && strcmp(id, "next") != 0) ||
            !same_text(&t->rows[order->index[place]], &t->rows[order->index[place - 1]], col))
            break;
    }
    return same;
}

/* Into what "more" says, whose first page is said by the caller. */
static void add_table(struct linear *l, const struct dataset *d, const struct get_options *g)
{
    const struct table *t = d->table;
    struct err err = {0};
    struct table_order order = {0};
    size_t at = 0, n = 0;
    bool descending;
    size_t *cols = linear_columns_of(t, g, &n, &err);
    struct match *filter =
        g->filter && cols ? table_match_shown(t, g->filter, cols, n, &at, &err) : NULL;
    int sort = err.kind == ERR_NONE ? sort_of(t, g, &descending, &err) : -1;
    if (err.kind == ERR_NONE && table_order_make(&order, t, filter, sort, descending, &err)) {
        add_head(l, d->resource->title, order.n, t->nrows, filter != NULL);
        for (size_t i = 0; i < order.n; i++)
            add_row(l, t, &t->rows[order.index[i]], cols, n - said_before(t, &order, i, cols, n));
        if (t->note)
            add_line(l, t->note);
    }
    if (err.kind != ERR_NONE)
        cli_fail(&err);
    table_order_release(&order);
    match_free(filter);
    free(cols);
}

struct dataset *linear_open_list(struct linear *l, const struct get_options *g)
{
    struct dataset *d = dataset_open(l->x.session, g->ref.resource, g->ref.scope);
    dataset_set_all(l->x.session, d, true);
    dataset_set_within(l->x.session, d, g->filter != NULL);
    return d;
}

/* False, with a message, when there is nothing to say of it. */
static bool wait_for(struct linear *l, const struct dataset *d, int64_t timeout_ms)
{
    enum waited how = connection_wait(&l->x, timeout_ms);
    if (how == WAITED_LINK_DOWN)
        cli_fail(&l->x.session->model.link_err);
    else if (d->state == DATASET_LOADING || d->state == DATASET_FAILED)
        cli_say("%s: no answer in time", d->resource->name);
    else if (how == WAITED_TIMEOUT)
        cli_say("%s: not everything was answered in time", d->resource->name);
    return how != WAITED_LINK_DOWN && d->state != DATASET_LOADING && d->state != DATASET_FAILED;
}

void linear_say_list(struct linear *l, const struct get_options *g)
{
    struct dataset *d = linear_open_list(l, g);
    feed_refresh(l->x.session->feed);
    linear_forget_rest(l);
    if (wait_for(l, d, g->timeout_ms)) {
        add_table(l, d, g);
        linear_say_page(l);
    }
    dataset_close(l->x.session, d);
}

/* ---- one object ------------------------------------------------------------------------------ */

/* What klamm describe says of it, then the lists that it has. */
static const struct object_lists objects[] = {
    {"topic", "topics", &describe_topic, {"partitions", "topic-groups", "topic-configs"}},
    {"group", "groups", &describe_group, {"group-partitions", "members"}},
    {"broker", "brokers", &describe_broker, {"broker-partitions"}}};

const struct object_lists *linear_object_named(const char *word)
{
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        if (strcmp(objects[i].name, word) == 0)
            return &objects[i];
    }
    return NULL;
}

/* Each fact is a line of its own; a trend is only drawn. */
static void add_facts(struct linear *l, const struct object_lists *o, const struct table *t,
                      const struct row *r)
{
    struct buf b;
    struct arena a;
    arena_init(&a);
    buf_init(&b, 0);
    add_line(l, arena_printf(&a, "%s %s", o->name, value_display(&r->cells[0].value, &a)));
    prose_add(&b, o->words, t, r, 0, false);
    for (const char *line = buf_str(&b); *line;) {
        size_t n = strcspn(line, "\n");
        const char *words = linear_line(&a, arena_strndup(&a, line, n));
        if (words)
            add_line(l, words);
        line += n + (line[n] == '\n');
    }
    buf_release(&b);
    arena_release(&a);
}

static bool add_object(struct linear *l, const struct object_lists *o, const char *name)
{
    struct get_options g = {.ref.resource = resource_find(o->list)};
    struct dataset *d = linear_open_list(l, &g);
    bool ok = wait_for(l, d, ANSWER_MS);
    const struct row *r = ok ? table_find(d->table, name) : NULL;
    if (r)
        add_facts(l, o, d->table, r);
    else if (ok)
        cli_say("there is no %s \"%s\"; %s lists them", o->name, name, o->list);
    dataset_close(l->x.session, d);
    return r != NULL;
}

void linear_say_object(struct linear *l, const struct object_lists *o, const char *name)
{
    linear_forget_rest(l);
    feed_refresh(l->x.session->feed);
    if (!add_object(l, o, name))
        return;
    for (size_t i = 0; i < 3 && o->parts[i]; i++) {
        struct get_options g = {.ref = {.resource = resource_find(o->parts[i]), .scope = name}};
        struct dataset *d = linear_open_list(l, &g);
        if (wait_for(l, d, ANSWER_MS))
            add_table(l, d, &g);
        dataset_close(l->x.session, d);
    }
    linear_say_page(l);
}
