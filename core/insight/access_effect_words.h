/* What other ACLs would mean, in words. */
#ifndef KLAMM_CORE_INSIGHT_ACCESS_EFFECT_WORDS_H
#define KLAMM_CORE_INSIGHT_ACCESS_EFFECT_WORDS_H

#include "core/base/arena.h"
#include "core/insight/access_effect.h"

/* "User:bob loses Read, Describe on topic orders: …", safe to show. */
char *access_effect_words(struct arena *a, const struct access_effect *e);
/* The same as plans of format 1 have it: files are compared with it, so it never changes. */
char *access_effect_words_1(struct arena *a, const struct access_effect *e);
/* "Read, Write, Describe" of a set of bits. */
char *access_operations(struct arena *a, unsigned operations);

#endif
