/* How much is still under way on threads, so that a process that is about to end can wait for it.
 * On any thread. */
#ifndef KLAMM_CORE_LOOP_PENDING_H
#define KLAMM_CORE_LOOP_PENDING_H

#include <pthread.h>
#include <stdbool.h>

struct pending { /* static, made with PENDING_NONE */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int n;
};
#define PENDING_NONE                                                                               \
    {                                                                                              \
        PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0                                     \
    }

/* +1 before it begins, on the thread that begins it; -1 when all of it is done. */
void pending_add(struct pending *p, int n);
/* Until none is left, at most timeout_ms, whatever happens to the wall clock. False: some is. */
bool pending_wait(struct pending *p, int timeout_ms);

#endif
