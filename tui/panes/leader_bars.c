/* Answers "which broker leads most, and is that much" without a key: below the list of brokers, and
 * on a wide overview. Only brokers that are up share leaders; one that is lost has an empty bar. */
#include "tui/panes/leader_bars.h"

#include "core/base/text_human.h"
#include "tui/term/plot.h"

#include <inttypes.h>

static const char *spread_words(const struct balance *b, struct arena *a)
{
    const struct broker_load *most = NULL, *least = NULL;
    char m[TEXT_NUM], l[TEXT_NUM], e[TEXT_NUM];
    for (size_t i = 0; i < b->n; i++) {
        const struct broker_load *x = &b->b[i];
        if (!x->alive)
            continue;
        most = !most || x->leaders > most->leaders ? x : most;
        least = !least || x->leaders < least->leaders ? x : least;
    }
    if (!most || b->alive < 1)
        return "no broker is up";
    text_count(m, most->leaders);
    if (most->leaders == least->leaders)
        return arena_printf(a, "leaders are even: %s on each broker that is up", m);
    text_count(e, (b->leaders + b->alive / 2) / b->alive);
    return arena_printf(a,
                        "most leaders: broker %" PRId32 " with %s; fewest: broker %" PRId32
                        " with %s; even share %s",
                        most->id, m, least->id, text_count(l, least->leaders), e);
}

const char *leader_words(const struct balance *b, enum sight sight, struct arena *a)
{
    const char *words = spread_words(b, a);
    return sight == SIGHT_WHOLE ? words
                                : arena_printf(a, "of the topics you may describe: %s", words);
}

enum { LABEL_W = 12, NUMBERS_W = 18 };

static void draw_one(struct canvas *c, struct rect r, const struct balance *b,
                     const struct broker_load *l, int64_t most, struct arena *a)
{
    int w = r.w - LABEL_W - NUMBERS_W;
    char n[TEXT_NUM], words[SKEW_TEXT];
    enum severity sev = SEV_NONE;
    double skew;
    w = w < 0 ? 0 : w;
    char *bar = arena_alloc(a, (size_t)w * 3 + 4);
    plot_bar(bar, w, most > 0 ? (double)l->leaders / (double)most : 0);
    draw_textf(c, r.y, r.x, LABEL_W - 1, PEN(l->alive ? ROLE_TEXT : role_of(SEV_BAD)),
               "broker %" PRId32, l->id);
    int x = LABEL_W + draw_text(c, r.y, r.x + LABEL_W, w, PEN(ROLE_CHART), bar);
    x += 1 + draw_text(c, r.y, r.x + x + 1, r.w - x - 1, PEN(ROLE_TEXT), text_count(n, l->leaders));
    if (!l->alive)
        draw_text(c, r.y, r.x + x + 2, r.w - x - 2, PEN(role_of(SEV_BAD)), "lost");
    else if (balance_skew(b, l, &skew)) {
        balance_skew_words(words, skew, &sev);
        draw_text(c, r.y, r.x + x + 2, r.w - x - 2, PEN(role_of(sev)), words);
    }
}

void leader_bars_draw(struct canvas *c, struct rect r, const struct balance *b, struct arena *a)
{
    int64_t most = 0;
    for (size_t i = 0; i < b->n; i++)
        most = b->b[i].leaders > most ? b->b[i].leaders : most;
    int shown = (int)b->n <= r.h ? (int)b->n : r.h - 1;
    for (int i = 0; i < shown; i++)
        draw_one(c, (struct rect){r.y + i, r.x, 1, r.w}, b, &b->b[i], most, a);
    if (shown < (int)b->n && r.h > 0)
        draw_textf(c, r.y + r.h - 1, r.x, r.w, PEN(ROLE_MUTED), "… and %d more",
                   (int)b->n - (shown > 0 ? shown : 0));
}
