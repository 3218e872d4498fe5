/* The journal of what klamm changed here: a fact like others for its readers, but it is read from a
 * file. What the file looked like when it was read last is remembered, so that one that did not
 * change is not read again. */
#include "core/journal/journal_fetch.h"
#include "core/live/feed_impl.h"

/* The file does not show whether a klamm that was sending has died since. */
static bool is_sending(const struct model *m)
{
    for (size_t i = 0; m->journal && i < m->journal->n; i++)
        if (m->journal->entries[i].running)
            return true;
    return false;
}

static void on_journal(void *batch, struct journal *j, const struct journal_stamp *stamp,
                       const struct err *err)
{
    struct batch *t = batch;
    struct feed *f = t->feed;
    t->work = NULL;
    if (!err) {
        model_take_journal(f->model, j);
        f->journal_seen = *stamp;
    }
    feed_close(t, err);
}

void feed_read_journal(struct batch *t)
{
    struct feed *f = t->feed;
    bool known = f->model->journal && !is_sending(f->model);
    t->work = journal_fetch(cluster_loop(f->cluster), f->model->cluster->cluster_id, false,
                            known ? &f->journal_seen : NULL, on_journal, t);
}
