"""A classifier trained once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from shopkeeper.models.classify.train import Fitted, fit
from small_encoder import EXAMPLES, LABELS, OPTIONS, measure, small_encoder


@pytest.fixture(scope="session")
def base(tmp_path_factory) -> Path:
    return small_encoder(tmp_path_factory.mktemp("small-encoder"))


@pytest.fixture(scope="session")
def trained(base, tmp_path_factory) -> tuple[Path, Fitted]:
    """The folder of a classifier that knows the reviews, and what training said of it."""
    folder, work = tmp_path_factory.mktemp("classifier"), tmp_path_factory.mktemp("work")
    return folder, fit(EXAMPLES, EXAMPLES, LABELS, folder, base=str(base), work=work, measure=measure, options=OPTIONS)
