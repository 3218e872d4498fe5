/* Keys and the mouse in a list. */
#ifndef KLAMM_TUI_WIDGET_TABLE_VERBS_H
#define KLAMM_TUI_WIDGET_TABLE_VERBS_H

#include "tui/widget/table_view.h"

/* True when it was a verb of lists. A sentence for the operator, if there is one, is put into say,
 * which may be empty afterwards. */
bool table_view_verb(struct table_view *v, const char *verb, const char *arg, struct buf *say);
/* True when the event was taken; *open: a row was opened by it. */
bool table_view_mouse(struct table_view *v, const struct mouse *m, bool *open);

#endif
