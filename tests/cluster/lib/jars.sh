# Kafka's jars, kept in the user's cache, so that a clean clone starts fast, and how java is called.
# They are fetched next to their final place and moved there: an interrupted run leaves no half.

# The jars of pom.xml in $CACHE/libs. Maven is asked only when they are missing.
jars_fetch()
{
    [ -f "$CACHE/libs/.pom-$(jars_sum)" ] && return
    [ -z "${KLAMM_OFFLINE:-}" ] || die "Apache Kafka $VERSION is not here and nothing is to be fetched: make setup"
    command -v java >/dev/null || die "java is missing (Debian: default-jre-headless)"
    command -v mvn >/dev/null || die "mvn is missing (Debian: maven)"
    say "fetching Apache Kafka $VERSION from Maven, once per machine"
    mkdir -p "$CACHE"
    local tmp=$CACHE/libs.$$
    rm -rf "$tmp"
    mvn -B -q -f "$here/pom.xml" \
        org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
        -Dkafka.version="$VERSION" -DincludeScope=runtime -DoutputDirectory="$tmp" >"$CACHE/maven.log" 2>&1 || {
        cat "$CACHE/maven.log" >&2
        rm -rf "$tmp"
        die "maven could not fetch the jars"
    }
    rm -f "$tmp"/slf4j-reload4j-*.jar # Kafka 3's own; only one binding of slf4j may be there
    touch "$tmp/.pom-$(jars_sum)"
    rm -rf "$CACHE/libs"
    mv "$tmp" "$CACHE/libs"
}

jars_sum()
{
    cksum <"$here/pom.xml" | tr ' ' -
}

# Class path in a fixed order: a class-data archive is valid for exactly the one it was made with.
jars_classpath()
{
    local jars=("$CACHE"/libs/*.jar) IFS=:
    printf '%s' "${jars[*]}"
}

# Leaves java with what keeps a node and a tool small in the array JAVA. With RECORD=FILE the
# loaded classes are written there (see archive.sh); else the archive is used when it is there.
java_command()
{
    # Names with letters of any language are the same bytes to java in every locale.
    JAVA=(env LC_ALL=C.UTF-8 java -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData
        -XX:ReservedCodeCacheSize=64m -XX:+ExitOnOutOfMemoryError -Xshare:auto)
    if [ -n "${RECORD:-}" ]; then
        JAVA+=("-XX:DumpLoadedClassList=$RECORD")
    elif [ -f "$(archive_file)" ]; then
        JAVA+=("-XX:SharedArchiveFile=$(archive_file)")
    fi
    JAVA+=(-cp "$(jars_classpath)")
}
