/* Help texts as wide as the terminal. */
#ifndef KLAMM_CLI_WRAP_H
#define KLAMM_CLI_WRAP_H

#include "core/base/buf.h"

#include <stddef.h>

/* Columns of the terminal behind stdout; 80 where it is none. */
size_t wrap_width(void);

/* Adds the text with this indent, broken between words; lines after the first are indented by
 * `hang`. What is in brackets stays together. */
void wrap_text(struct buf *out, size_t width, size_t indent, size_t hang, const char *text);
/* "  head    text": the text from this column on; a longer head has a line of its own. */
void wrap_item(struct buf *out, size_t width, const char *head, size_t column, const char *text);
/* A capital at the start and a full stop at the end: the help of commands and verbs. */
char *wrap_sentence(const char *text); /* malloc'd */

#endif
