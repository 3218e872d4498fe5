/* Builds command lines of Kafka's tools for the verbs' plans. */
#include "core/plan/command_line.h"

#include "core/base/mem.h"
#include "core/base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool needs_no_quotes(const char *word)
{
    for (const char *c = word; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("_./:=,@+-", *c))
            return false;
    }
    return *word != '\0';
}

static void add_escaped(struct buf *b, const char *word)
{
    buf_adds(b, "$'");
    for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
        if (*c < 0x20 || *c >= 0x7f)
            buf_addf(b, "\\x%02x", *c);
        else if (*c == '\'' || *c == '\\')
            buf_addf(b, "\\%c", *c);
        else
            buf_addc(b, (char)*c);
    }
    buf_addc(b, '\'');
}

void command_word(struct buf *b, const char *word)
{
    if (needs_no_quotes(word)) {
        buf_adds(b, word);
        return;
    }
    if (!text_is_plain(word, strlen(word))) {
        add_escaped(b, word);
        return;
    }
    buf_addc(b, '\'');
    for (const char *c = word; *c; c++) {
        if (*c == '\'')
            buf_adds(b, "'\\''");
        else
            buf_addc(b, *c);
    }
    buf_addc(b, '\'');
}

void command_option(struct buf *b, const char *name, const char *value)
{
    buf_addf(b, " --%s%c", name, *value == '-' ? '=' : ' ');
    command_word(b, value);
}

void command_topic_pattern(struct buf *b, const char *topic)
{
    struct buf pattern;

    buf_init(&pattern, 0);
    for (const char *c = topic; *c; c++)
        buf_addf(&pattern, *c == '.' ? "\\%c" : "%c", *c);
    command_option(b, "topic", buf_str(&pattern));
    buf_release(&pattern);
}

bool command_setting(struct buf *b, const char *key, const char *value)
{
    size_t n = strlen(value);

    if (strpbrk(value, "[]") ||
        (n && (isspace((unsigned char)*value) || isspace((unsigned char)value[n - 1]))))
        return false;
    buf_addf(b, !n || strpbrk(value, ",=") ? "%s=[%s]" : "%s=%s", key, value);
    return true;
}

void command_klamm(struct buf *b, const struct profile *profile, const char *verb)
{
    buf_adds(b, "klamm");
    if (!profile->words) {
        buf_adds(b, " -c ");
        command_word(b, profile->name);
    }
    for (char **w = profile->words; w && *w; w++) {
        buf_addc(b, ' ');
        command_word(b, *w);
    }
    buf_addf(b, " %s", verb);
}

void command_object(struct buf *b, const char *name)
{
    buf_adds(b, *name == '-' ? " -- " : " ");
    command_word(b, name);
}

void command_file(struct buf *b, const char *lines)
{
    buf_adds(b, "f=$(mktemp) && printf '%s\\n'");
    while (*lines) {
        size_t n = strcspn(lines, "\n");
        char *line = xstrndup(lines, n);

        buf_addc(b, ' ');
        command_word(b, line);
        free(line);
        lines += n + (lines[n] == '\n');
    }
    buf_adds(b, " >" COMMAND_FILE " && ");
}

void command_start(struct buf *b, const char *tool, const struct profile *profile)
{
    const struct property *protocol = properties_get(&profile->properties, "security.protocol");

    buf_adds(b, tool);
    command_option(b, "bootstrap-server", profile_brokers(profile));
    if (protocol && strcasecmp(protocol->value, "plaintext") != 0)
        command_option(b, "command-config", profile->file ? profile->file : "client.properties");
}
