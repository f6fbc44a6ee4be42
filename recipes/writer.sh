#!/usr/bin/env bash
# A writer of 17 million weights: the language model of recipes/language-model.sh (run that first) taught on pairs of facts and copy, in some 20
# minutes on a quiet core; stopped at any moment, the same command goes on. It is not shipped: docs/experiments.md says how it does.
# Sources: livostyle (MIT), litemall (MIT); without a stated licence, named here: AdvertiseGen.
set -euo pipefail
cd "$(dirname "$0")/.."
shop=${1:-build/language-shop}

build/recipe/bin/python recipes/writer_pairs.py build/pairs.jsonl
build/recipe/bin/shopkeeper train writer --data build/pairs.jsonl --shop "$shop"
build/recipe/bin/shopkeeper models show writer --shop "$shop"
