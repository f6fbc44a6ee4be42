"""How many tokens a second a language model writes on one core, beside `generate` of transformers: the same weights.

The sizes that `train language-model` makes, with random weights, which are as fast as learnt ones. Each round measures every
runtime once, in turn, so that whatever else the machine does meets them all; the ratio is the median over rounds. Beside the time
on the clock stands the processor time, which another process on the same core does not lengthen.

    taskset -c 0 python benchmarks/generation_speed.py [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from _machine import PACKAGES, loop_ms, write

from shopkeeper.models.language.gguf import export_gguf
from shopkeeper.models.language.llama import LlamaModel
from shopkeeper.models.language.protocol import Sampling, whole
from shopkeeper.models.language.sizes import PLANS

PROMPT = "the quick brown fox jumps over 1"  # 32 tokens: the vocabulary here is single bytes
TOKENS = {"tiny": 64, "small": 48, "base": 24}
AT_ONCE = 4
Runtime = Callable[[], int]


def main() -> None:
    """Measures and writes results/generation_speed.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    started = time.time()
    with tempfile.TemporaryDirectory() as folder:
        sizes = {size: _measured(size, Path(folder), rounds) for size in PLANS}
    result = {"prompt_tokens": 32, "cores": 1, "seconds": round(time.time() - started), "load_after": os.getloadavg()[0], "sizes": sizes,
              "versions": _versions()}
    print(write("generation_speed", "taskset -c 0 python benchmarks/generation_speed.py", result))


def _measured(size: str, folder: Path, rounds: int) -> dict[str, Any]:
    model = _random_model(size, folder / size)
    runtimes = {**_transformers(model, TOKENS[size]), **_llama(folder / size, TOKENS[size])}
    for run in runtimes.values():
        run()
    found = [{"loop_ms": loop_ms(), **{name: _rate(run) for name, run in runtimes.items()}} for _ in range(rounds)]
    out: dict[str, Any] = {"million_weights": round(model.num_parameters() / 1e6, 1), "tokens": TOKENS[size]}
    for clock in ("wall", "cpu"):
        out[f"tokens_a_second_{clock}"] = {name: round(statistics.median(each[name][clock] for each in found), 1) for name in runtimes}
        ratios = [each["q8_0"][clock] / max(each["transformers fp32"][clock], each["transformers bf16"][clock]) for each in found]
        out[f"times_transformers_{clock}"] = round(statistics.median(ratios), 2)
        print(f"{size:6} {clock:4} {out[f'times_transformers_{clock}']:5.1f} times; {out[f'tokens_a_second_{clock}']}")
    return {**out, "rounds": found}


def _rate(run: Runtime) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    tokens = run()
    return {"wall": tokens / (time.perf_counter() - wall), "cpu": tokens / (time.process_time() - cpu)}


def _random_model(size: str, folder: Path) -> Any:
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM

    plan = PLANS[size]  # type: ignore[index]
    torch.manual_seed(0)
    torch.set_num_threads(1)
    shape = plan.shape
    model = LlamaForCausalLM(LlamaConfig(
        vocab_size=plan.vocabulary, hidden_size=shape["width"], num_hidden_layers=shape["layers"], num_attention_heads=shape["heads"],
        num_key_value_heads=shape["kv_heads"], intermediate_size=shape["inner"], max_position_embeddings=shape["context"],
        tie_word_embeddings=True, bos_token_id=None, eos_token_id=None, pad_token_id=None))
    model.save_pretrained(folder)
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: i for i, token in enumerate([*letters, "zz"])}
    tokenizer = Tokenizer(models.BPE(vocabulary, [("z", "z")]))  # llama.cpp wants one merge at least
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    tokenizer.save(str(folder / "tokenizer.json"))
    return model.eval()


def _transformers(model: Any, tokens: int) -> dict[str, Runtime]:
    import copy

    import torch

    prompt = torch.randint(256, (1, 32), generator=torch.Generator().manual_seed(0))

    def runtime(model: Any) -> Runtime:
        def run() -> int:
            mask = torch.ones_like(prompt)
            out = model.generate(prompt, attention_mask=mask, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False)
            return int(out.shape[1]) - 32
        return run

    return {"transformers fp32": runtime(model), "transformers bf16": runtime(copy.deepcopy(model).to(torch.bfloat16))}


def _llama(folder: Path, tokens: int) -> dict[str, Runtime]:
    out: dict[str, Runtime] = {}
    for kind in ("f16", "q8_0"):
        export_gguf(folder, folder / f"{kind}.gguf", kind)  # type: ignore[arg-type]
        model = LlamaModel(folder / f"{kind}.gguf", threads=1)

        def run(model: LlamaModel = model) -> int:
            answer = whole(model.complete(PROMPT, sampling=Sampling(max_tokens=tokens, seed=0)))
            assert (answer.usage.prompt, answer.usage.completion) == (32, tokens), answer
            return tokens

        def several(run: Runtime = run) -> int:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                return sum(pool.map(lambda _: run(), range(AT_ONCE)))

        out |= {kind: run, f"{kind}, {AT_ONCE} at once": several}
    return out


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("torch", "transformers", "xllamacpp", "gguf") if name not in PACKAGES}


if __name__ == "__main__":
    main()
