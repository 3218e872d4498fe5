/* Lists every verb that works where one is, changes of the cluster first, with its key and why it
 * can't be used now, if so. Everything comes from the registers and the key map. */
#include "tui/menu.h"

#include "core/action/action.h"
#include "core/config/profile.h"
#include "tui/act.h"
#include "tui/keys.h"
#include "tui/pick.h"
#include "tui/verbs.h"

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

void menu_open_actions(struct app *a)
{
    static const struct pick_class cls = {.context = "palette", .accept = run};
    const char *contexts[8];
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    app_contexts(a, contexts);
    bool changes = a->session->profile->guard != GUARD_READ_ONLY;
    for (const struct action *const *act = actions; changes && *act; act++) {
        const char *on = (*act)->resource;
        bool bound = keymap_key_of(&a->keymap, contexts, (*act)->name) != 0;
        if ((!on && bound) || (on && d && !strcmp(d->resource->name, on)) ||
            (on && p && pane_selected(p, on)))
            add(t, a, contexts, (*act)->name, act_refusal(a, *act));
    }
    for (const struct verb *v = verbs; v->name; v++) {
        if (keymap_key_of(&a->keymap, contexts, v->name))
            add(t, a, contexts, v->name, NULL);
    }
    pick_open(a, &cls, "what can be done here", t, NULL);
}
