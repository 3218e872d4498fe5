/* Since when topics have had trouble: part of taking metadata. */
#ifndef KLAMM_CORE_MODEL_TOPIC_TROUBLE_H
#define KLAMM_CORE_MODEL_TOPIC_TROUBLE_H

#include "core/model/model.h"

/* Compares the new metadata with what was noted: trouble that began gets `since`, trouble that is
 * over is forgotten, with a line in the log for what an operator wants to hear of. */
void model_note_trouble(struct model *m, int64_t since);

/* The wall clock changed by by_ms: what has been true for five minutes stays true for five
 * minutes. */
void model_clock_set(struct model *m, int64_t by_ms);

const struct topic_trouble *model_trouble(const struct model *m, const char *topic); /* or NULL */

#endif
