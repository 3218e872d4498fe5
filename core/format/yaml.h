/* A tree of JSON as YAML, with the same types: what is a number, true or null in JSON is one in YAML
 * 1.1 and 1.2, and every text stays a text. */
#ifndef KLAMM_CORE_FORMAT_YAML_H
#define KLAMM_CORE_FORMAT_YAML_H

#include "core/base/buf.h"

#include <jansson.h>

/* Writes one document that is a list, item by item. */
struct yaml_out;
struct yaml_out *yaml_out_new(struct buf *out);
void yaml_out_item(struct yaml_out *y, const json_t *item);
void yaml_out_free(struct yaml_out *y); /* ends the document */

/* A whole document. */
void yaml_write(const json_t *tree, struct buf *out);

#endif
