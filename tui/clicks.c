/* The keys on the screen, for the mouse. The bars and the dialogs add what they paint, input_sink.c
 * asks. A few dozen at most, so a list is enough. */
#include "tui/clicks.h"

#include "tui/app.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"

void clicks_clear(struct app *a)
{
    vec_clear(&a->clicks);
}

/* Dialogs are painted once more with each tick of the clock: what is there already stays one. */
void clicks_add(struct app *a, const struct pane *owner, int y, int x, int w, uint32_t key)
{
    struct click new = {.y = y, .x = x, .w = w, .key = key, .owner = owner};
    if (!key)
        return;
    for (size_t i = 0; i < a->clicks.len; i++) {
        struct click *k = &a->clicks.data[i];
        if (k->owner == owner && k->y == y && k->x == x) {
            *k = new;
            return;
        }
    }
    vec_push(&a->clicks, new);
}

static bool is_covered(const struct app *a, int y, int x)
{
    for (size_t i = 0; i < a->overlays.len; i++) {
        if (rect_has(a->overlays.data[i]->rect, y, x))
            return true;
    }
    return false;
}

uint32_t clicks_at(const struct app *a, int y, int x)
{
    const struct pane *focus = app_focus(a);
    for (size_t i = a->clicks.len; i-- > 0;) {
        const struct click *k = &a->clicks.data[i];
        bool counts = k->owner ? k->owner == focus : !is_covered(a, y, x);
        if (counts && y == k->y && x >= k->x && x < k->x + k->w)
            return k->key;
    }
    return K_NONE;
}
