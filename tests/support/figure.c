/* Figures of the bench programs; see figure.h. A process is measured from outside, through /proc
 * and its CPU clock, so that looking costs it nothing. */
#include "tests/support/figure.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double figure_now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

void figure(const char *prefix, const char *name, double value)
{
    printf("%s%s%s\t%.6g\n", prefix ? prefix : "", prefix ? "." : "", name, value);
    fflush(stdout);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void figure_spread(const char *prefix, const char *name, double *samples, size_t n)
{
    char full[128];
    qsort(samples, n, sizeof *samples, ascending);
    figure(prefix, name, n % 2 ? samples[n / 2] : (samples[n / 2 - 1] + samples[n / 2]) / 2);
    snprintf(full, sizeof full, "%s.best", name);
    figure(prefix, full, samples[0]);
    snprintf(full, sizeof full, "%s.worst", name);
    figure(prefix, full, samples[n - 1]);
}

/* ---- /proc ----------------------------------------------------------------------------------- */

static FILE *open_proc(pid_t pid, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return fopen(path, "r");
}

static void read_status(pid_t pid, struct figure_process *p)
{
    char line[256];
    long kb;
    FILE *f = open_proc(pid, "status");
    while (f && fgets(line, sizeof line, f)) {
        if (sscanf(line, "VmHWM: %ld", &kb) == 1)
            p->peak_mb = (double)kb / 1024;
        else if (sscanf(line, "VmRSS: %ld", &kb) == 1)
            p->resident_mb = (double)kb / 1024;
    }
    if (f)
        fclose(f);
}

static void read_threads(pid_t pid, struct figure_process *p)
{
    char path[64], name[300], line[256];
    long n;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "task/%s/status", e->d_name);
        FILE *f = open_proc(pid, name);
        p->threads++;
        while (f && fgets(line, sizeof line, f))
            if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
                p->wakeups += n;
        if (f)
            fclose(f);
    }
    if (d)
        closedir(d);
}

enum { SOCKETS_MAX = 4096 };

/* Inodes of the process's sockets. */
static size_t read_inodes(pid_t pid, unsigned long *inodes)
{
    char path[64], target[128];
    size_t n = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *d = opendir(path);
    for (struct dirent *e; d && n < SOCKETS_MAX && (e = readdir(d));) {
        ssize_t len = readlinkat(dirfd(d), e->d_name, target, sizeof target - 1);
        if (len <= 0)
            continue;
        target[len] = '\0';
        if (sscanf(target, "socket:[%lu]", &inodes[n]) == 1)
            n++;
    }
    if (d)
        closedir(d);
    return n;
}

static void count_peer(struct figure_process *p, const char *peer, char (*peers)[64], int *counts)
{
    int i = 0;
    while (i < p->peers && strcmp(peers[i], peer) != 0)
        i++;
    if (i == p->peers) {
        snprintf(peers[i], sizeof peers[i], "%s", peer);
        counts[i] = 0;
        p->peers++;
    }
    p->sockets++;
    if (++counts[i] > p->most_to_a_peer)
        p->most_to_a_peer = counts[i];
}

static void read_sockets(pid_t pid, struct figure_process *p)
{
    static unsigned long inodes[SOCKETS_MAX];
    static char peers[SOCKETS_MAX][64];
    static int counts[SOCKETS_MAX];
    size_t n = read_inodes(pid, inodes);
    static const char *const tables[] = {"net/tcp", "net/tcp6"};
    char line[512], peer[64];
    unsigned state;
    unsigned long inode;
    for (int t = 0; t < 2; t++) {
        FILE *f = open_proc(pid, tables[t]);
        while (f && fgets(line, sizeof line, f)) {
            enum { ESTABLISHED = 1 };
            if (sscanf(line, " %*d: %*s %63s %x %*s %*s %*s %*d %*d %lu", peer, &state, &inode) !=
                    3 ||
                state != ESTABLISHED)
                continue;
            for (size_t i = 0; i < n; i++)
                if (inodes[i] == inode)
                    count_peer(p, peer, peers, counts);
        }
        if (f)
            fclose(f);
    }
}

struct figure_process figure_process(pid_t pid)
{
    struct figure_process p = {0};
    struct timespec used = {0};
    clockid_t clock;
    if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &used) == 0)
        p.cpu_ms = (double)used.tv_sec * 1e3 + (double)used.tv_nsec / 1e6;
    read_status(pid, &p);
    read_threads(pid, &p);
    read_sockets(pid, &p);
    return p;
}
