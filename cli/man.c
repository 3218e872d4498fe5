/* Fills the templates of conf/man/ with what the registers know (commands, lists, verbs with their
 * parameters, options, settings), so that a page is never out of date. `make install` runs the
 * hidden command __man for each page. */
#include "cli/man.h"

#include "cli/command.h"
#include "cli/say.h"
#include "core/action/line.h"
#include "core/action/register.h"
#include "core/base/builtin.h"
#include "core/config/config.h"
#include "core/config/settings.h"
#include "core/format/export.h"
#include "core/resource/resource.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Text into roff: nothing of it is a request or an escape; hyphens of options stay hyphens. */
static void text(struct buf *out, const char *s)
{
    bool start = true;
    for (; *s; s++) {
        if (start && (*s == '.' || *s == '\''))
            buf_adds(out, "\\&");
        if (*s == '\\')
            buf_adds(out, "\\e");
        else if (*s == '-')
            buf_adds(out, "\\-");
        else if (strncmp(s, "…", strlen("…")) == 0) {
            buf_adds(out, "...");
            s += strlen("…") - 1;
        } else
            buf_addc(out, *s);
        start = *s == '\n';
    }
}

static void sentence(struct buf *out, const char *s)
{
    size_t n = strlen(s);
    char *whole = NULL;
    struct buf b;
    buf_init(&b, 0);
    if (n)
        buf_addc(&b, (char)toupper((unsigned char)*s));
    buf_adds(&b, n ? s + 1 : "");
    if (n && isalnum((unsigned char)s[n - 1]))
        buf_addc(&b, '.');
    whole = buf_take(&b);
    text(out, whole ? whole : "");
    buf_addc(out, '\n');
    free(whole);
}

static void item(struct buf *out, const char *head, const char *rest)
{
    buf_adds(out, ".TP\n\\fB");
    text(out, head);
    buf_adds(out, "\\fR");
    if (rest && *rest) {
        buf_adds(out, " \\fI");
        text(out, rest);
        buf_adds(out, "\\fR");
    }
    buf_addc(out, '\n');
}

/* ---- what is filled in ----------------------------------------------------------------------- */

static void one_line(char *to, size_t size, const char *from)
{
    size_t n = 0;
    for (bool blank = false; *from && n + 1 < size; from++) {
        bool space = isspace((unsigned char)*from);
        if (!space || !blank)
            to[n++] = space ? ' ' : *from;
        blank = space;
    }
    to[n] = '\0';
}

static void fill_commands(struct buf *out)
{
    char usage[400];
    for (size_t i = 0; commands[i]; i++) {
        one_line(usage, sizeof usage, commands[i]->usage);
        item(out, commands[i]->name, usage);
        sentence(out, commands[i]->help);
        if (commands[i]->about) {
            buf_adds(out, ".IP\n");
            sentence(out, commands[i]->about);
        }
    }
}

static void fill_lists(struct buf *out)
{
    static const char *const scopes[] = {
        [SCOPE_NONE] = "",       [SCOPE_BROKER] = "ID",          [SCOPE_TOPIC] = "TOPIC",
        [SCOPE_GROUP] = "GROUP", [SCOPE_TOPICS] = "TOPIC TOPIC", [SCOPE_PRINCIPAL] = "PRINCIPAL",
        [SCOPE_ID] = "ID"};
    for (size_t i = 0; resources[i]; i++) {
        item(out, resources[i]->name, scopes[resources[i]->scope]);
        sentence(out, resources[i]->help);
    }
}

static void fill_formats(struct buf *out)
{
    for (size_t i = 0; export_format_names[i]; i++)
        buf_addf(out, "%s%s", i ? ", " : "", export_format_names[i]);
}

static void option_item(struct buf *out, char letter, const char *name, const char *alias,
                        const char *value)
{
    char head[160], other[80] = "", shorter[8] = "";
    if (letter)
        snprintf(shorter, sizeof shorter, "-%c, ", letter);
    if (alias)
        snprintf(other, sizeof other, ", --%s", alias);
    snprintf(head, sizeof head, "%s--%s%s", shorter, name, other);
    item(out, head, value);
}

static void fill_plan_options(struct buf *out)
{
    for (const struct line_option *l = line_options; l->name; l++) {
        option_item(out, l->letter, l->name, l->alias, l->value);
        sentence(out, l->help);
    }
}

static void fill_options(struct buf *out)
{
    for (const struct option_spec *s = option_specs; s->name; s++) {
        option_item(out, s->letter, s->name, s->alias, s->arg);
        sentence(out, s->help);
    }
}

static void fill_param(struct buf *out, const struct param *p)
{
    char name[80];
    snprintf(name, sizeof name, "%s%s", p->name, p->secret ? "-command" : "");
    option_item(out, 0, name, NULL,
                p->secret               ? "COMMAND"
                : p->type == PARAM_BOOL ? NULL
                                        : p->title);
    sentence(out, p->help);
    if (p->choices) {
        buf_adds(out, "One of ");
        for (size_t i = 0; p->choices[i]; i++) {
            buf_adds(out, i ? ", " : "");
            text(out, p->choices[i]);
        }
        buf_adds(out, ".\n");
    }
    if (p->def && *p->def) {
        buf_adds(out, "Default: ");
        text(out, p->def);
        buf_addc(out, '\n');
    }
}

static void fill_aliases(struct buf *out, const struct action *a)
{
    if (!a->aliases || !a->aliases->option)
        return;
    buf_adds(out, ".PP\nAs Kafka's tools spell them:\n");
    for (const struct alias *l = a->aliases; l->option; l++) {
        buf_addf(out, "%s", l == a->aliases ? "\\fB" : ",\n\\fB");
        buf_adds(out, "\\-\\-");
        text(out, l->option);
        buf_adds(out, "\\fR");
    }
    buf_adds(out, ".\n");
}

static void fill_examples(struct buf *out, const struct action *a)
{
    struct buf line;
    buf_adds(out, ".PP\nExamples:\n.nf\n");
    for (const char *at = a->examples; *at;) {
        size_t n = strcspn(at, "\n");
        buf_init(&line, 0);
        buf_addf(&line, "klamm %s %.*s\n", a->name, (int)n, at);
        text(out, buf_str(&line));
        buf_release(&line);
        at += n + (at[n] == '\n');
    }
    buf_adds(out, ".fi\n");
}

static void fill_verbs(struct buf *out)
{
    for (size_t i = 0; actions[i]; i++) {
        buf_adds(out, ".SS ");
        text(out, actions[i]->name);
        buf_addc(out, ' ');
        text(out, actions[i]->params[0].name);
        buf_adds(out, actions[i]->params[0].repeatable ? " ...\n" : "\n");
        sentence(out, actions[i]->help);
        for (size_t k = 0; k < actions[i]->nparams; k++)
            if (!actions[i]->params[k].internal &&
                !line_secret_of(actions[i], actions[i]->params[k].name))
                fill_param(out, &actions[i]->params[k]);
        fill_aliases(out, actions[i]);
        fill_examples(out, actions[i]);
    }
}

static void fill_settings(struct buf *out)
{
    for (size_t i = 0; i < SETTINGS_N; i++) {
        const struct setting *s = &settings_table[i];
        item(out, s->key, s->choices ? s->choices : NULL);
        sentence(out, s->help);
        if (*s->def) {
            buf_adds(out, "Default: ");
            text(out, s->def);
            buf_addc(out, '\n');
        }
    }
}

static void fill_version(struct buf *out)
{
    buf_adds(out, KLAMM_VERSION);
}

static void fill_system_config(struct buf *out)
{
    text(out, config_system_path());
}

/* ---- pages ----------------------------------------------------------------------------------- */

static const struct {
    const char *mark;
    void (*fill)(struct buf *out);
} marks[] = {
    {"@commands@", fill_commands},
    {"@lists@", fill_lists},
    {"@formats@", fill_formats},
    {"@plan_options@", fill_plan_options},
    {"@options@", fill_options},
    {"@verbs@", fill_verbs},
    {"@settings@", fill_settings},
    {"@version@", fill_version},
    {"@system_config@", fill_system_config},
};

static size_t fill_mark(const char *at, struct buf *out)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i].mark);
        if (strncmp(at, marks[i].mark, n) != 0)
            continue;
        marks[i].fill(out);
        /* What fills a whole line has ended it. */
        return n + (at[n] == '\n' && out->len && out->data[out->len - 1] == '\n');
    }
    return 0;
}

bool man_page(const char *name, struct buf *out)
{
    char path[80];
    const struct builtin_file *f = builtin_files;
    snprintf(path, sizeof path, "conf/man/%s", name);
    while (f->name && strcmp(f->name, path) != 0)
        f++;
    for (const char *at = f->name ? f->data : ""; *at;) {
        size_t n = *at == '@' ? fill_mark(at, out) : 0;
        if (!n)
            buf_addc(out, *at++);
        at += n;
    }
    return f->name != NULL;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct buf b;
    bool ok;
    (void)o;
    buf_init(&b, 0);
    ok = nargs == 2 && man_page(args[1], &b);
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
    if (!ok)
        cli_say("the pages are klamm.1 and klamm-config.5");
    return ok ? CLI_DONE : CLI_USAGE;
}

const struct command command_man = {
    .name = "__man",
    .usage = "klamm.1|klamm-config.5",
    .help = "print a manual page",
    .run = run,
};
