/* Which signals there are to take care of. */
#ifndef KLAMM_CORE_BASE_SIGNALS_H
#define KLAMM_CORE_BASE_SIGNALS_H

#include <stddef.h>

/* Each that ends a process unless it is caught, though nothing in it is broken: signal(7). Who has
 * something to put back first (a terminal, a setting half-way through a change) catches them all. */
enum { SIGNALS_ENDING = 13 };
extern const int signals_ending[SIGNALS_ENDING];

/* Each by which a process ends itself, because it can't go on. */
enum { SIGNALS_FAULT = 7 };
extern const int signals_fault[SIGNALS_FAULT];

/* Lets the calling thread be told of its own faults: librdkafka starts its threads with all signals
 * blocked, and a blocked fault ends the process without its handler. */
void signals_let_faults(void);

#endif
