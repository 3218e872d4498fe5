/* What may stand in a field, as a list in a frame of its own over the form. While it is open the
 * arrows move in it and Enter takes from it; it closes with the field. What is picked stands in the
 * field at once, and leaving the list puts back what was typed. */
#include "core/base/mem.h"
#include "tui/dialog/form_impl.h"
#include "tui/term/box.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 6, FRAME = 2 };

bool form_list_is_open(const struct form *f)
{
    return f->typed != NULL;
}

void form_list_close(struct form *f)
{
    candidates_release(&f->candidates);
    candidates_init(&f->candidates);
    free(f->typed);
    f->typed = NULL;
    f->picked = -1;
}

static void find(struct form *f)
{
    const struct field *d = form_current(f);
    form_list_close(f);
    candidates_of_param(f->pane.app, f->action, &f->args, d->param->name, prompt_text(&d->prompt),
                        &f->candidates);
}

static void open_list(struct form *f)
{
    if (f->candidates.n > 1)
        f->typed = xstrdup(prompt_text(&form_current(f)->prompt));
}

/* Whether there is anything that could stand in such a field. */
static bool completes(struct form *f, const struct param *p)
{
    struct candidates c;
    candidates_init(&c);
    candidates_of_param(f->pane.app, f->action, &f->args, p->name, "", &c);
    bool some = c.n > 0;
    candidates_release(&c);
    return some && !p->secret;
}

/* What all of them begin with, where that is more than what was typed. */
static void take_common(struct form *f)
{
    struct field *d = form_current(f);
    size_t n = f->candidates.n ? candidates_common(&f->candidates) : 0;
    if (n <= strlen(prompt_text(&d->prompt)))
        return;
    char *common = xstrndup(f->candidates.list[0].word, n);
    prompt_set(&d->prompt, common);
    free(common);
    form_changed(f);
    find(f);
}

bool form_list_complete(struct form *f)
{
    struct field *d = form_current(f);
    if (d->fixed || form_is_choice(d) || d->param->secret)
        return false;
    find(f);
    const char *text = prompt_text(&d->prompt);
    bool whole = f->candidates.n == 1 && strcmp(f->candidates.list[0].word, text) == 0;
    if (!f->candidates.n && *text && completes(f, d->param))
        app_say(f->pane.app, SEV_INFO, "nothing that is known begins with “%s”", text);
    if (!f->candidates.n || whole)
        return false;
    take_common(f);
    open_list(f);
    return true;
}

void form_list_again(struct form *f)
{
    find(f);
    open_list(f);
}

void form_list_move(struct form *f, int by)
{
    long n = (long)f->candidates.n;
    f->picked = f->picked < 0 ? (by > 0 ? 0 : n - 1) : (f->picked + by + n) % n;
    prompt_set(&form_current(f)->prompt, f->candidates.list[f->picked].word);
}

void form_list_take(struct form *f)
{
    if (f->picked < 0)
        form_list_move(f, 1);
    form_changed(f);
}

void form_list_leave(struct form *f)
{
    prompt_set(&form_current(f)->prompt, f->typed);
    form_changed(f);
}

void form_list_draw(const struct form *f, struct canvas *c, int y, int x, int cols,
                    struct rect room)
{
    size_t n = f->candidates.n;
    int rows = n < SHOWN ? (int)n : SHOWN, h = rows + FRAME;
    int below = room.y + room.h - (y + 1), above = y - room.y;
    if (!form_list_is_open(f))
        return;
    bool up = below < h && above > below;
    if (h > (up ? above : below))
        h = up ? above : below;
    rows = h - FRAME;
    if (rows < 1)
        return;
    struct rect box = {up ? y - h : y + 1, x, h, cols};
    long first = f->picked < rows ? 0 : f->picked - rows + 1;
    draw_fill(c, box, PEN(ROLE_FIELD));
    draw_box(c, box, ROLE_DIALOG_EDGE, NULL, NULL);
    for (long i = first; i < (long)n && i < first + rows; i++) {
        struct pen pen = PEN(i == f->picked ? ROLE_CHOICE : ROLE_FIELD);
        struct rect row = {box.y + 1 + (int)(i - first), x + 1, 1, cols - 2};
        draw_fill(c, row, pen);
        draw_text(c, row.y, row.x + 1, row.w - 2, pen, f->candidates.list[i].word);
    }
    draw_scrollbar(c, (struct rect){box.y + 1, x + cols - 1, rows, 1}, (size_t)first, (size_t)rows,
                   n, ROLE_DIALOG_EDGE);
}
