/* A plan written to a file while it is shown: as CSV in the format of Kafka's own tool where the
 * verb has one, else the table that is shown. Nothing is sent. */
#include "tui/dialog/change_impl.h"
#include "tui/dialog/export.h"
#include "tui/widget/line_dialog.h"

#include <stdlib.h>
#include <string.h>

static bool is_csv(const char *file)
{
    size_t n = strlen(file);
    return n > 4 && strcmp(file + n - 4, ".csv") == 0;
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
        return export_view(a, &g->view, file);
    buf_init(&text, 0);
    g->action->export_csv(p, &text);
    bool ok = export_to_file(file, &text, &e);
    buf_release(&text);
    if (ok) {
        char *place = export_place(file);
        app_say(a, SEV_GOOD, "the plan was written to %s, as Kafka's tool takes it", place);
        free(place);
    } else {
        app_say(a, SEV_WARN, "not exported: %s", e.msg);
    }
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
    line_dialog_open(a, "write to (.csv .json .jsonl .md .txt):",
                     export_file_name(&arena, g->action->name, g->plan->confirm), save, g, NULL);
    arena_release(&arena);
}
