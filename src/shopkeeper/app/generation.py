"""What a shop's language model writes: answers to prompts, one or a file of them, and why it writes so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..models.explain.writing import Writing, explain_writing
from ..models.language.batch import Generated, GenerateMany, Request, generate_file
from ..models.language.llama import LlamaModel
from ..models.language.opening import Source as LanguageModelSource
from ..models.language.protocol import LanguageModel, ModelUnavailable, Prompt, Stream
from ..shop import InvalidQuery

Progress = Callable[[str, int, int], None]


class Generation:
    """The part of `Shop` that writes freely. `_language_model` answers the model as it is now, `_generate` answers many prompts."""

    _language_model: LanguageModelSource
    _generate: GenerateMany

    @property
    def language_model(self) -> LanguageModel | None:
        """The model that writes here, as it is now; None when there is none. `InvalidFile` or `ModelUnavailable` when the one that
        the settings name cannot be opened."""
        return self._language_model()

    def complete(self, prompt: Prompt, **asked: Any) -> Stream:
        """What the shop's language model writes, see `LanguageModel.complete`; `ModelUnavailable` when the shop has none."""
        return self._writer().complete(prompt, **asked)

    def generate_file(
        self, prompts: str | Path, out: str | Path, *, like: Request = Request(), progress: Progress | None = None,
    ) -> Generated:
        """Answers each row of the file `prompts` in the file `out`; called again it goes on, see `models.language.batch.generate_file`.
        `ModelUnavailable` when the shop has no language model."""
        return generate_file(Path(prompts), Path(out), self._generate, self._writer(), like=like, progress=progress)

    def _writer(self) -> LanguageModel:
        model = self.language_model
        if model is None:
            advice = "train one with `shopkeeper train language-model`, or name one as `llm` in shopkeeper.toml"
            raise ModelUnavailable(f"no language model: {advice}")
        return model

    def explain_writing(self, prompt: str, written: str, progress: Callable[[int, int], None] | None = None) -> Writing:
        """Why the shop's language model writes `written` after `prompt`: how much less likely each token is without each word before
        it, and the attention of every head. `progress` is told how many words are done, of how many. `InvalidQuery` where the
        model is another's, whose weights are not beside it, or answers conversations; `ModelUnavailable` when the shop has none."""
        model = self._writer()
        if not isinstance(model, LlamaModel) or not (model.path.parent / "model.safetensors").exists():
            raise InvalidQuery("explain: expected a language model trained here, with model.safetensors beside its model.gguf")
        if model.chats:
            raise InvalidQuery("explain: this model answers conversations; only one that goes on with a text can be explained")
        return explain_writing(model.path.parent, prompt, written, progress)
