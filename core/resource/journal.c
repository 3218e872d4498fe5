/* The journal of the cluster: what was changed with klamm, by whom, the outcome, and whether it can
 * be undone. Newest first. The file is read by the feed; a change that was interrupted stands out,
 * because its outcome is unknown until someone checks. */
#include "core/resource/build.h"
#include "core/resource/list.h"

#include <string.h>

enum { TIME, WHO, VERB, WHAT, STEPS, RESULT, UNDO, ERROR, ID, COLUMNS };

static const struct column columns[COLUMNS] = {
    [TIME] = {.id = "time", .title = "TIME", .kind = VALUE_INSTANT, .help = "When it was started."},
    [WHO] = {.id = "who",
             .title = "WHO",
             .max_width = 24,
             .priority = 2,
             .help = "The user and the machine klamm ran as and on."},
    [VERB] = {.id = "verb", .title = "VERB", .priority = 1, .help = "What was done, by its name."},
    [WHAT] = {.id = "what",
              .title = "WHAT",
              .max_width = 100,
              .bare = true,
              .help = "What was changed: the title of the plan."},
    [STEPS] = {.id = "steps",
               .title = "STEPS",
               .priority = 2,
               .help = "How many of its steps are known to be done, of how many."},
    [RESULT] = {.id = "result",
                .title = "RESULT",
                .help = "done: read back as requested; partial: not all of it; refused: the broker "
                        "said no; unknown: no answer came; interrupted: klamm was stopped before "
                        "it knew; sending: no result yet, and the klamm that sends it is running; "
                        "not known: a newer klamm wrote it."},
    [UNDO] = {.id = "undo",
              .title = "UNDO",
              .max_width = 60,
              .help =
                  "Whether the journal says that it can be undone, else why not. Whether what it "
                  "wrote is still there is checked when the undo is planned."},
    [ERROR] = {.id = "error",
               .title = "ERROR",
               .priority = 3,
               .max_width = 24, /* so that what was done and whether it can be undone are whole */
               .help = "What was said of the steps that did not work."},
    [ID] = {.id = "id", .title = "ID", .priority = 3, .help = "By which undo and journal find it."},
};

static void want(const struct view *v, struct wants *w)
{
    (void)v;
    wants_add(w, FACT_JOURNAL, NULL, 2000, 0);
    wants_add(w, FACT_CLUSTER, NULL, AGE_USUAL, 0); /* its id names the file */
}

static void add_result(struct row *r, const struct journal_entry *e)
{
    static const struct {
        const char *status, *shown;
        enum severity sev;
    } looks[] = {{"done", "done", SEV_GOOD},
                 {"partial", "partial", SEV_WARN},
                 {"refused", "refused", SEV_BAD},
                 {"failed", "unknown", SEV_BAD}};
    if (e->newer) {
        cell_literal(r, RESULT, "not known");
        cell_sev(r, RESULT, SEV_WARN);
        return;
    }
    if (!e->status) {
        cell_literal(r, RESULT, e->running ? "sending" : "interrupted");
        cell_sev(r, RESULT, e->running ? SEV_INFO : SEV_BAD);
        return;
    }
    cell_literal(r, RESULT, "?");
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        if (strcmp(looks[i].status, e->status) != 0)
            continue;
        /* Nothing of it arrived: then it is known. */
        bool unsent = e->counts.skipped == e->nsteps;
        cell_literal(r, RESULT, unsent ? "not sent" : looks[i].shown);
        cell_sev(r, RESULT, looks[i].sev);
    }
}

static void add_undo(struct table *t, struct row *r, const struct journal_entry *e)
{
    if (e->undone_by)
        cell_textf(t, r, UNDO, "undone by %s", e->undone_by);
    else if (e->fixed)
        cell_textf(t, r, UNDO, "no: %s", e->fixed);
    else
        cell_literal(r, UNDO, "possible");
    cell_sev(r, UNDO, e->undone_by || e->fixed ? SEV_MUTED : SEV_NONE);
}

static void add_row(struct table *t, const struct journal_entry *e)
{
    struct row *r = table_add_row(t, e->id);
    cell_moment(t, r, TIME, e->wall_ms);
    cell_textf(t, r, WHO, "%s@%s", e->user ? e->user : "?", e->host ? e->host : "?");
    cell_text(t, r, VERB, e->verb);
    cell_text(t, r, WHAT, e->title);
    if (e->newer) {
        cell_unknown(r, STEPS);
    } else {
        cell_textf(t, r, STEPS, "%zu of %zu", e->counts.done, e->nsteps);
        cell_share(r, STEPS, (int32_t)e->counts.done, (int32_t)e->nsteps);
    }
    add_result(r, e);
    add_undo(t, r, e);
    cell_text(t, r, ERROR, e->error);
    cell_text(t, r, ID, e->id);
    if (e->undone_by)
        r->sev = SEV_MUTED;
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_JOURNAL, NULL))
        return;
    const struct journal *j = m->journal;
    for (size_t i = j ? j->n : 0; i-- > 0;)
        add_row(t, &j->entries[i]);
    const char *gaps = j ? journal_gaps(j, &t->arena) : NULL;
    if (gaps)
        table_note(t, SEV_BAD, "%s", gaps); /* not the whole list */
    else if (!t->nrows)
        table_note(t, SEV_MUTED, "nothing was changed with klamm here yet");
}

static const char *const aliases[] = {"changes", NULL};
static const char *const actions[] = {"undo", "resume", NULL};

const struct resource resource_journal = {
    .name = "journal",
    .rows = OBJECT_CHANGE,
    .aliases = aliases,
    .title = "journal",
    .help = "Changes that klamm made to this cluster, as recorded on this machine: "
            "when, by whom, the outcome, and whether it can be undone.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .opens = "journal-entry",
    .actions = actions,
};
