/* What is painted as a key can be clicked: which cells of the screen stand for which key. Filled while
 * a frame is painted, asked when the mouse is pressed. */
#ifndef KLAMM_TUI_CLICKS_H
#define KLAMM_TUI_CLICKS_H

#include "core/base/vec.h"

#include <stdint.h>

struct app;
struct pane;

struct click {
    int y, x, w; /* cells of the screen */
    uint32_t key;
    const struct pane *owner; /* only compared; NULL: the frame around the panes */
};

struct clicks VEC(struct click);

/* Before all is painted. */
void clicks_clear(struct app *a);
/* A click on these cells is that key, as long as the owner has the focus; a key of the frame counts
 * where no dialog lies over it. K_NONE is left out. */
void clicks_add(struct app *a, const struct pane *owner, int y, int x, int w, uint32_t key);
/* K_NONE: none is there. */
uint32_t clicks_at(const struct app *a, int y, int x);

#endif
