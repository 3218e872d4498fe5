# Completion of klamm for fish: put it into a completions directory, or source it. klamm itself prints
# the candidates, with the names of topics and groups from the cluster.

function __klamm_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = :files
        __fish_complete_path $current
    else
        printf '%s\n' $lines
    end
end
complete -c klamm -f -a '(__klamm_complete)'
