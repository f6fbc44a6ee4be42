"""Gives a BERT-like encoder the words of another language.

Its tokenizer splits what it does not know into single characters or `[UNK]`, and has no vectors for them. Here words and characters
join the vocabulary, each with a first vector made of those of the words that mean the same, and the rest of training goes on from
there. A Chinese word has several spellings: at the start of a run and inside it (`##`), simplified and traditional. They are
several tokens with one vector; an exported model keeps it once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...text.analyse import runs, segment
from ...text.normalise import CJK, has_cjk, normalise, spellings

Table = NDArray[np.float32]
APART = 0.1  # of a first vector that is the word's own
_ANY = re.sub(r"\\[uU]([0-9a-f]{8}|[0-9a-f]{4})", lambda code: chr(int(code[1], 16)), CJK)  # as tokenizers' expressions write it
_UNUSED = "[unused"


def extend(base: str, words: Sequence[str], meanings: Mapping[str, Sequence[str]], target: Path, *, positions: int = 128) -> int:
    """Writes the encoder `base` (a hub id or a folder) with the Chinese `words`, single characters among them, to `target`; says
    how many different vectors its vocabulary has then.

    `meanings` gives words and phrases that the base understands for some of the words; the others begin as the mean of their
    characters, or as any vector. Rows that no text in Chinese or English uses are left out; texts are cut at `positions` tokens.
    Needs the extra `[train]`.
    """
    from transformers import AutoModel, AutoTokenizer

    model, tokenizer = AutoModel.from_pretrained(base, add_pooling_layer=False), AutoTokenizer.from_pretrained(base)
    table = model.get_input_embeddings().weight.detach().numpy()
    old = {token: row for token, row in tokenizer.get_vocab().items() if _kept(token)}
    kept = sorted(old, key=lambda token: old[token])
    first = _first_vectors(words, meanings, tokenizer, table)
    tokens = {token: table[old[token]] for token in kept}
    for word in words:
        for spelling in spellings(word):
            for token in (spelling, f"##{spelling}"):
                tokens.setdefault(token, first[word])
    tokens |= _lone(tokens, first)
    _save(model, tokenizer, tokens, target, positions)
    return len(set(aliases(np.stack(list(tokens.values()))).tolist()))


def _lone(tokens: Mapping[str, Table], first: Mapping[str, Table]) -> dict[str, Table]:
    """The characters that occur in words only, as tokens of their own: one that is a traditional spelling has the vector of the
    simplified one, another that of the first word that it is in."""
    out: dict[str, Table] = {}
    for token, vector in tokens.items():
        for sign in token if has_cjk(token) else "":
            if sign not in tokens and has_cjk(sign):
                own = first.get(normalise(sign), vector)
                out |= {each: out.get(each, own) for each in (sign, f"##{sign}")}
    return out


def aliases(table: Table) -> NDArray[np.int64]:
    """int64[v]: for each row of an embedding table the first row that is equal to it. Tokens that are spellings of one word have
    equal rows."""
    _, first, inverse = np.unique(table, axis=0, return_index=True, return_inverse=True)
    rows: NDArray[np.int64] = first[inverse.reshape(-1)].astype(np.int64)
    return rows


def _kept(token: str) -> bool:
    """Whether a token may occur in a Chinese or English text; Chinese ones are given anew."""
    bare = token.removeprefix("##")
    return not token.startswith(_UNUSED) and (bare.isascii() or not (bare.isalpha() or has_cjk(bare)) or _western(bare))


def _western(text: str) -> bool:
    return all(ord(sign) < 0x250 for sign in text)


def _first_vectors(words: Sequence[str], meanings: Mapping[str, Sequence[str]], tokenizer: Any, table: Table) -> dict[str, Table]:
    size = float(np.median(np.linalg.norm(table, axis=1)))
    out: dict[str, Table] = {}
    for word in sorted(words, key=len):
        parts = [table[tokenizer(text, add_special_tokens=False)["input_ids"]].mean(0) for text in meanings.get(word, ())]
        parts = parts or [out[sign] for sign in word if sign in out and len(word) > 1]
        own = _own(word, table.shape[1])
        out[word] = _scaled(_scaled(np.mean(parts, 0), 1) + APART * _scaled(own, 1) if parts else own, size)
    return out


def _own(word: str, dimensions: int) -> Table:
    """A vector that no other word has, so that two words of one meaning do not stay one."""
    vector: Table = np.random.default_rng([ord(sign) for sign in word]).normal(size=dimensions).astype(np.float32)
    return vector


def _scaled(vector: Table, size: float) -> Table:
    scaled: Table = (vector * (size / max(float(np.linalg.norm(vector)), 1e-6))).astype(np.float32)
    return scaled


def _save(model: Any, tokenizer: Any, tokens: Mapping[str, Table], target: Path, positions: int) -> None:
    import torch

    target.mkdir(parents=True, exist_ok=True)
    embeddings = model.embeddings
    rows = torch.from_numpy(np.stack(list(tokens.values())))
    embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0)
    places = embeddings.position_embeddings.weight.detach()[:positions].clone()
    embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(places, freeze=False)
    embeddings.register_buffer("position_ids", torch.arange(positions)[None], persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros(1, positions, dtype=torch.long), persistent=False)
    model.config.vocab_size, model.config.max_position_embeddings = len(tokens), positions
    model.save_pretrained(target)
    _tokenizer(list(tokens), positions).save(str(target / "tokenizer.json"), pretty=False)
    named = {name: getattr(tokenizer, f"{name}_token") for name in ("pad", "unk", "cls", "sep", "mask")}
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": positions} | {f"{k}_token": v for k, v in named.items()}
    (target / "tokenizer_config.json").write_text(json.dumps(about, indent=1) + "\n")


def _tokenizer(tokens: Sequence[str], positions: int) -> Any:
    """BERT's tokenizer, but a run of Chinese is cut into its longest words; a character that is in no word stands alone, so that
    it does not hide its neighbours."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    known = "".join(sorted(token for token in tokens if len(token) == 1 and has_cjk(token)))
    rows = {token: row for row, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(rows, unk_token="[UNK]", max_input_chars_per_word=200))
    plain = normalizers.BertNormalizer(lowercase=True, handle_chinese_chars=False)
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace(Regex("[™®©]"), " "), normalizers.NFKC(), plain])
    cut = pre_tokenizers.Split(Regex(f"[{known}]+|[{_ANY}]"), "isolated") if known else None
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([each for each in (cut, pre_tokenizers.BertPreTokenizer()) if each])
    ends = [("[CLS]", rows["[CLS]"]), ("[SEP]", rows["[SEP]"])]
    pair = "[CLS] $A [SEP] $B:1 [SEP]:1"
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair=pair, special_tokens=ends)
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.enable_truncation(positions)
    return tokenizer


def common_words(texts: Iterable[str], size: int, *, characters: int, longest: int = 4) -> list[str]:
    """The `characters` most frequent Chinese characters of texts, then their most frequent words up to `size` altogether. Words
    are those of a dictionary, of 2 to `longest` characters, in simplified spelling."""
    signs: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for run in _chinese_runs(texts):
        signs.update(run)
        words.update(word for word in segment(run) if 2 <= len(word) <= longest)
    chosen = [sign for sign, _ in signs.most_common(characters)]
    return chosen + [word for word, _ in words.most_common(size - len(chosen))]


def borrowed(words: Sequence[str], meanings: Mapping[str, Sequence[str]], texts: Iterable[str], most: int = 6) -> dict[str, list[str]]:
    """`meanings`, and for a word without one those of the `most` words that stand in the most similar company: by the cosine of
    the singular vectors of positive pointwise mutual information within a text (Levy and Goldberg, 2014)."""
    vectors = _company(words, texts)
    known = [row for row, word in enumerate(words) if meanings.get(word)]
    out = {word: list(meanings[word]) for word in words if meanings.get(word)}
    for row, word in enumerate(words):
        if word not in out and vectors[row].any():
            near = np.argsort(-(vectors[known] @ vectors[row]))[:most]
            out[word] = [meaning for each in near for meaning in meanings[words[known[each]]]]
    return out


def _company(words: Sequence[str], texts: Iterable[str], dimensions: int = 128) -> Table:
    """float32[n, d] of length 1, or zeros for a word that stands in no text; characters count also within words."""
    from scipy.sparse import csr_matrix, diags
    from scipy.sparse.linalg import svds

    rows = {word: row for row, word in enumerate(words)}
    held = [{rows[term] for run in _chinese_runs([text]) for term in (*run, *segment(run)) if term in rows} for text in texts]
    at = np.repeat(np.arange(len(held)), [len(each) for each in held])
    texts_by_words = csr_matrix((np.ones(len(at)), (at, [row for each in held for row in each])), (len(held), len(words)))
    together = (texts_by_words.T @ texts_by_words).tocsr()
    together.setdiag(0)
    share = 1 / np.maximum(np.asarray(together.sum(1)).ravel() ** 0.75, 1)
    together = diags(1 / np.maximum(np.asarray(together.sum(1)).ravel(), 1)) @ together @ diags(share)
    together.data = np.maximum(np.log(together.data * (1 / share).sum()), 0)
    left, sizes, _ = svds(together, min(dimensions, len(words) - 1), random_state=0)
    vectors: Table = (left * np.sqrt(sizes)).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


def _chinese_runs(texts: Iterable[str]) -> Iterator[str]:
    return (run.text for text in texts for run in runs(normalise(text)) if run.chinese)
