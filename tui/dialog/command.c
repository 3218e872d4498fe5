/* The command line: one line at the place of the message line, with the candidates above it, what
 * the history or the only candidate would make of it dimmed behind the cursor, and Tab to take it.
 * Enter closes it first and then runs the line, so that what it runs finds the panes as they were.
 */
#include "tui/dialog/command.h"

#include "core/action/line.h"
#include "core/action/line_words.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "tui/dialog/complete.h"
#include "tui/dialog/start_action.h"
#include "tui/dispatch.h"
#include "tui/navigation.h"
#include "tui/widget/prompt.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 8
#define IN_VAIN "nothing begins like that"

struct command_line {
    struct pane pane;
    struct prompt prompt;
    struct candidates candidates;
    long chosen;  /* of the candidates; −1: none yet */
    bool in_vain; /* Tab was pressed, and nothing begins like that */
};

static struct command_line *self(const struct pane *p)
{
    return (struct command_line *)(uintptr_t)p;
}

static void command_free(struct pane *p)
{
    struct command_line *l = self(p);
    prompt_release(&l->prompt);
    candidates_release(&l->candidates);
    pane_release(p);
    free(l);
}

static void look(struct command_line *l)
{
    candidates_release(&l->candidates);
    candidates_init(&l->candidates);
    command_complete(l->pane.app, prompt_text(&l->prompt), &l->candidates);
    l->chosen = -1;
    l->in_vain = false;
}

static void take(struct command_line *l, const char *word)
{
    struct buf b;
    buf_init(&b, 0);
    buf_add(&b, prompt_text(&l->prompt), l->candidates.from);
    buf_adds(&b, word);
    prompt_set(&l->prompt, buf_str(&b));
    buf_release(&b);
}

/* Tab: first what is certain, then one candidate after the other. */
static void complete(struct command_line *l)
{
    struct candidates *c = &l->candidates;
    const char *word = prompt_text(&l->prompt) + c->from;
    l->in_vain = !c->n;
    if (!c->n)
        return;
    if (c->n == 1) {
        const char *only = c->list[0].word;
        bool goes_on = *only && strchr("=/", only[strlen(only) - 1]); /* a value, a name */
        take(l, only);
        prompt_paste(&l->prompt, " ", goes_on ? 0 : 1);
        look(l);
        return;
    }
    size_t same = candidates_common(c);
    if (l->chosen < 0 && same > strlen(word)) {
        char *prefix = xstrndup(c->list[0].word, same);
        take(l, prefix);
        free(prefix);
        look(l);
        return;
    }
    l->chosen = (l->chosen + 1) % (long)c->n;
    take(l, c->list[l->chosen].word);
}

/* What is refused as it could be read must not be kept either. */
static bool holds_secret(const char *line)
{
    struct line_words w;
    line_split(&w, line);
    bool secret = line_has_secret(&w);
    line_words_release(&w);
    return secret;
}

static void run(struct command_line *l)
{
    struct app *a = l->pane.app;
    char *line = xstrdup(prompt_text(&l->prompt));
    if (!holds_secret(line))
        history_add(&a->commands, line);
    app_pop(a, &l->pane);
    app_command(a, line);
    free(line);
}

static bool command_key(struct pane *p, uint32_t key)
{
    struct command_line *l = self(p);
    switch (prompt_key(&l->prompt, &p->app->keymap, key)) {
    case PROMPT_CHANGED:
        look(l);
        break;
    case PROMPT_ACCEPT:
        run(l);
        break;
    case PROMPT_CANCEL:
        app_pop(p->app, p);
        break;
    case PROMPT_COMPLETE:
        complete(l);
        break;
    case PROMPT_MOVED:
    case PROMPT_IGNORED:
        break;
    }
    return true;
}

static void command_paste(struct pane *p, const char *text, size_t len)
{
    prompt_paste(&self(p)->prompt, text, len);
    look(self(p));
}

static int list_rows(const struct command_line *l)
{
    if (!*prompt_text(&l->prompt) && l->chosen < 0)
        return 0;
    return l->candidates.n > SHOWN ? SHOWN : (int)l->candidates.n;
}

static struct rect command_place(struct pane *p, struct rect screen)
{
    int rows = list_rows(self(p)) + 1;
    if (rows > screen.h)
        rows = screen.h;
    return (struct rect){screen.h - rows, 0, rows, screen.w};
}

static void draw_candidates(const struct command_line *l, struct canvas *c, struct rect r, int rows)
{
    long first = l->chosen < SHOWN ? 0 : l->chosen - SHOWN + 1;
    int wide = 12;
    for (int i = 0; i < rows; i++) {
        int w = (int)text_width(l->candidates.list[first + i].word);
        wide = w > wide ? w : wide;
    }
    if (wide > r.w / 2)
        wide = r.w / 2;
    for (int i = 0; i < rows; i++) {
        const struct candidate *k = &l->candidates.list[first + i];
        enum role on = first + i == l->chosen ? ROLE_CHOICE : ROLE_DIALOG;
        draw_fill(c, (struct rect){r.y + i, r.x, 1, r.w}, PEN(on));
        draw_text(c, r.y + i, r.x + 1, wide, PEN(on), k->word);
        if (k->help)
            draw_text(c, r.y + i, r.x + wide + 3, r.w - wide - 4, PEN_ON(ROLE_MUTED, on), k->help);
    }
    if (l->candidates.n > (size_t)rows && rows > 0)
        draw_right(c, r.y + rows - 1, r.x + r.w - 14, 13, PEN_ON(ROLE_MUTED, ROLE_DIALOG),
                   "… more: Tab");
}

/* What would complete the line: the newest like it, else the first candidate. */
static const char *suggestion(const struct command_line *l)
{
    const char *line = prompt_text(&l->prompt);
    size_t n = strlen(line);
    const char *old = history_suggest(l->prompt.history, line);
    if (l->chosen >= 0 || l->prompt.at != n)
        return NULL;
    if (old)
        return old + n;
    const char *word = line + l->candidates.from;
    const char *first = l->candidates.n ? l->candidates.list[0].word : NULL;
    return first && *word && strncmp(first, word, strlen(word)) == 0 ? first + strlen(word) : NULL;
}

static void command_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct command_line *l = self(p);
    int rows = r.h - 1;
    draw_candidates(l, c, r, rows);
    int y = r.y + rows;
    draw_fill(c, (struct rect){y, r.x, 1, r.w}, PEN(ROLE_INPUT));
    draw_text(c, y, r.x, 1, PEN_ON(ROLE_KEY, ROLE_INPUT), ":");
    int note = l->in_vain ? (int)strlen(IN_VAIN) + 1 : 0;
    prompt_draw(&l->prompt, c, y, r.x + 1, r.w - 2 - note, PEN(ROLE_INPUT), true, -1,
                suggestion(l));
    if (note)
        draw_right(c, y, r.x + r.w - note - 1, note, PEN_ON(ROLE_WARN, ROLE_INPUT), IN_VAIN);
}

static const char *const *command_contexts(const struct pane *p)
{
    static const char *const contexts[] = {"prompt", NULL};
    (void)p;
    return contexts;
}

static const char *const *command_hints(const struct pane *p)
{
    static const char *const hints[] = {"accept", "complete", "history-previous", "cancel", NULL};
    (void)p;
    return hints;
}

static const struct pane_class command_class = {
    .name = "prompt",
    .contexts = command_contexts,
    .free = command_free,
    .draw = command_draw,
    .key = command_key,
    .paste = command_paste,
    .hints = command_hints,
    .place = command_place,
    .modal = true,
};

void command_open(struct app *a, const char *text)
{
    struct command_line *l = xcalloc(1, sizeof *l);
    pane_init(&l->pane, &command_class, a, "command", NULL);
    prompt_init(&l->prompt, &a->commands);
    prompt_set(&l->prompt, text);
    candidates_init(&l->candidates);
    look(l);
    app_push(a, &l->pane);
}
