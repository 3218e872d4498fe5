# Installing klamm, taking it back, the tar of its sources, the Debian package. Included by the Makefile.
#
# DESTDIR stands before every path. The directories have the names of the GNU coding standards, with one
# other default: sysconfdir is /etc whatever the prefix, because that is where klamm has always looked
# for klamm.yaml. STRIP=: keeps the symbols.

PREFIX ?= /usr/local
prefix ?= $(PREFIX)
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
datarootdir ?= $(prefix)/share
datadir ?= $(datarootdir)
mandir ?= $(datarootdir)/man
docdir ?= $(datarootdir)/doc/klamm
sysconfdir ?= /etc
bashcompletiondir ?= $(datadir)/bash-completion/completions
zshcompletiondir ?= $(datadir)/zsh/site-functions
fishcompletiondir ?= $(datadir)/fish/vendor_completions.d

# The units of `klamm sample` are for systems that have systemd: only where these are given.
systemdsystemunitdir ?=
systemduserunitdir ?=

STRIP ?= strip
INSTALL ?= install
INSTALL_PROGRAM ?= $(INSTALL) -m 755
INSTALL_DATA ?= $(INSTALL) -m 644

# to PATH: below DESTDIR
to = $(DESTDIR)$1
# unit SOURCE DIR
unit = $(INSTALL) -d $(call to,$2) && sed -e 's|@bindir@|$(bindir)|g' -e 's|@sysconfdir@|$(sysconfdir)|g' \
	packaging/$1 >$(call to,$2/klamm-sample@.service)

.PHONY: install uninstall
install: all
	$(INSTALL) -d $(call to,$(bindir)) $(call to,$(datadir)/klamm/conf) $(call to,$(datadir)/klamm/themes) \
		$(call to,$(mandir)/man1) $(call to,$(mandir)/man5) $(call to,$(docdir)/docs) \
		$(call to,$(bashcompletiondir)) $(call to,$(zshcompletiondir)) $(call to,$(fishcompletiondir))
	$(INSTALL_PROGRAM) $(BUILD)/klamm $(call to,$(bindir)/klamm)
	$(STRIP) $(call to,$(bindir)/klamm)
	$(INSTALL_DATA) $(filter conf/%.yaml,$(BUILTIN)) $(call to,$(datadir)/klamm/conf)
	$(INSTALL_DATA) $(filter themes/%,$(BUILTIN)) $(call to,$(datadir)/klamm/themes)
	$(INSTALL_DATA) $(filter %.1,$(MAN_PAGES)) $(call to,$(mandir)/man1)
	$(INSTALL_DATA) $(filter %.5,$(MAN_PAGES)) $(call to,$(mandir)/man5)
	$(INSTALL_DATA) conf/completion/klamm.bash $(call to,$(bashcompletiondir)/klamm)
	$(INSTALL_DATA) conf/completion/klamm.zsh $(call to,$(zshcompletiondir)/_klamm)
	$(INSTALL_DATA) conf/completion/klamm.fish $(call to,$(fishcompletiondir)/klamm.fish)
	$(INSTALL_DATA) LICENSE $(wildcard *.md) $(BUILD)/klamm.spdx.json $(call to,$(docdir))
	$(INSTALL_DATA) $(wildcard docs/*.md docs/*.svg) $(call to,$(docdir)/docs)
	$(INSTALL_DATA) $(RDKAFKA_LICENSES) $(call to,$(docdir)/librdkafka-LICENSES.txt)
	$(if $(systemdsystemunitdir),$(call unit,klamm-sample@.service.in,$(systemdsystemunitdir)))
	$(if $(systemduserunitdir),$(call unit,klamm-sample-user@.service.in,$(systemduserunitdir)))

# Exactly what install puts there with the same variables; directories only where they are klamm's own.
uninstall:
	rm -f $(call to,$(bindir)/klamm)
	rm -f $(patsubst conf/man/%.1,$(call to,$(mandir)/man1/%.1),$(wildcard conf/man/*.1))
	rm -f $(patsubst conf/man/%.5,$(call to,$(mandir)/man5/%.5),$(wildcard conf/man/*.5))
	rm -f $(call to,$(bashcompletiondir)/klamm) $(call to,$(zshcompletiondir)/_klamm)
	rm -f $(call to,$(fishcompletiondir)/klamm.fish)
	rm -rf $(call to,$(datadir)/klamm) $(call to,$(docdir))
	$(if $(systemdsystemunitdir),rm -f $(call to,$(systemdsystemunitdir)/klamm-sample@.service))
	$(if $(systemduserunitdir),rm -f $(call to,$(systemduserunitdir)/klamm-sample@.service))

# What is committed, with the time of its commit: the same bytes wherever it is made.
dist:
	@mkdir -p build
	git archive --prefix=klamm-$(VERSION)/ HEAD | gzip -9 -n >build/klamm-$(VERSION).tar.gz

deb:
	@$(SETUP)/install deb
	@packaging/deb $(VERSION)

check-deb: deb
	@tests/deb $(VERSION)
