# The verbs that people and the continuous integration share. `make demo` and `make test` need Python 3.11 to 3.13 with
# venv, make and git; they build .venv themselves.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(not (3,11) <= sys.version_info[:2] < (3,14))' >/dev/null 2>&1 \
	&& { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
JOBS ?= 2
PIP_FLAGS := --disable-pip-version-check --quiet

.PHONY: demo setup setup-dev setup-train test lint fix docs bench train-attribution train-stance pairs train-event train-event-careful train-event-gate train-figure lock clean tools

demo: setup  ## read the sample reports and write a page
	@mkdir -p demo
	@rm -f demo/record.db demo/record.db-wal demo/record.db-shm
	@$(BIN)/communique run samples/reports --codebook samples/codebook.yaml --store demo/record.db || test $$? -eq 1
	@$(BIN)/communique report --store demo/record.db --out demo/report.html
	@echo; $(BIN)/communique counts --store demo/record.db
	@echo; echo "The report: $(CURDIR)/demo/report.html"

setup: $(VENV)/.installed  ## build .venv and install the package

setup-dev: $(VENV)/.installed-dev

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "communique needs Python 3.11, 3.12 or 3.13 with the venv module; none is on the PATH."; \
	echo "On Debian or Ubuntu: sudo apt install python3 python3-venv; or name one: make $(MAKECMDGOALS) PYTHON=/usr/bin/python3.12"; exit 1; }
	@echo "building $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

# hatchling comes first: with it in the environment the package itself is built without a download
$(VENV)/.installed: $(BIN)/python requirements.lock pyproject.toml
	@echo "installing the locked dependencies (about 700 MB; a minute or two)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements-dev.lock
	@touch $@

tools:
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || { \
	echo "make test needs the browser chromium, which is not installed: sudo apt-get install chromium"; exit 1; }

test: setup-dev tools lint  ## linters, types, all tests
	@OMP_NUM_THREADS=1 $(BIN)/pytest -n $(JOBS)

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run make fix"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: setup-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup-dev  ## one JSON object a line
	@for b in benchmarks/bench_*.py; do OMP_NUM_THREADS=1 SHARED=$(SHARED) $(BIN)/python $$b || exit 1; done

# Training: see docs/model-cards for the corpora. BASE is a folder with an encoder's weights and tokenizer.json.
NEED = test -n "$($(1))" || { echo "name $(1)=…: $(2)"; exit 1; }
TRAIN := $(BIN)/python -m communique.evaluation.training
WORK ?= training
OUT ?= src/communique/models
EVENT_HELD_OUT := 07,08,nato,brexit,running-1,ukraine,trade-deals,saudi,c01-korea-north,c03-korea-north,c05-tariffs-chinese,c07-israel-israeli,c09-embassy-attack,c11-turkish-turkey,c13-pentagon-defense,c15-north-korea
EVENT_THRESHOLDS := --threshold agree=0.5 --threshold differ=0.2 --threshold meeting=0.5 --threshold commitment=0.5 --threshold conditional=0.3

$(VENV)/.installed-train: $(VENV)/.installed-dev requirements-train.txt
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements-train.txt
	@touch $@

setup-train: $(VENV)/.installed-train


train-attribution: setup-train
	@$(call NEED,CORPUS,annotated reports: JSON Lines with attributions or a folder of brat files)
	@$(call NEED,DEV,the same kind for choosing)
	@$(call NEED,BASE,the MiniLM encoder)
	$(TRAIN).attribution --corpus $(CORPUS) --dev $(DEV) --base $(BASE) --out $(OUT)/attribution \
		--work $(WORK)/attribution --card docs/model-cards/attribution.md

# SENTENCES: sentences with propositions; GOLD, TEXTS, CODEBOOKS: coded articles
train-stance: setup-train
	@$(call NEED,SENTENCES,sentences with propositions that their holder supports or opposes)
	@$(call NEED,GOLD,the folder of coded articles)
	@$(call NEED,TEXTS,their texts as JSON Lines)
	@$(call NEED,CODEBOOKS,the folder of their codebooks)
	@$(call NEED,MINILM,the MiniLM encoder)
	@$(call NEED,BASE,the encoder that is trained)
	$(TRAIN).codings --codings codings --texts $(TEXTS) --out $(WORK)/codings
	@$(MAKE) pairs
	$(TRAIN).retrieval tune --base $(MINILM) --articles $(WORK)/articles.jsonl.gz $(WORK)/coded/articles.jsonl.gz --work $(WORK)
	$(TRAIN).retrieval export --base $(MINILM) --work $(WORK) --news $(TEXTS) --out $(OUT)/retrieval
	@$(MAKE) pairs
	$(TRAIN).retrieval fit --sentences $(WORK)/sentences.npz $(WORK)/coded/sentences.npz --out $(OUT)/retrieval
	@$(MAKE) pairs
	for step in train export; do \
	    $(TRAIN).stance $$step --base $(BASE) --sentences $(SENTENCES) --codings codings \
	        --pairs $(WORK)/pairs.jsonl.gz $(WORK)/coded/pairs.jsonl.gz $(WORK)/read/pairs.jsonl.gz --work $(WORK) --out $(OUT)/stance || exit 1; \
	done
	$(BIN)/python benchmarks/statement_thresholds.py --pairs $(WORK) $(WORK)/coded --gold $(GOLD) $(WORK)/codings/articles \
	    --model $(OUT)/stance

# The pairs as the installed reader and retrieval see them; readings are kept, so only the first time reads the articles
pairs:
	$(BIN)/python benchmarks/statement_pairs.py --gold $(GOLD) --texts $(TEXTS) --codebooks $(CODEBOOKS) --out $(WORK)
	$(BIN)/python benchmarks/statement_pairs.py --gold $(WORK)/codings/articles --texts $(TEXTS) \
	    --codebooks $(WORK)/codings/codebooks --out $(WORK)/coded
	@mkdir -p $(WORK)/all-codebooks && cp $(WORK)/codings/codebooks/*.yaml $(CODEBOOKS)/*.yaml $(WORK)/all-codebooks
	$(BIN)/python benchmarks/statement_pairs.py --gold $(WORK)/codings/read --texts $(TEXTS) \
	    --codebooks $(WORK)/all-codebooks --out $(WORK)/read

train-event: setup-train
	@$(call NEED,SENTENCES,sentences coded for alignments and meetings and commitments)
	@$(call NEED,GOLD,the folder of coded articles)
	@$(call NEED,TEXTS,their texts as JSON Lines)
	@$(call NEED,BASE,the MiniLM encoder)
	$(TRAIN).codings --codings codings --texts $(TEXTS) --out $(WORK)/codings
	$(TRAIN).event --base $(BASE) --sentences $(SENTENCES) --articles $(GOLD) --texts $(TEXTS) \
		--held-out 07,08,nato,brexit --epochs 5 --rate 1e-4 --bf16 --out $(WORK)/event
	$(TRAIN).event --base $(BASE) --sentences $(SENTENCES) --articles $(GOLD) $(WORK)/codings/articles --texts $(TEXTS) \
		--spans codings/sentences.jsonl --readings codings/tellings.jsonl --quiet 0.2 --start-from $(WORK)/event --epochs 3 --rate 5e-5 \
		--batch 32 --bf16 --held-out $(EVENT_HELD_OUT) --out $(WORK)/event-final
	$(TRAIN).event_export --base $(BASE) --run $(WORK)/event-final --report $(WORK)/event-final/report.json $(EVENT_THRESHOLDS) \
		--out $(OUT)/event

# BASE: the encoder that the stance reader is made of; STANCE: the weights that train-stance leaves in its folder
CAREFUL = $(TRAIN).event --base $(BASE) --sentences $(SENTENCES) --texts $(TEXTS) --held-out $(EVENT_HELD_OUT) --frozen 3 --batch 32 --bf16
CODED = --articles $(GOLD) $(WORK)/codings/articles --spans codings/sentences.jsonl --readings codings/tellings.jsonl --quiet 0.2
train-event-careful: setup-train
	@$(call NEED,SENTENCES,sentences coded for alignments and meetings and commitments)
	@$(call NEED,GOLD,the folder of coded articles)
	@$(call NEED,TEXTS,their texts as JSON Lines)
	@$(call NEED,BASE,the encoder that is trained)
	@$(call NEED,STANCE,the trained weights of the stance reader)
	$(TRAIN).codings --codings codings --texts $(TEXTS) --out $(WORK)/codings
	$(CAREFUL) $(CODED) --stance $(STANCE) --epochs 3 --rate 5e-5 --out $(WORK)/careful-1
	$(CAREFUL) $(CODED) --dealings codings/dealings.jsonl --start-from $(WORK)/careful-1 --epochs 2 --rate 4e-5 --rounded-from 0.72 \
		--out $(WORK)/careful-2
	$(CAREFUL) --articles $(GOLD) --start-from $(WORK)/careful-2 --quiet 0.5 --epochs 2 --rate 2e-5 --rounded-from 0 --out $(WORK)/careful-3
	$(TRAIN).event_export --base $(BASE) --run $(WORK)/careful-3 --report $(WORK)/careful-3/report.json --four-bits \
		--threshold meeting=0.5 --threshold commitment=0.5 --out $(OUT)/event-careful

# BASE: the MiniLM encoder; RUN: the folder with weights that train-event leaves; LEAVE_OUT: JSON list of documents kept for measuring
train-event-distil: setup-train
	@$(call NEED,SENTENCES,sentences coded for alignments and meetings and commitments)
	@$(call NEED,GOLD,the folder of coded articles)
	@$(call NEED,TEXTS,news as JSON Lines)
	@$(call NEED,LEAVE_OUT,the ids of documents kept for measuring)
	@$(call NEED,BASE,the MiniLM encoder)
	@$(call NEED,RUN,the run whose weights are the beginning)
	$(TRAIN).event_distil tell --sentences $(SENTENCES) --texts $(TEXTS) --leave-out $(LEAVE_OUT) --out $(WORK)/told.jsonl.gz
	$(TRAIN).event_distil train --base $(BASE) --told $(WORK)/told.jsonl.gz --start-from $(RUN) --out $(WORK)/event-distil
	$(TRAIN).event --base $(BASE) --layers 4 --epochs 0 --start-from $(WORK)/event-distil --sentences $(SENTENCES) --articles $(GOLD) \
		--texts $(TEXTS) --held-out 07,08,nato,brexit --out $(WORK)/event-report
	$(TRAIN).event_export --base $(BASE) --layers 4 --run $(WORK)/event-distil --report $(WORK)/event-report/report.json \
		--corpus "news sentences as the careful reader tells them, 2,100 coded news sentences; coded by a large language model" \
		$(EVENT_THRESHOLDS) --out $(OUT)/event

train-event-gate: setup-train
	@$(call NEED,SENTENCES,sentences coded for alignments and meetings and commitments)
	@$(call NEED,TEXTS,news as JSON Lines)
	$(TRAIN).event_gate --sentences $(SENTENCES) --texts $(TEXTS) --work $(WORK)/event-gate --out $(OUT)/event-gate

train-figure: setup-dev
	@$(call NEED,SENTENCES,sentences coded for figures)
	@$(call NEED,TEXTS,the news articles as JSON Lines)
	$(TRAIN).codings --codings codings --texts $(TEXTS) --out $(WORK)/codings
	$(TRAIN).figure $(SENTENCES) $(OUT)/figure --articles $(WORK)/codings/figures --texts $(TEXTS)

docs: setup-dev  ## write the generated pages anew
	@$(BIN)/python tools/make_cli_reference.py

lock:  ## write both locks anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements.lock pyproject.toml --all-extras --group build --group dev -o requirements-dev.lock

clean:
	rm -rf demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
