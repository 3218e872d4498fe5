/* What can replace the last word of a verb's line, in a shell and in the console: the words before
 * are read by the parser itself, so that both agree on what they mean. */
#include "core/action/line_complete.h"

#include "core/action/line.h"

#include "core/action/complete.h"
#include "core/action/line_impl.h"
#include "core/action/options.h"
#include "core/action/register.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Where a word is typed that begins like this, what is it a part of? */
static void place_option(struct line_place *p, const struct line_word *word)
{
    const char *eq = strchr(word->text, '=');
    const char *param;
    char *name;

    p->options = true;
    if (!eq || word->text[1] != '-')
        return;
    name = xstrndup(word->text + 2, (size_t)(eq - word->text) - 2);
    param = action_option_param(p->line.action, name);
    free(name);
    if (!param)
        return;
    p->options = false;
    p->value = action_param(p->line.action, param);
    p->prefix = xstrndup(word->text, (size_t)(eq + 1 - word->text));
    p->typed = eq + 1;
}

/* topic/NAME: the names once the kind stands there. */
static void place_kind(struct line_place *p, const struct line_word *word)
{
    size_t len = 0;
    const char *kind = line_kind_before(p->line.action, word->text, &len);

    if (!kind || !strchr(word->text, '/'))
        return;
    args_set(&p->line.args, "type", kind);
    p->settings = false;
    p->prefix = xstrndup(word->text, len);
    p->typed = word->text + len;
}

static void place_word(struct line_place *p, const struct line_word *word, bool words_only)
{
    const struct action *a = p->line.action;
    bool named = args_get(&p->line.args, a->params[0].name) != NULL;

    p->objects = !named || a->params[0].repeatable;
    p->plain = !words_only && !word->name;
    if (!p->plain)
        return;
    p->settings = named && action_settings(a);
    p->options = named && !*word->text;
    p->kinds = !named && *word->text && action_param(a, "type") && !args_get(&p->line.args, "type");
    place_kind(p, word);
}

void line_place(struct line_place *p, const struct action *a, const struct line_word *before,
                size_t n, const struct line_word *word)
{
    struct walk w = {.line = &p->line, .words = before, .n = n, .more = true};

    *p = (struct line_place){.line = {.action = a}, .typed = word->text};
    line_walk(&w, NULL);
    p->option = w.wants_option;
    if (w.wants)
        p->value = action_param(a, w.wants);
    if (w.wants || w.wants_option)
        return;
    if (*word->text == '-' && !w.words_only && !word->name)
        place_option(p, word);
    else
        place_word(p, word, w.words_only);
}

void line_place_release(struct line_place *p)
{
    line_release(&p->line);
    free(p->prefix);
}

const struct param *line_place_param(const struct line_place *p)
{
    return p->value ? p->value : p->objects ? &p->line.action->params[0] : NULL;
}

/* ---- candidates ------------------------------------------------------------------------------ */

struct offering {
    const struct line_place *place;
    const struct action_ctx *x;
    line_found *found;
    void *user;
};

static void offer(const struct offering *o, const char *word, const char *help, bool dashes)
{
    struct buf b;

    buf_init(&b, 0);
    buf_adds(&b, o->place->prefix ? o->place->prefix : "");
    buf_adds(&b, word);
    o->found(o->user, buf_str(&b), help, dashes);
    buf_release(&b);
}

static void offer_option(const struct offering *o, const char *name, const char *help)
{
    struct buf b;

    buf_init(&b, 0);
    buf_addf(&b, "--%s", name);
    offer(o, buf_str(&b), help, false);
    buf_release(&b);
}

static void offer_secret(const struct offering *o, const struct param *p)
{
    struct buf b;

    buf_init(&b, 0);
    buf_addf(&b, "%s-command", p->name);
    offer_option(o, buf_str(&b), "a command that prints it");
    buf_release(&b);
}

static void offer_options(const struct offering *o, bool console)
{
    const struct action *a = o->place->line.action;

    for (size_t i = 0; i < a->nparams; i++) {
        const struct param *p = &a->params[i];

        if (p->internal || line_secret_of(a, p->name))
            continue;
        if (p->secret)
            offer_secret(o, p);
        else
            offer_option(o, p->name, p->help);
    }
    for (const struct alias *l = a->aliases; l && l->option; l++)
        offer_option(o, l->option, "as Kafka's tools spell it");
    for (const struct line_option *l = line_options; l->name; l++) {
        if (line_option_fits(l, a) && (!console || !l->console))
            offer_option(o, l->name, l->help);
    }
}

/* What the verb says can stand for this parameter. name: it stands as a word of its own, which must
 * not look like anything else. */
static void offer_values(const struct offering *o, const struct param *p, bool name)
{
    const struct line *l = &o->place->line;
    const struct param *settings = action_settings(l->action);
    struct args found;

    if (p->secret)
        return;
    args_init(&found);
    param_complete(o->x, &l->args, p, o->place->typed, &found);
    for (size_t i = 0; i < found.n; i++) {
        const char *word = found.list[i].value;
        bool setting = settings && *word != '=' && strchr(word, '=');

        offer(o, word, NULL, name && !o->place->prefix && (*word == '-' || setting));
    }
    args_release(&found);
}

static void offer_kinds(const struct offering *o)
{
    const struct param *type = action_param(o->place->line.action, "type");
    struct buf b;

    buf_init(&b, 0);
    for (size_t i = 0; type->choices && type->choices[i]; i++) {
        buf_clear(&b);
        buf_addf(&b, "%s/", type->choices[i]);
        offer(o, buf_str(&b), type->help, false);
    }
    buf_release(&b);
}

void line_offer(const struct line_place *p, const struct action_ctx *x, bool console,
                line_found *found, void *user)
{
    const struct offering o = {p, x, found, user};
    const struct action *a = p->line.action;

    if (p->value) {
        offer_values(&o, p->value, false);
        return;
    }
    if (p->settings)
        offer_values(&o, action_settings(a), false);
    if (p->options)
        offer_options(&o, console);
    if (p->objects)
        offer_values(&o, &a->params[0], p->plain);
    if (p->kinds && !p->prefix)
        offer_kinds(&o);
}
