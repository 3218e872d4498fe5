/* The signals that klamm handles. */
#ifndef KLAMM_CORE_BASE_SIGNALS_H
#define KLAMM_CORE_BASE_SIGNALS_H

#include <signal.h>

/* Each that ends a process unless it is caught, though nothing in it is broken: signal(7). A
 * program that must restore something first (a terminal, a half-made change) catches them all. */
enum { SIGNALS_ENDING = 13 };
extern const int signals_ending[SIGNALS_ENDING];

/* Each by which a process ends itself, because it can't go on. */
enum { SIGNALS_FAULT = 7 };
extern const int signals_fault[SIGNALS_FAULT];

/* Blocks all signals but the faults in the calling thread, and keeps what it had in was, which
 * pthread_sigmask(SIG_SETMASK) restores: a thread started in between inherits it, so that a signal
 * sent to the process goes to a thread that takes care of signals. */
void signals_let_only_faults(sigset_t *was);

/* Lets the calling thread receive its own faults: librdkafka starts its threads with all signals
 * blocked, and a blocked fault ends the process without its handler. */
void signals_let_faults(void);

#endif
