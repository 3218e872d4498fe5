/* Typing a filter: the list shows what passes while one types; a filter that is wrong is marked
 * where it is wrong and the list keeps the last right one, so it never goes empty without a reason.
 * Enter keeps it, Esc brings back the one before. The line is a dialog at the place of the message
 * line; it can't outlive the pane it filters, since it is modal and gone before anything else
 * happens. */
#include "tui/dialog/filter.h"

#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "tui/dialog/candidates.h"
#include "tui/navigation.h"
#include "tui/widget/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct filter_line {
    struct pane pane;
    struct table_view *view;
    struct prompt prompt;
    char *before;
    long bad; /* byte where it is wrong; −1: right */
    char why[600];
    char said[200];  /* which instants it means; "": none in it */
    char found[200]; /* what Tab found; "": it was not pressed */
};

static struct filter_line *self(const struct pane *p)
{
    return (struct filter_line *)(uintptr_t)p;
}

static void filter_free(struct pane *p)
{
    struct filter_line *f = self(p);
    prompt_release(&f->prompt);
    free(f->before);
    pane_release(p);
    free(f);
}

static void try_it(struct filter_line *f)
{
    struct err e = {0};
    size_t at = 0;
    f->bad = -1;
    f->why[0] = f->found[0] = f->said[0] = 0;
    if (table_view_filter(f->view, prompt_text(&f->prompt), &at, &e)) {
        char *said = f->view->filter ? match_said(f->view->filter) : NULL;
        snprintf(f->said, sizeof f->said, "%s", said ? said : "");
        free(said);
        return;
    }
    f->bad = (long)at;
    snprintf(f->why, sizeof f->why, "%s", e.msg);
}

/* Tab: the column that is meant, as far as it is certain; else which ones it may be. */
static void complete(struct filter_line *f)
{
    const struct table *t = f->view->table;
    const char *text = prompt_text(&f->prompt);
    const char *word = strrchr(text, ' ') ? strrchr(text, ' ') + 1 : text;
    struct candidates c;
    word += *word == '!';
    candidates_init(&c);
    for (size_t i = 0; t && i < t->ncolumns; i++)
        candidates_add(&c, word, t->columns[i].id, NULL);
    size_t same = c.n ? candidates_common(&c) : 0, typed = strlen(word), n = 0;
    if (same > typed)
        prompt_paste(&f->prompt, c.list[0].word + typed, same - typed);
    if (c.n == 1)
        prompt_paste(&f->prompt, "=", 1);
    try_it(f);
    snprintf(f->found, sizeof f->found, "%s", c.n ? "" : "no column begins like that");
    for (size_t i = 0; c.n > 1 && i < c.n && n < sizeof f->found; i++)
        n += (size_t)snprintf(f->found + n, sizeof f->found - n, "%s%s", i ? " " : "",
                              c.list[i].word);
    candidates_release(&c);
}

static bool filter_key(struct pane *p, uint32_t key)
{
    struct filter_line *f = self(p);
    switch (prompt_key(&f->prompt, &p->app->keymap, key)) {
    case PROMPT_CHANGED:
        try_it(f);
        break;
    case PROMPT_ACCEPT:
        if (f->bad < 0) {
            history_add(&p->app->filters, prompt_text(&f->prompt));
            app_pop(p->app, p);
        }
        break;
    case PROMPT_CANCEL:
        table_view_filter(f->view, f->before, NULL, NULL);
        app_pop(p->app, p);
        break;
    case PROMPT_COMPLETE:
        complete(f);
        break;
    case PROMPT_MOVED:
    case PROMPT_IGNORED:
        break;
    }
    return true;
}

static void filter_paste(struct pane *p, const char *text, size_t len)
{
    prompt_paste(&self(p)->prompt, text, len);
    try_it(self(p));
}

static bool is_wrong(const struct filter_line *f)
{
    return f->bad >= 0 && !f->found[0];
}

/* What is wrong stands in lines of its own above what is typed. */
static struct rect filter_place(struct pane *p, struct rect screen)
{
    enum { MOST = 4 };
    const struct filter_line *f = self(p);
    int lines = 1;
    if (is_wrong(f))
        lines += draw_wrapped(NULL, 0, 0, 0, screen.w - 2, PEN(ROLE_BAD), f->why);
    lines = lines > MOST ? MOST : lines;
    return (struct rect){screen.h - lines, 0, lines, screen.w};
}

static void filter_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct filter_line *f = self(p);
    const char *note = f->found[0]   ? f->found
                       : is_wrong(f) ? ""
                       : f->said[0]  ? f->said
                                     : "word  ~regex  !not  lag>10k  state=empty";
    int y = r.y + r.h - 1;
    int typed = (int)text_width(prompt_text(&f->prompt)) + 1, least = r.w / 3;
    int room = r.w - 3 - (typed > least ? typed : least);
    room = room > r.w / 3 ? room : r.w / 3;
    draw_fill(c, r, PEN(ROLE_INPUT));
    if (r.h > 1)
        draw_wrapped(c, r.y, r.x + 1, r.h - 1, r.w - 2, PEN_ON(ROLE_BAD, ROLE_INPUT), f->why);
    draw_text(c, y, r.x, 1, PEN_ON(ROLE_KEY, ROLE_INPUT), "/");
    prompt_draw(&f->prompt, c, y, r.x + 1, r.w - room - 3, PEN(ROLE_INPUT), true, f->bad, NULL);
    enum role role = f->found[0] || f->said[0] ? ROLE_INPUT : ROLE_SUGGEST;
    draw_right(c, y, r.x + r.w - room - 1, room, PEN_ON(role, ROLE_INPUT), note);
}

static const char *const *filter_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"prompt", NULL};
    (void)p;
    return contexts;
}

static const char *const *filter_hints(const struct pane *p)
{
    static const char *const hints[] = {"accept", "complete|columns", "cancel", NULL};
    (void)p;
    return hints;
}

static const struct pane_class filter_class = {
    .name = "prompt",
    .contexts = filter_contexts,
    .free = filter_free,
    .draw = filter_draw,
    .key = filter_key,
    .paste = filter_paste,
    .hints = filter_hints,
    .place = filter_place,
    .modal = true,
};

void filter_open(struct app *a, struct table_view *v, const char *text)
{
    struct err e = {0};
    size_t at;
    if (text) {
        if (!table_view_filter(v, text, &at, &e))
            app_say(a, SEV_WARN, "filter: %s", e.msg);
        return;
    }
    struct filter_line *f = xcalloc(1, sizeof *f);
    pane_init(&f->pane, &filter_class, a, "filter", NULL);
    f->view = v;
    f->bad = -1;
    f->before = xstrdup(v->filter_text);
    prompt_init(&f->prompt, &a->filters);
    prompt_offer(&f->prompt, v->filter_text ? v->filter_text : "");
    app_push(a, &f->pane);
}
