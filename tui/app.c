/* What every part of the console may do to it: have it painted, say something, end it. */
#include "tui/app.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/loop/timer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void app_dirty(struct app *a, unsigned what)
{
    a->dirty |= what;
}

void app_quit(struct app *a)
{
    a->quit = true;
    uv_stop(a->loop);
}

void app_message(struct app *a, enum severity sev, const char *text, int64_t wall_ms)
{
    free(a->message);
    a->message = xstrdup(text);
    a->message_sev = sev;
    a->message_wall = wall_ms;
    a->message_at = clock_mono_ms();
}

static void hint(struct app *a, const char *text)
{
    free(a->hint);
    a->hint = xstrdup(text);
    a->hint_at = clock_mono_ms();
}

void app_say(struct app *a, enum severity sev, const char *fmt, ...)
{
    char text[1024];
    struct arena arena;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    arena_init(&arena);
    const char *seen = text_visible(&arena, text, strlen(text));
    if (sev == SEV_INFO) {
        hint(a, seen);
    } else {
        free(a->hint);
        a->hint = NULL;
        app_message(a, sev, seen, clock_wall_ms());
    }
    if (a->session) {
        log_add(&a->session->model.log, sev, "klamm", "%s", seen);
        a->log_seen = a->session->model.log.next_seq - 1;
        session_touch(a->session); /* the log may be on the screen */
    }
    arena_release(&arena);
    app_dirty(a, DIRTY_ALL);
}

void app_soon(struct app *a, int64_t ms)
{
    int64_t left = timer_left(a->soon);
    if (left <= 0 || left > ms)
        timer_start(a->soon, ms < 1 ? 1 : ms);
}

enum sight app_sight(struct app *a)
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
