# What a person types. The work is done by meson and ninja, pytest, and the scripts in build-aux/.
#
#   make demo     see it work: builds, runs the example project on SQLite
#   make test     build and run every test, on the plain build and under ASan and UBSan
#   make          build/limbeck, runnable in place
#   make install  PREFIX=/usr/local [DESTDIR=...] [ALEMBIC=1: also under the name alembic]
#   make check    formatting, warnings, clang-tidy, house rules
#   make sanitize only the part of the tests that runs under ASan and UBSan
#   make fuzz     every libFuzzer target for FUZZ_SECONDS (60) each
#   make bench    how fast it is, beside psql, sqlite3, cat and alembic; QUICK=1 for a short run

PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60

.PHONY: build demo test sanitize check bench fuzz install clean

build:
	@build-aux/packages --check build
	@build-aux/build build

demo:
	@build-aux/packages build
	@build-aux/build build
	@build-aux/demo

test:
	@build-aux/packages build test
	@build-aux/test

sanitize:
	@build-aux/packages build test
	@build-aux/test --only asan

check:
	@build-aux/packages build check
	@build-aux/check

bench:
	@build-aux/packages build bench
	@build-aux/build build-release --buildtype=release
	@bench/run $(if $(QUICK),--quick)

fuzz:
	@build-aux/packages build check
	@build-aux/fuzz $(FUZZ_SECONDS)

install:
	@build-aux/packages --check build
	@build-aux/build build-install --buildtype=release --prefix=$(abspath $(PREFIX))
	@meson install -C build-install --no-rebuild --quiet $(if $(DESTDIR),--destdir=$(abspath $(DESTDIR)))
	@! command -v python3 >/dev/null || python3 -m compileall -q $(abspath $(DESTDIR)$(PREFIX))/share/limbeck/python
	@$(if $(ALEMBIC),build-aux/install-alembic $(abspath $(DESTDIR)$(PREFIX)),:)
	@echo "limbeck is installed as $(abspath $(DESTDIR)$(PREFIX))/bin/limbeck$(if $(ALEMBIC), and as alembic beside it)"

clean:
	rm -rf build build-asan build-release build-install build-fuzz build-check-*
