#include "core/loop/pending.h"

#include <time.h>

void pending_add(struct pending *p, int n)
{
    pthread_mutex_lock(&p->lock);
    p->n += n;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

static struct timespec from_now(int ms)
{
    enum { NS = 1000000000 };
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= NS) {
        t.tv_sec++;
        t.tv_nsec -= NS;
    }
    return t;
}

bool pending_wait(struct pending *p, int timeout_ms)
{
    struct timespec until = from_now(timeout_ms);
    int rc = 0;
    pthread_mutex_lock(&p->lock);
    while (p->n > 0 && rc == 0)
        rc = pthread_cond_clockwait(&p->changed, &p->lock, CLOCK_MONOTONIC, &until);
    bool none = p->n == 0;
    pthread_mutex_unlock(&p->lock);
    return none;
}
