/* Whole files and directories, in a temporary directory of this test. */
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"

#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char place[] = "/tmp/klamm-test-file.XXXXXX";
static struct err err;

static char *in_dir(const char *name)
{
    return xasprintf("%s/%s", place, name);
}

static int make_dir(void **unused)
{
    (void)unused;
    return mkdtemp(place) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static int remove_dir(void **unused)
{
    (void)unused;
    return nftw(place, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void writes_and_reads_back(void **unused)
{
    (void)unused;
    struct buf b;
    struct stat st;
    char *path = in_dir("state");
    buf_init(&b, 0);
    assert_true(file_write(path, "one", 3, 0600, &err));
    assert_true(file_write(path, "a\0c", 3, 0640, &err));
    assert_true(file_read(path, 3, &b, &err));
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.data, "a\0c", 3);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    assert_false(file_read(path, 2, &b, &err));
    assert_non_null(strstr(err.msg, "larger than the 2 bytes"));
    free(path);
    buf_release(&b);
}

static void leaves_no_temporary_file_when_it_fails(void **unused)
{
    (void)unused;
    char *dir = in_dir("dir");
    assert_true(file_make_dirs(dir, &err));
    assert_false(file_write(dir, "x", 1, 0600, &err)); /* a directory can't be replaced by a file */
    assert_int_equal(err.kind, ERR_IO);
    assert_int_not_equal(err.code, 0);
    struct buf b;
    buf_init(&b, 0);
    assert_false(file_read(dir, 100, &b, &err));
    assert_int_equal(rmdir(dir), 0);
    char *nowhere = in_dir("none/x");
    assert_false(file_write(nowhere, "x", 1, 0600, &err));
    assert_false(file_read(nowhere, 100, &b, &err));
    assert_non_null(strstr(err.msg, "No such file"));
    free(dir);
    free(nowhere);
    buf_release(&b);
}

/* Opening a pipe without a writer would never return. */
static void own_files_are_ordinary_ones(void **unused)
{
    (void)unused;
    struct buf b;
    char *path = in_dir("state");
    buf_init(&b, 0);
    assert_true(file_write(path, "kept", 4, 0600, &err));
    assert_true(file_read_ordinary(path, 100, &b, &err));
    assert_string_equal(buf_str(&b), "kept");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(file_read_ordinary(path, 100, &b, &err));
    assert_int_equal(err.code, EINVAL);
    assert_int_equal(b.len, 0);
    assert_int_equal(unlink(path), 0);
    assert_false(file_read_ordinary("/dev/zero", 100, &b, &err));
    assert_false(file_read_ordinary(place, 100, &b, &err));
    buf_release(&b);
    free(path);
}

static void links_are_followed(void **unused)
{
    (void)unused;
    struct buf b;
    struct stat st;
    char *link = in_dir("link"), *sub = in_dir("sub"), *file = in_dir("sub/file");
    buf_init(&b, 0);
    assert_int_equal(mkdir(sub, 0700), 0);
    assert_int_equal(symlink("sub/file", link), 0);
    for (int i = 0; i < 2; i++) { /* nothing is there, then something is */
        assert_true(file_write(link, i ? "two" : "one", 3, 0600, &err));
        assert_int_equal(lstat(link, &st), 0);
        assert_true(S_ISLNK(st.st_mode));
        assert_true(file_read_ordinary(file, 3, &b, &err));
        assert_string_equal(buf_str(&b), i ? "two" : "one");
    }
    char *first = in_dir("first"), *circle = in_dir("circle"), *second = in_dir("second");
    assert_int_equal(unlink(file) | symlink("second", first) | symlink("link", second), 0);
    assert_true(file_write(first, "far", 3, 0600, &err)); /* over three, to nothing yet */
    assert_int_equal(lstat(second, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_true(file_read_ordinary(file, 3, &b, &err));
    assert_string_equal(buf_str(&b), "far");
    assert_int_equal(symlink("circle", circle), 0);
    assert_false(file_write(circle, "one", 3, 0600, &err));
    assert_int_equal(lstat(circle, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(unlink(first) | unlink(second) | unlink(circle), 0);
    assert_int_equal(unlink(link) | unlink(file) | rmdir(sub), 0);
    buf_release(&b);
    free(first);
    free(circle);
    free(second);
    free(link);
    free(sub);
    free(file);
}

static void devices_and_pipes_are_written_to(void **unused)
{
    (void)unused;
    char *pipe = in_dir("pipe"), *link = in_dir("null"), bytes[8] = "";
    static char much[1000000];
    struct stat st;
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_false(file_write(pipe, "x", 1, 0600, &err));
    assert_non_null(strstr(err.msg, "nothing reads it"));
    int fd = open(pipe, O_RDONLY | O_NONBLOCK);
    assert_true(fd >= 0);
    assert_true(file_write(pipe, "whole", 5, 0600, &err));
    assert_int_equal(read(fd, bytes, sizeof bytes), 5);
    assert_string_equal(bytes, "whole");
    assert_false(file_write(pipe, much, sizeof much, 0600, &err)); /* it stopped reading */
    assert_int_equal(err.code, ETIMEDOUT);
    assert_int_equal(stat(pipe, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    close(fd);

    /* Never by its own name: as root a fault here would replace it. */
    assert_int_equal(symlink("/dev/full", link), 0);
    assert_false(file_write(link, "x", 1, 0600, &err));
    assert_int_equal(err.code, ENOSPC);
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(unlink(pipe) | unlink(link), 0);
    free(pipe);
    free(link);
}

static void whose_links_count(void **unused)
{
    enum { ME = 7, ROOT = 0, STRANGER = 8 };
    static const struct {
        mode_t dir;
        uid_t owner, link;
        bool trusted;
    } cases[] = {{01777, ROOT, STRANGER, false}, {01777, ROOT, ME, true},
                 {01777, ROOT, ROOT, true},      {01777, STRANGER, STRANGER, true},
                 {01777, ME, STRANGER, false},   {0777, ROOT, STRANGER, true},
                 {01775, ROOT, STRANGER, true},  {0755, ROOT, STRANGER, true}};
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stat in = {.st_mode = S_IFDIR | cases[i].dir, .st_uid = cases[i].owner};
        struct stat link = {.st_mode = S_IFLNK | 0777, .st_uid = cases[i].link};
        assert_int_equal(file_is_trusted(&in, &link, ME), cases[i].trusted);
    }
}

/* As fs.protected_symlinks, which may be off: what a stranger put into /tmp leads nowhere. Only
 * root can make another user's links. */
static void what_a_stranger_put_there_is_not_followed(void **unused)
{
    (void)unused;
    enum { STRANGER = 4711, OWNER = 4712 };
    if (geteuid() != 0)
        return;
    struct buf b;
    struct stat st;
    char *open_to_all = in_dir("tmp"), *link = in_dir("tmp/link"), *mine = in_dir("mine");
    char *pipe = in_dir("tmp/pipe"), *own = in_dir("own");
    buf_init(&b, 0);
    assert_int_equal(mkdir(open_to_all, 0700) | chmod(open_to_all, 01777), 0);
    assert_true(file_write(mine, "mine", 4, 0600, &err));
    assert_int_equal(symlink("../mine", link) | symlink("tmp/link", own), 0);
    assert_int_equal(lchown(link, STRANGER, STRANGER), 0);
    const char *const ways[] = {link, own}; /* also over a link of one's own */
    for (size_t i = 0; i < 2; i++) {
        err_clear(&err);
        assert_false(file_write(ways[i], "lost", 4, 0600, &err));
        assert_int_equal(err.code, EACCES);
        assert_non_null(strstr(err.msg, "someone else put a link there"));
    }
    assert_true(file_read(mine, 100, &b, &err));
    assert_string_equal(buf_str(&b), "mine");
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode) && st.st_uid == STRANGER);

    assert_int_equal(mkfifo(pipe, 0600) | lchown(pipe, STRANGER, STRANGER), 0);
    int fd = open(pipe, O_RDONLY | O_NONBLOCK);
    assert_false(file_write(pipe, "lost", 4, 0600, &err));
    assert_int_equal(err.code, EACCES);
    close(fd);

    /* The directory's owner may; so may anyone in a directory that is not open to all. */
    assert_int_equal(lchown(open_to_all, OWNER, OWNER) | lchown(link, OWNER, OWNER), 0);
    assert_true(file_write(link, "one", 3, 0600, &err));
    assert_int_equal(lchown(link, STRANGER, STRANGER) | chmod(open_to_all, 0777), 0);
    assert_true(file_write(link, "two", 3, 0600, &err));
    assert_true(file_read(mine, 100, &b, &err));
    assert_string_equal(buf_str(&b), "two");
    assert_int_equal(unlink(link) | unlink(own) | unlink(pipe) | unlink(mine), 0);
    assert_int_equal(rmdir(open_to_all), 0);
    buf_release(&b);
    free(open_to_all);
    free(link);
    free(mine);
    free(pipe);
    free(own);
}

struct reader {
    int fd;
    size_t at_once;
    int pause_ms;
    atomic_bool enough;
    size_t took;
};

static void *read_slowly(void *arg)
{
    static char bytes[65536];
    struct reader *r = arg;
    ssize_t n;
    while (!atomic_load(&r->enough) && (n = read(r->fd, bytes, r->at_once)) > 0) {
        r->took += (size_t)n;
        pass_time(r->pause_ms);
    }
    return NULL;
}

/* Writes a million bytes into a pipe that is read so. */
static bool is_written_to(struct reader *r, bool to_the_end)
{
    static char much[1000000];
    pthread_t thread;
    char *pipe = in_dir("pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    r->fd = open(pipe, O_RDONLY | O_NONBLOCK); /* or open would wait for a writer */
    assert_true(r->fd >= 0);
    int writer = open(pipe, O_WRONLY); /* and read would see the end at once */
    assert_int_equal(fcntl(r->fd, F_SETFL, 0), 0);
    assert_int_equal(pthread_create(&thread, NULL, read_slowly, r), 0);
    bool ok = file_write(pipe, much, sizeof much, 0600, &err);
    atomic_store(&r->enough, !to_the_end);
    close(writer);
    assert_int_equal(pthread_join(thread, NULL), 0);
    close(r->fd);
    assert_int_equal(unlink(pipe), 0);
    free(pipe);
    return ok;
}

static void a_slow_reader_gets_all(void **unused)
{
    (void)unused;
    struct reader r = {.at_once = 65536, .pause_ms = 20};
    if (!is_written_to(&r, true))
        fail_msg("%s", err.msg);
    assert_int_equal(r.took, 1000000);
}

/* Taking a little now and then holds klamm up no longer than taking nothing. */
static void a_reader_that_drips_is_given_up(void **unused)
{
    (void)unused;
    struct reader r = {.at_once = 4096, .pause_ms = 50};
    int64_t start = clock_mono_ms();
    assert_false(is_written_to(&r, false));
    assert_int_equal(err.code, ETIMEDOUT);
    assert_true(clock_mono_ms() - start < 8000);
}

static void makes_dirs(void **unused)
{
    (void)unused;
    struct stat st;
    char *deep = in_dir("a/b//c/"), *file = in_dir("a/file"), *below = in_dir("a/file/x");
    assert_true(file_make_dirs(deep, &err));
    assert_true(file_make_dirs(deep, &err));
    assert_int_equal(stat(deep, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_true(file_write(file, "x", 1, 0600, &err));
    assert_false(file_make_dirs(below, &err));
    assert_non_null(strstr(err.msg, "a/file"));
    free(deep);
    free(file);
    free(below);
}

static void check_xdg(const char *what, const char *want)
{
    char *dir = file_xdg(what);
    if (want)
        assert_string_equal(dir, want);
    else
        assert_null(dir);
    free(dir);
}

static void follows_xdg(void **unused)
{
    (void)unused;
    setenv("HOME", "/somewhere/ann", 1);
    unsetenv("XDG_CONFIG_HOME");
    setenv("XDG_STATE_HOME", "/var/s", 1);
    setenv("XDG_CACHE_HOME", "relative", 1);
    check_xdg("config", "/somewhere/ann/.config/klamm");
    check_xdg("state", "/var/s/klamm");
    check_xdg("cache", "/somewhere/ann/.cache/klamm");
    check_xdg("music", NULL);
    setenv("HOME", "", 1);
    check_xdg("config", NULL);
}

static void expands_the_home_dir(void **unused)
{
    (void)unused;
    static const char *const cases[][2] = {
        {"~", "/somewhere/ann"},
        {"~/x", "/somewhere/ann/x"},
        {"~bob/x", "~bob/x"},
        {"/a~", "/a~"},
        {"", ""},
    };
    setenv("HOME", "/somewhere/ann", 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *path = file_expand(cases[i][0]);
        assert_string_equal(path, cases[i][1]);
        free(path);
    }
}

static void a_byte_order_mark_is_not_part_of_the_text(void **unused)
{
    (void)unused;
    struct buf b;
    char *path = in_dir("marked");
    buf_init(&b, 0);
    assert_true(file_write(path, "\xEF\xBB\xBF[]", 5, 0600, &err));
    assert_true(file_read(path, 100, &b, &err));
    assert_string_equal(buf_str(&b), "[]");
    assert_true(file_read_ordinary(path, 100, &b, &err));
    assert_int_equal(b.len, 2);
    assert_true(file_write(path, "\xEF\xBB\xBF", 3, 0600, &err));
    assert_true(file_read(path, 100, &b, &err));
    assert_int_equal(b.len, 0);
    assert_true(file_write(path, "\xFF\xFE[\0", 4, 0600, &err));
    assert_false(file_read(path, 100, &b, &err));
    assert_non_null(strstr(err.msg, "UTF-16"));
    assert_true(file_write(path, "\xEF\xBB", 2, 0600, &err));
    assert_true(file_read(path, 100, &b, &err));
    assert_int_equal(b.len, 2);
    buf_release(&b);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_and_reads_back),
        cmocka_unit_test(a_byte_order_mark_is_not_part_of_the_text),
        cmocka_unit_test(leaves_no_temporary_file_when_it_fails),
        cmocka_unit_test(own_files_are_ordinary_ones),
        cmocka_unit_test(links_are_followed),
        cmocka_unit_test(devices_and_pipes_are_written_to),
        cmocka_unit_test(whose_links_count),
        cmocka_unit_test(what_a_stranger_put_there_is_not_followed),
        cmocka_unit_test(a_slow_reader_gets_all),
        cmocka_unit_test(a_reader_that_drips_is_given_up),
        cmocka_unit_test(makes_dirs),
        cmocka_unit_test(follows_xdg),
        cmocka_unit_test(expands_the_home_dir),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
