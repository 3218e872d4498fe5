/* The top line: which cluster, how it is, how old what is shown is. Called by paint.c. Counts over
 * all partitions are made once per answer of the cluster and not once per paint. */
#include "tui/bars.h"

#include "core/action/register.h"
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/base/text_width.h"
#include "core/base/zone.h"
#include "core/config/profile.h"
#include "core/insight/sight.h"
#include "tui/navigation.h"
#include "tui/term/colour.h"

#include <stdio.h>
#include <string.h>

static const struct cluster_health *health(struct app *a)
{
    const struct model *m = &a->session->model;
    uint64_t generation = m->generation[FACT_METADATA] + m->generation[FACT_TOPIC_CONFIG];
    int64_t start = clock_mono_ms();
    bool other = a->health_of != m->metadata;
    if (other || (a->health_generation != generation && start >= a->health_due)) {
        a->health = cluster_judge(m);
        a->health_of = m->metadata;
        a->health_generation = generation;
        a->health_due = start + (clock_mono_ms() - start) * 20; /* a flood of answers stays cheap */
    }
    return &a->health;
}

/* Lags are fetched only while a list needs them; only then is the sum shown. */
static const struct groups_sum *groups(struct app *a)
{
    const struct model *m = &a->session->model;
    uint64_t generation = m->generation[FACT_GROUP_LIST] + m->generation[FACT_GROUP_OFFSETS] +
                          m->generation[FACT_TOPIC_OFFSETS];
    int64_t start = clock_mono_ms();
    bool other = a->groups_model != m;
    if (other || (a->groups_generation != generation && start >= a->groups_due)) {
        groups_sum(m, &a->groups);
        a->groups_model = m;
        a->groups_generation = generation;
        a->groups_due = start + (clock_mono_ms() - start) * 20; /* a flood of answers stays cheap */
    }
    return &a->groups;
}

static struct style label_style(const struct app *a, const struct profile *p)
{
    enum role role = ROLE_LABEL;
    int32_t colour;
    if (profile_label_is_prod(p->label))
        role = ROLE_LABEL_PROD;
    else if (strncmp(p->label, "dev", 3) == 0 || strcmp(p->label, "local") == 0)
        role = ROLE_LABEL_DEV;
    struct style s = a->theme.style[role];
    if (p->colour[0] && !a->no_colour && colour_parse(p->colour, &colour)) {
        s.bg = colour;
        s.has_bg = true;
    }
    return s;
}

/* " PROD ": letters beyond ASCII stay as they are. */
static const char *badge(struct arena *a, const char *label)
{
    char *text = arena_printf(a, " %s ", text_visible(a, label, strlen(label)));
    for (char *p = text; *p; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    return text;
}

static int draw_name(struct app *a, struct rect r, enum role line)
{
    const struct profile *p = a->session->profile;
    struct canvas *c = &a->canvas;
    struct arena arena;
    arena_init(&arena);
    int x = r.x + 1;
    x += draw_text(c, r.y, x, 32, PEN_ON(ROLE_CLUSTER, line),
                   text_visible(&arena, p->name, strlen(p->name))) +
         1;
    if (p->label[0]) {
        struct style s = label_style(a, p);
        x += draw_styled(c, r.y, x, 20, &s, badge(&arena, p->label)) + 1;
    }
    if (p->guard == GUARD_READ_ONLY)
        x += draw_text(c, r.y, x, 10, PEN_ON(ROLE_WARN, line), "read-only") + 1;
    arena_release(&arena);
    return x + 1;
}

static int draw_fact(struct app *a, int y, int x, int right, enum role role, const char *text)
{
    int w = (int)text_width(text);
    if (x + w > right)
        return x;
    return x + draw_text(&a->canvas, y, x, w, PEN_ON(role, ROLE_TOP), text) + 2;
}

/* How it is, then how much there is, which a narrow terminal leaves out. What is a part and not the
 * whole says so: what this user may not describe is left out of lists, and so are the groups of a
 * broker that does not answer. */
static void draw_counts(struct app *a, int y, int x, int right, const struct cluster_health *h,
                        struct arena *arena)
{
    const struct model *m = &a->session->model;
    const struct groups_sum *g = groups(a);
    enum sight seen = app_sight(a);
    char lag[TEXT_NUM];
    const char *few = seen == SIGHT_WHOLE ? "" : "≥ ";
    bool part = !cluster_shows_groups(m) || (m->group_list && m->group_list->nerrors);
    const char *some = part ? "≥ " : "";
    if (!h->under_replicated && seen == SIGHT_WHOLE)
        x = draw_fact(a, y, x, right, ROLE_GOOD, "URP 0");
    if (!h->offline && seen == SIGHT_WHOLE)
        x = draw_fact(a, y, x, right, ROLE_GOOD, "offline 0");
    if (g->summed && g->summed + g->part == g->groups)
        x = draw_fact(
            a, y, x, right, ROLE_TOP,
            arena_printf(arena, "lag %s%s", g->part ? "≥ " : some, text_short(lag, g->lag)));
    x = draw_fact(a, y, x, right, ROLE_TOP,
                  seen == SIGHT_NOTHING
                      ? "no topic visible"
                      : arena_printf(arena, "%s%zu topics", few, m->metadata->ntopics));
    if (m->group_list)
        draw_fact(a, y, x, right, ROLE_TOP,
                  arena_printf(arena, "%s%zu groups", some, m->group_list->ngroups));
}

/* The worst first: what is wrong comes first and is cut last. */
static void draw_facts(struct app *a, int y, int x, int right)
{
    const struct model *m = &a->session->model;
    struct arena arena;
    if (!m->metadata)
        return;
    arena_init(&arena);
    const struct cluster_health *h = health(a);
    int alive = h->brokers - h->lost;
    if (h->offline)
        x = draw_fact(a, y, x, right, ROLE_BAD,
                      arena_printf(&arena, "offline %lld", (long long)h->offline));
    if (h->lost)
        x = draw_fact(a, y, x, right, ROLE_BAD,
                      arena_printf(&arena, "%d/%d brokers", alive, h->brokers));
    if (h->under_min_isr)
        x = draw_fact(a, y, x, right, ROLE_BAD,
                      arena_printf(&arena, "under min ISR %lld", (long long)h->under_min_isr));
    if (h->under_replicated)
        x = draw_fact(a, y, x, right, ROLE_WARN,
                      arena_printf(&arena, "URP %lld", (long long)h->under_replicated));
    if (!h->lost)
        x = draw_fact(a, y, x, right, ROLE_TOP, arena_printf(&arena, "%d brokers", alive));
    draw_counts(a, y, x, right, h, &arena);
    arena_release(&arena);
}

static void draw_down(struct app *a, struct rect r, int x, int right)
{
    const struct model *m = &a->session->model;
    char since[TEXT_NUM], age[TEXT_NUM];
    struct arena arena;
    const char *why = m->link_err.msg[0] ? m->link_err.msg : "no broker answers";
    arena_init(&arena);
    draw_textf(&a->canvas, r.y, x, right - x, PEN(ROLE_TOP_BAD),
               "unreachable since %s (%s)%s: %s: %s", text_clock(since, m->link_since_wall_ms),
               text_age(age, clock_wall_ms() - m->link_since_wall_ms),
               m->link_again_wall_ms ? ", r tries again" : "", err_kind_name(m->link_err.kind),
               text_visible(&arena, why, strlen(why)));
    arena_release(&arena);
}

/* "data 2 s old  14:03:22", and what is unusual about the age. Returns where it begins. */
static int draw_age(struct app *a, struct rect r, enum role line)
{
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    char age[TEXT_NUM], now[TEXT_NUM];
    struct arena arena;
    arena_init(&arena);
    int64_t at = p ? pane_shown_at(p) : 0;
    const char *old = at ? text_age(age, clock_mono_ms() - at) : NULL;
    bool stale = d && (d->state == DATASET_STALE || d->state == DATASET_FAILED);
    const char *what = !old                      ? stale ? "no data yet" : ""
                       : strcmp(old, "now") == 0 ? "data 0 s old"
                                                 : arena_printf(&arena, "data %s old", old);
    const char *text =
        arena_printf(&arena, "%s%s%s  %s%s", feed_paused(a->session->feed) ? "paused  " : "",
                     stale && old ? "stale, " : "", what, text_clock(now, clock_wall_ms()),
                     zone_is_utc() ? " UTC" : "");
    int w = (int)text_width(text), x = r.x + r.w - w - 1;
    draw_text(&a->canvas, r.y, x, w,
              stale && line == ROLE_TOP ? PEN_ON(ROLE_WARN, line) : PEN(line), text);
    arena_release(&arena);
    return x - 2;
}

void bars_top(struct app *a, struct rect r)
{
    const struct model *m = &a->session->model;
    bool down = m->link == LINK_DOWN;
    enum role line = down ? ROLE_TOP_BAD : ROLE_TOP;
    if (r.h < 1)
        return;
    draw_fill(&a->canvas, r, PEN(line));
    int right = draw_age(a, r, line);
    int x = draw_name(a, r, line);
    if (down)
        draw_down(a, r, x, right);
    else if (m->link == LINK_CONNECTING && !m->metadata)
        draw_text(&a->canvas, r.y, x, right - x, PEN_ON(ROLE_INFO, line),
                  m->link_err.msg[0] ? m->link_err.msg : "connecting…");
    else
        draw_facts(a, r.y, x, right);
}
