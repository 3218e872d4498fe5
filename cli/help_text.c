/* Computed from the registers, so it is never out of date. What someone types comes first: examples,
 * then the words they are made of. */
#include "cli/help_text.h"

#include "cli/command.h"
#include "cli/verb_help.h"
#include "cli/wrap.h"
#include "core/action/register.h"
#include "core/config/options.h"
#include "core/format/export.h"
#include "core/resource/resource.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_COLUMN = 21,
    ID_COLUMN = 18,
    LIST_COLUMN = 29,
    STARTER_COLUMN = 45,
    OPTION_COLUMN = 33
};

static const struct {
    const char *line, *does;
} starters[] = {
    {"klamm -b broker1:9092", "opens the console on this cluster"},
    {"klamm get topics -b broker1:9092", "prints a list; also -o json, yaml"},
    {"klamm describe group billing", "why a group lags, and what to do"},
    {"klamm health", "what is wrong, and what to do next"},
    {"klamm config-alter orders retention.ms=7d", "shows the plan, asks, sends it"},
    {"klamm undo", "undoes the last change; asks, too"},
};

static void add_starters(struct buf *out, size_t width)
{
    buf_adds(out, "klamm, a console for Apache Kafka\n\n");
    for (size_t i = 0; i < sizeof starters / sizeof *starters; i++)
        wrap_item(out, width, starters[i].line, STARTER_COLUMN, starters[i].does);
    buf_adds(out, "\nklamm [options]            the console\n"
                  "klamm [options] COMMAND …  one thing, without a screen\n");
}

static void add_sentence(struct buf *out, size_t width, const char *head, size_t column,
                         const char *text)
{
    char *s = wrap_sentence(text);
    wrap_item(out, width, head, column, s);
    free(s);
}

static void add_commands(struct buf *out, size_t width)
{
    buf_adds(out, "\ncommands:\n");
    for (size_t i = 0; commands[i]; i++)
        add_sentence(out, width, commands[i]->name, NAME_COLUMN, commands[i]->help);
}

static void add_verbs(struct buf *out, size_t width)
{
    buf_addc(out, '\n');
    wrap_text(out, width, 0, 0,
              "changes (klamm VERB OBJECT… shows the plan and asks; --dry-run only shows it, --yes "
              "does not ask):");
    for (size_t i = 0; actions[i]; i++)
        add_sentence(out, width, actions[i]->name, NAME_COLUMN, actions[i]->help);
}

static void add_options(struct buf *out, size_t width)
{
    buf_adds(out, "\noptions:\n");
    for (const struct option_spec *s = option_specs; s->name; s++) {
        char head[80], text[200], letter[8] = "    ";
        if (s->letter)
            snprintf(letter, sizeof letter, "-%c, ", s->letter);
        snprintf(head, sizeof head, "%s--%s%s%s", letter, s->name, s->arg ? " " : "",
                 s->arg ? s->arg : "");
        snprintf(text, sizeof text, "%s%s%s%s", s->help, s->alias ? " (or --" : "",
                 s->alias ? s->alias : "", s->alias ? ")" : "");
        wrap_item(out, width, head, OPTION_COLUMN, text);
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

static const char *scope_word(enum scope_kind k)
{
    static const char *const words[] = {
        [SCOPE_NONE] = "",        [SCOPE_BROKER] = " ID",          [SCOPE_TOPIC] = " TOPIC",
        [SCOPE_GROUP] = " GROUP", [SCOPE_TOPICS] = " TOPIC TOPIC", [SCOPE_PRINCIPAL] = " PRINCIPAL",
        [SCOPE_ID] = " ID"};
    return words[k];
}

/* Each with the first sentence of its help. */
static void add_lists(struct buf *out, size_t width)
{
    buf_adds(out, "\nlists for klamm get:\n");
    for (size_t i = 0; resources[i]; i++) {
        const struct resource *r = resources[i];
        char head[64], first[400];
        const char *end = strstr(r->help, ". ");
        snprintf(head, sizeof head, "%s%s", r->name, scope_word(r->scope));
        snprintf(first, sizeof first, "%.*s", end ? (int)(end - r->help + 1) : (int)strlen(r->help),
                 r->help);
        wrap_item(out, width, head, LIST_COLUMN, first);
    }
    wrap_item(out, width, "configs topic/NAME|broker/ID|group/NAME|topics|brokers", LIST_COLUMN,
              "The settings of that, or of all topics or brokers.");
}

static void add_ids(struct buf *b, const struct resource *r, bool (*is)(const struct column *c))
{
    bool some = false;
    for (size_t i = 0; i < r->ncolumns; i++) {
        if (!is(&r->columns[i]))
            continue;
        buf_addf(b, "%s%s", some ? ", " : "", r->columns[i].id);
        some = true;
    }
}

static bool is_costliest(const struct column *c)
{
    return c->costliest;
}

/* Which columns are printed, and how to get those that are not. */
static void add_printed(struct buf *out, size_t width, const struct resource *r)
{
    struct buf b;
    size_t costliest = 0;
    while (costliest < r->ncolumns && !r->columns[costliest].costliest)
        costliest++;
    buf_init(&b, 0);
    buf_adds(&b, "The table has ");
    add_ids(&b, r, export_is_plain);
    buf_adds(&b, "; -o wide has all, --columns those that you name.");
    if (costliest < r->ncolumns) {
        buf_adds(&b, " It leaves out what needs the commits of every group (");
        add_ids(&b, r, is_costliest);
        buf_addf(&b, "): name it, as in --columns %s,%s.", r->columns[0].id,
                 r->columns[costliest].id);
    }
    buf_addc(out, '\n');
    wrap_text(out, width, 0, 0, buf_str(&b));
    buf_release(&b);
}

static void about_list(struct buf *out, size_t width, const struct resource *r)
{
    buf_addf(out, "klamm get %s%s\n", r->name, scope_word(r->scope));
    wrap_text(out, width, 0, 0, r->help);
    if (r->aliases && *r->aliases) {
        struct buf b;
        buf_init(&b, 0);
        buf_adds(&b, "other names:");
        for (const char *const *a = r->aliases; *a; a++)
            buf_addf(&b, "%s %s", a == r->aliases ? "" : ",", *a);
        buf_addc(out, '\n');
        wrap_text(out, width, 0, 2, buf_str(&b));
        buf_release(&b);
    }
    buf_adds(out, "\ncolumns:\n");
    for (size_t i = 0; i < r->ncolumns; i++)
        wrap_item(out, width, r->columns[i].id, ID_COLUMN, r->columns[i].help);
    if (!r->make_columns)
        add_printed(out, width, r);
}

/* ---- commands -------------------------------------------------------------------------------- */

void help_examples(struct buf *out, const char *name, const char *lines)
{
    buf_adds(out, "\nexamples:\n");
    do {
        int n = (int)strcspn(lines, "\n");
        buf_addf(out, "  klamm %s%s%.*s\n", name, n ? " " : "", n, lines);
        lines += n;
    } while (*lines && *++lines);
}

static void about_command(struct buf *out, size_t width, const struct command *c)
{
    char *usage, *sentence = wrap_sentence(c->help);
    struct buf b;
    buf_init(&b, 0);
    buf_addf(&b, "klamm %s %s", c->name, c->usage);
    usage = buf_take(&b);
    wrap_text(out, width, 0, strlen("klamm ") + strlen(c->name) + 1, usage);
    wrap_text(out, width, 0, 0, sentence);
    if (c->examples)
        help_examples(out, c->name, c->examples);
    for (const char *at = c->about; at && *at; at += *at == '\n') {
        size_t n = strcspn(at, "\n");
        buf_add(&b, at, n);
        buf_addc(out, '\n');
        wrap_text(out, width, 0, 0, buf_str(&b));
        buf_clear(&b);
        at += n;
    }
    buf_release(&b);
    free(sentence);
    free(usage);
}

/* ---- all ------------------------------------------------------------------------------------- */

void help_all(struct buf *out, size_t width)
{
    add_starters(out, width);
    add_commands(out, width);
    add_verbs(out, width);
    add_lists(out, width);
    add_options(out, width);
    buf_addc(out, '\n');
    wrap_text(out, width, 0, 0,
              "klamm help COMMAND, klamm help VERB and klamm help LIST show more, with examples.");
}

bool help_about(struct buf *out, size_t width, const char *name)
{
    const struct command *c = command_find(name);
    const struct action *a = action_find(name);
    const struct resource *r = resource_find(name);
    if (c)
        about_command(out, width, c);
    else if (a)
        verb_explain(out, width, a);
    else if (r)
        about_list(out, width, r);
    return c || a || r;
}
