/* The last change may be one that someone else sent a moment ago. So it is offered, with its plan and
 * the question, and never taken by a script. */
#include "cli/verb_undo.h"

#include "cli/ask.h"
#include "cli/say.h"
#include "core/journal/journal_read.h"

#include <string.h>

bool verb_undo_open(const struct line *l)
{
    return l->action && strcmp(l->action->name, "undo") == 0 && !l->plan_in &&
           !args_get(&l->args, l->action->params[0].name);
}

bool verb_undo_fits(const struct line *l, struct err *err)
{
    return !verb_undo_open(l) || !l->yes ||
           err_set(err, ERR_USAGE,
                   "without an id the last change is offered, and --yes asks nothing: name the "
                   "change, klamm journal lists them");
}

/* An undo is a change, too; what it undid is not what "the last" means. */
static const struct journal_entry *last_of(const struct journal *j)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct journal_entry *e = &j->entries[i];
        if (!e->fixed && !e->undone_by && !e->undoes && !e->running && !e->newer)
            return e;
    }
    return NULL;
}

static bool offer(struct line *l, const struct journal_entry *e, struct err *err)
{
    if (!e)
        return err_set(err, ERR_NOT_FOUND,
                       "the journal has no change of this cluster that can be undone");
    if (!ask_possible() && !l->dry_run && !l->plan_out)
        return err_set(
            err, ERR_GUARD,
            "nothing was sent: there is no terminal to confirm on; the last change that can "
            "be undone is %s (%s): klamm undo %s",
            e->id, e->title ? e->title : e->verb, e->id);
    cli_say("the last change that can be undone is %s: %s", e->id, e->title ? e->title : e->verb);
    args_set(&l->args, l->action->params[0].name, e->id);
    return true;
}

bool verb_undo_last(struct connection *x, struct line *l, struct err *err)
{
    struct journal journal;
    struct arena a;
    arena_init(&a);
    journal_init(&journal);
    const char *id = connection_cluster_id(x, &a, err);
    bool ok = id && journal_read(&journal, id, err) && offer(l, last_of(&journal), err);
    journal_release(&journal);
    arena_release(&a);
    return ok;
}
