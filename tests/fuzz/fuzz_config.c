/* klamm.yaml: any bytes give a configuration or an error with its place; messages drive no terminal
 * and never hold what stands behind a secret's name. */
#include "core/base/text.h"
#include "core/config/config.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

const char *const fuzz_words[] = {
    "clusters:\n",
    "  a:\n",
    "    brokers: ",
    "h:9092\n",
    "    properties:\n",
    "      sasl.password: ",
    "s3cr3t",
    "{env: ",
    "{file: ",
    "{command: ",
    "}",
    "\n",
    "    guard: ",
    "typed\n",
    "read-only\n",
    "    label: prod\n",
    "    tags: [a, b]\n",
    "theme: dark\n",
    "refresh: 2s\n",
    "default-cluster: a\n",
    "<<: *x\n",
    "&x ",
    "*x",
    "- ",
    "? ",
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "!!str ",
    "\"",
    "'",
    "#",
    "\t",
    "  ",
    "    inflight: 8\n",
    "~",
    "null",
    "      ssl.endpoint.identification.algorithm:\n",
    "\\0",
    "\xEF\xBB\xBF",
    "%YAML 1.2\n",
    "      sasl.jaas.config: ",
    "a.PlainLoginModule required ",
    "username=",
    "password=\"s3cr3t\";",
    NULL,
};

static void check_messages(const struct problems *p, const struct err *err)
{
    for (size_t i = 0; i < p->len; i++) {
        const char *text = p->data[i].text;
        FUZZ_CHECK(text_is_plain(text, strlen(text)));
        FUZZ_CHECK(strncmp(text, "k.yaml:", 7) == 0);
    }
    FUZZ_CHECK((p->errors > 0) == (err->kind == ERR_CONFIG));
}

static void check_profile(const struct profile *p)
{
    FUZZ_CHECK(p->guard <= GUARD_READ_ONLY);
    FUZZ_CHECK(p->limits.inflight >= 1 && p->limits.inflight <= 256);
    for (size_t i = 0; i < p->properties.len; i++) {
        const struct property *q = &p->properties.data[i];
        char *shown = property_shown(q);
        if (q->secret && q->from == PROPERTY_LITERAL)
            FUZZ_CHECK(strcmp(shown, "(secret)") == 0);
        free(shown);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config c;
    struct err err = {0};
    bool ok = config_parse(&c, "k.yaml", (const char *)data, size, &err);
    FUZZ_CHECK(ok == (c.problems.errors == 0));
    check_messages(&c.problems, &err);
    for (size_t i = 0; i < c.nprofiles; i++)
        check_profile(c.profiles[i]);
    config_release(&c);
    return 0;
}
