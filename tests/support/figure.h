/* What the bench programs share: figures on stdout for tests/bench/run, and what the system says of
 * a running process. */
#ifndef KLAMM_TESTS_SUPPORT_FIGURE_H
#define KLAMM_TESTS_SUPPORT_FIGURE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* "name<TAB>value" on stdout; the name is prefix.name, or name alone when prefix is NULL. */
void figure(const char *prefix, const char *name, double value);
/* median and worst of n samples as name and name.worst, the best as name.best; sorts them. */
void figure_spread(const char *prefix, const char *name, double *samples, size_t n);

double figure_now_ms(void); /* monotonic, with fractions */

struct figure_process {
    double peak_mb, resident_mb; /* VmHWM, VmRSS */
    double cpu_ms;               /* user and system time of all threads so far */
    long wakeups;                /* voluntary context switches of the threads there are */
    int threads;
    int sockets;        /* TCP, connected */
    int peers;          /* different addresses at their other ends */
    int most_to_a_peer; /* of them to one address */
};
struct figure_process figure_process(pid_t pid);

#endif
