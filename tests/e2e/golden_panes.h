/* Every pane and dialog there is, and how one gets there. */
#ifndef KLAMM_TESTS_E2E_GOLDEN_PANES_H
#define KLAMM_TESTS_E2E_GOLDEN_PANES_H

#include <stdbool.h>
#include <stddef.h>

struct golden_pane {
    const char *name;    /* of its golden files */
    const char *command; /* typed after ":" */
    const char *keys;    /* then, as for term_keys; NULL: none */
    const char *shows;   /* a regular expression that a row matches before the keys are typed; NULL:
                          * the title of that list */
    const char *closes;  /* keys that bring one back to where ":" works; NULL: none */
    bool alone;          /* without the second pane, in which the room for ages decides too much */
    bool names_keys;     /* in a column, which is wider in ASCII: "Alt-Left" */
};

extern const struct golden_pane golden_panes[];
extern const size_t golden_panes_size;

#endif
