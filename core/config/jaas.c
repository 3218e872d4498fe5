/* Translates a JAAS login line for librdkafka. Called by client_properties.c. The line is split as
 * Java's StreamTokenizer does in JaasConfig: words, 'x' and "x" with backslash escapes, comments,
 * single characters. What can't be understood is reported by its position only: any part of the
 * line may be a piece of a password whose quote was lost. */
#include "core/config/jaas.h"

#include "core/base/buf.h"
#include "core/base/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_CHAR, TOKEN_OPEN_QUOTE };

struct lexer {
    const char *start, *at;
    const char *token; /* where the current one begins */
    enum token_kind kind;
    struct buf text;
};

struct jaas {
    struct lexer lex;
    const char *origin;
    struct properties *out;
    struct problems *problems;
    enum jaas_module { JAAS_PLAIN, JAAS_SCRAM, JAAS_OAUTH, JAAS_KRB5 } module;
    struct buf extensions;
    struct buf unsecured; /* in the words of librdkafka's sasl.oauthbearer.config */
    bool has_principal;   /* these name the principal of the token */
    int ignored;
};

/* ---- tokens ---------------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || (c && strchr(".-_$", c));
}

static const char *skip_space(const char *s)
{
    for (;;) {
        while (*s && (unsigned char)*s <= ' ')
            s++;
        if (s[0] == '/' && s[1] == '/') {
            s += strcspn(s, "\r\n");
        } else if (s[0] == '/' && s[1] == '*') {
            const char *end = strstr(s + 2, "*/");
            s = end ? end + 2 : s + strlen(s);
        } else {
            return s;
        }
    }
}

static char octal(const char **s)
{
    int v = 0;
    int most = **s <= '3' ? 3 : 2;
    for (int i = 0; i < most && **s >= '0' && **s <= '7'; i++)
        v = v * 8 + (*(*s)++ - '0');
    return (char)v;
}

static void lex_quoted(struct lexer *l)
{
    static const char from[] = "abfnrtv", to[] = "\a\b\f\n\r\t\v";
    char quote = *l->at++;
    while (*l->at && *l->at != quote && *l->at != '\n' && *l->at != '\r') {
        char c = *l->at++;
        if (c == '\\' && *l->at) {
            const char *known = strchr(from, *l->at);
            if (*l->at >= '0' && *l->at <= '7') {
                c = octal(&l->at);
            } else {
                c = known ? to[known - from] : *l->at;
                l->at++;
            }
        }
        if (c)
            buf_addc(&l->text, c);
    }
    l->kind = *l->at == quote ? TOKEN_QUOTED : TOKEN_OPEN_QUOTE;
    if (*l->at == quote)
        l->at++;
}

static enum token_kind lex_next(struct lexer *l)
{
    if (l->text.data)
        explicit_bzero(l->text.data, l->text.len);
    buf_clear(&l->text);
    l->at = skip_space(l->at);
    l->token = l->at;
    if (!*l->at) {
        l->kind = TOKEN_END;
    } else if (*l->at == '"' || *l->at == '\'') {
        lex_quoted(l);
    } else if (is_word(*l->at)) {
        l->kind = TOKEN_WORD;
        while (is_word(*l->at))
            buf_addc(&l->text, *l->at++);
    } else {
        l->kind = TOKEN_CHAR;
        buf_addc(&l->text, *l->at++);
    }
    return l->kind;
}

static bool is_char(const struct lexer *l, char c)
{
    return l->kind == TOKEN_CHAR && buf_str(&l->text)[0] == c;
}

static bool wrong(struct jaas *j, const char *why)
{
    return problems_error(j->problems, j->origin, 0, "'sasl.jaas.config': %s at character %td", why,
                          j->lex.token - j->lex.start + 1);
}

/* ---- meaning --------------------------------------------------------------------------------- */

static void set(struct jaas *j, const char *name, const char *value)
{
    properties_set(j->out, name, PROPERTY_LITERAL, value, j->origin);
}

struct jaas_option {
    enum jaas_module module;
    const char *name;
    const char *property; /* NULL: has no meaning here, ignored */
};

static const struct jaas_option jaas_options[] = {
    {JAAS_PLAIN, "username", "sasl.username"},
    {JAAS_PLAIN, "password", "sasl.password"},
    {JAAS_PLAIN, "serviceName", NULL},
    {JAAS_SCRAM, "username", "sasl.username"},
    {JAAS_SCRAM, "password", "sasl.password"},
    {JAAS_OAUTH, "clientId", "sasl.oauthbearer.client.id"},
    {JAAS_OAUTH, "clientSecret", "sasl.oauthbearer.client.secret"},
    {JAAS_OAUTH, "scope", "sasl.oauthbearer.scope"},
    {JAAS_KRB5, "principal", "sasl.kerberos.principal"},
    {JAAS_KRB5, "keyTab", "sasl.kerberos.keytab"},
    {JAAS_KRB5, "serviceName", "sasl.kerberos.service.name"},
    {JAAS_KRB5, "useKeyTab", NULL},
    {JAAS_KRB5, "storeKey", NULL},
    {JAAS_KRB5, "useTicketCache", NULL},
    {JAAS_KRB5, "renewTicket", NULL},
    {JAAS_KRB5, "doNotPrompt", NULL},
    {JAAS_KRB5, "refreshKrb5Config", NULL},
    {JAAS_KRB5, "debug", NULL},
};

/* Claims of the unsecured token that Java's OAuthBearerUnsecuredLoginCallbackHandler makes. */
static bool take_unsecured(struct jaas *j, const char *name, const char *value)
{
    static const char *const names[][2] = {
        {"PrincipalClaimName", "principalClaimName"},
        {"ScopeClaimName", "scopeClaimName"},
        {"LifetimeSeconds", "lifeSeconds"},
        {"StringClaim_sub", "principal"},
        {"StringClaim_scope", "scope"},
        {"ListClaim_scope", "scope"},
    };
    bool list = strncmp(name, "ListClaim_", 10) == 0;
    if (value[strcspn(value, " \t\"")])
        return problems_error(j->problems, j->origin, 0,
                              "'sasl.jaas.config': librdkafka takes no spaces and quotes in the "
                              "claims of an unsecured token");
    j->has_principal |= strcmp(name, "StringClaim_sub") == 0 && *value;
    /* Java's lists begin with their separator: "|a|b". */
    char separator = list && *value ? *value++ : ',';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i][0]) != 0)
            continue;
        buf_addf(&j->unsecured, "%s%s=", j->unsecured.len ? " " : "", names[i][1]);
        for (; *value; value++)
            buf_addc(&j->unsecured, *value == separator ? ',' : *value);
        return true;
    }
    if (strncmp(name, "Extension_", 10) == 0)
        buf_addf(&j->unsecured, "%sextension_%s=%s", j->unsecured.len ? " " : "", name + 10, value);
    else
        j->ignored++;
    return true;
}

static bool take_option(struct jaas *j, const char *name, const char *value)
{
    for (size_t i = 0; i < sizeof jaas_options / sizeof *jaas_options; i++) {
        const struct jaas_option *o = &jaas_options[i];
        if (o->module != j->module || strcmp(o->name, name) != 0)
            continue;
        if (o->property)
            set(j, o->property, value);
        return true;
    }
    if (j->module == JAAS_OAUTH && strncmp(name, "unsecuredLogin", 14) == 0)
        return take_unsecured(j, name + 14, value);
    if (j->module == JAAS_OAUTH && strncmp(name, "extension_", 10) == 0) {
        buf_addf(&j->extensions, "%s%s=%s", j->extensions.len ? "," : "", name + 10, value);
        return true;
    }
    if (j->module == JAAS_SCRAM && strcmp(name, "tokenauth") == 0 && strcasecmp(value, "true") == 0)
        return problems_error(j->problems, j->origin, 0,
                              "'sasl.jaas.config': tokenauth (delegation tokens) is not supported "
                              "by librdkafka; use a user's own SCRAM password");
    j->ignored++;
    return true;
}

static bool read_options(struct jaas *j)
{
    while (lex_next(&j->lex) != TOKEN_END && !is_char(&j->lex, ';')) {
        if (j->lex.kind != TOKEN_WORD)
            return wrong(j, "expected name=\"value\" or ';'");
        char *name = xstrdup(buf_str(&j->lex.text));
        bool ok = lex_next(&j->lex) == TOKEN_CHAR && is_char(&j->lex, '=');
        if (!ok)
            wrong(j, "expected '=' after an option's name");
        else if (lex_next(&j->lex) == TOKEN_OPEN_QUOTE)
            ok = wrong(j, "the quote is never closed");
        else if (j->lex.kind != TOKEN_WORD && j->lex.kind != TOKEN_QUOTED)
            ok = wrong(j, "expected a value; one with special characters goes in double quotes");
        else
            ok = take_option(j, name, buf_str(&j->lex.text));
        explicit_bzero(name, strlen(name));
        free(name);
        if (!ok)
            return false;
    }
    if (j->lex.kind == TOKEN_END)
        return wrong(j, "the line must end with ';': it is missing");
    if (lex_next(&j->lex) != TOKEN_END)
        return wrong(j, "there must be one login module only; found more after ';'");
    return true;
}

static bool ends_with(const char *s, const char *tail)
{
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

static bool read_module(struct jaas *j)
{
    static const struct {
        const char *tail;
        enum jaas_module module;
    } modules[] = {
        {"PlainLoginModule", JAAS_PLAIN},
        {"ScramLoginModule", JAAS_SCRAM},
        {"OAuthBearerLoginModule", JAAS_OAUTH},
        {"Krb5LoginModule", JAAS_KRB5},
    };
    if (lex_next(&j->lex) != TOKEN_WORD || !strchr(buf_str(&j->lex.text), '.'))
        return wrong(j, "must begin with a login module, as in "
                        "org.apache.kafka.common.security.plain.PlainLoginModule; stopped");
    const char *name = buf_str(&j->lex.text);
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (ends_with(name, modules[i].tail)) {
            j->module = modules[i].module;
            return true;
        }
    }
    if (ends_with(name, "IAMLoginModule"))
        return problems_error(j->problems, j->origin, 0,
                              "'sasl.jaas.config': AWS_MSK_IAM needs Amazon's signer, which klamm "
                              "does not have; use SCRAM or a client certificate");
    return problems_error(j->problems, j->origin, 0,
                          "'sasl.jaas.config': the login module must be one of PlainLoginModule, "
                          "ScramLoginModule, OAuthBearerLoginModule, Krb5LoginModule");
}

static bool read_flag(struct jaas *j)
{
    static const char *const flags[] = {"required", "requisite", "sufficient", "optional"};
    lex_next(&j->lex);
    for (size_t i = 0; j->lex.kind == TOKEN_WORD && i < 4; i++) {
        if (strcasecmp(buf_str(&j->lex.text), flags[i]) == 0)
            return true;
    }
    return wrong(j, "expected 'required' after the login module");
}

/* The mechanism and the module must fit; where only one mechanism does, it is set. */
static bool check_mechanism(struct jaas *j)
{
    static const char *const names[] = {"PLAIN", "SCRAM-SHA-256 or SCRAM-SHA-512", "OAUTHBEARER",
                                        "GSSAPI"};
    const struct property *m = properties_get(j->out, "sasl.mechanism");
    if (!m && j->module != JAAS_SCRAM) {
        set(j, "sasl.mechanism", names[j->module]);
        return true;
    }
    if (m && m->from != PROPERTY_LITERAL)
        return true;
    bool fits = m && (j->module == JAAS_SCRAM ? strncasecmp(m->value, "SCRAM-", 6) == 0
                                              : strcasecmp(m->value, names[j->module]) == 0);
    if (fits)
        return true;
    return problems_error(
        j->problems, j->origin, 0,
        "'sasl.mechanism' must be %s for the login module in 'sasl.jaas.config'%s",
        names[j->module], m ? "" : "; it is missing");
}

static bool check_complete(struct jaas *j)
{
    static const char *const plain[] = {"sasl.username", "sasl.password"};
    for (size_t i = 0; i < 2 && j->module <= JAAS_SCRAM; i++) {
        if (!properties_get(j->out, plain[i]))
            return problems_error(j->problems, j->origin, 0, "'sasl.jaas.config' lacks %s=\"…\"",
                                  plain[i] + 5);
    }
    if (j->extensions.len)
        set(j, "sasl.oauthbearer.extensions", buf_str(&j->extensions));
    if (j->unsecured.len && !j->has_principal)
        return problems_error(
            j->problems, j->origin, 0,
            "'sasl.jaas.config' lacks unsecuredLoginStringClaim_sub=\"…\", the principal of "
            "the token");
    if (j->unsecured.len) {
        set(j, "enable.sasl.oauthbearer.unsecure.jwt", "true");
        set(j, "sasl.oauthbearer.config", buf_str(&j->unsecured));
    }
    if (j->ignored)
        problems_warn(j->problems, j->origin, 0,
                      "'sasl.jaas.config': %d option%s not known to klamm and ignored", j->ignored,
                      j->ignored == 1 ? " is" : "s are");
    return true;
}

bool jaas_translate(const char *line, const char *origin, struct properties *p,
                    struct problems *problems)
{
    struct jaas j = {
        .lex = {.start = line, .at = line}, .origin = origin, .out = p, .problems = problems};
    buf_init(&j.lex.text, 0);
    buf_init(&j.extensions, 0);
    buf_init(&j.unsecured, 0);
    bool ok = read_module(&j) && read_flag(&j) && read_options(&j) && check_mechanism(&j) &&
              check_complete(&j);
    if (j.lex.text.data)
        explicit_bzero(j.lex.text.data, j.lex.text.cap);
    buf_release(&j.lex.text);
    buf_release(&j.extensions);
    buf_release(&j.unsecured);
    return ok;
}
