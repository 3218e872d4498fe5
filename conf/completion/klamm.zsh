#compdef klamm
# Completion of klamm for zsh: put it as _klamm into a directory of $fpath, or source it after compinit.
# klamm itself prints the candidates, with the names of topics and groups from the cluster.

_klamm() {
    local -a lines whole open
    local line value
    lines=("${(@f)$(${(Q)words[1]} __complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ ${lines[1]} == :files ]]; then
        _files
        return
    fi
    for line in $lines; do
        value=${line%%$'\t'*}
        if [[ $value == *[=:/\>] ]]; then
            open+=("$value")
        elif [[ $line == *$'\t'* ]]; then
            whole+=("${value//:/\\:}:${line#*$'\t'}")
        else
            whole+=("${value//:/\\:}")
        fi
    done
    (( $#open )) && compadd -S '' -- $open
    (( $#whole )) && _describe klamm whole
}

if [[ ${funcstack[1]} == _klamm ]]; then
    _klamm "$@"
else
    compdef _klamm klamm
fi
