/* Wall time, processor time and peak memory of a command: command NAME TIMES PROGRAM ARGS…
 * Its output goes to /dev/null, and its end by anything but exit code 0 is an end of the bench. The
 * program is run once before the measured runs, so that files are in the page cache for all. */
#include "tests/support/figure.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_TIMES = 100, LIMIT_S = 120 };

extern char **environ;

static pid_t child;

static void on_limit(int sig)
{
    (void)sig;
    if (child > 0)
        kill(child, SIGKILL);
}

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1000 + (double)t.tv_usec / 1000;
}

static double run_once(char **argv, double *peak_mb, double *cpu_ms)
{
    posix_spawn_file_actions_t files;
    struct rusage use;
    int status;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    double start = figure_now_ms();
    int rc = posix_spawnp(&child, argv[0], &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    if (rc != 0) {
        fprintf(stderr, "bench: %s: %s\n", argv[0], strerror(rc));
        exit(2);
    }
    alarm(LIMIT_S);
    wait4(child, &status, 0, &use);
    alarm(0);
    double took = figure_now_ms() - start;
    child = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: %s failed (status %d)\n", argv[0], status);
        exit(1);
    }
    *cpu_ms = milliseconds(use.ru_utime) + milliseconds(use.ru_stime);
    if ((double)use.ru_maxrss / 1024 > *peak_mb)
        *peak_mb = (double)use.ru_maxrss / 1024;
    return took;
}

int main(int argc, char **argv)
{
    double took[MAX_TIMES], cpu[MAX_TIMES], peak_mb = 0;
    char *end;
    long times = argc > 3 ? strtol(argv[2], &end, 10) : 0;
    if (times < 1 || times > MAX_TIMES || *end) {
        fprintf(stderr, "usage: command NAME TIMES PROGRAM ARGS…\n");
        return 2;
    }
    signal(SIGALRM, on_limit);
    if (times > 1)
        run_once(argv + 3, &peak_mb, &cpu[0]);
    for (long i = 0; i < times; i++)
        took[i] = run_once(argv + 3, &peak_mb, &cpu[i]);
    figure_spread(argv[1], "ms", took, (size_t)times);
    figure_spread(argv[1], "cpu", cpu, (size_t)times);
    figure(argv[1], "mb", peak_mb);
    return 0;
}
