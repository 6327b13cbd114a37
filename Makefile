# Redline: `make run` starts it on ./Watch, `make test` runs the whole suite. Both set up what is missing.

SHELL := /bin/bash
SWIFT ?= swift
BINARY := .build/release/redline
STATIC := .build/static/release/redline
PROGRAM ?= $(STATIC)
PREFIX ?= /usr/local
SYSTEMD ?= $(if $(filter /usr,$(PREFIX)),/lib/systemd,/etc/systemd)
SOURCES := Package.swift $(shell find Sources -type f)

.PHONY: run test bench floors count test-distributed torture test-systemd build static setup install install-files uninstall deb format lint clean help

run: setup $(BINARY)
	@exec $(BINARY) watch

build: setup $(BINARY)

$(BINARY): $(SOURCES)
	$(SWIFT) build -c release --product redline
	@touch $(BINARY)

# The tests that run the program wait for processes, and would keep threads from those with a limit on their time.
test: setup
	$(SWIFT) test --skip RedlineTests
	$(SWIFT) test --skip-build --filter RedlineTests

# The storms, kills and rounds of Tests/RedlineTests/TortureTests.swift at their full figures (about an hour), on a
# release build.
torture: setup $(BINARY)
	REDLINE_TORTURE=full REDLINE_TEST_PROGRAM=$(CURDIR)/$(BINARY) $(SWIFT) test --filter TortureTests

# Figures against peers and goals, into bench.json: BRIEFINGS=... STATUTES=... make bench BENCH="--recoll --only import".
bench: static
	@python3 Tests/Benchmarks/bench.py $(STATIC) $(BENCH)

# Timings of each pure floor, by the benchmarks' own package; FLOORS="baseline update before" keeps them to compare with.
floors: setup
	$(SWIFT) package --package-path Tests/Benchmarks --scratch-path .build/benchmarks benchmark $(FLOORS)

# Instructions of the pure floors against Tests/Benchmarks/instructions.json; `make count COUNT=--write` keeps new ones.
count: setup $(BINARY)
	@Tests/Benchmarks/count $(COUNT)

# A cluster of two workers on this machine, one of them killed on the way: NOTES=... make test-distributed.
test-distributed: setup $(BINARY)
	@Tests/Distributed/run $(BINARY) $(NOTES)

setup:
	@.ci/setup

# The program without a Swift installation beside it; what else it needs are Debian's own libraries.
static: setup $(STATIC)

# Every command pays for what the loader has to do first. C++'s library alone has it look up thousands of names: only its
# archive stands where the linker looks first. Packed, 90,000 addresses are a list of bits, which glibc reads from 2.36 on.
ARCHIVES := $(CURDIR)/.build/static/archives
PACKED = $(shell printf '%s\n' 2.36 "$$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" | sort -VC && echo "-Xlinker -z -Xlinker pack-relative-relocs")

# No search path for libraries stays in it, and its tables of addresses are read only once it has started.
$(STATIC): $(SOURCES)
	@mkdir -p $(ARCHIVES) && ln -sf "$$("$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")/clang" -print-file-name=libstdc++.a)" $(ARCHIVES)/
	$(SWIFT) build -c release --product redline --static-swift-stdlib --scratch-path .build/static \
	  --disable-local-rpath -Xswiftc -no-toolchain-stdlib-rpath -Xswiftc -use-ld=lld -Xswiftc -Xclang-linker -Xswiftc -static-libgcc \
	  -Xlinker -L$(ARCHIVES) -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now -Xlinker --as-needed $(PACKED)
	@strip --remove-section=.comment --remove-section=.note $@ && touch $@

# Installs into $(DESTDIR)$(PREFIX); run as root. A configuration that is there already stays as it is.
install: $(if $(wildcard $(STATIC)),,static)
	@$(MAKE) --no-print-directory install-files CONFIG=$(if $(wildcard $(DESTDIR)/etc/redline/redline.yaml),,yes)
	@if [ -z "$(DESTDIR)" ] && [ -d /run/systemd/system ]; then \
	  systemd-sysusers redline.conf && systemd-tmpfiles --create redline.conf && systemctl daemon-reload; \
	  echo "redline: start it with:  systemctl enable --now redline"; fi

install-files:
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/redline
	install -d $(DESTDIR)$(SYSTEMD)/system $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5
	for unit in redline.service redline@.service; do \
	  sed 's|/usr/bin/redline|$(PREFIX)/bin/redline|g' systemd/$$unit > $(DESTDIR)$(SYSTEMD)/system/$$unit && \
	  chmod 644 $(DESTDIR)$(SYSTEMD)/system/$$unit || exit 1; done
	install -D -m 644 systemd/redline.sysusers $(DESTDIR)/usr/lib/sysusers.d/redline.conf
	install -D -m 644 systemd/redline.tmpfiles $(DESTDIR)/usr/lib/tmpfiles.d/redline.conf
	for page in systemd/man/*.1; do gzip -9nc $$page > $(DESTDIR)$(PREFIX)/share/man/man1/$$(basename $$page).gz || exit 1; done
	for page in systemd/man/*.5; do gzip -9nc $$page > $(DESTDIR)$(PREFIX)/share/man/man5/$$(basename $$page).gz || exit 1; done
	install -D -m 644 Sources/Codebooks/Resources/default.yaml $(DESTDIR)$(PREFIX)/share/redline/codebook.yaml
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(PROGRAM) --generate-completion-script bash | sed '1{/^#!/d}' > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/redline
	$(PROGRAM) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_redline
	$(PROGRAM) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/redline.fish
	if [ "$(CONFIG)" = yes ]; then install -D -m 644 systemd/package/redline.yaml $(DESTDIR)/etc/redline/redline.yaml; fi

# Takes away what install put there; configuration, notes, digests and the index stay.
uninstall:
	-if [ -z "$(DESTDIR)" ] && [ -d /run/systemd/system ]; then systemctl disable --now redline.service; fi
	rm -f $(DESTDIR)$(PREFIX)/bin/redline $(DESTDIR)$(SYSTEMD)/system/redline.service $(DESTDIR)$(SYSTEMD)/system/redline@.service
	rm -f $(DESTDIR)/usr/lib/sysusers.d/redline.conf $(DESTDIR)/usr/lib/tmpfiles.d/redline.conf
	rm -f $(DESTDIR)$(PREFIX)/share/man/man1/redline*.1.gz $(DESTDIR)$(PREFIX)/share/man/man5/redline*.5.gz
	rm -rf $(DESTDIR)$(PREFIX)/share/redline
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/redline $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_redline \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/redline.fish

# The service under a real systemd in a container of its own; needs root. Says "skipped" and why where it cannot be.
test-systemd: static
	@Tests/Systemd/run $(STATIC)

# A Debian package, into .build/.
deb: static
	@command -v dpkg-shlibdeps >/dev/null || { echo "redline: needs dpkg-dev:  sudo apt-get install -y dpkg-dev" >&2; exit 69; }
	@systemd/package/build-deb $(STATIC)

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

clean:
	rm -rf .build

help:
	@echo "make run     start Redline on ./Watch; digests appear in ./Reports"
	@echo "make test    run the whole suite"
	@echo "make test-systemd  try the service under a real systemd (root)"
	@echo "make test-distributed  code on a cluster of two workers, one of them killed;  make bench  figures against goals;  make floors  timings by floor"
	@echo "make build   build a release"
	@echo "make install install it (root; honours DESTDIR and PREFIX);  make uninstall;  make deb  a Debian package"
	@echo "make format  format the sources;  make lint  check them"
