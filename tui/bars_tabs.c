/* The line of tabs: which there are, which is open, and what of it is on screen. Called by paint.c,
 * and by input_sink.c for the mouse. */
#include "tui/bars_tabs.h"

#include "core/base/text.h"
#include "core/base/text_width.h"
#include "tui/navigation.h"

#include <stdio.h>
#include <string.h>

/* What stands for the i-th tab: its name, or its number where the terminal is too narrow for all
 * names. The one that is open always has its name. */
static const char *tab_words(const struct app *a, size_t i, char number[8])
{
    if (!a->tabs_short || (int)i == a->tab_on)
        return a->tabs[i];
    snprintf(number, 8, "%d", (int)(i + 1) % 100);
    return number;
}

/* Columns a tab takes, its blanks included. */
static int tab_width(const struct app *a, size_t i)
{
    char number[8];
    return (int)strlen(tab_words(a, i, number)) + 2;
}

const char *bars_tab_at(const struct app *a, int x)
{
    int at = 0;
    for (size_t i = 0; a->tabs[i]; i++) {
        at += tab_width(a, i);
        if (x < at)
            return a->tabs[i];
    }
    return NULL;
}

/* What is on screen, without what the open tab says already: "orders", "orders/configs". */
static const char *crumb(const struct app *a, const struct pane *p, struct arena *arena)
{
    const char *tab = pane_tab(p);
    enum scope_kind kind = pane_scope_kind(p);
    const char *of = scope_list(kind);
    const struct resource *list = resource_find(of ? of : tab);
    if (!p->scope)
        return a->tab_on < 0 ? p->name : "";
    const char *scope = text_visible(arena, p->scope, strlen(p->scope));
    if (kind == SCOPE_BROKER) /* a number alone could be anything */
        scope = arena_printf(arena, "broker %s", scope);
    if (list && list->opens && strcmp(list->opens, p->name) == 0)
        return scope;
    size_t n = strlen(tab) - 1; /* "configs" of orders, not "topic-configs" */
    bool said = strncmp(p->name, tab, n) == 0 && p->name[n] == '-';
    return arena_printf(arena, "%s/%s", scope, p->name + (said ? n + 1 : 0));
}

static int tab_index(const struct app *a, const char *name)
{
    for (int i = 0; a->tabs[i]; i++)
        if (strcmp(a->tabs[i], name) == 0)
            return i;
    return -1;
}

/* Columns that are left next to the tabs. */
static int crumb_room(const struct app *a, int cols)
{
    int used = 3;
    for (size_t i = 0; a->tabs[i]; i++)
        used += tab_width(a, i);
    return cols - used;
}

/* The names of the tabs take precedence: each pane says itself what it is about. */
void bars_tabs(struct app *a, struct rect r)
{
    enum { SAYS_SOMETHING = 12 };
    const struct pane *p = app_pane(a);
    struct canvas *c = &a->canvas;
    struct arena arena;
    char number[8];
    if (r.h < 1)
        return;
    arena_init(&arena);
    draw_fill(c, r, PEN(ROLE_TEXT));
    a->tab_on = tab_index(a, p ? pane_tab(p) : "");
    a->tabs_short = false;
    a->tabs_short = crumb_room(a, r.w) < -2;
    const char *where = p ? crumb(a, p, &arena) : "";
    int x = r.x, room = crumb_room(a, r.w);
    for (size_t i = 0; a->tabs[i]; i++) {
        draw_text(c, r.y, x + 1, r.w, PEN((int)i == a->tab_on ? ROLE_TAB_ON : ROLE_TAB),
                  tab_words(a, i, number));
        x += tab_width(a, i);
    }
    if (room >= (int)text_width(where) || room >= SAYS_SOMETHING)
        draw_right(c, r.y, r.x + r.w - 1 - room, room, PEN(ROLE_CRUMB), where);
    arena_release(&arena);
}
