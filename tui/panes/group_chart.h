/* The charts at the foot of a group's pane: its lag, and what is written and read, over time, with
 * what happened in that time. */
#ifndef KLAMM_TUI_PANES_GROUP_CHART_H
#define KLAMM_TUI_PANES_GROUP_CHART_H

#include "core/model/model.h"
#include "tui/panes/chart_marks.h"
#include "tui/prefs.h"
#include "tui/term/draw.h"
#include "tui/term/plot.h"

enum chart_shown { CHART_AUTO, CHART_ON, CHART_OFF, CHARTS_SHOWN };

struct chart_view {
    enum plot_style style;
    int zoom; /* 0 = 5 minutes … CHART_ZOOMS − 1 = 7 days */
    enum chart_shown shown;
    struct mark_cursor cursor;
};
enum { CHART_ZOOMS = 8, CHART_ZOOM_FIRST = 1 };

/* Rows it takes of a pane so high; 0: none, as for a group that does not exist and was never seen. */
int group_chart_rows(const struct chart_view *v, const struct model *m, const char *group, int h);
void group_chart_draw(const struct chart_view *v, struct canvas *c, struct rect r,
                      const struct model *m, const char *group);
/* "zoom-in", "zoom-out", "chart", "chart-style", "event-earlier", "event-later"; true: it was one.
 */
bool group_chart_verb(struct chart_view *v, const char *verb, const struct model *m,
                      const char *group);
/* Zoom and rendering as they were chosen last; what was not chosen stays. */
void group_chart_recall(struct chart_view *v, const struct prefs *p);
void group_chart_remember(const struct chart_view *v, struct prefs *p);

#endif
