/* A plan written to a file while it is looked at: as CSV in the format of Kafka's own tool where
 * the verb has one, else the table that is shown. Nothing is sent. */
#include "core/base/text.h"
#include "tui/ask.h"
#include "tui/change_impl.h"
#include "tui/save.h"

#include <string.h>

static bool is_csv(const char *file)
{
    size_t n = strlen(file);
    return n > 4 && !strcmp(file + n - 4, ".csv");
}

static bool save(struct app *a, void *user, const char *file)
{
    struct change *g = user;
    const struct plan *p = g->plan;
    struct err e = {0};
    struct buf text;
    bool made_here = p && (p->detail || p->nparts);
    if (!*file)
        return true;
    if (!made_here || !g->action->export_csv || !is_csv(file))
        return save_view(a, &g->view, file);
    buf_init(&text, 0);
    g->action->export_csv(p, &text);
    bool ok = save_file(file, &text, &e);
    buf_release(&text);
    if (ok)
        app_say(a, SEV_GOOD, "the plan was written to %s, as Kafka's tool takes it", file);
    else
        app_say(a, SEV_WARN, "not exported: %s", e.msg);
    return ok;
}

void change_export(struct change *g, const char *file)
{
    struct app *a = g->pane.app;
    struct arena arena;
    if (!g->view.table)
        return;
    if (file && *file) {
        save(a, g, file);
        return;
    }
    arena_init(&arena);
    ask_open(a, "write to (.csv .json .jsonl .md .txt):",
             save_proposal(&arena, g->action->name, g->plan->confirm), save, g, NULL);
    arena_release(&arena);
}
