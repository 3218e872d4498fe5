/* Loads libcurl when librdkafka first uses it, which only OAUTHBEARER with OIDC does.
 *
 * Linked directly, libcurl and the two dozen libraries behind it (LDAP, Kerberos, HTTP/2, …) would
 * be loaded at every start: some 4 MB and a few milliseconds for a token that most clusters never
 * ask for, and klamm would not start where they are not installed. So setup/librdkafka puts this
 * file into its librdkafka.a: it defines the functions of libcurl that librdkafka calls and passes
 * them on. Without libcurl the calls fail the way libcurl itself reports failure, and librdkafka
 * says that it could not create a curl handle.
 *
 * A function that librdkafka starts to call later is missed by the linker, not by the user. */
#define curl_url_get curl_url_get_declared /* its first parameter became const at some version */
#include <curl/curl.h>
#undef curl_url_get
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void *library;

static void load(void)
{
    library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return;
    CURLcode (*init)(long) = (CURLcode(*)(long))dlsym(library, "curl_global_init");
    if (!init || init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        library = NULL; /* stays loaded and unused: there is no way to know how far it came */
}

static void *function(const char *name)
{
    pthread_once(&once, load);
    return library ? dlsym(library, name) : NULL;
}

/* Defines NAME to pass ARGUMENTS on, or to return MISSING without libcurl. */
#define PASS_ON(type, name, parameters, arguments, missing)                                        \
    type name parameters                                                                           \
    {                                                                                              \
        type(*real) parameters = (type(*) parameters)function(#name);                              \
        return real ? real arguments : (missing);                                                  \
    }

/* librdkafka calls this at every start. The real one is called when the library is loaded. */
CURLcode curl_global_init(long flags)
{
    (void)flags;
    return CURLE_OK;
}

PASS_ON(CURL *, curl_easy_init, (void), (), NULL)
PASS_ON(CURLcode, curl_easy_perform, (CURL * handle), (handle), CURLE_FAILED_INIT)
PASS_ON(char *, curl_easy_escape, (CURL * handle, const char *text, int length),
        (handle, text, length), NULL)
PASS_ON(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text),
        (list, text), NULL)
PASS_ON(CURLU *, curl_url, (void), (), NULL)
CURLUcode curl_url_get(const CURLU *url, CURLUPart part, char **text, unsigned flags);
PASS_ON(CURLUcode, curl_url_get, (const CURLU *url, CURLUPart part, char **text, unsigned flags),
        (url, part, text, flags), CURLUE_BAD_HANDLE)
PASS_ON(CURLUcode, curl_url_set, (CURLU * url, CURLUPart part, const char *text, unsigned flags),
        (url, part, text, flags), CURLUE_BAD_HANDLE)

void curl_easy_cleanup(CURL *handle)
{
    void (*real)(CURL *) = (void (*)(CURL *))function("curl_easy_cleanup");
    if (real)
        real(handle);
}

void curl_slist_free_all(struct curl_slist *list)
{
    void (*real)(struct curl_slist *) =
        (void (*)(struct curl_slist *))function("curl_slist_free_all");
    if (real)
        real(list);
}

void curl_url_cleanup(CURLU *url)
{
    void (*real)(CURLU *) = (void (*)(CURLU *))function("curl_url_cleanup");
    if (real)
        real(url);
}

/* Every option and every answer is one word: a long or a pointer, which are passed alike wherever
 * Linux runs. */
CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...)
{
    CURLcode (*real)(CURL *, CURLoption, ...) =
        (CURLcode(*)(CURL *, CURLoption, ...))function("curl_easy_setopt");
    va_list rest;
    va_start(rest, option);
    void *value = va_arg(rest, void *);
    va_end(rest);
    return real ? real(handle, option, value) : CURLE_FAILED_INIT;
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
    CURLcode (*real)(CURL *, CURLINFO, ...) =
        (CURLcode(*)(CURL *, CURLINFO, ...))function("curl_easy_getinfo");
    va_list rest;
    va_start(rest, info);
    void *answer = va_arg(rest, void *);
    va_end(rest);
    return real ? real(handle, info, answer) : CURLE_FAILED_INIT;
}
