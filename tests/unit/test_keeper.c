/* What becomes of a recording's file that is not what this klamm would have written: it is told,
 * and what can't be read is neither written over nor added to. */
#include "core/live/keeper.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/pack.h"
#include "core/live/keeper_load.h"
#include "core/model/recording_code.h"
#include "tests/unit/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/klamm-test-keeper.XXXXXX", *path, *lock, *said;

static void on_failed(void *user, const char *why)
{
    (void)user;
    free(said);
    said = xstrdup(why);
}

/* A klamm that may write has a sample due, and is left again; returns by how much the file grew. */
static int64_t grown(void)
{
    struct keeper_hooks hooks = {.failed = on_failed};
    struct recorded r;
    struct keeper *k;
    struct stat before, after;
    uv_loop_t loop;

    free(said);
    said = NULL;
    assert_int_equal(stat(path, &before), 0);
    uv_loop_init(&loop);
    recorded_init(&r);
    k = keeper_new(&loop, path, KEEPER_RECORDS, &r.h, &hooks);
    while (!keeper_loaded(k))
        uv_run(&loop, UV_RUN_ONCE);
    recorded_run(&r, "g", 12);
    keeper_tick(k, r.now);
    uv_run(&loop, UV_RUN_DEFAULT); /* what it began to write */
    keeper_free(k);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    recording_release(&r.h);
    assert_int_equal(stat(path, &after), 0);
    return after.st_size - before.st_size;
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

static void test_of_an_older_klamm(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION - 1);
    assert_true(grown() > 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "is of an older klamm"));
}

/* As long as it is, it may be history that somebody wants. */
static void test_too_large(void **state)
{
    (void)state;
    write_version(RECORDING_VERSION);
    assert_int_equal(truncate(path, (int64_t)KEEPER_FILE_MAX + 1), 0);
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

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    path = xasprintf("%s/id.klr", folder);
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
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_this_version),
        cmocka_unit_test(test_of_a_newer_klamm),
        cmocka_unit_test(test_of_an_older_klamm),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_damaged),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
