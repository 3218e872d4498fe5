/* The lines around the body: which cluster and how it is, where one is, what can be done, what
 * happened last. Called by paint.c. Counts over all partitions are made once per answer of the
 * cluster and not once per paint. */
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/zone.h"
#include "core/config/profile.h"
#include "core/insight/sight.h"
#include "tui/act.h"
#include "tui/app.h"
#include "tui/keys.h"
#include "tui/verbs.h"

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

/* Lags are fetched only while a list needs them: then the sum is told, else nothing is. */
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

/* It walks through the ACLs. */
static enum sight sight(struct app *a)
{
    const struct model *m = &a->session->model;
    uint64_t generation = m->generation[FACT_METADATA] + m->generation[FACT_CLUSTER] +
                          m->generation[FACT_ACLS] + m->generation[FACT_BROKER_CONFIG];
    if (a->sight_of != m->metadata || a->sight_generation != generation) {
        a->sight = cluster_sight(m);
        a->sight_of = m->metadata;
        a->sight_generation = generation;
    }
    return a->sight;
}

static struct style label_style(const struct app *a, const struct profile *p)
{
    enum role role = ROLE_LABEL;
    int32_t colour;
    if (profile_label_is_prod(p->label))
        role = ROLE_LABEL_PROD;
    else if (!strncmp(p->label, "dev", 3) || !strcmp(p->label, "local"))
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

/* What is a part and not the whole says so: what this user may not describe is left out of lists,
 * and so are the groups of a broker that does not answer. */
static void draw_counts(struct app *a, int y, int x, int right, const struct cluster_health *h,
                        struct arena *arena)
{
    const struct model *m = &a->session->model;
    const struct groups_sum *g = groups(a);
    enum sight seen = sight(a);
    char lag[TEXT_NUM];
    const char *few = seen == SIGHT_WHOLE ? "" : "≥ ";
    bool part = !cluster_shows_groups(m) || (m->group_list && m->group_list->nerrors);
    const char *some = part ? "≥ " : "";
    x = draw_fact(a, y, x, right, ROLE_TOP,
                  seen == SIGHT_NOTHING
                      ? "no topic visible"
                      : arena_printf(arena, "%s%zu topics", few, m->metadata->ntopics));
    if (m->group_list)
        x = draw_fact(a, y, x, right, ROLE_TOP,
                      arena_printf(arena, "%s%zu groups", some, m->group_list->ngroups));
    if (!h->under_replicated && seen == SIGHT_WHOLE)
        x = draw_fact(a, y, x, right, ROLE_GOOD, "URP 0");
    if (!h->offline && seen == SIGHT_WHOLE)
        x = draw_fact(a, y, x, right, ROLE_GOOD, "offline 0");
    if (g->part)
        some = "≥ ";
    if (g->summed && g->summed + g->part == g->groups)
        draw_fact(a, y, x, right, ROLE_TOP,
                  arena_printf(arena, "lag %s%s", some, text_short(lag, g->lag)));
}

/* The worst first: what is wrong stands where it is read first and is cut last. */
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
               m->link_again_wall_ms ? ", r tries again" : "",
               err_kind_name(m->link_err.kind), text_visible(&arena, why, strlen(why)));
    arena_release(&arena);
}

/* "2 s ago  14:03:22", and what is unusual about the age. Returns where it begins. */
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
    const char *what = !old                  ? stale ? "no data yet" : ""
                       : !strcmp(old, "now") ? "now"
                                             : arena_printf(&arena, "%s ago", old);
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

static enum scope_kind scope_of(const struct pane *p)
{
    const struct pane_kind *k = pane_kind_find(p->name);
    const struct resource *r = k ? NULL : resource_find(p->name);
    return k ? k->scope : r ? r->scope : SCOPE_NONE;
}

const char *pane_tab(const struct pane *p)
{
    enum scope_kind scope = scope_of(p);
    const char *list = scope == SCOPE_TOPICS      ? "topics"
                       : scope == SCOPE_PRINCIPAL ? "acls"
                                                  : scope_list(scope);
    return list ? list : p->name;
}

/* What stands for the i-th tab: its name, or its number where names leave no room to say where one
 * is. The one that is open always has its name. */
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

static const char *crumb(const struct pane *p, struct arena *a)
{
    const char *tab = pane_tab(p);
    if (!p->scope)
        return p->name;
    const char *scope = text_visible(a, p->scope, strlen(p->scope));
    const char *of = scope_list(scope_of(p));
    const struct resource *list = resource_find(of ? of : tab);
    if (list && list->opens && !strcmp(list->opens, p->name))
        return arena_printf(a, "%s/%s", tab, scope);
    size_t n = strlen(tab) - 1; /* "configs" of topics/orders, not "topic-configs" */
    bool said = !strncmp(p->name, tab, n) && p->name[n] == '-';
    return arena_printf(a, "%s/%s/%s", tab, scope, p->name + (said ? n + 1 : 0));
}

static int tab_index(const struct app *a, const char *name)
{
    for (int i = 0; a->tabs[i]; i++)
        if (!strcmp(a->tabs[i], name))
            return i;
    return -1;
}

/* Columns that are left for the path beside the tabs. */
static int crumb_room(const struct app *a, int cols)
{
    int used = 3;
    for (size_t i = 0; a->tabs[i]; i++)
        used += tab_width(a, i);
    return cols - used;
}

void bars_tabs(struct app *a, struct rect r)
{
    const struct pane *p = app_pane(a);
    struct canvas *c = &a->canvas;
    struct arena arena;
    char number[8];
    if (r.h < 1)
        return;
    arena_init(&arena);
    draw_fill(c, r, PEN(ROLE_TEXT));
    a->tab_on = tab_index(a, p ? pane_tab(p) : "");
    const char *where = p ? crumb(p, &arena) : "";
    bool said = a->tab_on >= 0 && !strcmp(where, a->tabs[a->tab_on]); /* by the tab itself */
    a->tabs_short = false;
    a->tabs_short = !said && crumb_room(a, r.w) < (int)text_width(where);
    int x = r.x, room = crumb_room(a, r.w);
    for (size_t i = 0; a->tabs[i]; i++) {
        draw_text(c, r.y, x + 1, r.w, PEN((int)i == a->tab_on ? ROLE_TAB_ON : ROLE_TAB),
                  tab_words(a, i, number));
        x += tab_width(a, i);
    }
    if (room > 4 && (!said || room >= (int)text_width(where)))
        draw_right(c, r.y, r.x + r.w - 1 - room, room, PEN(ROLE_CRUMB), where);
    arena_release(&arena);
}

/* What the verb is called, and how many marked objects it would work on. */
static const char *hint_words(struct app *a, const char *verb, struct arena *arena)
{
    const struct action *act = action_find(verb);
    size_t n = act ? act_marked(a, act) : 0;
    const char *label = verb_label(verb);
    return n ? arena_printf(arena, "%s of %zu", label, n) : label;
}

static int draw_hint(struct app *a, int y, int x, int right, uint32_t key, const char *words)
{
    char label[KEY_NAME_MAX];
    key_label(label, key, a->ascii);
    int kw = (int)text_width(label), w = kw + 1 + (int)text_width(words);
    if (x + w > right)
        return right;
    draw_text(&a->canvas, y, x, kw, PEN(ROLE_KEY), label);
    draw_text(&a->canvas, y, x + kw + 1, w, PEN(ROLE_HINT), words);
    return x + w + 2;
}

/* The help stands at the right edge and is never the one that finds no room. */
static int draw_help_hint(struct app *a, struct rect r, const char *const *contexts)
{
    char label[KEY_NAME_MAX];
    uint32_t key = keymap_key_of(&a->keymap, contexts, "help");
    if (!key)
        return r.x + r.w - 1;
    int x = r.x + r.w - 2 - (int)text_width(key_label(label, key, a->ascii)) -
            (int)text_width(verb_label("help"));
    draw_hint(a, r.y, x, r.x + r.w, key, verb_label("help"));
    return x - 1;
}

/* What can't be done with the selected row is not offered; its key says why when it is pressed. */
void bars_hint(struct app *a, struct rect r)
{
    static const char *const always[] = {"back", "command", NULL};
    const char *contexts[8];
    const struct pane *p = app_focus(a);
    if (r.h < 1)
        return;
    draw_fill(&a->canvas, r, PEN(ROLE_TEXT));
    const char *const *hints = p && p->cls->hints ? p->cls->hints(p) : always;
    struct arena arena;
    arena_init(&arena);
    app_contexts(a, contexts);
    int x = r.x + 1, right = draw_help_hint(a, r, contexts);
    for (; *hints; hints++) {
        char verb[64];
        const char *words = strchr(*hints, '|');
        snprintf(verb, sizeof verb, "%.*s", (int)strcspn(*hints, "|"), *hints);
        uint32_t key = keymap_key_of(&a->keymap, contexts, verb);
        if (key && strcmp(verb, "help") != 0 && !app_refusal(a, verb))
            x = draw_hint(a, r.y, x, right, key, words ? words + 1 : hint_words(a, verb, &arena));
    }
    arena_release(&arena);
}

/* Where all of a message that is too long for its line can be read. */
static int draw_more(struct app *a, struct rect r)
{
    static const char *const everywhere[] = {"global", NULL};
    char label[KEY_NAME_MAX];
    uint32_t key = keymap_key_of(&a->keymap, everywhere, "log");
    const char *name = key ? key_label(label, key, a->ascii) : ":log";
    int w = (int)text_width(name), right = r.x + r.w - 1;
    draw_right(&a->canvas, r.y, right - 9, 9, PEN_ON(ROLE_MUTED, ROLE_MESSAGE), " shows it");
    draw_right(&a->canvas, r.y, right - 9 - w, w, PEN_ON(ROLE_KEY, ROLE_MESSAGE), name);
    return w + 11;
}

void bars_message(struct app *a, struct rect r)
{
    char at[TEXT_NUM];
    if (r.h < 1)
        return;
    draw_fill(&a->canvas, r, PEN(ROLE_MESSAGE));
    if (!a->message)
        return;
    int w = draw_textf(&a->canvas, r.y, r.x + 1, r.w - 1, PEN_ON(ROLE_MUTED, ROLE_MESSAGE), "%s",
                       text_clock(at, a->message_wall));
    enum role role = a->message_sev == SEV_NONE ? ROLE_MESSAGE : role_of(a->message_sev);
    int room = r.w - w - 4;
    if ((int)text_width(a->message) > room)
        room -= draw_more(a, r);
    draw_text(&a->canvas, r.y, r.x + w + 3, room, PEN_ON(role, ROLE_MESSAGE), a->message);
}
