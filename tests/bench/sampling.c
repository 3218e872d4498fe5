/* What klamm record costs: sampling NAME PROGRAM ARGS… runs it to its end and tells the processor
 * time it took as a share of one core, its peak memory and the size of its file, which lies below
 * $KLAMM_STATE_DIR. */
#include "tests/support/figure.h"

#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t files;
    struct rusage use;
    pid_t child;
    char name[100];
    int status;
    const char *state = getenv("KLAMM_STATE_DIR");
    if (argc < 4 || !state) {
        fprintf(stderr, "usage: KLAMM_STATE_DIR=… sampling NAME PROGRAM ARGS…\n");
        return 2;
    }
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    double start = figure_now_ms();
    if (posix_spawnp(&child, argv[2], &files, NULL, argv + 2, environ) != 0)
        return 2;
    wait4(child, &status, 0, &use);
    double took = (figure_now_ms() - start) / 1000;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: %s ended with status %d\n", argv[2], status);
        return 1;
    }
    snprintf(name, sizeof name, "%s.core", argv[1]);
    figure(name, "percent", (seconds(use.ru_utime) + seconds(use.ru_stime)) / took * 100);
    snprintf(name, sizeof name, "%s.memory", argv[1]);
    figure(name, "mb", (double)use.ru_maxrss / 1024);
    snprintf(name, sizeof name, "%s.file", argv[1]);
    figure(name, "mb", recorded_bytes(state) / 1e6);
    return 0;
}
