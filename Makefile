# Redline: `make run` starts it on ./Watch, `make test` runs the whole suite. Both set up what is missing.

SHELL := /bin/bash
SWIFT ?= swift
BINARY := .build/release/redline
SOURCES := Package.swift $(shell find Sources -type f)

.PHONY: run test build setup format lint clean help

run: setup $(BINARY)
	@exec $(BINARY) watch

build: setup $(BINARY)

$(BINARY): $(SOURCES)
	$(SWIFT) build -c release --product redline
	@touch $(BINARY)

test: setup
	$(SWIFT) test

setup:
	@.ci/setup

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

clean:
	rm -rf .build

help:
	@echo "make run     start Redline on ./Watch; digests appear in ./Reports"
	@echo "make test    run the whole suite"
	@echo "make build   build a release"
	@echo "make format  format the sources;  make lint  check them"
