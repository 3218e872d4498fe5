# klamm's build. Start with `make help`.
#
# Variables: CC=gcc|clang  SAN=address,undefined  WERROR=1  CPPFLAGS  CFLAGS  LDFLAGS  BUILD
#            PREFIX  DESTDIR  bindir, sysconfdir … (see packaging/install.mk)
#            LIBRDKAFKA_SRC=tarball (see setup/librdkafka)
# Each compiler and sanitizer has its own build directory, so switching rebuilds nothing.

VERSION := 0.1.0# the only place that says it

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

# Goals that need no compiler; all others read $(BUILD)/config.mk first.
PLAIN := help setup demo demo-down check test check-versions check-screens golden bench verdicts clean dist deb check-deb fuzz
.PHONY: $(PLAIN)
help:
	@echo 'make            build klamm into $(BUILD)/'
	@echo 'make demo       install what is missing, build, start a local Kafka cluster, open klamm on it'
	@echo 'make demo-down  stop a demo that was left running with KEEP=1'
	@echo 'make check      install what is missing, then make test'
	@echo 'make test       build, run every test and gate; installs and fetches nothing'
	@echo 'make check-versions  the tests that need Apache Kafka 4.4 and 3.9, each against such a cluster'
	@echo 'make check-screens  every pane against tests/e2e/golden, on a cluster of its own that was just filled'
	@echo 'make golden     the screens that tests/e2e/test_golden.c expects, made again; says which changed'
	@echo 'make quick      build, unit tests and static gates only: no broker, seconds'
	@echo 'make fuzz       the parsers under libFuzzer, FUZZ_SECONDS=$(FUZZ_SECONDS) each; FUZZ="match csv": only these'
	@echo 'make bench      the measured figures'
	@echo 'make verdicts   real consumers in every situation: after how long each is named, 12 min'
	@echo 'make install    PREFIX=$(PREFIX) DESTDIR= and the GNU directories; make uninstall takes it back'
	@echo 'make dist       build/klamm-$(VERSION).tar.gz, which builds without git'
	@echo 'make deb        a Debian package; make check-deb installs it in a clean system and uses it there'
	@echo 'make setup      only install and fetch what building, testing and the demo need'
	@echo 'make format     clang-format over the sources'
	@echo 'make clean'

setup:
	@$(SETUP)/install check
	@$(SETUP)/librdkafka >/dev/null
	@tests/cluster/cluster fetch

demo:
	@$(SETUP)/install demo
	@+$(MAKE) --no-print-directory -j$(JOBS) all traffic
	@tests/cluster/demo

demo-down:
	@tests/cluster/demo --down

check: setup
	@+$(MAKE) --no-print-directory test

# KLAMM_OFFLINE: the scripts that would fetch something say what is missing instead.
test:
	@$(SETUP)/install --only-tell check
	@+KLAMM_OFFLINE=1 tests/all

check-versions: setup
	@+tests/all versions

check-screens: setup
	@+tests/all screens

golden: setup
	@+tests/golden

bench: setup
	@+$(MAKE) --no-print-directory -j$(JOBS) all traffic benches
	@tests/bench/run

# Coverage for libFuzzer in all that a target may call; the engine itself in the targets alone.
FUZZ_SECONDS ?= 60
fuzz: setup
	@+$(MAKE) --no-print-directory -j$(JOBS) CC=clang SAN=fuzzer-no-link,$(SAN_DEFAULT) BUILD=build/fuzz fuzzers
	@tests/fuzz/run -t $(FUZZ_SECONDS) $(FUZZ)

verdicts: setup
	@+$(MAKE) --no-print-directory -j$(JOBS) all benches
	@tests/bench/named

clean:
	rm -rf build

JOBS := $(shell nproc)
include packaging/install.mk

goals := $(or $(MAKECMDGOALS),$(.DEFAULT_GOAL))
ifneq ($(filter-out $(PLAIN),$(goals)),)

# ---- compiler and libraries ---------------------------------------------------------------------

# keep FILE TEXT: in a recipe, writes TEXT to FILE if that changes it, so that what depends on the
# file is made again then and only then
keep = mkdir -p $(dir $1) && printf '%s\n' $2 >$1.new && { cmp -s $1.new $1 && rm $1.new || mv $1.new $1; }
FORCE:

# Written once per build directory; made again when the set-up scripts or the tarball change.
$(BUILD)/tarball: FORCE
	@$(call keep,$@,'$(LIBRDKAFKA_SRC)')
$(BUILD)/config.mk: $(SETUP)/librdkafka $(wildcard $(SETUP)/*.[ch]) $(SETUP)/packages.txt $(BUILD)/tarball $(LIBRDKAFKA_SRC) Makefile
	@$(SETUP)/install --only-tell build
	@$(SETUP)/librdkafka >$@.new
	@echo "LIB_CFLAGS := $$(pkg-config --cflags ncursesw panelw yaml-0.1 libuv jansson libpcre2-8)" >>$@.new
	@echo "LIB_LIBS := $$(pkg-config --libs ncursesw panelw yaml-0.1 libuv jansson libpcre2-8) -lm" >>$@.new
	@mv $@.new $@
include $(BUILD)/config.mk

# The cache directory may have been emptied since.
$(RDKAFKA_ARCHIVE):
	@$(SETUP)/librdkafka >/dev/null

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wvla -Wundef -Wnull-dereference -fno-common -Wmissing-format-attribute
CFLAGS ?= $(if $(SAN),-O1,-O2) -g
FORTIFY := $(if $(filter -O2 -O3,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
ifneq ($(SAN)$(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),)
FORTIFY := # sanitizers have their own checks; a packager has his own level
endif
ALL_CPPFLAGS := -I. -D_GNU_SOURCE -DKLAMM_VERSION='"$(VERSION)"' -DKLAMM_SYSCONFDIR='"$(sysconfdir)"' \
	$(FORTIFY) $(CPPFLAGS)
ALL_CFLAGS := -std=c11 $(WARNINGS) -fstack-protector-strong -fPIE -pthread $(CFLAGS) $(LIB_CFLAGS) $(RDKAFKA_CFLAGS)
ALL_LDFLAGS := -pie -pthread -Wl,--as-needed -Wl,-z,relro -Wl,-z,now $(LDFLAGS)
LIBS := $(LIB_LIBS) $(RDKAFKA_LIBS)

ifneq ($(SAN),)
# The instrumented code confuses gcc's flow analysis: it warns of null pointers that cannot be.
ALL_CFLAGS += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-null-dereference
ALL_LDFLAGS += -fsanitize=$(SAN)
endif
# What changes no byte of the result, and so rebuilds nothing: the debug information names files
# relative to wherever the tree lies.
QUIET_CFLAGS := -ffile-prefix-map=$(CURDIR)=. $(if $(filter 1,$(WERROR)),-Werror)
COMPILE = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(QUIET_CFLAGS)

# ---- what is built ------------------------------------------------------------------------------

ENTRY := tui/main.c
CORE_SRC := $(sort $(wildcard core/*/*.c core/*/*/*.c))
TUI_SRC := $(filter-out $(ENTRY),$(sort $(wildcard tui/*.c tui/*/*.c)))
CLI_SRC := $(sort $(wildcard cli/*.c cli/*/*.c))
COMPLETIONS := $(sort $(wildcard conf/completion/klamm.*))
PAGES := $(sort $(wildcard conf/man/*))
MAN_PAGES := $(patsubst conf/%,$(BUILD)/%,$(PAGES))
BUILTIN := $(sort $(wildcard conf/*.yaml themes/*.yaml) $(COMPLETIONS) $(PAGES))

TEST_DIRS := tests/unit tests/integration tests/e2e
TEST_SRC := $(sort $(foreach d,$(TEST_DIRS),$(wildcard $d/test_*.c $d/*/test_*.c $d/tui_test_*.c)))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/*.c))
SUPPORT_SRC := $(filter-out $(TEST_SRC),$(sort $(foreach d,$(TEST_DIRS) tests/support,$(wildcard $d/*.c))))
TOOL_SRC := $(sort $(wildcard tests/cluster/*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))

object = $(patsubst %.c,$(BUILD)/obj/%.o,$1)
program = $(patsubst %.c,$(BUILD)/%,$1)
OBJECTS := $(call object,$(CORE_SRC) $(TUI_SRC) $(CLI_SRC) $(ENTRY) $(TEST_SRC) \
	$(SUPPORT_SRC) $(TOOL_SRC) $(BENCH_SRC) $(FUZZ_SRC))
FUZZERS := $(call program,$(filter tests/fuzz/fuzz_%,$(FUZZ_SRC)))
UNIT_TESTS := $(call program,$(filter tests/unit/%,$(TEST_SRC))) $(FUZZERS)
CLUSTER_TESTS := $(call program,$(filter-out tests/unit/%,$(TEST_SRC)))
TOOLS := $(BUILD)/traffic
BENCHES := $(call program,$(BENCH_SRC))
# The fuzz targets are driven by driver.c, or, in a build of `make fuzz`, by libFuzzer.
FUZZ_ENGINE := $(if $(findstring fuzzer,$(SAN)),-fsanitize=fuzzer)
$(FUZZERS): $(call object,tests/fuzz/fuzz.c $(if $(FUZZ_ENGINE),,tests/fuzz/driver.c))
$(FUZZERS): link_with := $(FUZZ_ENGINE)
# The entry point may see both tui and cli; they see core; core sees neither.
ARCHIVES := $(BUILD)/libtui.a $(BUILD)/libcli.a $(BUILD)/libcore.a

.PHONY: all traffic tests unit-tests fuzzers cluster-tests benches quick format
all: $(BUILD)/klamm $(MAN_PAGES) $(BUILD)/klamm.spdx.json
traffic: $(TOOLS)
unit-tests: $(UNIT_TESTS)
fuzzers: $(FUZZERS)
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
# What an archive consists of: a deleted source must leave it too.
$(BUILD)/sources: FORCE
	@$(call keep,$@,$(CORE_SRC) $(TUI_SRC) $(CLI_SRC) $(SUPPORT_SRC) $(BUILTIN))

say = @printf '  %-5s %s%s\n' $1 '$2' $(patsubst $(BUILD)/%,%,$@)
# How far a first build is, "[57/214] ": of the program's objects that were missing when it began.
MISSING := $(call object,$(CORE_SRC) $(TUI_SRC) $(CLI_SRC) $(ENTRY) $(if $(filter traffic,$(MAKECMDGOALS)),$(TOOL_SRC)))
MISSING := $(filter-out $(wildcard $(MISSING)),$(MISSING))
MADE :=
place = $(if $(filter $@,$(MISSING)),$(eval MADE += x)[$(words $(MADE))/$(words $(MISSING))] )

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$(place))
	@$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/gen/linked.tsv: $(BUILD)/config.mk $(SETUP)/linked
	@mkdir -p $(@D)
	@$(SETUP)/linked '$(RDKAFKA_VERSION)' $(RDKAFKA_LICENSES) >$@
$(BUILD)/gen/builtin.c: $(BUILTIN) $(BUILD)/gen/linked.tsv $(SETUP)/embed $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,GEN)
	@$(SETUP)/embed $(BUILTIN) linked.tsv=$(BUILD)/gen/linked.tsv >$@
# The software bill of materials, SPDX 2.3.
$(BUILD)/klamm.spdx.json: $(BUILD)/gen/linked.tsv packaging/sbom
	@packaging/sbom '$(VERSION)' <$< >$@
$(BUILD)/obj/builtin.o: $(BUILD)/gen/builtin.c $(BUILD)/flags core/base/builtin.h
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

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

link = @mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(link_with) -o $@ $(filter %.o,$^) $(filter $(BUILD)/%.a,$^)

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

# Written by the program itself, which knows its commands, lists and settings.
$(MAN_PAGES): $(BUILD)/man/%: $(BUILD)/klamm
	@mkdir -p $(@D)
	@$(BUILD)/klamm __man $* >$@

format:
	@clang-format-14 -i $$(git ls-files '*.c' '*.h')

endif
