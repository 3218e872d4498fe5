/* What the resources share: facts → cells, with the reason when a fact is missing. */
#ifndef KLAMM_CORE_RESOURCE_BUILD_H
#define KLAMM_CORE_RESOURCE_BUILD_H

#include "core/base/table.h"
#include "core/model/model.h"
#include "core/resource/resource.h"

/* The fact that the rows come from: notes its age, and when it is missing why the list is empty
 * (loading, not connected, denied …). True when there is a value to show. */
bool build_need(struct table *t, const struct model *m, enum fact_kind kind, const char *name);

/* A fact that some cells come from: its age is that of the row added last, or of the list while it
 * has no rows; and whether the table is complete. Returns the fact when its values can be shown,
 * else NULL. */
const struct fact *build_costly(struct table *t, const struct model *m, enum fact_kind kind,
                                const char *name);

/* The same for a fact that is at hand and known: large lists look it up once. */
void build_known(struct table *t, const struct fact *f);
/* The same for what hardly changes and is requested at a slower pace on purpose (settings, racks):
 * its age only counts when it is older than that. */
void build_slow(struct table *t, const struct fact *f, int64_t pace_ms);
/* Answered, if only by a failure; else the table is not complete. */
bool build_asked(struct table *t, const struct model *m, enum fact_kind kind, const char *name);

/* Marks a cell whose fact is missing: on its way, denied or failed. */
void cell_missing(struct table *t, struct row *r, size_t col, const struct model *m,
                  enum fact_kind kind, const char *name);

/* The last column of a list where numbers may be bounds; filled by cell_bounds. */
#define COLUMN_BOUNDS                                                                              \
    {                                                                                              \
        .id = "bounds", .title = "BOUNDS", .hidden = true,                                         \
        .help =                                                                                    \
            "Which of the numbers are bounds, for scripts: lag>= says that the true lag is at "    \
            "least that."                                                                          \
    }

void cell_bool(struct row *r, size_t col, bool yes);
/* A moment: the time of day if it is of the last 12 hours, else with its date; 0 is none. */
void cell_moment(struct table *t, struct row *r, size_t col, int64_t wall_ms);
/* Since that moment, shown as an age: "55 s"; 0 is none. */
void cell_age(struct row *r, size_t col, int64_t wall_ms);
/* It was true at that moment, and klamm did not watch before: "> 29 min". */
void cell_at_least(struct row *r, size_t col, int64_t wall_ms);
/* A since of struct topic_trouble: TROUBLE_FROM_START is since monitoring started at least. */
void cell_since(struct row *r, size_t col, const struct model *m, int64_t since);

/* The note on a topic that was named: it does not exist, as far as this user may see. A list
 * without rows has failed then. */
void note_no_topic(struct table *t, const char *topic);

void table_note(struct table *t, enum severity sev, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Wants a fact for each visible row's key, first of all. */
void want_visible(const struct view *v, struct wants *w, enum fact_kind kind, int64_t max_age_ms);

/* Notes that a list of topics, or of groups, may be a part: see sight.h. A user whose rights are
 * unknown gets no note. */
void build_tell_partial(struct table *t, const struct model *m, bool of_groups);

#endif
