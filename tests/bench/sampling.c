/* What a lag monitor costs: sampling NAME SECONDS PROGRAM ARGS… stops it after that time and prints
 * the processor time it took as a share of one core, its peak memory, the most connections it had
 * at once, and the size of the file that klamm sample writes below $KLAMM_STATE_DIR. */
#include "tests/support/figure.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 1000 };

extern char **environ;

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* The size of the one file that does not end in .lock. */
static double recorded_bytes(const char *state)
{
    char path[600];
    double sum = 0;
    snprintf(path, sizeof path, "%s/recordings", state);
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        char file[1000];
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (strstr(e->d_name, ".klr") && stat(file, &st) == 0)
            sum += (double)st.st_size;
    }
    if (d)
        closedir(d);
    return sum;
}

static int most_sockets;

/* Looks each second until it is time, or the program ended by itself: true. */
static bool run_for(pid_t child, double ms, int *status, struct rusage *use)
{
    double until = figure_now_ms() + ms;
    while (figure_now_ms() < until) {
        int n = figure_process(child).sockets;
        most_sockets = n > most_sockets ? n : most_sockets;
        poll(NULL, 0, LOOK_MS);
        if (wait4(child, status, WNOHANG, use) == child)
            return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t files;
    struct rusage use;
    pid_t child;
    int status;
    const char *state = getenv("KLAMM_STATE_DIR");
    double wanted_s = argc > 3 ? strtod(argv[2], NULL) : 0;
    if (wanted_s <= 0 || !state) {
        fprintf(stderr, "usage: KLAMM_STATE_DIR=… sampling NAME SECONDS PROGRAM ARGS…\n");
        return 2;
    }
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    double start = figure_now_ms();
    if (posix_spawnp(&child, argv[3], &files, NULL, argv + 3, environ) != 0)
        return 2;
    if (run_for(child, wanted_s * 1000, &status, &use)) {
        fprintf(stderr, "bench: %s ended by itself, status %d\n", argv[3], status);
        return 1;
    }
    kill(child, SIGINT);
    wait4(child, &status, 0, &use);
    double took = (figure_now_ms() - start) / 1000;
    figure(argv[1], "core", (seconds(use.ru_utime) + seconds(use.ru_stime)) / took * 100);
    figure(argv[1], "memory", (double)use.ru_maxrss / 1024);
    figure(argv[1], "sockets", most_sockets);
    figure(argv[1], "file", recorded_bytes(state) / 1e6);
    return 0;
}
