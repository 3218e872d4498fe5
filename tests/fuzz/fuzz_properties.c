/* client.properties: any bytes are read to their end with growing line numbers; what is translated
 * stays as it is when translated again; no message repeats a JAAS password, also where a broken
 * line made it part of a key, unless that reads like a property's name. */
#include "core/base/text.h"
#include "core/config/client_properties.h"
#include "core/config/java_properties.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

const char *const fuzz_words[] = {
    "\n",
    "\r\n",
    "=",
    ":",
    " ",
    "\\\n",
    "\\",
    "\\u00e9",
    "\\ud83d\\ude00",
    "#",
    "!",
    "bootstrap.servers=h:9092\n",
    "security.protocol=",
    "SASL_SSL\n",
    "sasl.mechanism=",
    "SCRAM-SHA-256\n",
    "PLAIN\n",
    "sasl.jaas.config=",
    "a.b.PlainLoginModule ",
    "a.b.ScramLoginModule ",
    "a.b.OAuthBearerLoginModule ",
    "required ",
    "username=\"u\" ",
    "password=\"s3cr3t\"",
    ";",
    "extension_x=y ",
    "/* c */",
    "//",
    "\"",
    "'",
    "\\\\\"",
    "\\\\101",
    "group.id=g\n",
    "request.timeout.ms=5\n",
    "ssl.truststore.location=/nonexistent\n",
    "ssl.keystore.location=/dev/null\n",
    "ssl.truststore.type=PEM\n",
    "ssl.endpoint.identification.algorithm=\n",
    "sasl.oauthbearer.token.endpoint.url=u\n",
    "client.dns.lookup=default\n",
    NULL,
};

/* True when the password stands in a key that is made like a name, or in a path. */
static bool check_reader(const char *data, size_t size)
{
    static const char name_chars[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    bool named = false;
    struct java_properties j;
    struct buf key, value;
    int line = 0, last = 0;
    const char *wrong = NULL;
    buf_init(&key, 0);
    buf_init(&value, 0);
    java_properties_init(&j, data, size);
    while (java_properties_next(&j, &key, &value, &line, &wrong)) {
        FUZZ_CHECK(line > last);
        FUZZ_CHECK(strlen(buf_str(&key)) == key.len && strlen(buf_str(&value)) == value.len);
        last = line;
        bool in_name =
            strstr(buf_str(&key), "s3cr3t") && strspn(buf_str(&key), name_chars) == key.len;
        /* Paths are reported when they can't be read. */
        bool in_path = strstr(buf_str(&key), "location") && strstr(buf_str(&value), "s3cr3t");
        named |= in_name || in_path;
    }
    FUZZ_CHECK(j.at == j.end);
    buf_release(&key);
    buf_release(&value);
    return named;
}

static void check_messages(const struct problems *p, bool named)
{
    for (size_t i = 0; i < p->len; i++) {
        const char *text = p->data[i].text;
        FUZZ_CHECK(text_is_plain(text, strlen(text)));
        FUZZ_CHECK(strncmp(text, "c:", 2) == 0);
        FUZZ_CHECK(named || !strstr(text, "s3cr3t"));
    }
}

/* What one pass made must be what librdkafka gets, however often it is passed through. */
static void check_stable(struct properties *p)
{
    struct properties again;
    struct problems problems;
    problems_init(&problems);
    properties_init(&again);
    properties_merge(&again, p);
    client_properties_translate(&again, &problems);
    FUZZ_CHECK(again.len == p->len);
    for (size_t i = 0; i < p->len; i++) {
        FUZZ_CHECK(strcmp(again.data[i].name, p->data[i].name) == 0);
        FUZZ_CHECK(strcmp(again.data[i].value, p->data[i].value) == 0);
    }
    properties_release(&again);
    problems_release(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct properties p;
    struct problems problems;
    properties_init(&p);
    problems_init(&problems);
    bool named = check_reader((const char *)data, size);
    bool ok = client_properties_parse("c", (const char *)data, size, &p, &problems);
    FUZZ_CHECK(ok == (problems.errors == 0));
    check_messages(&problems, named);
    if (ok)
        check_stable(&p);
    properties_release(&p);
    problems_release(&problems);
    return 0;
}
