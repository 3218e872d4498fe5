#include "core/base/signals.h"

#include <signal.h>

const int signals_ending[SIGNALS_ENDING] = {SIGHUP,  SIGINT,    SIGQUIT, SIGTERM, SIGALRM,
                                            SIGUSR1, SIGUSR2,   SIGXCPU, SIGIO,   SIGPROF,
                                            SIGPWR,  SIGSTKFLT, SIGVTALRM};

const int signals_fault[SIGNALS_FAULT] = {SIGABRT, SIGBUS, SIGFPE, SIGILL,
                                          SIGSEGV, SIGSYS, SIGTRAP};

void signals_let_faults(void)
{
    sigset_t faults;
    sigemptyset(&faults);
    for (size_t i = 0; i < SIGNALS_FAULT; i++)
        sigaddset(&faults, signals_fault[i]);
    pthread_sigmask(SIG_UNBLOCK, &faults, NULL);
}
