/* The strip of the tour, and going from part to part. Before each frame the part under way looks at
 * what is on the screen; when it finds what it waits for, the next one is shown. Esc belongs to
 * dialogs, then to panes that were opened from a list; where it would do nothing it ends the tour. */
#include "tui/tour/tour.h"

#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "tui/clicks.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"
#include "tui/tour/step.h"

#include <stdlib.h>
#include <string.h>

enum { LINES = 3, WIDEST = 118 };

struct tour {
    struct pane pane;
    size_t step, part;
    struct tour_seen seen;
};

static struct tour *self(const struct pane *p)
{
    return (struct tour *)(uintptr_t)p;
}

static void tour_free(struct pane *p)
{
    pane_release(p);
    free(self(p));
}

static const struct tour_part *part_of(const struct tour *t)
{
    return &tour_steps[t->step]->parts[t->part];
}

static bool is_missing(const struct tour *t, struct arena *arena, const char **why)
{
    const struct tour_step *s = tour_steps[t->step];
    *why = s->missing ? s->missing(t->pane.app, arena) : NULL;
    return *why != NULL;
}

static void begin(struct tour *t, size_t step)
{
    t->step = step;
    t->part = 0;
    t->seen = (struct tour_seen){.filters = t->pane.app->filters.added};
    app_dirty(t->pane.app, DIRTY_ALL);
}

static void leave(struct app *a)
{
    app_strip(a, NULL);
    app_say(a, SEV_NONE, "the tour has ended; :tour starts it again");
}

/* Several parts may be done at once: who is on the list already need not be sent there. */
static void tour_update(struct pane *p)
{
    struct tour *t = self(p);
    struct arena arena;
    const char *why;
    arena_init(&arena);
    while (!is_missing(t, &arena, &why) && part_of(t)->done && part_of(t)->done(p->app, &t->seen))
        t->part++;
    arena_release(&arena);
}

/* ---- painting ---------------------------------------------------------------------------------- */

struct writer {
    struct app *app;
    struct canvas *c;
    struct rect r;
    int y, x;
    bool key; /* inside of marks */
};

/* The width of a word without the marks in it. */
static int word_width(struct arena *arena, const char *word, size_t n)
{
    char *plain = arena_strndup(arena, word, n), *to = plain;
    for (const char *s = plain; *s; s++)
        if (*s != TOUR_KEY_BEGIN && *s != TOUR_KEY_END)
            *to++ = *s;
    *to = '\0';
    return (int)text_width(plain);
}

/* The key of the key map that is shown like this; what is typed into a field is none. */
static uint32_t key_labelled(const struct app *a, const char *text)
{
    char label[KEY_NAME_MAX];
    for (size_t i = 0; i < a->keymap.n; i++) {
        if (strcmp(key_label(label, a->keymap.list[i].key, a->ascii), text) == 0)
            return a->keymap.list[i].key;
    }
    return K_NONE;
}

/* A word, in pieces that are keys and pieces that are not. Keys can be clicked. */
static void put_word(struct writer *w, struct arena *arena, const char *word, size_t n)
{
    static const char marks[] = {TOUR_KEY_BEGIN, TOUR_KEY_END, ' ', '\0'};
    for (size_t at = 0; at < n;) {
        size_t piece = strcspn(word + at, marks);
        piece = piece < n - at ? piece : n - at;
        int room = w->r.x + w->r.w - w->x;
        const char *text = arena_strndup(arena, word + at, piece);
        int cols = draw_text(w->c, w->y, w->x, room, PEN(w->key ? ROLE_KEY : ROLE_TEXT), text);
        if (w->key && cols)
            clicks_add(w->app, NULL, w->y, w->x, cols, key_labelled(w->app, text));
        w->x += cols;
        at += piece;
        if (at < n)
            w->key = word[at++] == TOUR_KEY_BEGIN;
    }
}

static void put_text(struct writer *w, struct arena *arena, const char *text)
{
    for (size_t n; *text; text += n + strspn(text + n, " ")) {
        n = strcspn(text, " ");
        int width = word_width(arena, text, n);
        if (w->x > w->r.x && w->x + 1 + width > w->r.x + w->r.w) {
            w->x = w->r.x;
            w->y++;
        } else if (w->x > w->r.x) {
            w->x++;
        }
        if (w->y == w->r.y + w->r.h) {
            draw_text(w->c, w->y - 1, w->r.x + w->r.w, 1, PEN(ROLE_TEXT), "…");
            return;
        }
        put_word(w, arena, text, n);
    }
}

static bool at_root(const struct app *a)
{
    const struct pane *p = app_pane(a);
    bool tab = false;
    for (size_t i = 0; p && a->tabs[i]; i++)
        tab |= strcmp(a->tabs[i], p->name) == 0;
    return tab && !p->scope && !a->overlays.len && !(a->side && a->side->focused);
}

/* What works now: a dialog has its own keys. */
static const char *keys_now(const struct app *a, const struct tour *t, struct arena *arena)
{
    const char *next = tour_steps[t->step + 1] ? "next" : "end";
    bool modal = a->overlays.len && app_focus(a)->cls->modal;
    const char *leaves = at_root(a) ? arena_printf(arena, " · %s leaves the tour",
                                                   tour_key(a, arena, "tour", "back"))
                                    : "";
    if (modal)
        return "";
    return arena_printf(arena, "%s %s%s", tour_key(a, arena, "tour", "tour-next"), next, leaves);
}

/* "── tour 2 of 5 · why a group lags ─────────── N next  Esc leaves the tour ──" */
static void draw_edge(struct tour *t, struct canvas *c, struct rect r, struct arena *arena)
{
    const char *title = tour_steps[t->step]->title, *keys = keys_now(t->pane.app, t, arena);
    size_t steps = 0;
    while (tour_steps[steps])
        steps++;
    if (t->step > 0 && t->step + 1 < steps)
        title = arena_printf(arena, "tour, %zu of %zu: %s", t->step, steps - 2, title);
    for (int x = 0; x < r.w; x++)
        draw_text(c, r.y, r.x + x, 1, PEN(ROLE_FOCUS), c->ascii ? "-" : "─");
    draw_textf(c, r.y, r.x + 2, r.w - 4, PEN(ROLE_TITLE), " %s ", title);
    int width = word_width(arena, keys, strlen(keys)), x = r.x + r.w - width - 4;
    if (!width || x < r.x + (int)text_width(title) + 6)
        return;
    draw_fill(c, (struct rect){r.y, x, 1, width + 2}, PEN(ROLE_TEXT));
    struct writer w = {
        .app = t->pane.app, .c = c, .r = {r.y, x + 1, 1, width}, .y = r.y, .x = x + 1};
    put_text(&w, arena, keys);
}

static void tour_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct tour *t = self(p);
    struct arena arena;
    const char *text;
    arena_init(&arena);
    draw_fill(c, r, PEN(ROLE_TEXT));
    draw_edge(t, c, r, &arena);
    bool read = true;
    if (!is_missing(t, &arena, &text)) {
        text = part_of(t)->text(p->app, &t->seen, &arena);
        read = !part_of(t)->done;
    }
    const char *sign = c->ascii ? read ? "*" : ">" : read ? "●" : "▸";
    draw_text(c, r.y + 1, r.x + 1, 1, PEN(read ? ROLE_GOOD : ROLE_KEY), sign);
    int width = r.w - 4 < WIDEST ? r.w - 4 : WIDEST;
    struct rect in = {r.y + 1, r.x + 3, LINES, width};
    struct writer w = {.app = p->app, .c = c, .r = in, .y = in.y, .x = in.x};
    put_text(&w, &arena, text);
    arena_release(&arena);
}

/* ---- keys -------------------------------------------------------------------------------------- */

static const char *const *tour_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"tour", NULL};
    (void)p;
    return contexts;
}

static bool tour_verb(struct pane *p, const char *verb, const char *arg)
{
    struct tour *t = self(p);
    struct app *a = p->app;
    (void)arg;
    bool next = strcmp(verb, "tour-next") == 0;
    if (!next && (strcmp(verb, "back") != 0 || !at_root(a)))
        return false;
    if (next && tour_steps[t->step + 1])
        begin(t, t->step + 1);
    else
        leave(a);
    return true;
}

static bool tour_wish(const struct pane *p, struct pane_wish *wish)
{
    (void)p;
    *wish = (struct pane_wish){.h = LINES + 1};
    return true;
}

static const struct pane_class tour_class = {
    .name = "tour",
    .contexts = tour_contexts,
    .free = tour_free,
    .update = tour_update,
    .draw = tour_draw,
    .verb = tour_verb,
    .wish = tour_wish,
};

void tour_open(struct app *a)
{
    struct tour *t = xcalloc(1, sizeof *t);
    pane_init(&t->pane, &tour_class, a, "tour", NULL);
    begin(t, 0);
    app_strip(a, &t->pane);
}
