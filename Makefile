# klamm's build. Start with `make help`.
#
# Variables: CC=gcc|clang  SAN=address,undefined  PREFIX  DESTDIR  CFLAGS  LDFLAGS  BUILD
#            LIBRDKAFKA_SRC=tarball (see setup/librdkafka)
# Each compiler and sanitizer has its own build folder, so switching rebuilds nothing.

VERSION := 0.1.0
PREFIX ?= /usr/local

ifeq ($(origin CC),default)
CC := gcc
endif
empty :=
comma := ,
space := $(empty) $(empty)
BUILD ?= build$(if $(findstring clang,$(CC)),/clang)$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))
SETUP := setup
SAN_DEFAULT := address,undefined

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

# ---- goals that install or clean before anything can be configured ------------------------------

.PHONY: help setup demo demo-down check check-versions bench verdicts clean
help:
	@echo 'make            build klamm into $(BUILD)/'
	@echo 'make demo       install what is missing, build, start a local Kafka cluster, open klamm on it'
	@echo 'make demo-down  stop a demo that was left running with KEEP=1'
	@echo 'make check      install what is missing, build, run every test and gate'
	@echo 'make check-versions  the tests that need Apache Kafka 4.4 and 3.9, each against such a cluster'
	@echo 'make quick      build, unit tests and static gates only: no broker, seconds'
	@echo 'make bench      the measured figures'
	@echo 'make verdicts   real consumers in every situation: after how long each is named, 12 min'
	@echo 'make install    PREFIX=$(PREFIX) DESTDIR='
	@echo 'make setup      only install what building, testing and the demo need'
	@echo 'make format     clang-format over the sources'
	@echo 'make clean'

setup:
	@$(SETUP)/install check
	@$(SETUP)/librdkafka >/dev/null

demo:
	@$(SETUP)/install demo
	@+$(MAKE) --no-print-directory -j$(JOBS) all traffic
	@tests/cluster/demo

demo-down:
	@tests/cluster/demo --down

check: setup
	@+tests/all

check-versions: setup
	@+tests/all versions

bench: setup
	@+$(MAKE) --no-print-directory -j$(JOBS) all traffic benches
	@tests/bench/run

verdicts: setup
	@+$(MAKE) --no-print-directory -j$(JOBS) all benches
	@tests/bench/named

clean:
	rm -rf build

JOBS := $(shell nproc)

goals := $(or $(MAKECMDGOALS),$(.DEFAULT_GOAL))
ifneq ($(filter-out help setup demo demo-down check check-versions bench verdicts clean,$(goals)),)

# ---- compiler and libraries ---------------------------------------------------------------------

# keep FILE TEXT: in a recipe, writes TEXT to FILE if that changes it, so that what depends on the
# file is made again then and only then
keep = mkdir -p $(dir $1) && printf '%s\n' $2 >$1.new && { cmp -s $1.new $1 && rm $1.new || mv $1.new $1; }
FORCE:

# Written once per build folder; made again when the set-up scripts or the tarball change.
$(BUILD)/tarball: FORCE
	@$(call keep,$@,'$(LIBRDKAFKA_SRC)')
$(BUILD)/config.mk: $(SETUP)/librdkafka $(SETUP)/curl_lazy.c $(SETUP)/packages.txt $(BUILD)/tarball $(LIBRDKAFKA_SRC) Makefile
	@$(SETUP)/install --only-tell build
	@CC='$(CC)' $(SETUP)/librdkafka >$@.new
	@echo "LIB_CFLAGS := $$(pkg-config --cflags ncursesw panelw yaml-0.1 libuv jansson libpcre2-8 libssl)" >>$@.new
	@echo "LIB_LIBS := $$(pkg-config --libs ncursesw panelw yaml-0.1 libuv jansson libpcre2-8) -lm" >>$@.new
	@mv $@.new $@
include $(BUILD)/config.mk

# The cache folder may have been emptied since.
ifneq ($(RDKAFKA_ARCHIVE),)
$(RDKAFKA_ARCHIVE):
	@CC='$(CC)' $(SETUP)/librdkafka >/dev/null
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wvla -Wundef -Wnull-dereference -fno-common -Wmissing-format-attribute -Werror
CFLAGS ?= $(if $(SAN),-O1,-O2) -g
ALL_CPPFLAGS := -I. -D_GNU_SOURCE -DKLAMM_VERSION='"$(VERSION)"' $(CPPFLAGS)
ALL_CFLAGS := -std=c11 $(WARNINGS) -fstack-protector-strong -pthread $(CFLAGS) $(LIB_CFLAGS) $(RDKAFKA_CFLAGS)
ALL_LDFLAGS := -pthread -Wl,--as-needed -Wl,-z,relro $(LDFLAGS)
LIBS := $(LIB_LIBS) $(RDKAFKA_LIBS)

ifneq ($(SAN),)
# The instrumented code confuses gcc's flow analysis: it warns of null pointers that cannot be.
ALL_CFLAGS += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-null-dereference
ALL_LDFLAGS += -fsanitize=$(SAN)
else
ALL_CPPFLAGS += $(if $(filter -O2 -O3,$(CFLAGS)),-D_FORTIFY_SOURCE=2)
endif

# ---- what is built ------------------------------------------------------------------------------

ENTRY := tui/main.c
CORE_SRC := $(sort $(wildcard core/*/*.c))
TUI_SRC := $(filter-out $(ENTRY),$(sort $(wildcard tui/*.c tui/*/*.c)))
CLI_SRC := $(sort $(wildcard cli/*.c cli/*/*.c))
COMPLETIONS := $(sort $(wildcard conf/completion/klamm.*))
PAGES := $(sort $(wildcard conf/man/*))
BUILTIN := $(sort $(wildcard conf/*.yaml themes/*.yaml) $(COMPLETIONS) $(PAGES))

TEST_DIRS := tests/unit tests/integration tests/e2e
TEST_SRC := $(sort $(foreach d,$(TEST_DIRS),$(wildcard $d/test_*.c $d/tui_test_*.c)))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/*.c))
SUPPORT_SRC := $(filter-out $(TEST_SRC),$(sort $(foreach d,$(TEST_DIRS) tests/support,$(wildcard $d/*.c))))
TOOL_SRC := $(sort $(wildcard tests/cluster/*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))

object = $(patsubst %.c,$(BUILD)/obj/%.o,$1)
program = $(patsubst %.c,$(BUILD)/%,$1)
OBJECTS := $(call object,$(CORE_SRC) $(TUI_SRC) $(CLI_SRC) $(wildcard $(ENTRY)) $(TEST_SRC) \
	$(SUPPORT_SRC) $(TOOL_SRC) $(BENCH_SRC) $(FUZZ_SRC))
FUZZERS := $(call program,$(filter tests/fuzz/fuzz_%,$(FUZZ_SRC)))
UNIT_TESTS := $(call program,$(filter tests/unit/%,$(TEST_SRC))) $(FUZZERS)
CLUSTER_TESTS := $(call program,$(filter-out tests/unit/%,$(TEST_SRC)))
TOOLS := $(BUILD)/traffic
BENCHES := $(call program,$(BENCH_SRC))
$(FUZZERS): $(call object,$(filter-out tests/fuzz/fuzz_%,$(FUZZ_SRC)))
# The entry point may see both tui and cli; they see core; core sees neither.
ARCHIVES := $(BUILD)/libtui.a $(BUILD)/libcli.a $(BUILD)/libcore.a

.PHONY: all traffic tests unit-tests cluster-tests benches quick install format
all: $(if $(wildcard $(ENTRY)),$(BUILD)/klamm,$(ARCHIVES))
traffic: $(TOOLS)
unit-tests: $(UNIT_TESTS)
cluster-tests: $(CLUSTER_TESTS)
benches: $(BENCHES)
tests: unit-tests cluster-tests

quick: all traffic tests benches
	@tests/check/run
	@tests/run $(if $(SAN),-s 'unit ($(SAN))',-s unit) -j $(JOBS) $(UNIT_TESTS)

# ---- how ----------------------------------------------------------------------------------------

# Everything that decides what a command does; its change rebuilds what depends on it.
$(BUILD)/flags: FORCE
	@$(call keep,$@,'$(subst ','"'"',$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LIBS))')
# What an archive consists of: a source that is gone must leave it too.
$(BUILD)/sources: FORCE
	@$(call keep,$@,$(CORE_SRC) $(TUI_SRC) $(CLI_SRC) $(SUPPORT_SRC) $(BUILTIN))

say = @printf '  %-5s %s\n' $1 $(patsubst $(BUILD)/%,%,$@)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	@$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/gen/builtin.c: $(BUILTIN) $(SETUP)/embed $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,GEN)
	@$(SETUP)/embed $(BUILTIN) >$@
$(BUILD)/obj/builtin.o: $(BUILD)/gen/builtin.c $(BUILD)/flags core/base/builtin.h
	@mkdir -p $(@D)
	@$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

define archive
$(BUILD)/$1: $2 $(BUILD)/sources
	$$(call say,AR)
	@rm -f $$@
	@ar rcs $$@ $2
endef
$(eval $(call archive,libcore.a,$(call object,$(CORE_SRC)) $(BUILD)/obj/builtin.o))
$(eval $(call archive,libtui.a,$(call object,$(TUI_SRC))))
$(eval $(call archive,libcli.a,$(call object,$(CLI_SRC))))
$(eval $(call archive,libsupport.a,$(call object,$(SUPPORT_SRC))))

link = @mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter $(BUILD)/%.a,$^)

# Whole archives: a name that two of them define would else silently be that of the first.
$(BUILD)/klamm: $(call object,$(ENTRY)) $(ARCHIVES) $(RDKAFKA_ARCHIVE)
	$(call say,LINK)
	@mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) \
		-Wl,--whole-archive $(ARCHIVES) -Wl,--no-whole-archive $(RDKAFKA_ARCHIVE) $(LIBS)

$(UNIT_TESTS) $(CLUSTER_TESTS) $(BENCHES): $(BUILD)/%: $(BUILD)/obj/%.o $(BUILD)/libsupport.a $(ARCHIVES) $(RDKAFKA_ARCHIVE)
	$(call say,LINK)
	$(link) -lcmocka -lvterm -lutil $(LIBS)

$(BUILD)/traffic: $(call object,$(TOOL_SRC)) $(BUILD)/libcore.a $(RDKAFKA_ARCHIVE)
	$(call say,LINK)
	$(link) $(LIBS)

-include $(OBJECTS:.o=.d)

# ---- install ------------------------------------------------------------------------------------

at := $(DESTDIR)$(PREFIX)
install: all
	install -d $(at)/bin $(at)/share/klamm/conf $(at)/share/klamm/themes $(at)/share/doc/klamm
	install -m 755 $(BUILD)/klamm $(at)/bin/klamm
	install -m 644 $(filter conf/%.yaml,$(BUILTIN)) $(at)/share/klamm/conf
	install -m 644 $(filter themes/%,$(BUILTIN)) $(at)/share/klamm/themes
	install -m 644 LICENSE $(wildcard README.md) $(at)/share/doc/klamm
	install -D -m 644 conf/completion/klamm.bash $(at)/share/bash-completion/completions/klamm
	install -D -m 644 conf/completion/klamm.zsh $(at)/share/zsh/site-functions/_klamm
	install -D -m 644 conf/completion/klamm.fish $(at)/share/fish/vendor_completions.d/klamm.fish
	$(if $(RDKAFKA_LICENSES),install -m 644 $(RDKAFKA_LICENSES) $(at)/share/doc/klamm/librdkafka-LICENSES.txt)
	install -d $(at)/share/man/man1 $(at)/share/man/man5
	$(foreach p,$(PAGES),$(BUILD)/klamm __man $(notdir $p) >$(at)/share/man/man$(subst .,,$(suffix $p))/$(notdir $p) &&) true

format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

endif
