/* Comparing names: for sorting, and for "did you mean". */
#ifndef KLAMM_CORE_BASE_TEXT_COMPARE_H
#define KLAMM_CORE_BASE_TEXT_COMPARE_H

#include <stdbool.h>

/* Distance for "did you mean": Damerau–Levenshtein, capped at max+1. */
int text_distance(const char *a, const char *b, int max);
/* The nearest of the candidates offered, for "did you mean": start with {0}, offer each, then read
 * name (NULL when none is near). The candidates are not copied. */
struct text_nearest {
    const char *name;
    int distance;
};
void text_nearest_offer(struct text_nearest *n, const char *word, const char *candidate);
bool text_starts_ci(const char *s, const char *prefix);
/* Natural order: digits compare as numbers ("t9" < "t10"), bytes otherwise. */
int text_natural(const char *a, const char *b);

#endif
