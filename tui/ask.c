/* A line at the place of the message line that asks for one thing: a file name, for instance. Why an
 * answer was refused stands above it, as long as nothing else was typed. */
#include "tui/ask.h"

#include "core/base/mem.h"
#include "core/base/text.h"
#include "tui/prompt.h"

#include <stdlib.h>

struct ask {
    struct pane pane;
    struct prompt prompt;
    const char *label; /* a literal */
    bool (*done)(struct app *a, void *user, const char *text);
    void *user;
    void (*free_user)(void *user);
    char *refused; /* what was said of the last answer; NULL: nothing */
};

static struct ask *self(const struct pane *p)
{
    return (struct ask *)(uintptr_t)p;
}

static void ask_free(struct pane *p)
{
    struct ask *k = self(p);
    if (k->free_user)
        k->free_user(k->user);
    prompt_release(&k->prompt);
    free(k->refused);
    pane_release(p);
    free(k);
}

static bool ask_key(struct pane *p, uint32_t key)
{
    struct ask *k = self(p);
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

static void ask_paste(struct pane *p, const char *text, size_t len)
{
    prompt_paste(&self(p)->prompt, text, len);
}

static struct rect ask_place(struct pane *p, struct rect screen)
{
    enum { REASON_ROWS = 6 };
    const struct ask *k = self(p);
    int rows =
        k->refused ? draw_wrapped(NULL, 0, 0, 0, screen.w - 2, PEN(ROLE_WARN), k->refused) : 0;
    rows = rows > REASON_ROWS ? REASON_ROWS : rows;
    return (struct rect){screen.h - 1 - rows, 0, 1 + rows, screen.w};
}

static void ask_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct ask *k = self(p);
    draw_fill(c, r, PEN(ROLE_INPUT));
    int y = r.y + r.h - 1;
    if (k->refused)
        draw_wrapped(c, r.y, r.x + 1, r.h - 1, r.w - 2, PEN_ON(ROLE_WARN, ROLE_INPUT), k->refused);
    int w = draw_text(c, y, r.x + 1, r.w / 2, PEN_ON(ROLE_KEY, ROLE_INPUT), k->label);
    prompt_draw(&k->prompt, c, y, r.x + w + 2, r.w - w - 3, PEN(ROLE_INPUT), true, -1, NULL);
}

static const char *const *ask_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"prompt", NULL};
    (void)p;
    return contexts;
}

static const char *const *ask_hints(const struct pane *p)
{
    static const char *const hints[] = {"accept", "cancel", NULL};
    (void)p;
    return hints;
}

static const struct pane_class ask_class = {
    .name = "prompt",
    .contexts = ask_contexts,
    .free = ask_free,
    .draw = ask_draw,
    .key = ask_key,
    .paste = ask_paste,
    .hints = ask_hints,
    .place = ask_place,
    .modal = true,
};

void ask_open(struct app *a, const char *label, const char *text,
              bool (*done)(struct app *a, void *user, const char *text), void *user,
              void (*free_user)(void *user))
{
    struct ask *k = xcalloc(1, sizeof *k);
    pane_init(&k->pane, &ask_class, a, "ask", NULL);
    prompt_init(&k->prompt, NULL);
    prompt_set(&k->prompt, text);
    k->label = label;
    k->done = done;
    k->user = user;
    k->free_user = free_user;
    app_push(a, &k->pane);
}
