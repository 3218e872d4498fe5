/* What the steps of the tour share: keys as the key map has them, and what is on the screen. Steps
 * read panes and dialogs by their names alone, so a dialog needs to know nothing of the tour. */
#include "tui/tour/step.h"

#include "core/base/text.h"
#include "tui/keymap.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"

#include <string.h>

const char *tour_typed(struct arena *arena, const char *text)
{
    return arena_printf(arena, "%c%s%c", TOUR_KEY_BEGIN, text, TOUR_KEY_END);
}

const char *tour_key(const struct app *a, struct arena *arena, const char *context,
                     const char *verb)
{
    const char *const contexts[] = {context, "table", "global", NULL};
    char label[KEY_NAME_MAX];
    uint32_t key = keymap_key_of(&a->keymap, contexts, verb);
    return tour_typed(arena,
                      key ? key_label(label, key, a->ascii) : arena_printf(arena, ":%s", verb));
}

const char *tour_name(struct arena *arena, const char *name)
{
    return text_visible(arena, name, strlen(name));
}

bool tour_on(const struct app *a, const char *pane)
{
    const struct pane *p = app_pane(a);
    return p && strcmp(p->name, pane) == 0;
}

bool tour_dialog(const struct app *a, const char *action, const char *context)
{
    const struct pane *p = a->overlays.len ? app_focus(a) : NULL;
    if (!p || strcmp(p->name, action) != 0)
        return false;
    for (const char *const *c = pane_contexts(p); context && *c; c++)
        if (strcmp(*c, context) == 0)
            return true;
    return !context;
}

bool tour_offers(const struct app *a, const char *verb)
{
    const struct pane *p = a->overlays.len ? app_focus(a) : NULL;
    const char *const *hints = p && p->cls->hints ? p->cls->hints(p) : NULL;
    for (; hints && *hints; hints++)
        if (strcmp(*hints, verb) == 0)
            return true;
    return false;
}

const char *tour_no_topic(const struct app *a, struct arena *arena)
{
    const struct metadata *md = a->session->model.metadata;
    (void)arena;
    if (!md)
        return "The cluster has not answered yet: this step comes as soon as its topics are known.";
    return md->ntopics ? NULL
                       : "This cluster has no topic, or none that this user may describe, so there "
                         "is nothing to show here.";
}
