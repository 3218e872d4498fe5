/* A line at the place of the message line that asks for one thing: a file name, for instance. Why an
 * answer was refused stands above it, as long as nothing else was typed. */
#include "tui/widget/line_dialog.h"

#include "core/base/mem.h"
#include "tui/navigation.h"
#include "tui/widget/prompt.h"

#include <stdlib.h>

struct line_dialog {
    struct pane pane;
    struct prompt prompt;
    const char *label; /* a literal */
    bool (*done)(struct app *a, void *user, const char *text);
    void *user;
    void (*free_user)(void *user);
    char *refused; /* what was said of the last answer; NULL: nothing */
};

static struct line_dialog *self(const struct pane *p)
{
    return (struct line_dialog *)(uintptr_t)p;
}

static void line_dialog_free(struct pane *p)
{
    struct line_dialog *k = self(p);
    if (k->free_user)
        k->free_user(k->user);
    prompt_release(&k->prompt);
    free(k->refused);
    pane_release(p);
    free(k);
}

static bool line_dialog_key(struct pane *p, uint32_t key)
{
    struct line_dialog *k = self(p);
    enum prompt_did did = prompt_key(&k->prompt, &p->app->keymap, key);
    bool over = did == PROMPT_CANCEL;
    if (did == PROMPT_ACCEPT || did == PROMPT_CHANGED) {
        free(k->refused);
        k->refused = NULL;
    }
    if (did == PROMPT_ACCEPT) {
        over = k->done(p->app, k->user, prompt_text(&k->prompt));
        k->refused = !over && p->app->message ? xstrdup(p->app->message) : NULL;
    }
    if (over)
        app_pop(p->app, p);
    return true;
}

static void line_dialog_paste(struct pane *p, const char *text, size_t len)
{
    prompt_paste(&self(p)->prompt, text, len);
}

static struct rect line_dialog_place(struct pane *p, struct rect screen)
{
    enum { REASON_ROWS = 6 };
    const struct line_dialog *k = self(p);
    int rows =
        k->refused ? draw_wrapped(NULL, 0, 0, 0, screen.w - 2, PEN(ROLE_WARN), k->refused) : 0;
    rows = rows > REASON_ROWS ? REASON_ROWS : rows;
    return (struct rect){screen.h - 1 - rows, 0, 1 + rows, screen.w};
}

static void line_dialog_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct line_dialog *k = self(p);
    draw_fill(c, r, PEN(ROLE_INPUT));
    int y = r.y + r.h - 1;
    if (k->refused)
        draw_wrapped(c, r.y, r.x + 1, r.h - 1, r.w - 2, PEN_ON(ROLE_WARN, ROLE_INPUT), k->refused);
    int w = draw_text(c, y, r.x + 1, r.w / 2, PEN_ON(ROLE_KEY, ROLE_INPUT), k->label);
    prompt_draw(&k->prompt, c, y, r.x + w + 2, r.w - w - 3, PEN(ROLE_INPUT), true, -1, NULL);
}

static const char *const *line_dialog_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"prompt", NULL};
    (void)p;
    return contexts;
}

static const char *const *line_dialog_hints(const struct pane *p)
{
    static const char *const hints[] = {"accept", "cancel", NULL};
    (void)p;
    return hints;
}

static const struct pane_class line_dialog_class = {
    .name = "prompt",
    .contexts = line_dialog_contexts,
    .free = line_dialog_free,
    .draw = line_dialog_draw,
    .key = line_dialog_key,
    .paste = line_dialog_paste,
    .hints = line_dialog_hints,
    .place = line_dialog_place,
    .modal = true,
};

void line_dialog_open(struct app *a, const char *label, const char *text,
                      bool (*done)(struct app *a, void *user, const char *text), void *user,
                      void (*free_user)(void *user))
{
    struct line_dialog *k = xcalloc(1, sizeof *k);
    pane_init(&k->pane, &line_dialog_class, a, "line", NULL);
    prompt_init(&k->prompt, NULL);
    prompt_offer(&k->prompt, text);
    k->label = label;
    k->done = done;
    k->user = user;
    k->free_user = free_user;
    app_push(a, &k->pane);
}
