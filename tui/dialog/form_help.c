/* The help of a form: what the verb does, what each field takes, and the keys, from the key map. */
#include "core/base/buf.h"
#include "tui/dialog/form_impl.h"
#include "tui/term/keys.h"
#include "tui/verbs.h"
#include "tui/widget/pager.h"

#include <string.h>

enum { KEY_COLS = 18, TITLE_COLS = 24 };

static void add_choices(struct pager *g, const struct field *d, struct arena *a)
{
    for (int i = 0; form_choices(d)[i]; i++) {
        const char *means = form_choice_means(d, i, a);
        if (means)
            pager_line(g, ROLE_TEXT, arena_printf(a, "  %s", form_choice_word(d, i)), TITLE_COLS,
                       ROLE_MUTED, means);
    }
}

static bool explains_choices(const struct field *d, struct arena *a)
{
    return form_is_choice(d) && d->param->type == PARAM_CHOICE && form_choices(d)[0] &&
           form_choice_means(d, 0, a);
}

static void add_fields(struct pager *g, const struct form *f, struct arena *a)
{
    pager_title(g, "Fields (* must be filled)");
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        bool again = i > 0 && f->fields.data[i - 1].param == d->param;
        if (again || !form_shows(f, i))
            continue;
        pager_line(
            g, ROLE_KEY, arena_printf(a, "%s%s", d->param->title, d->param->required ? " *" : ""),
            TITLE_COLS, ROLE_TEXT,
            explains_choices(d, a) ? "one of these, with ← → or its first letter" : d->param->help);
        if (explains_choices(d, a))
            add_choices(g, d, a);
    }
}

static void add_keys(struct pager *g, const struct app *app)
{
    const struct keymap *k = &app->keymap;
    pager_title(g, "Keys here");
    for (size_t i = 0; i < k->n; i++) {
        const struct binding *b = &k->list[i];
        char label[KEY_NAME_MAX];
        if (b->verb && strcmp(b->context, "form") == 0 && verb_help(b->verb))
            pager_line(g, ROLE_KEY, key_label(label, b->key, app->ascii), KEY_COLS, ROLE_TEXT,
                       verb_help(b->verb));
    }
}

void form_help(struct form *f)
{
    struct app *app = f->pane.app;
    struct pager *g = pager_new(app, "help", f->action->title, true);
    struct arena a;
    arena_init(&a);
    pager_line(g, ROLE_TEXT, NULL, 0, ROLE_TEXT, f->action->help);
    add_fields(g, f, &a);
    add_keys(g, app);
    pager_open(g);
    arena_release(&a);
}
