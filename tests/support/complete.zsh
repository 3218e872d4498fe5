# What zsh makes of a line when Tab is pressed at its end: zsh -f complete.zsh SCRIPT LINE, where
# SCRIPT is klamm's completion. A real zsh with a line editor in a terminal of its own.
zmodload zsh/zpty || exit 1
typeset rc=$(mktemp -d) said
trap 'zpty -d shell 2>/dev/null; rm -rf -- $rc' EXIT
cat >$rc/.zshrc <<RC
PS1='ready> ' COLUMNS=2000
autoload -Uz compinit && compinit -u -D
. ${(q)1}
tab() { zle complete-word; zle -I; print -r -- "<\$BUFFER>" }
zle -N tab && bindkey '^I' tab
setopt no_list_ambiguous
RC
zpty shell env ZDOTDIR=$rc TERM=dumb zsh -d -i
zpty -r shell said $'*ready> *' || exit 1
zpty -n -w shell "$2"$'\t'
zpty -r shell said $'*<*>*' || exit 1
said=${said##*<}
print -r -- "${said%%>*}"
