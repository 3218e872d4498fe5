#include "core/base/signals.h"

const int signals_ending[SIGNALS_ENDING] = {SIGHUP,  SIGINT,    SIGQUIT,  SIGTERM, SIGALRM,
                                            SIGUSR1, SIGUSR2,   SIGXCPU,  SIGIO,   SIGPROF,
                                            SIGPWR,  SIGSTKFLT, SIGVTALRM};

const int signals_fault[SIGNALS_FAULT] = {SIGABRT, SIGBUS, SIGFPE, SIGILL,
                                          SIGSEGV, SIGSYS, SIGTRAP};

void signals_let_only_faults(sigset_t *was)
{
    sigset_t others;
    sigfillset(&others);
    for (size_t i = 0; i < SIGNALS_FAULT; i++)
        sigdelset(&others, signals_fault[i]);
    pthread_sigmask(SIG_SETMASK, &others, was);
}

void signals_let_faults(void)
{
    sigset_t faults;
    sigemptyset(&faults);
    for (size_t i = 0; i < SIGNALS_FAULT; i++)
        sigaddset(&faults, signals_fault[i]);
    pthread_sigmask(SIG_UNBLOCK, &faults, NULL);
}
