/* Lists every verb that works where one is, with its key and why it can't be used now, if so: changes
 * of the cluster first, then what only this list has, then what all lists have, then the rest.
 * Everything comes from the registers and the key map. */
#include "tui/dialog/menu.h"

#include "core/action/action.h"
#include "core/action/register.h"
#include "core/config/profile.h"
#include "tui/dispatch.h"
#include "tui/navigation.h"
#include "tui/selection.h"
#include "tui/term/keys.h"
#include "tui/verbs.h"
#include "tui/widget/list_dialog.h"

#include <string.h>

static const struct column columns[] = {
    {.id = "verb", .title = "VERB", .kind = VALUE_TEXT, .help = "What is typed after :"},
    {.id = "key", .title = "KEY", .kind = VALUE_TEXT, .help = "The key for it."},
    {.id = "help", .title = "WHAT IT DOES", .kind = VALUE_TEXT, .help = "In a sentence."},
};

static void add(struct table *t, const struct app *a, const char *const *contexts, const char *verb,
                const char *refusal)
{
    char label[KEY_NAME_MAX];
    uint32_t key = keymap_key_of(&a->keymap, contexts, verb);
    const char *help = verb_help(verb);
    if (table_find(t, verb))
        return;
    struct row *r = table_add_row(t, verb);
    cell_text(t, r, 0, verb);
    cell_text(t, r, 1, key ? key_label(label, key, a->ascii) : NULL);
    cell_text(t, r, 2, refusal ? refusal : help);
    if (refusal)
        r->sev = SEV_MUTED;
}

static void run(struct app *a, void *user, const char *key)
{
    (void)user;
    app_verb(a, key, NULL);
}

static bool is_general(const char *context)
{
    return strcmp(context, "table") == 0 || strcmp(context, "global") == 0;
}

/* What has a key in the pane's own contexts, in the order of the key map: verbs, lists and panes. */
static void add_own(struct table *t, const struct app *a, const char *const *contexts)
{
    for (const char *const *c = contexts; *c; c++) {
        for (size_t i = 0; !is_general(*c) && i < a->keymap.n; i++) {
            const struct binding *b = &a->keymap.list[i];
            if (b->verb && !b->arg && strcmp(b->context, *c) == 0 && !action_find(b->verb) &&
                verb_help(b->verb) && keymap_key_of(&a->keymap, contexts, b->verb))
                add(t, a, contexts, b->verb, NULL);
        }
    }
}

static void add_of(struct table *t, const struct app *a, const char *const *contexts,
                   const char *context)
{
    for (const struct verb *v = verbs; v->name; v++) {
        if (keymap_key_of(&a->keymap, (const char *const[]){context, NULL}, v->name) &&
            keymap_key_of(&a->keymap, contexts, v->name))
            add(t, a, contexts, v->name, NULL);
    }
}

void menu_open_actions(struct app *a)
{
    static const struct list_dialog_class cls = {.context = "palette", .accept = run};
    const char *contexts[8];
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    app_contexts(a, contexts);
    bool changes = a->session->profile->guard != GUARD_READ_ONLY;
    for (const struct action *const *act = actions; changes && *act; act++) {
        const char *on = object_list((*act)->object);
        bool bound = keymap_key_of(&a->keymap, contexts, (*act)->name) != 0;
        if ((!on && bound) || (on && d && strcmp(d->resource->name, on) == 0) ||
            (on && p && pane_selected(p, on)))
            add(t, a, contexts, (*act)->name, selection_refusal(a, *act));
    }
    add_own(t, a, contexts);
    for (const char *const *c = contexts; *c; c++)
        add_of(t, a, contexts, *c);
    list_dialog_open(a, &cls, "what can be done here", t, NULL);
}
