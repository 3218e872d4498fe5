/* Building and comparing plans. Verbs fill one, apply.c sends it, journal.c writes it; all its
 * strings live in its arena, so that freeing a plan is freeing the arena. */
#include "core/plan/plan.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/model/group.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const state_names[] = {
    [STEP_PLANNED] = "planned",   [STEP_SENT] = "sent",       [STEP_DONE] = "done",
    [STEP_ACCEPTED] = "accepted", [STEP_DIFFERS] = "differs", [STEP_REFUSED] = "refused",
    [STEP_UNKNOWN] = "unknown",   [STEP_SKIPPED] = "skipped",
};

const char *step_state_name(enum step_state s)
{
    return state_names[s];
}

bool step_state_parse(const char *name, enum step_state *out)
{
    for (size_t i = 0; i < sizeof state_names / sizeof *state_names; i++) {
        if (strcmp(name, state_names[i]) == 0) {
            *out = (enum step_state)i;
            return true;
        }
    }
    return false;
}

static const char *const status_names[] = {
    [APPLY_DONE] = "done",   [APPLY_PARTIAL] = "partial", [APPLY_REFUSED] = "refused",
    [APPLY_MOVED] = "moved", [APPLY_GUARD] = "guard",     [APPLY_FAILED] = "failed",
};

const char *apply_status_name(enum apply_status s)
{
    return status_names[s];
}

bool apply_status_parse(const char *name, enum apply_status *out)
{
    for (size_t i = 0; i < sizeof status_names / sizeof *status_names; i++) {
        if (strcmp(name, status_names[i]) == 0) {
            *out = (enum apply_status)i;
            return true;
        }
    }
    return false;
}

struct plan *plan_new(const char *verb)
{
    struct plan *p = xcalloc(1, sizeof *p);

    arena_init(&p->arena);
    p->verb = arena_strdup(&p->arena, verb);
    p->made_wall_ms = clock_wall_ms();
    return p;
}

void plan_free(struct plan *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->nparts; i++)
        plan_free(p->parts[i]);
    free(p->parts);
    plan_free(p->of);
    table_free(p->preview);
    args_free(p->args);
    free(p->steps);
    free(p->warnings);
    free(p->summary);
    free(p->facts);
    free(p->watches);
    arena_release(&p->arena);
    free(p);
}

const char *plan_show(struct plan *p, const char *raw)
{
    return raw ? text_visible(&p->arena, raw, strlen(raw)) : NULL;
}

static struct plan_step *step_room(struct plan *p)
{
    if (p->nsteps == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 8;
        p->steps = xrealloc(p->steps, p->cap, sizeof *p->steps);
    }
    return &p->steps[p->nsteps++];
}

static struct plan_fact *fact_room(struct plan *p)
{
    if (p->nfacts == p->facts_cap) {
        p->facts_cap = p->facts_cap ? p->facts_cap * 2 : 8;
        p->facts = xrealloc(p->facts, p->facts_cap, sizeof *p->facts);
    }
    return &p->facts[p->nfacts++];
}

static struct plan_watch *watch_room(struct plan *p)
{
    p->watches = xrealloc(p->watches, p->nwatches + 1, sizeof *p->watches);
    return &p->watches[p->nwatches++];
}

void plan_add_watch(struct plan *p, const struct group_offsets *seen, int64_t ms)
{
    struct group_offsets *copy = arena_alloc(&p->arena, sizeof *copy);

    copy->id = arena_strdup(&p->arena, seen->id);
    copy->n = seen->n;
    copy->o = arena_array(&p->arena, seen->n, sizeof *copy->o);
    for (size_t i = 0; i < seen->n; i++) {
        const struct group_offset *o = &seen->o[i];
        bool again = i > 0 && same_topic(o->topic, seen->o[i - 1].topic);

        copy->o[i] = (struct group_offset){
            .topic = again ? copy->o[i - 1].topic : arena_strdup(&p->arena, o->topic),
            .partition = o->partition,
            .committed = o->committed,
            .err = arena_strdup(&p->arena, o->err),
        };
    }
    *watch_room(p) = (struct plan_watch){.group = copy->id,
                                         .seen = copy,
                                         .since_ms = clock_mono_ms(),
                                         .until_ms = clock_after(clock_mono_ms(), ms)};
}

/* What they point to lives in the part, which lives as long as p. */
void plan_take(struct plan *p, struct plan *part)
{
    for (size_t i = 0; i < part->nsteps; i++)
        *step_room(p) = part->steps[i];
    for (size_t i = 0; i < part->nfacts; i++)
        *fact_room(p) = part->facts[i];
    for (size_t i = 0; i < part->nwatches; i++)
        *watch_room(p) = part->watches[i];
    p->parts = xrealloc(p->parts, p->nparts + 1, sizeof *p->parts);
    p->parts[p->nparts++] = part;
}

struct plan_step *plan_add(struct plan *p, const struct step_kind *kind, const char *object)
{
    struct plan_step *s = step_room(p);

    memset(s, 0, sizeof *s);
    s->kind = kind;
    s->object = plan_show(p, object);
    return s;
}

__attribute__((format(printf, 2, 0))) static char *vformat(struct arena *a, const char *fmt,
                                                           va_list ap)
{
    va_list again;
    char *s;
    int len;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    s = arena_alloc(a, (size_t)len + 1);
    vsnprintf(s, (size_t)len + 1, fmt, ap);
    return s;
}

static void list_add(const char ***list, size_t *n, const char *text)
{
    *list = xrealloc(*list, *n + 1, sizeof **list);
    (*list)[(*n)++] = text;
}

void plan_warn(struct plan *p, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    list_add(&p->warnings, &p->nwarnings, plan_show(p, vformat(&p->arena, fmt, ap)));
    va_end(ap);
}

void plan_sum(struct plan *p, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    list_add(&p->summary, &p->nsummary, plan_show(p, vformat(&p->arena, fmt, ap)));
    va_end(ap);
}

void plan_block(struct plan *p, const char *fmt, ...)
{
    const char *reason;
    va_list ap;

    va_start(ap, fmt);
    reason = plan_show(p, vformat(&p->arena, fmt, ap));
    va_end(ap);
    p->blocked = p->blocked ? arena_printf(&p->arena, "%s. %s", p->blocked, reason) : reason;
}

char *plan_str(struct plan *p, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = vformat(&p->arena, fmt, ap);
    va_end(ap);
    return s;
}

void plan_fact(struct plan *p, enum plan_fact_id id, const char *object, const char *part,
               const char *value)
{
    *fact_room(p) = (struct plan_fact){
        .id = id,
        .object = arena_strdup(&p->arena, object),
        .part = arena_strdup(&p->arena, part),
        .value = plan_show(p, value),
    };
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool plan_is_empty(const struct plan *p)
{
    for (size_t i = 0; i < p->nsteps; i++) {
        if (!same(p->steps[i].before, p->steps[i].after))
            return false;
    }
    return true;
}

size_t plan_count(const struct plan *p, enum step_state s)
{
    size_t n = 0;

    for (size_t i = 0; i < p->nsteps; i++)
        n += p->steps[i].state == s;
    return n;
}

/* Both lists have nearly the same order, so the search goes out from the same place. */
static const struct plan_fact *fact_find(const struct plan *p, const struct plan_fact *like,
                                         size_t near)
{
    for (size_t away = 0; away < p->nfacts + near; away++) {
        if (near + away < p->nfacts && plan_fact_same(&p->facts[near + away], like))
            return &p->facts[near + away];
        if (away <= near && near - away < p->nfacts && plan_fact_same(&p->facts[near - away], like))
            return &p->facts[near - away];
    }
    return NULL;
}

const struct plan_fact *plan_fact_find(const struct plan *p, const struct plan_fact *like)
{
    return fact_find(p, like, 0);
}

static const char *shown(const char *value)
{
    return value ? value : "absent";
}

/* was NULL: there was no such fact. */
static bool moved(const struct plan_fact *of, const struct plan_fact *was,
                  const struct plan_fact *is, struct err *why)
{
    struct arena a;
    const char *words;

    arena_init(&a);
    words = plan_fact_words(of, &a);
    if (was)
        err_set(why, ERR_GUARD, "%s was %s and is now %s", words, shown(was->value),
                shown(is ? is->value : NULL));
    else
        err_set(why, ERR_GUARD, "%s is now %s", words, shown(is->value));
    arena_release(&a);
    return false;
}

bool plan_same_facts(const struct plan *old, const struct plan *now, struct err *why)
{
    for (size_t i = 0; i < old->nfacts; i++) {
        const struct plan_fact *was = &old->facts[i];
        const struct plan_fact *is = fact_find(now, was, i);

        if (!is || !same(was->value, is->value))
            return moved(was, was, is, why);
    }
    for (size_t i = 0; i < now->nfacts; i++) {
        const struct plan_fact *is = &now->facts[i];

        if (!fact_find(old, is, i))
            return moved(is, NULL, is, why);
    }
    return true;
}
