#!/usr/bin/env bash
# Makes src/shopkeeper/assistant/shipped/intents: which wish a shopper's message says, in Chinese and English. Hours on one core, some minutes on a GPU.
# What is shipped went on from the layers of before: `intent_layers.py TARGET on`, 22 minutes of one core.
#   SHOPKEEPER_DATA=../shared/data recipes/intents.sh
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv build/recipe
build/recipe/bin/pip install --quiet torch==2.13.0
build/recipe/bin/pip install --quiet -e '.[train]'
build/recipe/bin/python recipes/intent_layers.py src/shopkeeper/assistant/shipped/intents  # some minutes on a GPU
OMP_NUM_THREADS=1 build/recipe/bin/python recipes/intents.py src/shopkeeper/assistant/shipped/intents
ls -l src/shopkeeper/assistant/shipped/intents
build/recipe/bin/python recipes/goods.py src/shopkeeper/assistant/shipped/goods
