/* Where klamm.yaml is looked for, who may read it, and the files that are shipped. */
#include "core/config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/builtin.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/config/yaml.h"
#include "core/config/yaml_typed.h"
#include "tests/support/test.h"

/* ---- files ----------------------------------------------------------------------------------- */

struct place {
    char *dir;
};

static int place_make(void **state)
{
    struct place *p = xcalloc(1, sizeof *p);
    char name[] = "/tmp/klamm-test-XXXXXX";
    p->dir = xstrdup(mkdtemp(name));
    setenv("XDG_CONFIG_HOME", p->dir, 1);
    unsetenv("KLAMM_CONFIG");
    *state = p;
    return 0;
}

static int place_drop(void **state)
{
    struct place *p = *state;
    char *command = xasprintf("rm -rf '%s'", p->dir);
    int rc = system(command);
    free(command);
    free(p->dir);
    free(p);
    unsetenv("KLAMM_CONFIG");
    return rc;
}

static char *put(const struct place *p, const char *name, const char *text, unsigned mode)
{
    char *path = xasprintf("%s/%s", p->dir, name);
    char *dir = xstrdup(path);
    *strrchr(dir, '/') = '\0';
    assert_true(file_make_dirs(dir, NULL));
    assert_true(file_write(path, text, strlen(text), mode, NULL));
    assert_int_equal(chmod(path, mode), 0);
    free(dir);
    return path;
}

static void loads_theme(const char *given, const char *theme, const char *path)
{
    struct config c;
    struct err err = {0};
    if (!config_load(&c, given, &err))
        fail_msg("%s", err.msg);
    assert_string_equal(settings_text(&c.settings, SETTING_ID_THEME), theme);
    if (path)
        assert_string_equal(c.path, path);
    config_release(&c);
}

static void test_search_order(void **state)
{
    const struct place *p = *state;
    if (access("/etc/klamm/klamm.yaml", F_OK) != 0)
        loads_theme(NULL, "dark", NULL);
    char *user = put(p, "klamm/klamm.yaml", "theme: from-xdg\n", 0600);
    char *env = put(p, "env.yaml", "theme: from-env\n", 0600);
    char *given = put(p, "given.yaml", "theme: given\n", 0600);
    loads_theme(NULL, "from-xdg", user);
    setenv("KLAMM_CONFIG", env, 1);
    loads_theme(NULL, "from-env", env);
    loads_theme(given, "given", given);
    free(user);
    free(env);
    free(given);
}

static void test_the_zone_is_that_of_the_setting(void **state)
{
    const struct place *p = *state;
    char *utc = put(p, "utc.yaml", "theme: x\ntime: utc\n", 0600), text[TEXT_NUM];
    char *local = put(p, "local.yaml", "theme: x\ntime: local\n", 0600);
    setenv("TZ", "CET-1", 1);
    tzset();
    loads_theme(utc, "x", utc);
    assert_string_equal(text_instant(text, 1795345402123), "2026-11-22 11:03:22 +00:00");
    assert_string_equal(text_clock(text, 1795345402123), "11:03:22");
    loads_theme(local, "x", local);
    assert_string_equal(text_instant(text, 1795345402123), "2026-11-22 12:03:22 +01:00");
    free(utc);
    free(local);
}

static void test_named_files_must_be_readable(void **state)
{
    const struct place *p = *state;
    struct config c;
    struct err err = {0};
    char *absent = xasprintf("%s/absent.yaml", p->dir);
    assert_false(config_load(&c, absent, &err));
    assert_non_null(strstr(err.msg, absent));
    assert_int_equal(err.kind, ERR_CONFIG);
    config_release(&c);
    setenv("KLAMM_CONFIG", absent, 1);
    assert_false(config_load(&c, NULL, &err));
    config_release(&c);
    /* A directory where a file belongs. */
    assert_false(config_load(&c, p->dir, &err));
    assert_non_null(strstr(err.msg, p->dir));
    config_release(&c);
    free(absent);
}

static size_t warnings(const char *path, const char *part)
{
    struct config c;
    struct err err = {0};
    size_t n = 0;
    if (!config_load(&c, path, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < c.problems.len; i++) {
        assert_null(strstr(c.problems.data[i].text, "hunter2"));
        n += c.problems.data[i].warning && strstr(c.problems.data[i].text, part);
    }
    config_release(&c);
    return n;
}

static void test_secret_in_a_file_that_all_can_read_is_a_warning(void **state)
{
    const struct place *p = *state;
    static const char *const literal =
        "clusters:\n  a:\n    brokers: h\n    properties:\n      sasl.password: hunter2\n";
    static const char *const fetched =
        "clusters:\n  a:\n    brokers: h\n    properties:\n      sasl.password: {env: PW}\n";
    char *path = put(p, "open.yaml", literal, 0644);
    assert_int_equal(warnings(path, "open.yaml:5: 'sasl.password' is a secret and everyone"), 1);
    free(path);
    path = put(p, "closed.yaml", literal, 0600);
    assert_int_equal(warnings(path, ""), 0);
    free(path);
    path = put(p, "fetched.yaml", fetched, 0644);
    assert_int_equal(warnings(path, ""), 0);
    free(path);

    char *secret = put(p, "pw", "hunter2\n", 0644);
    char *text =
        xasprintf("clusters: {a: {brokers: h, properties: {sasl.password: {file: %s}}}}\n", secret);
    path = put(p, "file.yaml", text, 0644);
    assert_int_equal(warnings(path, "the file with 'sasl.password'"), 1);
    chmod(secret, 0600);
    assert_int_equal(warnings(path, ""), 0);
    free(path);
    free(text);
    free(secret);
}

static void test_properties_file_beside_the_configuration(void **state)
{
    const struct place *p = *state;
    struct config c;
    struct err err = {0};
    free(put(p, "klamm/cloud.properties", "security.protocol=SSL\nclient.id=from-file\n", 0600));
    free(put(p, "klamm/klamm.yaml",
             "clusters:\n  a:\n    brokers: h\n    properties-file: cloud.properties\n"
             "    properties: {client.id: from-yaml}\n",
             0600));
    assert_true(config_load(&c, NULL, &err));
    const struct properties *q = &c.profiles[0]->properties;
    assert_string_equal(properties_get(q, "security.protocol")->value, "SSL");
    assert_string_equal(properties_get(q, "client.id")->value, "from-yaml");
    config_release(&c);

    char *path = put(p, "gone.yaml", "clusters:\n  a: {brokers: h, properties-file: gone}\n", 0600);
    char *expected = xasprintf("%s:2: 'properties-file': can't read '%s/gone': No such file or "
                               "directory",
                               path, p->dir);
    assert_false(config_load(&c, path, &err));
    assert_string_equal(err.msg, expected);
    config_release(&c);
    free(expected);
    free(path);
}

static void test_file_that_everyone_can_change_is_a_warning(void **state)
{
    const struct place *p = *state;
    char *path = put(p, "w.yaml", "theme: dark\n", 0602);
    assert_int_equal(warnings(path, "everyone on this machine can change this file"), 1);
    free(path);
}

/* ---- what is shipped ------------------------------------------------------------------------- */

static const struct builtin_file *builtin(const char *name)
{
    const struct builtin_file *f = builtin_files;
    while (f->name && strcmp(f->name, name) != 0)
        f++;
    assert_non_null(f->name);
    return f;
}

/* Every setting is explained in the shipped file, with the value it has anyway. */
static void test_shipped_file_holds_the_defaults(void **state)
{
    (void)state;
    const struct builtin_file *f = builtin("conf/klamm.yaml");
    struct config c;
    struct err err = {0};
    assert_true(config_parse(&c, "conf/klamm.yaml", f->data, f->size, &err));
    assert_int_equal(c.problems.len, 0);
    for (int i = 0; i < SETTINGS_N; i++) {
        const struct setting *s = &settings_table[i];
        assert_string_equal(c.settings.v[i].text, s->def);
        if (i != SETTING_ID_CLUSTER && !c.settings.v[i].origin)
            fail_msg("%s is not in conf/klamm.yaml", s->key);
        assert_true(strlen(s->help) > 10);
    }
    config_release(&c);
}

/* The commented-out clusters must be right as soon as someone removes the '#'. */
static void test_shipped_examples_are_valid(void **state)
{
    (void)state;
    const struct builtin_file *f = builtin("conf/klamm.yaml");
    struct buf b;
    buf_init(&b, 0);
    const char *at = strstr(f->data, "#templates:");
    assert_non_null(at);
    while (*at) {
        size_t n = strcspn(at, "\n");
        if (*at == '#')
            buf_add(&b, at + 1, n);
        at += n + (at[n] == '\n');
    }
    struct config c;
    struct err err = {0};
    config_parse(&c, "examples", buf_str(&b), b.len, &err);
    /* Only the client.properties file is not there. */
    assert_int_equal(c.problems.len, 1);
    assert_non_null(strstr(c.problems.data[0].text, "cloud.properties"));
    assert_int_equal(c.nprofiles, 5);
    config_release(&c);
    buf_release(&b);
}

static void test_shipped_keys_are_a_map_of_maps(void **state)
{
    (void)state;
    const struct builtin_file *f = builtin("conf/keys.yaml");
    struct yaml_tree t;
    struct problems p;
    problems_init(&p);
    assert_true(yaml_tree_load(&t, "conf/keys.yaml", f->data, f->size, &p));
    for (size_t i = 0; i < t.root->n; i++) {
        const struct yaml_node *context = t.root->pairs[i].value;
        assert_true(yaml_is_map(&t, context, t.root->pairs[i].key));
        for (size_t k = 0; k < context->n; k++)
            assert_non_null(yaml_text(&t, context->pairs[k].value, context->pairs[k].key));
    }
    assert_int_equal(p.len, 0);
    yaml_tree_release(&t);
    problems_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_zone_is_that_of_the_setting, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(test_search_order, place_make, place_drop),
        cmocka_unit_test_setup_teardown(test_named_files_must_be_readable, place_make, place_drop),
        cmocka_unit_test_setup_teardown(test_secret_in_a_file_that_all_can_read_is_a_warning,
                                        place_make, place_drop),
        cmocka_unit_test_setup_teardown(test_properties_file_beside_the_configuration, place_make,
                                        place_drop),
        cmocka_unit_test_setup_teardown(test_file_that_everyone_can_change_is_a_warning, place_make,
                                        place_drop),
        cmocka_unit_test(test_shipped_file_holds_the_defaults),
        cmocka_unit_test(test_shipped_examples_are_valid),
        cmocka_unit_test(test_shipped_keys_are_a_map_of_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
