/* What the person chose for each list (sort, columns, widths), kept between sessions. */
#ifndef KLAMM_TUI_PREFS_H
#define KLAMM_TUI_PREFS_H

#include <jansson.h>
#include <stdbool.h>

struct prefs {
    json_t *root; /* object: list name → {"sort": "-lag", "columns": [...], "widths": {...}} */
    char *path;   /* NULL: not kept */
    bool changed; /* since it was written */
};

void prefs_init(struct prefs *p);
void prefs_release(struct prefs *p); /* writes what changed first */
/* Writes the file when something changed: called while nothing else is to do, since a disk may be
 * slow and no key should wait for it. */
void prefs_flush(struct prefs *p);
/* NULL when nothing was chosen. Valid until the next set. */
const char *prefs_sort(const struct prefs *p, const char *list);
void prefs_set_sort(struct prefs *p, const char *list, const char *sort);
/* Ids in order, space-separated and malloc'd; NULL: the list's own choice. */
char *prefs_columns(const struct prefs *p, const char *list);
void prefs_set_columns(struct prefs *p, const char *list, const char *ids);
int prefs_width(const struct prefs *p, const char *list, const char *column); /* 0: by content */
void prefs_set_width(struct prefs *p, const char *list, const char *column, int width);
const char *prefs_theme(const struct prefs *p);
void prefs_set_theme(struct prefs *p, const char *theme);
/* "zoom", "rendering". */
const char *prefs_chart(const struct prefs *p, const char *key);
void prefs_set_chart(struct prefs *p, const char *key, const char *value);

#endif
