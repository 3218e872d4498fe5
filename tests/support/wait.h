/* Waiting for a process without sleeping, and time that has to pass. */
#ifndef KLAMM_TESTS_SUPPORT_WAIT_H
#define KLAMM_TESTS_SUPPORT_WAIT_H

#include <stdbool.h>
#include <sys/types.h>

/* Waits until a child has ended, for ms at most; true when it has. It is not reaped. For states
 * that nothing reports, such as a lock in /proc/locks: look, and wait like this between looks. */
bool wait_process(pid_t pid, int ms);

/* Lets time pass where time is what the test is about: a reader that is slow, a process that stood
 * still. Never to wait for a state; check/names.gate has the files that may. */
void pass_time(int ms);

#endif
