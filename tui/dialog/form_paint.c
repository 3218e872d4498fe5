/* How a form looks: labels at the left, fields next to them, what is wrong below its field, and
 * what the current field means at the foot. A field that chooses shows all its choices while one is
 * in it, else the one that counts. What stands greyed in a field was not typed: what is there now,
 * or what an empty field means. */
#include "core/base/parse_duration.h"
#include "core/base/text_human.h"
#include "core/base/text_width.h"
#include "tui/dialog/form_impl.h"
#include "tui/selection.h"
#include "tui/term/box.h"

#include <string.h>

enum {
    HELP_LEAST = 2,
    FIELDS_LEAST = 5,
    FRAME = 4, /* the box, the blank line at its top, the line above the help */
    WRONG_ROWS = 6,
    LABEL_LEAST = 8,
};

static int label_cols(const struct form *f)
{
    int cols = LABEL_LEAST;
    for (size_t i = 0; i < f->fields.len; i++) {
        int w = (int)text_width(f->fields.data[i].param->title) + 2;
        cols = w > cols ? w : cols;
    }
    return cols;
}

static int choices_of(const struct field *d)
{
    int n = 0;
    while (form_choices(d)[n])
        n++;
    return n;
}

/* Lines of the field itself, without what is wrong with it. */
static int own_lines(const struct form *f, size_t i)
{
    const struct field *d = &f->fields.data[i];
    return form_is_choice(d) && i == f->at ? choices_of(d) : 1;
}

static int wrong_lines(const struct field *d, int cols)
{
    int n = d->bad ? draw_wrapped(NULL, 0, 0, 0, cols, PEN(ROLE_BAD), d->err.msg) : 0;
    return n > WRONG_ROWS ? WRONG_ROWS : n;
}

static int field_lines(const struct form *f, size_t i, int cols)
{
    return form_shows(f, i) ? own_lines(f, i) + wrong_lines(&f->fields.data[i], cols) : 0;
}

static int all_lines(const struct form *f, int cols)
{
    int n = 0;
    for (size_t i = 0; i < f->fields.len; i++)
        n += field_lines(f, i, cols);
    return n;
}

/* With the longest list of choices open. */
static int most_lines(const struct form *f, int cols)
{
    int n = 0, most = 1;
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        if (!form_shows(f, i))
            continue;
        n += 1 + wrong_lines(d, cols);
        if (form_is_choice(d) && choices_of(d) > most)
            most = choices_of(d);
    }
    return n + most - 1;
}

/* ---- the foot -------------------------------------------------------------------------------- */

static int longer(int lines, const char *text, int cols)
{
    int n = text ? draw_wrapped(NULL, 0, 0, 0, cols, PEN(ROLE_MUTED), text) : 0;
    return n > lines ? n : lines;
}

static bool explains_itself(const struct field *d)
{
    struct arena a;
    arena_init(&a);
    bool yes = d->param->type == PARAM_CHOICE && form_choices(d)[0] && form_choice_means(d, 0, &a);
    arena_release(&a);
    return yes;
}

static const char *foot_text(const struct field *d)
{
    static const char choose[] = "← → or a first letter chooses";
    return explains_itself(d) ? choose : d->param->help ? d->param->help : "";
}

/* Lines that the foot wants: those of the longest help, or of what is wrong with all of it. */
static int foot_lines(const struct form *f, int cols)
{
    int n = longer(HELP_LEAST, f->said.msg, cols);
    for (size_t i = 0; i < f->fields.len; i++) {
        if (form_shows(f, i))
            n = longer(n, foot_text(&f->fields.data[i]), cols);
    }
    return n;
}

int form_foot(int wanted, int fields, int room)
{
    int rest = room - (fields < FIELDS_LEAST ? fields : FIELDS_LEAST);
    int n = wanted > rest ? rest : wanted;
    return n > HELP_LEAST ? n : HELP_LEAST;
}

/* The hints and the message below stay in sight. The top stays where the dialog at its highest has
 * it, so that the first field stays where it is; the bottom follows what is there. */
struct rect form_place(struct pane *p, struct rect screen)
{
    struct form *f = form_of(p);
    int w = screen.w < 96 ? screen.w : 92,
        in = w - 4; /* no slivers of what is below at its sides */
    struct rect room = {1, 0, screen.h > 3 ? screen.h - 3 : 0, screen.w};
    int cols = in - label_cols(f) - 1, rest = foot_lines(f, in) + FRAME + 1;
    struct rect r = rect_centre(room, most_lines(f, cols) + rest, w);
    int h = all_lines(f, cols) + rest;
    r.h = h < r.h ? h : r.h;
    return r;
}

static void draw_foot(struct form *f, struct canvas *c, struct rect in, int lines)
{
    int y = in.y + in.h - lines - 1;
    for (int x = 0; x < in.w; x++)
        draw_text(c, y, in.x + x, 1, PEN_ON(ROLE_BORDER, ROLE_DIALOG), "─");
    bool wrong = f->said.msg[0] != 0;
    draw_wrapped(c, y + 1, in.x, lines, in.w, PEN_ON(wrong ? ROLE_BAD : ROLE_MUTED, ROLE_DIALOG),
                 wrong ? f->said.msg : foot_text(form_current(f)));
}

/* ---- fields ---------------------------------------------------------------------------------- */

static int word_cols(const struct field *d)
{
    int cols = 0;
    for (int i = 0; form_choices(d)[i]; i++) {
        int w = (int)text_width(form_choice_word(d, i));
        cols = w > cols ? w : cols;
    }
    return cols;
}

/* What the choice comes to here, else what it means; NULL: nothing says. */
static const char *means_here(struct form *f, const struct field *d, int i, struct arena *a)
{
    const struct param *p = d->param;
    struct action_ctx x = selection_context(f->pane.app);
    const char *shown = p->shown ? p->shown(&x, &f->args, p, form_choices(d)[i], a) : NULL;
    return shown ? shown : form_choice_means(d, i, a);
}

/* "(•) duration   that long ago", one line each. */
static void draw_choices(struct form *f, struct canvas *c, int y, int x, int cols,
                         const struct field *d)
{
    int chosen = form_chosen(d), words = word_cols(d);
    struct arena a;
    arena_init(&a);
    for (int i = 0; form_choices(d)[i]; i++) {
        bool on = i == chosen;
        struct pen pen = PEN(on ? ROLE_FIELD_ON : ROLE_DIALOG); /* only one of them is chosen */
        const char *means = means_here(f, d, i, &a);
        draw_fill(c, (struct rect){y + i, x, 1, cols}, pen);
        draw_textf(c, y + i, x, cols, pen, "(%s) %s", on ? "•" : " ", form_choice_word(d, i));
        if (means)
            draw_text(c, y + i, x + words + 6, cols - words - 6, pen, means);
    }
    arena_release(&a);
}

/* The choice that counts, when the field is not the current one. */
static void draw_chosen(struct form *f, struct canvas *c, int y, int x, int cols,
                        const struct field *d)
{
    int i = form_chosen(d);
    struct arena a;
    draw_fill(c, (struct rect){y, x, 1, cols}, PEN(ROLE_FIELD));
    if (i < 0) {
        draw_text(c, y, x, cols, PEN_ON(ROLE_SUGGEST, ROLE_FIELD), "[not chosen yet]");
        return;
    }
    arena_init(&a);
    const char *word = form_choice_word(d, i), *means = means_here(f, d, i, &a);
    bool typed = *prompt_text(&d->prompt) != 0;
    int w = draw_text(c, y, x, cols, typed ? PEN(ROLE_FIELD) : PEN_ON(ROLE_SUGGEST, ROLE_FIELD),
                      typed ? word : arena_printf(&a, "[%s]", word));
    if (means && d->param->type == PARAM_CHOICE)
        draw_text(c, y, x + w + 2, cols - w - 2, PEN_ON(ROLE_SUGGEST, ROLE_FIELD), means);
    arena_release(&a);
}

/* A default as it reads, not as it is typed: "6 s". */
static const char *default_words(const struct param *p, struct arena *a)
{
    char text[TEXT_NUM];
    int64_t ms;
    if (p->def && p->type == PARAM_DURATION && parse_duration(p->def, &ms, NULL))
        return arena_strdup(a, text_duration(text, ms));
    return p->def;
}

/* What stands greyed behind what was typed; NULL: nothing. */
static const char *greyed(struct form *f, const struct field *d, struct arena *a)
{
    const struct param *p = d->param;
    const char *text = prompt_text(&d->prompt), *shown = NULL;
    struct action_ctx x = selection_context(f->pane.app);
    if (d->fixed || d->again || p->secret)
        return NULL;
    if (p->shown)
        shown = p->shown(&x, &f->args, p, text, a);
    if (*text)
        return shown ? arena_printf(a, " %s", shown) : NULL;
    bool first = !args_get(&f->args, p->name); /* not the line for one more of them */
    shown = shown ? shown : !first ? "one more" : p->empty ? p->empty : default_words(p, a);
    return shown ? arena_printf(a, "[%s]", shown) : NULL;
}

static void draw_typed(struct form *f, struct canvas *c, int y, int x, int cols, struct field *d)
{
    bool on = d == form_current(f);
    struct pen pen = PEN(on ? ROLE_FIELD_ON : ROLE_FIELD);
    int used = (int)text_width(prompt_text(&d->prompt)) + (on && *prompt_text(&d->prompt));
    struct arena a;
    arena_init(&a);
    const char *grey = greyed(f, d, &a);
    prompt_draw(&d->prompt, c, y, x, cols, pen, on, -1, NULL);
    if (grey && used < cols)
        draw_text(c, y, x + used, cols - used, PEN_ON(ROLE_SUGGEST, pen.role), grey);
    arena_release(&a);
}

static void draw_label(const struct form *f, struct canvas *c, size_t i, int y, int x, int labels)
{
    const struct field *d = &f->fields.data[i];
    bool repeats = i > 0 && f->fields.data[i - 1].param == d->param && !d->again;
    if (repeats)
        return;
    int w = draw_text(c, y, x, labels, PEN_ON(i == f->at ? ROLE_KEY : ROLE_TEXT, ROLE_DIALOG),
                      d->again ? "repeat" : d->param->title);
    if (d->param->required || d->param->when)
        draw_text(c, y, x + w + 1, 1, PEN_ON(ROLE_WARN, ROLE_DIALOG), "*");
}

static void draw_field(struct form *f, struct canvas *c, size_t i, int y, struct rect in,
                       int labels)
{
    struct field *d = &f->fields.data[i];
    bool on = i == f->at;
    int x = in.x + labels + 1, cols = in.w - labels - 1;
    draw_label(f, c, i, y, in.x, labels);
    d->y = y;
    if (form_is_choice(d) && on)
        draw_choices(f, c, y, x, cols, d);
    else if (form_is_choice(d))
        draw_chosen(f, c, y, x, cols, d);
    else if (d->fixed)
        draw_text(c, y, x, cols, PEN_ON(on ? ROLE_KEY : ROLE_TEXT, ROLE_DIALOG),
                  prompt_text(&d->prompt));
    else
        draw_typed(f, c, y, x, cols, d);
    if (d->bad)
        draw_wrapped(c, y + own_lines(f, i), x, WRONG_ROWS, cols, PEN_ON(ROLE_BAD, ROLE_DIALOG),
                     d->err.msg);
}

bool form_at(const struct form *f, int y, size_t *field, int *choice)
{
    for (size_t i = 0; i < f->fields.len; i++) {
        const struct field *d = &f->fields.data[i];
        if (!form_shows(f, i) || d->y < 0 || y < d->y || y >= d->y + own_lines(f, i))
            continue;
        *field = i;
        *choice = form_is_choice(d) && i == f->at ? y - d->y : -1;
        return true;
    }
    return false;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void draw_fields(struct form *f, struct canvas *c, struct rect in, int rows, int labels)
{
    int line = 0;
    struct rect old = draw_clip(c, (struct rect){in.y + 1, in.x, rows, in.w});
    for (size_t i = 0; i < f->fields.len; i++) {
        if (form_shows(f, i))
            draw_field(f, c, i, in.y + 1 + line - f->top, in, labels);
        else
            f->fields.data[i].y = -1;
        line += field_lines(f, i, in.w - labels - 1);
    }
    draw_unclip(c, old);
}

void form_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct form *f = form_of(p);
    form_check_again(f);
    struct rect in = rect_inset(r, 1, 2), screen = c->clip;
    int labels = label_cols(f), cols = in.w - labels - 1, all = all_lines(f, cols);
    int foot = form_foot(foot_lines(f, in.w), all, in.h - 2), rows = in.h - foot - 2, at = 0;
    draw_fill(c, r, PEN(ROLE_DIALOG));
    draw_box(c, r, ROLE_DIALOG_EDGE, f->action->title,
             "nothing is sent before you have seen the plan");
    for (size_t i = 0; i < f->at; i++)
        at += field_lines(f, i, cols);
    f->top = (int)layout_scroll(f->top, at + field_lines(f, f->at, cols) - 1, rows, all);
    f->top = (int)layout_scroll(f->top, at, rows, all);
    draw_fields(f, c, in, rows, labels);
    draw_scrollbar(c, (struct rect){in.y + 1, r.x + r.w - 1, rows, 1}, (size_t)f->top,
                   (size_t)(rows > 0 ? rows : 0), (size_t)all, ROLE_DIALOG_EDGE);
    draw_foot(f, c, in, foot);
    screen = (struct rect){1, 0, screen.y + screen.h - 3, screen.w};
    form_list_draw(f, c, form_current(f)->y, in.x + labels + 1, cols, screen);
}
