/* Whole files and folders, in a temporary folder of this test. */
#include "core/base/file.h"
#include "core/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>


#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/klamm-test-file.XXXXXX";
static struct err err;

static char *in_folder(const char *name)
{
    return xasprintf("%s/%s", folder, name);
}

static int make_folder(void **unused)
{
    (void)unused;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static int remove_folder(void **unused)
{
    (void)unused;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void writes_and_reads_back(void **unused)
{
    (void)unused;
    struct buf b;
    struct stat st;
    char *path = in_folder("state");
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
    char *dir = in_folder("dir");
    assert_true(file_make_dirs(dir, &err));
    assert_false(file_write(dir, "x", 1, 0600, &err)); /* a folder can't be replaced by a file */
    assert_int_equal(err.kind, ERR_IO);
    assert_int_not_equal(err.code, 0);
    struct buf b;
    buf_init(&b, 0);
    assert_false(file_read(dir, 100, &b, &err));
    assert_int_equal(rmdir(dir), 0);
    char *nowhere = in_folder("none/x");
    assert_false(file_write(nowhere, "x", 1, 0600, &err));
    assert_false(file_read(nowhere, 100, &b, &err));
    assert_non_null(strstr(err.msg, "No such file"));
    free(dir);
    free(nowhere);
    buf_release(&b);
}

/* A pipe that nobody writes to would be waited for without end. */
static void own_files_are_ordinary_ones(void **unused)
{
    (void)unused;
    struct buf b;
    char *path = in_folder("state");
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
    assert_false(file_read_ordinary(folder, 100, &b, &err));
    buf_release(&b);
    free(path);
}

static void links_are_followed(void **unused)
{
    (void)unused;
    struct buf b;
    struct stat st;
    char *link = in_folder("link"), *sub = in_folder("sub"), *file = in_folder("sub/file");
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
    char *first = in_folder("first"), *circle = in_folder("circle"), *second = in_folder("second");
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
    char *pipe = in_folder("pipe"), *link = in_folder("null"), bytes[8] = "";
    static char much[1000000];
    struct stat st;
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_false(file_write(pipe, "x", 1, 0600, &err));
    assert_non_null(strstr(err.msg, "nobody reads it"));
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

static void makes_folders(void **unused)
{
    (void)unused;
    struct stat st;
    char *deep = in_folder("a/b//c/"), *file = in_folder("a/file"), *below = in_folder("a/file/x");
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

static void expands_the_home_folder(void **unused)
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
    char *path = in_folder("marked");
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
        cmocka_unit_test(makes_folders),
        cmocka_unit_test(follows_xdg),
        cmocka_unit_test(expands_the_home_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
