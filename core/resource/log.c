/* The log of messages: what happened, newest first. */
#include "core/resource/build.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdio.h>

enum { TIME, SOURCE, TEXT, COLUMNS };

static const struct column columns[COLUMNS] = {
    [TEXT] = {.id = "message",
              .title = "MESSAGE",
              .bare = true,
              .help =
                  "What happened; brokers and the client library are quoted in their own words."},
    [TIME] = {.id = "time", .title = "TIME", .kind = VALUE_INSTANT, .help = "When it happened."},
    [SOURCE] = {.id = "source",
                .title = "SOURCE",
                .priority = 1,
                .help =
                    "Who said it: this program, the client library, or the cluster by its name."},
};

static void want(const struct view *v, struct wants *w)
{
    (void)v;
    (void)w; /* it is all here */
}

static void build(const struct view *v, struct table *t)
{
    const struct log *l = &v->model->log;
    for (size_t i = l->len; i-- > 0;) {
        const struct log_entry *e = log_at(l, i);
        char key[24];
        snprintf(key, sizeof key, "%" PRIu64, e->seq);
        struct row *r = table_add_row(t, key);
        cell_text(t, r, TEXT, e->text);
        cell_moment(t, r, TIME, e->wall_ms);
        cell_text(t, r, SOURCE, e->source);
        cell_sev(r, TEXT, e->sev);
    }
    if (!l->len)
        table_note(t, SEV_MUTED, "nothing has happened yet");
}

const struct resource resource_log = {
    .name = "log",
    .rows = OBJECT_LOG_LINE,
    .title = "log",
    .help = "Every message, error and finished action of this session.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
};
