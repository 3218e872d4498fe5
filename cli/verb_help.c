/* klamm help VERB: computed from the register of actions. */
#include "cli/verb_help.h"

#include "cli/help_text.h"
#include "cli/wrap.h"
#include "core/action/line.h"
#include "core/action/options.h"

#include <stdio.h>
#include <string.h>

static const char *value_word(const struct param *p)
{
    static const char *const words[] = {
        [PARAM_TEXT] = "TEXT",         [PARAM_INT] = "N",
        [PARAM_BOOL] = NULL,           [PARAM_CHOICE] = "WORD",
        [PARAM_TOPIC] = "TOPIC",       [PARAM_GROUP] = "GROUP",
        [PARAM_BROKER] = "ID",         [PARAM_CONFIG] = "KEY=VALUE",
        [PARAM_FILE] = "FILE",         [PARAM_INSTANT] = "INSTANT",
        [PARAM_DURATION] = "DURATION", [PARAM_SCOPE] = "TOPIC[:0,1]",
        [PARAM_OFFSETS] = "TOPIC:P=N",
    };
    return words[p->type];
}

/* ---- parameters ------------------------------------------------------------------------------ */

enum { PARAM_INDENT = 6, CHOICE_COLUMN = 17, OPTION_COLUMN = 23 };

static void add_param_text(struct buf *out, size_t width, const char *text)
{
    wrap_text(out, width, PARAM_INDENT, PARAM_INDENT, text);
}

/* "earliest: all that is left; latest: …" in a help text: the sentence of this choice; NULL: none. */
static const char *sentence_of(const char *help, const char *choice, size_t *n)
{
    size_t len = strlen(choice);
    for (const char *at = help; at; at = strstr(at, "; ") ? strstr(at, "; ") + 2 : NULL) {
        if (strncmp(at, choice, len) != 0 || strncmp(at + len, ": ", 2) != 0)
            continue;
        at += len + 2;
        *n = strstr(at, "; ") ? (size_t)(strstr(at, "; ") - at) : strlen(at);
        return at;
    }
    return NULL;
}

static bool explains_each(const struct param *p)
{
    size_t n;
    for (size_t i = 0; p->choices && p->choices[i]; i++)
        if (!sentence_of(p->help, p->choices[i], &n))
            return false;
    return p->choices != NULL;
}

/* A line for each, instead of one paragraph with all of them. */
static void add_explained(struct buf *out, size_t width, const struct param *p)
{
    struct buf b, head;
    buf_init(&b, 0);
    buf_init(&head, 0);
    for (size_t i = 0, n; p->choices[i]; i++) {
        const char *text = sentence_of(p->help, p->choices[i], &n);
        buf_add(&b, text, n);
        buf_addf(&head, "    %s", p->choices[i]);
        wrap_item(out, width, buf_str(&head), CHOICE_COLUMN, buf_str(&b));
        buf_clear(&b);
        buf_clear(&head);
    }
    buf_release(&b);
    buf_release(&head);
}

static void add_choices(struct buf *out, size_t width, const char *const *choices)
{
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, "one of:");
    for (size_t i = 0; choices[i]; i++)
        buf_addf(&b, "%s %s", i ? "," : "", choices[i]);
    add_param_text(out, width, buf_str(&b));
    buf_release(&b);
}

static void add_param(struct buf *out, size_t width, const struct param *p)
{
    const char *value = value_word(p);
    if (p->secret)
        buf_addf(out, "  --%s-command COMMAND\n", p->name);
    else
        buf_addf(out, "  --%s%s%s%s%s\n", p->name, value ? " " : "", value ? value : "",
                 p->repeatable ? " …" : "", p->required ? "   (required)" : "");
    if (explains_each(p))
        add_explained(out, width, p);
    else
        add_param_text(out, width, p->help);
    if (p->secret)
        add_param_text(out, width,
                       "never on the command line: asked for on the terminal, or printed by this "
                       "command");
    if (p->choices && !explains_each(p))
        add_choices(out, width, p->choices);
    if (p->def)
        buf_addf(out, "%*sdefault: %s\n", PARAM_INDENT, "", p->def);
    if (p->when && !p->secret)
        buf_addf(out, "%*sonly with --%.*s %s\n", PARAM_INDENT, "", (int)strcspn(p->when, "="),
                 p->when, strchr(p->when, '=') + 1);
}

static void add_params(struct buf *out, size_t width, const struct action *a)
{
    buf_adds(out, "\nparameters:\n");
    for (size_t i = 0; i < a->nparams; i++)
        if (!line_secret_of(a, a->params[i].name) && /* shown with the secret itself */
            !a->params[i].internal)
            add_param(out, width, &a->params[i]);
}

/* ---- options --------------------------------------------------------------------------------- */

static void add_alias(struct buf *out, size_t width, const struct alias *l)
{
    char head[80], text[160] = "", value[80] = "";
    snprintf(head, sizeof head, "--%s%s", l->option, l->param ? " VALUE" : "");
    if (l->sets)
        snprintf(text, sizeof text, "is --%.*s %s", (int)strcspn(l->sets, "="), l->sets,
                 strchr(l->sets, '=') + 1);
    if (l->param)
        snprintf(value, sizeof value, "%s--%s VALUE", l->sets ? " " : "is ", l->param);
    strncat(text, value, sizeof text - strlen(text) - 1);
    wrap_item(out, width, head, OPTION_COLUMN + 3,
              *text ? text : "changes nothing: it is the default");
}

static void add_aliases(struct buf *out, size_t width, const struct action *a)
{
    if (a->aliases && a->aliases->option)
        buf_adds(out, "\nas Kafka's tools spell them:\n");
    for (const struct alias *l = a->aliases; l && l->option; l++)
        add_alias(out, width, l);
}

static void add_line_options(struct buf *out, size_t width, const struct action *a)
{
    buf_adds(out, "\nwhat is done with the plan:\n");
    for (const struct line_option *l = line_options; l->name; l++) {
        char head[64], text[200];
        if (!line_option_fits(l, a))
            continue;
        snprintf(head, sizeof head, "--%s%s%s", l->name, l->value ? " " : "",
                 l->value ? l->value : "");
        snprintf(text, sizeof text, "%s%s%s%s", l->help, l->alias ? " (or --" : "",
                 l->alias ? l->alias : "", l->alias ? ")" : "");
        wrap_item(out, width, head, OPTION_COLUMN, text);
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

static void add_usage(struct buf *out, size_t width, const struct action *a)
{
    const struct param *object = &a->params[0];
    struct buf b;
    buf_init(&b, 0);
    buf_addf(&b, "klamm %s %s%s%s", a->name, object->name, object->repeatable ? "…" : "",
             action_settings(a) ? " [key=value…]" : "");
    for (size_t i = 1; i < a->nparams; i++)
        if (a->params[i].required && !a->params[i].secret && !a->params[i].def)
            buf_addf(&b, " --%s %s", a->params[i].name, value_word(&a->params[i]));
    buf_adds(&b, " [parameters] [--dry-run] [--yes]");
    wrap_text(out, width, 0, strlen("klamm ") + strlen(a->name) + 1, buf_str(&b));
    buf_release(&b);
}

void verb_explain(struct buf *out, size_t width, const struct action *a)
{
    add_usage(out, width, a);
    wrap_text(out, width, 0, 0, a->help);
    help_examples(out, a->name, a->examples);
    add_params(out, width, a);
    add_aliases(out, width, a);
    add_line_options(out, width, a);
}
