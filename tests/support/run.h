/* Runs commands for tests: Kafka's own tools to compare with, and klamm without a screen. */
#ifndef KLAMM_TESTS_SUPPORT_RUN_H
#define KLAMM_TESTS_SUPPORT_RUN_H

#include <stdbool.h>
#include <stddef.h>

struct run {
    int status; /* exit code, or 128 + signal */
    char *out;  /* stdout, NUL-terminated */
    char *err;  /* stderr */
};

/* Runs a shell command line and reads both streams to their ends. */
struct run run_shell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* One of Kafka's tools (tests/cluster/cluster tool …) on the test cluster; the test fails when the
 * tool does. Returns its stdout, malloc'd. */
char *run_tool(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* klamm (the program under test) with these arguments. */
struct run run_klamm(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void run_release(struct run *r);

/* The variable's value; the test fails when it is not set. */
const char *run_env(const char *name);
/* The test cluster has a node of that number: 1 to 3, or fewer. */
bool run_has_node(int node);
/* Path of the program under test: $KLAMM or build/klamm. */
const char *run_program(void);
/* A new empty directory below $TMPDIR, malloc'd; run_rm_dir removes it with all in it, and frees.
 */
char *run_dir(void);
void run_rm_dir(char *dir);
/* A name no one else uses in this run: prefix-<pid>-<n>; static storage of 8 names. */
const char *run_name(const char *prefix);

#endif
