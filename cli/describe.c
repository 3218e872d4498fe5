/* klamm describe topic|group|broker NAME…: one object in full. Composed of the lists that the
 * console shows around it: its row in the list of all becomes a few lines of prose, the others stay tables. Of
 * settings the table shows those that were set on the object; -o wide and json have all. */
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/describe_words.h"
#include "cli/missing.h"
#include "cli/say.h"
#include "cli/tree_print.h"
#include "cli/wrap.h"

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/parse_duration.h"
#include "core/base/table_order.h"
#include "core/base/text.h"
#include "core/config/problems.h"
#include "core/format/export.h"
#include "core/model/model_fact.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TIMEOUT_DEFAULT_MS = 30000, PARTS = 4 };

struct part {
    const char *title; /* also its key in JSON */
    const char *list;
    bool own_only; /* settings: in tables only what was set on the object */
};

static const struct kind {
    const char *name, *list;
    const struct prose *words;
    struct part parts[PARTS]; /* title NULL ends them */
} kinds[] = {
    {"topic",
     "topics",
     &describe_topic,
     {{"placement", "placement", false},
      {"groups", "topic-groups", false},
      {"settings", "topic-configs", true}}},
    {"group",
     "groups",
     &describe_group,
     {{"partitions", "group-partitions", false},
      {"members", "members", false},
      {"settings", "group-configs", true}}},
    {"broker",
     "brokers",
     &describe_broker,
     {{"replicas", "broker-partitions", false}, {"settings", "broker-configs", true}}},
};

struct describe {
    struct connection x;
    const struct kind *kind;
    const char **names;
    size_t n;
    enum export_format format;
    int64_t timeout_ms;
    json_t *objects; /* -o json, yaml */
    int status;      /* the worst so far */
};

/* ---- options --------------------------------------------------------------------------------- */

static bool format_fits(enum export_format f, struct err *err)
{
    return f == EXPORT_TABLE || f == EXPORT_WIDE || export_is_tree(f) || f == EXPORT_MARKDOWN ||
           err_set(err, ERR_USAGE, "describe prints table, wide, json, yaml or markdown, not %s",
                   export_format_names[f]);
}

static bool take_option(struct describe *d, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    static const struct command_option output = {'o', "output", true};
    static const struct command_option timeout = {0, "timeout", true};
    const char *value;
    if (command_take_option(&output, args, nargs, i, &value, err))
        return value && export_format_parse(value, &d->format, err) && format_fits(d->format, err);
    if (command_take_option(&timeout, args, nargs, i, &value, err))
        return value && parse_duration(value, &d->timeout_ms, err) &&
               (d->timeout_ms > 0 || err_set(err, ERR_USAGE, "--timeout must be more than 0"));
    return err_set(err, ERR_USAGE, "describe has no option %s", args[*i]);
}

static bool is_kind(const struct kind *k, const char *word)
{
    return strcmp(k->name, word) == 0 || resource_find(word) == resource_find(k->list);
}

/* "topic", "topics", "t", or "topic/orders": then *name is "orders". */
static const struct kind *kind_named(const char *word, const char **name)
{
    size_t n = word ? strcspn(word, "/") : 0;
    char kind[40];
    snprintf(kind, sizeof kind, "%.*s", (int)n, word ? word : "");
    for (size_t i = 0; word && i < sizeof kinds / sizeof *kinds; i++) {
        if (!is_kind(&kinds[i], kind) || (word[n] && !word[n + 1]))
            continue;
        *name = word[n] ? word + n + 1 : NULL;
        return &kinds[i];
    }
    return NULL;
}

static bool no_kind(const char *word, size_t more, struct err *err)
{
    const char *names[sizeof kinds / sizeof *kinds];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        names[i] = kinds[i].name;
    const char *meant = word ? problems_suggest(word, names, sizeof names / sizeof *names) : NULL;
    if (!word)
        return err_set(err, ERR_USAGE, "describe what? klamm describe topic|group|broker NAME…");
    if (meant)
        return err_set(err, ERR_USAGE, "there is no \"%s\" to describe: did you mean %s?", word,
                       meant);
    if (!more)
        return err_set(err, ERR_USAGE,
                       "say what \"%s\" is: klamm describe topic %s, group %s or broker %s", word,
                       word, word, word);
    return err_set(err, ERR_USAGE, "\"%s\" can't be described: topic, group and broker can", word);
}

static bool parse(struct describe *d, const char *const *args, size_t nargs, struct err *err)
{
    const char *kind = NULL;
    bool words_only = false;
    for (size_t i = 1; i < nargs; i++) {
        if (!words_only && strcmp(args[i], "--") == 0)
            words_only = true;
        else if (!words_only && args[i][0] == '-' && args[i][1]) {
            if (!take_option(d, args, nargs, &i, err))
                return false;
        } else if (!kind)
            kind = args[i];
        else
            d->names[d->n++] = args[i];
    }
    const char *name = NULL;
    d->kind = kind_named(kind, &name);
    if (!d->kind)
        return no_kind(kind, d->n, err);
    if (name) {
        memmove(d->names + 1, d->names, d->n++ * sizeof *d->names);
        d->names[0] = name;
    }
    if (!d->n)
        return err_set(err, ERR_USAGE, "describe which %s?", d->kind->name);
    return true;
}

/* ---- printing -------------------------------------------------------------------------------- */

static void worse(struct describe *d, int status)
{
    if (status > d->status)
        d->status = status;
}

/* The rows of this part; release with table_order_release. */
static void rows_of(const struct describe *d, const struct part *p, const struct table *t,
                    const char *sort, struct table_order *o)
{
    bool descending = sort && sort[0] == '-';
    int source = table_column(t, "source");
    size_t kept = 0;
    table_order_all(o, t, sort ? table_column(t, sort + descending) : -1, descending);
    if (!p->own_only || source < 0 || d->format == EXPORT_WIDE || export_is_tree(d->format))
        return;
    for (size_t i = 0; i < o->n; i++) {
        const struct value *v = &t->rows[o->index[i]].cells[source].value;
        if (v->has_num && v->num == 0)
            o->index[kept++] = o->index[i];
    }
    o->n = kept;
}

static void write_rows(enum export_format f, const struct table *t, const struct table_order *o,
                       struct buf *out)
{
    bool colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    export_write(
        &(struct export_what){
            .table = t, .order = o, .colour = colour, .whole = !isatty(STDOUT_FILENO)},
        f, out);
}

static json_t *json_rows(const struct table *t, const struct table_order *o)
{
    struct buf b;
    buf_init(&b, 0);
    write_rows(EXPORT_JSON, t, o, &b);
    json_t *rows = json_loadb(buf_str(&b), b.len, 0, NULL);
    buf_release(&b);
    return rows ? rows : json_array();
}

static void show_part(struct describe *d, const struct part *p, const struct dataset *set,
                      json_t *object)
{
    const struct table *t = set->table;
    struct table_order o;
    bool failed = set->state == DATASET_FAILED;
    rows_of(d, p, t, set->resource->sort, &o);
    if (object) {
        json_object_set_new(object, p->title, failed ? json_null() : json_rows(t, &o));
    } else {
        struct buf b;
        buf_init(&b, 0);
        write_rows(d->format, t, &o, &b);
        printf("\n%s%s\n%s", d->format == EXPORT_MARKDOWN ? "## " : "", p->title,
               d->format == EXPORT_MARKDOWN ? "\n" : "");
        if (o.n)
            fwrite(buf_str(&b), 1, b.len, stdout);
        else if (failed)
            printf("not known: %s\n", set->err ? set->err : "no answer");
        else
            printf("%s\n", t->note ? t->note : t->nrows ? "none of its own" : "none");
        buf_release(&b);
    }
    if (failed)
        worse(d, missing_list(&d->x, set));
    else if (t->nrows || t->note_sev >= SEV_WARN)
        worse(d, missing_values(t, &o));
    table_order_release(&o);
}

/* Lines are as wide as the terminal; a pipe has them whole, to be searched. */
static void show_facts(const struct describe *d, const struct table *t, const struct row *r,
                       const char *name)
{
    bool markdown = d->format == EXPORT_MARKDOWN;
    struct arena a;
    struct buf b;
    arena_init(&a);
    buf_init(&b, 0);
    buf_addf(&b, "%s%s %s\n", markdown ? "# " : "", d->kind->name,
             *name ? text_visible(&a, name, strlen(name)) : "\"\"");
    prose_add(&b, d->kind->words, t, r, isatty(STDOUT_FILENO) ? wrap_width() : 0, markdown);
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
    arena_release(&a);
}

static json_t *json_facts(const struct describe *d, const struct table *t, const struct row *r,
                          const char *name)
{
    uint32_t index = (uint32_t)(r - t->rows);
    json_t *rows = json_rows(t, &(struct table_order){.index = &index, .n = 1});
    json_t *o = json_object(), *shown = json_string(name);
    json_object_set_new(o, "kind", json_string(d->kind->name));
    json_object_set_new(o, "name", shown ? shown : json_null());
    json_object_set(o, "facts", json_array_get(rows, 0));
    json_decref(rows);
    return o;
}

static void show_object(struct describe *d, const struct row *r, const struct dataset *list,
                        struct dataset *const *parts, const char *name)
{
    json_t *object = NULL;
    if (export_is_tree(d->format))
        object = json_facts(d, list->table, r, name);
    else
        show_facts(d, list->table, r, name);
    for (size_t i = 0; d->kind->parts[i].title; i++)
        show_part(d, &d->kind->parts[i], parts[i], object);
    uint32_t index = (uint32_t)(r - list->table->rows);
    worse(d, missing_values(list->table, &(struct table_order){.index = &index, .n = 1}));
    if (object)
        json_array_append_new(d->objects, object);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* For all objects at once. */
static int wait_for(struct describe *d, const struct dataset *list)
{
    enum waited how = connection_wait(&d->x, d->timeout_ms);
    if (how == WAITED_LINK_DOWN)
        return cli_fail(&d->x.session->model.link_err);
    if (list->state == DATASET_FAILED)
        return missing_list(&d->x, list);
    if (how == WAITED_TIMEOUT) {
        cli_say("%s %s%s: not everything was answered in time", d->kind->name, d->names[0],
                d->n > 1 ? " …" : "");
        return list->state == DATASET_LOADING ? CLI_UNREACHABLE : CLI_REFUSED;
    }
    return CLI_DONE;
}

/* A group of another type is in no list of consumer groups; the note of its partitions says so. */
static void say_none(const struct describe *d, const char *note, const char *name)
{
    const struct group_desc *g = model_group(&d->x.session->model, name);
    if (strcmp(d->kind->name, "group") == 0 && g && g->state == GROUP_FOREIGN && note)
        cli_say("%s", note);
    else
        cli_say("there is no %s %s%s", d->kind->name, *name ? name : "\"\"",
                strcmp(d->kind->name, "broker") == 0 ? "" : ", or you may not see it");
}

static void show_one(struct describe *d, const struct dataset *list, struct dataset *const *parts,
                     const char *name, int status)
{
    const struct row *r = table_find(list->table, name);
    if (r) {
        show_object(d, r, list, parts, name);
    } else if (status == CLI_DONE) {
        say_none(d, parts[0]->table->note, name);
        worse(d, CLI_REFUSED);
    }
}

static void show_all(struct describe *d, const struct dataset *list, struct dataset *const *parts)
{
    int status = wait_for(d, list);
    worse(d, status);
    if (export_is_tree(d->format))
        d->objects = json_array();
    for (size_t i = 0; i < d->n && status != CLI_UNREACHABLE; i++) {
        if (i && !d->objects)
            putchar('\n');
        show_one(d, list, parts + i * PARTS, d->names[i], status);
    }
    if (d->objects)
        tree_print(d->objects, d->format, stdout);
}

/* Everything is requested before the first wait: many objects take no longer than one. */
static void describe_all(struct describe *d)
{
    struct session *s = d->x.session;
    struct dataset **parts = xcalloc(d->n * PARTS, sizeof *parts);
    struct dataset *list = dataset_open(s, resource_find(d->kind->list), NULL);
    dataset_set_visible(s, list, d->names, d->n);
    for (size_t i = 0; i < d->n * PARTS; i++) {
        const struct part *p = &d->kind->parts[i % PARTS];
        if (!p->title)
            continue;
        parts[i] = dataset_open(s, resource_find(p->list), d->names[i / PARTS]);
        dataset_set_all(s, parts[i], true);
    }
    show_all(d, list, parts);
    for (size_t i = 0; i < d->n * PARTS; i++)
        if (parts[i])
            dataset_close(s, parts[i]);
    dataset_close(s, list);
    free(parts);
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct describe d = {.timeout_ms = TIMEOUT_DEFAULT_MS,
                         .names = xcalloc(nargs, sizeof *d.names)};
    struct err err = {0};
    if (!parse(&d, args, nargs, &err) || !connection_open(&d.x, o, &err))
        d.status = cli_fail(&err);
    else
        describe_all(&d);
    connection_close(&d.x);
    free(d.names);
    return d.status;
}

const struct command command_describe = {
    .name = "describe",
    .usage = "topic|group|broker NAME… [-o table|wide|json|yaml|markdown] [--timeout 30s]",
    .help = "print all about a topic, a group or a broker",
    .about =
        "The verdict on a group takes samples over a minute or more: an open console takes them, "
        "and so does klamm sample. Without any it is \"not enough data\".",
    .examples = "topic orders\ngroup billing\nbroker 1 -o yaml",
    .run = run,
};
