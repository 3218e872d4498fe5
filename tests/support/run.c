/* Commands run by the shell with both streams captured; see run.h. Streams go to unlinked temporary
 * files, so a command that writes much can't block against us. */
#include "tests/support/run.h"

#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
/* A test that does not end is ended by SIGABRT, and then prints where it was. Not by ASAN_OPTIONS,
 * which the klamm under test would take over: that one must die of the signal. And a crash on one
 * of librdkafka's threads is reported with its stack: cmocka's handler knows of no test there, and
 * ends the program with 255 and without a word. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "handle_abort=1:handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2";
}
#endif

static char *read_all(FILE *f)
{
    long size;
    char *s;
    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);
    s = malloc((size_t)size + 1);
    assert_non_null(s);
    s[fread(s, 1, (size_t)size, f)] = '\0';
    fclose(f);
    return s;
}

static struct run run_line(const char *line)
{
    FILE *out = tmpfile(), *err = tmpfile();
    struct run r = {0};
    int status;
    pid_t pid;
    assert_true(out && err);
    pid = fork();
    if (pid == 0) {
        dup2(fileno(out), 1);
        dup2(fileno(err), 2);
        execl("/bin/bash", "bash", "-c", line, (char *)NULL);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    r.out = read_all(out);
    r.err = read_all(err);
    return r;
}

__attribute__((format(printf, 2, 0))) static char *join(const char *before, const char *fmt,
                                                        va_list ap)
{
    char *rest, *line;
    if (vasprintf(&rest, fmt, ap) < 0 || asprintf(&line, "%s%s", before, rest) < 0)
        abort();
    free(rest);
    return line;
}

struct run run_shell(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *line = join("", fmt, ap);
    va_end(ap);
    struct run r = run_line(line);
    free(line);
    return r;
}

char *run_tool(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *line = join("tests/cluster/cluster tool ", fmt, ap);
    va_end(ap);
    struct run r = run_line(line);
    if (r.status != 0)
        fail_msg("%s ended with %d:\n%s%s", line, r.status, r.out, r.err);
    free(line);
    free(r.err);
    return r.out;
}

struct run run_klamm(const char *fmt, ...)
{
    char *program;
    va_list ap;
    if (asprintf(&program, "%s ", run_program()) < 0)
        abort();
    va_start(ap, fmt);
    char *line = join(program, fmt, ap);
    va_end(ap);
    struct run r = run_line(line);
    free(program);
    free(line);
    return r;
}

void run_release(struct run *r)
{
    free(r->out);
    free(r->err);
    *r = (struct run){0};
}

const char *run_env(const char *name)
{
    const char *value = getenv(name);
    if (!value || !*value)
        fail_msg("%s is not set: see tests/cluster/cluster env", name);
    return value;
}

bool run_has_node(int node)
{
    char name[32];
    snprintf(name, sizeof name, "KLAMM_PLAINTEXT_%d", node);
    return getenv(name) != NULL;
}

const char *run_program(void)
{
    const char *p = getenv("KLAMM");
    return p && *p ? p : "build/klamm";
}

char *run_dir(void)
{
    const char *tmp = getenv("TMPDIR");
    char *path;
    if (asprintf(&path, "%s/klamm-test-XXXXXX", tmp && *tmp ? tmp : "/tmp") < 0)
        abort();
    if (!mkdtemp(path))
        fail_msg("no temporary directory at %s", path);
    return path;
}

void run_rm_dir(char *dir)
{
    if (!dir)
        return;
    struct run r = run_shell("rm -rf '%s'", dir);
    run_release(&r);
    free(dir);
}

const char *run_name(const char *prefix)
{
    static char names[8][96];
    static unsigned n;
    char *s = names[n % 8];
    snprintf(s, sizeof names[0], "%s-%d-%u", prefix, (int)getpid(), n++);
    return s;
}
