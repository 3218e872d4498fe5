/* How a form looks: labels at the left, fields beside them, what is wrong below its field, and what
 * the current field means at the foot. */
#include "core/base/text.h"
#include "tui/form_impl.h"

#include <string.h>

#define HELP_LEAST 2
#define FIELDS_LEAST 5
#define FRAME 4 /* the box, the blank line at its top, the line above the help */
#define SHOWN 6

static int label_cols(const struct form *f)
{
    int cols = 8;
    for (size_t i = 0; i < f->fields.len; i++) {
        int w = (int)text_width(f->fields.data[i].param->title) + 2;
        cols = w > cols ? w : cols;
    }
    return cols;
}

static int field_lines(const struct form *f, size_t i)
{
    return !form_shows(f, i) ? 0 : f->fields.data[i].bad ? 2 : 1;
}

static int all_lines(const struct form *f)
{
    int n = 0;
    for (size_t i = 0; i < f->fields.len; i++)
        n += field_lines(f, i);
    return n;
}

static int longer(struct form *f, int lines, const char *text, int cols)
{
    int n = text ? draw_wrapped(&f->pane.app->canvas, 0, 0, 0, cols, PEN(ROLE_MUTED), text) : 0;
    return n > lines ? n : lines;
}

/* Lines that the foot wants: those of the longest help, so that the dialog does not change its size
 * from field to field, or of what is wrong. */
static int foot_lines(struct form *f, int cols)
{
    int n = longer(f, HELP_LEAST, f->said.msg, cols);
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        if (form_shows(f, i))
            n = longer(f, longer(f, n, d->param->help, cols), d->bad ? d->err.msg : NULL, cols);
    }
    return n;
}

int form_foot(int wanted, int fields, int room)
{
    int rest = room - (fields < FIELDS_LEAST ? fields : FIELDS_LEAST);
    int n = wanted > rest ? rest : wanted;
    return n > HELP_LEAST ? n : HELP_LEAST;
}

/* The hints and the message below stay in sight. */
struct rect form_place(struct pane *p, struct rect screen)
{
    struct form *f = form_of(p);
    int w = screen.w < 96 ? screen.w - 2 : 92;
    struct rect room = {1, 1, screen.h > 3 ? screen.h - 3 : 0, screen.w > 2 ? screen.w - 2 : 0};
    return rect_centre(room, all_lines(f) + foot_lines(f, w - 4) + FRAME + 1, w);
}

static void draw_choice(struct canvas *c, int y, int x, int cols, const struct field *d, bool on)
{
    const char *text = prompt_text(&d->prompt);
    struct pen pen = PEN(on ? ROLE_FIELD_ON : ROLE_FIELD);
    draw_fill(c, (struct rect){y, x, 1, cols}, pen);
    draw_textf(c, y, x, cols, pen, on ? "‹ %s ›" : "  %s", *text ? text : "choose: ← →");
}

static void draw_field(struct form *f, struct canvas *c, size_t i, int y, struct rect in,
                       int labels)
{
    struct field *d = &f->fields.data[i];
    bool on = i == f->at;
    bool repeats = i > 0 && f->fields.data[i - 1].param == d->param && !d->again;
    bool required = d->param->required || d->param->when;
    int x = in.x + labels + 1, cols = in.w - labels - 1;
    if (!repeats) {
        int w = draw_text(c, y, in.x, labels, PEN_ON(on ? ROLE_KEY : ROLE_TEXT, ROLE_DIALOG),
                          d->again ? "once more" : d->param->title);
        if (required)
            draw_text(c, y, in.x + w + 1, 1, PEN_ON(ROLE_WARN, ROLE_DIALOG), "*");
    }
    d->y = y;
    if (d->param->type == PARAM_CHOICE || d->param->type == PARAM_BOOL)
        draw_choice(c, y, x, cols, d, on);
    else if (d->fixed)
        draw_text(c, y, x, cols, PEN_ON(on ? ROLE_KEY : ROLE_TEXT, ROLE_DIALOG),
                  prompt_text(&d->prompt));
    else
        prompt_draw(&d->prompt, c, y, x, cols, PEN(on ? ROLE_FIELD_ON : ROLE_FIELD), on, -1, NULL);
    if (d->bad)
        draw_text(c, y + 1, x, cols, PEN_ON(ROLE_BAD, ROLE_DIALOG), d->err.msg);
}

static void draw_candidates(const struct form *f, struct canvas *c, struct rect in, int labels)
{
    size_t n = f->candidates.n;
    int y = f->fields.data[f->at].y + 1 + f->fields.data[f->at].bad, x = in.x + labels + 1;
    long first = f->picked < SHOWN ? 0 : f->picked - SHOWN + 1;
    for (long i = first; n > 1 && i < (long)n && i < first + SHOWN; i++, y++) {
        struct pen pen = PEN(i == f->picked ? ROLE_PICK : ROLE_FIELD);
        draw_fill(c, (struct rect){y, x, 1, in.w - labels - 1}, pen);
        draw_text(c, y, x + 1, in.w - labels - 3, pen, f->candidates.list[i].word);
    }
    if (n > SHOWN)
        draw_scrollbar(c, (struct rect){y - SHOWN, in.x + in.w - 1, SHOWN, 1}, (size_t)first, SHOWN,
                       n, ROLE_FIELD);
}

/* What is wrong with the current field, when there was no room for all of it below the field. */
static const char *cut_below(struct form *f, struct rect in)
{
    const struct field *d = form_current(f);
    bool fits = (int)text_width(d->err.msg) < in.w - label_cols(f);
    return d->bad && !fits ? d->err.msg : NULL;
}

static void draw_foot(struct form *f, struct canvas *c, struct rect in, int lines)
{
    int y = in.y + in.h - lines - 1;
    const struct param *p = form_current(f)->param;
    for (int x = 0; x < in.w; x++)
        draw_text(c, y, in.x + x, 1, PEN_ON(ROLE_BORDER, ROLE_DIALOG), "─");
    const char *wrong = f->said.msg[0] ? f->said.msg : cut_below(f, in);
    draw_wrapped(c, y + 1, in.x, lines, in.w,
                 PEN_ON(wrong ? ROLE_BAD : ROLE_MUTED, ROLE_DIALOG),
                 wrong     ? wrong
                 : p->help ? p->help
                           : "");
}

void form_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct form *f = form_of(p);
    form_check_again(f);
    struct rect in = rect_inset(r, 1, 2);
    int all = all_lines(f), foot = form_foot(foot_lines(f, in.w), all, in.h - 2);
    int labels = label_cols(f), line = 0, rows = in.h - foot - 2, at = 0;
    draw_fill(c, r, PEN(ROLE_DIALOG));
    draw_box(c, r, ROLE_DIALOG_EDGE, f->action->title,
             "nothing is sent before you have seen the plan");
    for (size_t i = 0; i < f->at; i++)
        at += field_lines(f, i);
    f->top = (int)layout_scroll(f->top, at + field_lines(f, f->at) - 1, rows, all);
    f->top = (int)layout_scroll(f->top, at, rows, all);
    struct rect old = draw_clip(c, (struct rect){in.y + 1, in.x, rows, in.w});
    for (size_t i = 0; i < f->fields.len; i++) {
        if (form_shows(f, i))
            draw_field(f, c, i, in.y + 1 + line - f->top, in, labels);
        else
            f->fields.data[i].y = -1;
        line += field_lines(f, i);
    }
    draw_unclip(c, old);
    draw_scrollbar(c, (struct rect){in.y + 1, r.x + r.w - 1, rows, 1}, (size_t)f->top,
                   (size_t)(rows > 0 ? rows : 0), (size_t)all, ROLE_DIALOG_EDGE);
    draw_foot(f, c, in, foot);
    old = draw_clip(c, rect_inset(r, 1, 1));
    draw_candidates(f, c, in, labels);
    draw_unclip(c, old);
}
