# Completion of klamm for bash: source this, or put it where bash-completion finds it. klamm itself
# prints the candidates, with the names of topics and groups from the cluster.

_klamm() {
    local line=${COMP_LINE:0:COMP_POINT} current kept candidate value
    local -a words candidates
    COMPREPLY=()
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    current=${words[-1]}
    mapfile -t candidates < <("${words[0]/#\~/$HOME}" __complete -- "${words[@]:1}" 2>/dev/null)
    if [[ ${candidates[0]-} == :files ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    # bash takes these characters for the end of a word, and replaces only what stands behind them
    kept=${current%"${current##*[=:@]}"}
    for candidate in "${candidates[@]}"; do
        value=${candidate%%$'\t'*}
        [[ $value == "$current"* ]] || continue
        value=${value#"$kept"}
        [[ $value == *[=:/\>] ]] && compopt -o nospace 2>/dev/null
        printf -v value %q "$value"
        COMPREPLY+=("${value//\\=/=}")
    done
}
complete -F _klamm klamm
