/* The hint line: what can be done here and by which key, from the pane's own list of verbs and the
 * key map. Called by paint.c. */
#include "tui/bars_hint.h"

#include "core/action/action.h"
#include "core/action/register.h"
#include "core/base/text_width.h"
#include "tui/clicks.h"
#include "tui/dispatch.h"
#include "tui/navigation.h"
#include "tui/selection.h"
#include "tui/term/keys.h"
#include "tui/verbs.h"

#include <string.h>

enum { HINTS = 32 };

/* What the verb is called, and how many marked objects it would work on. */
static const char *hint_words(struct app *a, const char *verb, struct arena *arena)
{
    const struct action *act = action_find(verb);
    size_t n = act ? selection_marked(a, act) : 0;
    const char *label = verb_label(verb);
    return n ? arena_printf(arena, "%s of %zu", label, n) : label;
}

struct hint {
    uint32_t key;
    const char *words;
};

static int hint_width(const struct app *a, const struct hint *h)
{
    char label[KEY_NAME_MAX];
    return (int)text_width(key_label(label, h->key, a->ascii)) + 1 + (int)text_width(h->words);
}

/* Returns where the next one begins. */
static int draw_hint(struct app *a, int y, int x, const struct hint *h)
{
    char label[KEY_NAME_MAX];
    int kw = (int)text_width(key_label(label, h->key, a->ascii)), w = hint_width(a, h);
    draw_text(&a->canvas, y, x, kw, PEN(ROLE_KEY), label);
    draw_text(&a->canvas, y, x + kw + 1, w - kw - 1, PEN(ROLE_HINT), h->words);
    clicks_add(a, NULL, y, x, w, h->key);
    return x + w + 2;
}

/* Menu and help are at the right edge, and always have room. Returns where they begin. */
static int draw_last(struct app *a, struct rect r, const char *const *contexts)
{
    static const char *const last[] = {"help", "menu"};
    int x = r.x + r.w - 1;
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        struct hint h = {keymap_key_of(&a->keymap, contexts, last[i]), verb_label(last[i])};
        if (!h.key)
            continue;
        x -= hint_width(a, &h);
        draw_hint(a, r.y, x, &h);
        x -= 2;
    }
    return x;
}

static bool is_last(const char *verb)
{
    return strcmp(verb, "help") == 0 || strcmp(verb, "menu") == 0;
}

/* What can't be done with the selected row is not offered; its key says why when it is pressed. */
static size_t collect(struct app *a, const char *const *contexts, struct hint *out,
                      struct arena *arena)
{
    static const char *const always[] = {"back", "command", NULL};
    const struct pane *p = app_focus(a);
    const char *const *hints = p && p->cls->hints ? p->cls->hints(p) : always;
    size_t n = 0;
    for (; *hints && n < HINTS; hints++) {
        const char *words = strchr(*hints, '|');
        const char *verb = arena_strndup(arena, *hints, strcspn(*hints, "|"));
        uint32_t key = keymap_key_of(&a->keymap, contexts, verb);
        if (!key || is_last(verb) || app_refusal(a, verb))
            continue;
        out[n++] = (struct hint){key, words ? words + 1 : hint_words(a, verb, arena)};
    }
    return n;
}

void bars_hint(struct app *a, struct rect r)
{
    const char *contexts[8], *more = a->ascii ? "..." : "…";
    struct hint hints[HINTS];
    struct arena arena;
    if (r.h < 1)
        return;
    draw_fill(&a->canvas, r, PEN(ROLE_TEXT));
    arena_init(&arena);
    app_contexts(a, contexts);
    size_t n = collect(a, contexts, hints, &arena);
    int x = r.x + 1, right = draw_last(a, r, contexts), dots = (int)text_width(more);
    for (size_t i = 0; i < n; i++) {
        int after = x + hint_width(a, &hints[i]);
        if (after + (i + 1 < n ? 2 + dots : 0) > right) {
            draw_text(&a->canvas, r.y, x, dots, PEN(ROLE_MUTED), more);
            break;
        }
        x = draw_hint(a, r.y, x, &hints[i]);
    }
    arena_release(&arena);
}
