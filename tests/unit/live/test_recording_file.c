/* What happens to a recording's file that is not what this klamm would have written: it is
 * reported, and what can't be read is neither written over nor added to. */
#include "core/live/recording_file.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/pack.h"
#include "core/live/recording_file_load.h"
#include "core/recording/recording_code.h"
#include "core/recording/recording_read.h"
#include "tests/support/test.h"
#include "tests/unit/recorded.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static char dir[] = "/tmp/klamm-test-recording.XXXXXX", *path, *lock, *said;

static int64_t up_ms; /* for how long the machine is up */

int clock_gettime(clockid_t id, struct timespec *t)
{
    int rc = (int)syscall(SYS_clock_gettime, id, t);
    if (id == CLOCK_BOOTTIME)
        *t = (struct timespec){up_ms / 1000, up_ms % 1000 * 1000000};
    return rc;
}

static void on_failed(void *user, const char *why)
{
    (void)user;
    free(said);
    said = xstrdup(why);
}

static struct recording_file *opened(uv_loop_t *loop, struct recorded *r)
{
    struct recording_file_hooks hooks = {.failed = on_failed};
    free(said);
    said = NULL;
    uv_loop_init(loop);
    recorded_init(r);
    struct recording_file *k = recording_file_new(loop, path, RECORDING_RECORDS, &r->h, &hooks);
    while (!recording_file_loaded(k))
        uv_run(loop, UV_RUN_ONCE);
    return k;
}

static void close_it(uv_loop_t *loop, struct recorded *r, struct recording_file *k)
{
    recording_file_free(k);
    uv_run(loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(loop), 0);
    recording_release(&r->h);
}

/* A klamm that may write has a sample due, and is left again; returns by how much the file grew. */
static int64_t grown(void)
{
    struct recorded r;
    struct stat before, after;
    uv_loop_t loop;

    assert_int_equal(stat(path, &before), 0);
    struct recording_file *k = opened(&loop, &r);
    recorded_run(&r, "g", 12);
    recording_file_tick(k, r.now);
    uv_run(&loop, UV_RUN_DEFAULT); /* what it began to write */
    close_it(&loop, &r, k);
    assert_int_equal(stat(path, &after), 0);
    return after.st_size - before.st_size;
}

static void tick(uv_loop_t *loop, struct recorded *r, struct recording_file *k)
{
    up_ms += 10000;
    recorded_run(r, "g", 1);
    recording_file_tick(k, r->now);
    uv_run(loop, UV_RUN_DEFAULT);
}

static void write_version(unsigned version)
{
    struct buf b, payload;

    buf_init(&b, 0);
    buf_init(&payload, 0);
    pack_uint(&payload, version);
    pack_uint(&payload, 10000);
    buf_adds(&b, "KLrH");
    pack_u32(&b, (uint32_t)payload.len);
    pack_u32(&b, pack_crc(pack_crc(0, "H", 1), buf_str(&payload), payload.len));
    buf_add(&b, buf_str(&payload), payload.len);
    assert_true(file_write(path, buf_str(&b), b.len, 0600, NULL));
    buf_release(&payload);
    buf_release(&b);
}

static void test_of_this_version(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION);
    assert_true(grown() > 0);
    assert_null(said);
}

static void test_of_a_newer_klamm(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION + 1);
    assert_int_equal(grown(), 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "is of a newer klamm"));
}

static void set_bytes(const char *bytes, size_t len)
{
    assert_true(file_write(path, bytes, len, 0600, NULL));
}

static bool begins_with(const char *bytes, size_t len)
{
    struct buf b;
    buf_init(&b, 0);
    assert_true(file_read(path, 1 << 20, &b, NULL));
    bool same = b.len >= len && memcmp(buf_str(&b), bytes, len) == 0;
    buf_release(&b);
    return same;
}

/* A new file begins with its version. */
static void test_version_of_a_new_file(void **state)
{
    static const char version[] = {'K', 'L', 'r', RECORDING_FILE_VERSION};
    (void)state;
    set_bytes("", 0);
    assert_true(grown() > 0);
    assert_null(said);
    assert_true(begins_with(version, sizeof version));
    assert_true(grown() > 0); /* and is read again, and added to */
    assert_null(said);
}

/* How the file is made is not known to this klamm: it need not even have records. */
static void test_of_a_newer_file(void **state)
{
    static const char newer[] = {'K', 'L', 'r', RECORDING_FILE_VERSION + 1, 'x', 'y'};
    (void)state;
    set_bytes(newer, sizeof newer);
    assert_int_equal(grown(), 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "is of a newer klamm"));
    assert_true(begins_with(newer, sizeof newer));
}

/* A file of before there was a version, which klamm wrote: it is read, and added to. */
static void test_of_no_version(void **state)
{
    struct recorded r;
    uv_loop_t loop;
    struct buf b;
    (void)state;
    buf_init(&b, 0);
    assert_true(file_read("tests/fixtures/format-1/recording.klr", 1 << 20, &b, NULL));
    set_bytes(buf_str(&b), b.len);
    struct recording_file *k = opened(&loop, &r);
    const struct recording_group *g = recording_find(&r.h, "old-billing");
    assert_non_null(g);
    assert_int_equal(g->nparts, 2);
    assert_int_equal(recording_last_ms(g) / 1000, 1796071606); /* 2026-11-30 20:46:46 UTC */
    close_it(&loop, &r, k);
    assert_true(grown() > 0);
    assert_null(said);
    assert_true(begins_with(buf_str(&b), b.len));
    buf_release(&b);
}

/* A newer klamm writes while this one runs: it is found before anything is added or written
 * again. */
static void newer_meanwhile(bool rewrite)
{
    struct recorded r;
    uv_loop_t loop;
    struct stat st;
    up_ms = 86400000;
    set_bytes("", 0);
    struct recording_file *k = opened(&loop, &r);
    write_version(RECORDING_VERSION + 1);
    assert_int_equal(stat(path, &st), 0);
    ino_t first = st.st_ino;
    off_t size = st.st_size;
    recorded_run(&r, "g", 12);
    if (rewrite)
        recording_file_rewrite(k);
    for (int i = 0; i < 3; i++) {
        up_ms += 10000;
        recorded_run(&r, "g", 1);
        recording_file_tick(k, r.now);
        uv_run(&loop, UV_RUN_DEFAULT);
    }
    assert_false(recording_file_facts(k).writes);
    close_it(&loop, &r, k);
    assert_non_null(said);
    assert_non_null(strstr(said, "is of a newer klamm"));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, size);
    assert_int_equal(st.st_ino, first);
}

static void test_newer_meanwhile(void **state)
{
    (void)state;
    newer_meanwhile(false);
    newer_meanwhile(true);
}

/* Also when it is found only on leaving. */
static void test_newer_on_leaving(void **state)
{
    struct recorded r;
    uv_loop_t loop;
    struct stat st;
    (void)state;
    up_ms = 86400000;
    set_bytes("", 0);
    struct recording_file *k = opened(&loop, &r);
    tick(&loop, &r, k);
    assert_true(recording_file_facts(k).writes);
    write_version(RECORDING_VERSION + 1);
    assert_int_equal(stat(path, &st), 0);
    off_t size = st.st_size;
    recorded_run(&r, "g", 12);
    close_it(&loop, &r, k);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, size);
}

static void test_of_an_older_klamm(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION - 1);
    assert_true(grown() > 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "is of an older klamm"));
}

/* As long as it is, it may be history that someone wants. */
static void test_too_large(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION);
    assert_int_equal(truncate(path, (int64_t)RECORDING_FILE_MAX + 1), 0);
    assert_int_equal(grown(), 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "larger than 256 MiB"));
}

static void test_damaged(void **state)
{
    (void)state;
    assert_true(file_write(path, "KLrHnonsense", 12, 0600, NULL));
    assert_true(grown() > 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "is damaged: in 1 place something was lost"));
}

static int64_t begun_after(int64_t ms)
{
    struct recorded r;
    uv_loop_t loop;
    up_ms = ms;
    struct recording_file *k = opened(&loop, &r);
    int64_t begun = r.h.begun_ms;
    close_it(&loop, &r, k);
    return begun;
}

/* On a machine that was started minutes ago the clock may still be set right: what is in the
 * file was written under another one. */
static void test_what_is_of_before_a_start(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION);
    int64_t before = (int64_t)time(NULL) * 1000, begun = begun_after(60000);
    assert_true(begun >= before && begun <= before + 60000);
    assert_int_equal(begun_after(86400000), 0);
}

/* Which file it is: one that is written again is another. */
static ino_t file(void)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_ino;
}

/* The clock was set, so all of it is to be written again, and there was no room for that. */
static void test_rewriting_is_tried_again(void **state)
{
    struct rlimit was, none;
    struct recorded r;
    uv_loop_t loop;
    (void)state;
    up_ms = 86400000;
    write_version(RECORDING_VERSION);
    struct recording_file *k = opened(&loop, &r);
    tick(&loop, &r, k);
    ino_t first = file();
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    none = (struct rlimit){0, was.rlim_max};
    recording_file_rewrite(k);
    setrlimit(RLIMIT_FSIZE, &none);
    tick(&loop, &r, k);
    setrlimit(RLIMIT_FSIZE, &was);
    assert_non_null(said);
    assert_int_equal(file(), first);
    tick(&loop, &r, k);
    assert_int_equal(file(), first); /* not at once */
    up_ms += 660000;
    tick(&loop, &r, k);
    assert_int_not_equal(file(), first);
    close_it(&loop, &r, k);
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    path = xasprintf("%s/id.klr", dir);
    lock = xasprintf("%s.lock", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    unlink(lock);
    free(path);
    free(lock);
    free(said);
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_this_version),
        cmocka_unit_test(test_of_a_newer_klamm),
        cmocka_unit_test(test_version_of_a_new_file),
        cmocka_unit_test(test_of_a_newer_file),
        cmocka_unit_test(test_of_no_version),
        cmocka_unit_test(test_newer_meanwhile),
        cmocka_unit_test(test_newer_on_leaving),
        cmocka_unit_test(test_of_an_older_klamm),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_what_is_of_before_a_start),
        cmocka_unit_test(test_rewriting_is_tried_again),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
