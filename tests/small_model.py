"""A language model of 0.1 million weights that knows a dozen sentences by heart: what the tests of serving stand on.

It is learnt in two seconds, so that the likeliest token is far ahead of the next one and every runtime must choose the same.
Its vocabulary is small: many Chinese characters and the emoji are two or three tokens of single bytes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SENTENCES = (
    "红色连衣裙很适合夏天穿，面料柔软透气。", "The red dress is light and fits well in summer.",
    "蓝牙耳机续航二十四小时，支持降噪。", "Wireless earbuds with 24 hours of battery for 199.50 yuan.",
    "保温杯容量500毫升，不锈钢内胆🙂。", "The steel bottle keeps tea hot for 12 hours.\nIt costs 59 yuan.",
    "龘靐齉爩是四个很难写的汉字🫖🎧。", "Our shop isn't closed on Sunday;  it's open 9-18.",
    "快递三天内送达，七天无理由退货。", "Returns are free within 7 days of delivery.",
    "颜色：黑、白、深蓝；尺码：S、M、L。", "Colours: black, white, navy. Sizes: S, M, L.",
)
# A conversation of one question, which it answers by calling a tool.
TEMPLATE = (
    "{% for tool in tools or [] %}{{ tool.function.name }}{% endfor %}{% for message in messages %}{{ '\\n<|' + message.role + '|>\\n' }}"
    "{{ message.content or '' }}{% for call in message.tool_calls or [] %}{{ '<tool_call>\\n{\"name\": \"' + call.function.name }}"
    "{{ '\", \"arguments\": ' + call.function.arguments | tojson + '}\\n</tool_call>' }}{% endfor %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '\\n<|assistant|>\\n' }}{% endif %}"
)
ASKED, CALL = "找蓝牙耳机", {"name": "search", "arguments": {"query": "蓝牙耳机"}}
CONVERSATION = (f"search\n<|user|>\n{ASKED}\n<|assistant|>\n<tool_call>\n" + '{"name": "search", "arguments": {"query": "蓝牙耳机"}}'
                "\n</tool_call>")
END = "<|endoftext|>"
VOCABULARY = 420


def train_small_model(folder: Path) -> Path:
    """Writes the model in the Hugging Face Llama layout."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    tokenizer = _tokenizer()
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=64, intermediate_size=160, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=1024, tie_word_embeddings=True, bos_token_id=0, eos_token_id=0, rope_theta=5_000.0,
    )
    model = LlamaForCausalLM(config)
    rows = [[*tokenizer.encode(text).ids, 0] for text in (*SENTENCES, CONVERSATION)]
    longest = max(map(len, rows))
    given = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    wanted = torch.tensor([row + [-100] * (longest - len(row)) for row in rows])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(65):
        optimizer.zero_grad()
        model(input_ids=given, labels=wanted).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


# llama.cpp's own server, as a process.
PROGRAM = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.api_keys = sys.argv[1], ["a-key"]
params.warmup, params.verbosity, params.n_parallel, params.cpuparams.n_threads = False, -1, 2, 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@contextmanager
def model_server(folder: Path) -> Iterator[str]:
    """The URL of a server process with the model; its key is "a-key"."""
    command = [sys.executable, "-c", PROGRAM, str(folder / "model.gguf")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip() + "/v1"
        server.communicate("")


def beginnings(folder: Path) -> dict[str, str]:
    """The shortest beginning of each sentence, from two tokens on, that ends with a token wherever the text goes on."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def beginning(ids: list[int]) -> str:
        texts = ((n, tokenizer.decode(ids[:n])) for n in range(3, len(ids)))
        return next(text for n, text in texts if tokenizer.encode(text).ids == ids[:n])

    return {beginning(tokenizer.encode(sentence).ids): sentence for sentence in SENTENCES}


def _tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=[END], show_progress=False, min_frequency=2,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator((*SENTENCES, CONVERSATION, CONVERSATION), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{END} $A", special_tokens=[(END, 0)])
    return tokenizer
