"""Long work as jobs: one table of what can be queued, what it must be told, and the verb behind it.

A kind is a line of `KINDS`: the arguments it takes, the function that does it, and the lane in which only one such job runs at a time.
The function is `function(shop, arguments, progress)` and answers JSON values. It may be cut off at any moment and is then called
again, so it is resumable as its verb is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..shop import Conflict, InvalidFile, InvalidQuery, Localized
from ..shop.job import TRIES, Job, Schedule

if TYPE_CHECKING:
    from .shop import Shop

Progress = Callable[[str, int, int], None]
IMPORTS = "imports"  # the folder of the shop's data folder whose files any door may name
UPLOADS, REJECTS = ".uploads", "rejects"  # below IMPORTS (the dot keeps it out of backups), and below the data folder


class Arguments(BaseModel):
    """What a kind of job must be told. `files` names the arguments that are paths of files."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    files: ClassVar[tuple[str, ...]] = ()
    local: ClassVar[tuple[str, ...]] = ()  # arguments that only the machine's own command line may give


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its name for people, its arguments, what does it, and the lane of arguments (None: any number run at once)."""

    title: Localized
    arguments: type[Any]
    run: Callable[[Shop, Any, Progress], Any]
    lane: Callable[[Any], str | None]


class Nothing(Arguments):
    """No arguments."""


class IndexArguments(Arguments):
    """Of `index`."""

    rebuild: bool = Field(False, description="build it anew instead of catching up with what changed")


class ImportArguments(Arguments):
    """Of `import`."""

    files = ("file",)
    file: str = Field(description="the file; over the API its name in the folder `imports` of the shop's data folder")
    kind: Literal["products", "customers", "orders", "reviews", "events", "documents", "stock", "prices", "promotions", "suppliers",
                  "conversations"] | None = Field(None, description="what the rows are; default: recognised by the columns")
    format: str = Field("auto", description="how the file is written, see docs/import.md")
    map: list[str] = Field([], description="pairs theirs=ours")
    index: bool = Field(True, description="make the products searchable afterwards")


class WriteArguments(Arguments):
    """Of `write --all`."""

    kind: Literal["title", "features", "description", "story", "seo", "ad", "social", "email", "translate"] = Field(description="what")
    language: Literal["zh", "en"] | None = None
    tone: Literal["plain", "warm", "lively", "expert", "luxurious"] = "plain"
    segment: str = ""
    market: Literal["", "cn", "eu", "uk", "us"] = ""
    platform: Literal["", "taobao", "xiaohongshu", "weibo", "instagram", "google_ads", "shopify", "amazon"] = ""
    seed: int = Field(0, ge=0)
    products: list[str] = Field([], description="ids of the products to write for; default: all")


class ForecastArguments(Arguments):
    """Of `forecast`."""

    id: str = Field("", description="a product, variant or category; default: all")
    horizon: int = Field(28, ge=1, le=180)
    period: Literal["day", "week", "month"] = "day"


class SimulationArguments(Arguments):
    """Of `stock-simulation`."""

    service: float = Field(0.95, ge=0.5, le=0.999, description="the chance not to run out")
    review: int = Field(7, ge=1, le=60, description="days between two looks at what to order")
    lead_days: int = Field(14, ge=1, le=60, description="days from order to arrival, where no supplier says")
    days: int = Field(140, ge=14, le=366, description="how many of the last days are played")
    products: int = Field(500, ge=1, le=10_000, description="with those that had brought most by then")


class ReviewsArguments(Arguments):
    """Of `reviews`."""

    product: str | None = Field(None, description="one product; default: the whole shop")


class UpdateArguments(Arguments):
    """Of `update`."""

    capabilities: list[str] = Field([], description="which models; default: all that were trained here")


class BackupArguments(Arguments):
    """Of `backup`."""

    keep: int = Field(7, ge=1, description="how many stay in the folder `backups` of the shop's data folder, the newest")


def _index(shop: Shop, asked: IndexArguments, progress: Progress) -> Any:
    return shop.index(rebuild=asked.rebuild, progress=progress).to_dict()


def rejects_folder(shop: Shop, file: Path) -> Path:
    """Where the rows of a file that an import rejects are kept: of one that was uploaded in a folder of its own, so that the next file of
    the same name leaves them."""
    folder = shop.data_dir / REJECTS
    return folder / file.parent.name if file.parent.parent.name == UPLOADS else folder


def _import(shop: Shop, asked: ImportArguments, progress: Progress) -> Any:
    from ..store.importers import parse_mapping

    name = Path(asked.file).name
    report = shop.import_file(
        asked.file, rejects_dir=rejects_folder(shop, Path(asked.file)), kind=asked.kind, format=asked.format,
        mapping=parse_mapping(asked.map),
        progress=lambda now: progress(f"{name}: {now.rows:,} rows", now.bytes, now.total),
    )
    if report.rejected and not report.accepted:
        raise InvalidFile(f"{asked.file}: none of its {report.read:,} rows could be accepted; the reasons are in {report.rejects_file}")
    if asked.index and report.kind == "products":
        shop.index(progress=progress)
    return report.to_dict()


def _write(shop: Shop, asked: WriteArguments, progress: Progress) -> Any:
    from .bulk_writing import order_for_all, write_all

    options = asked.model_dump()
    only = options.pop("products")
    order = order_for_all(options.pop("kind"), **options)
    return asdict(write_all(shop.store, shop.copywriter, shop.drafts, order, progress, only=only))


def _forecast(shop: Shop, asked: ForecastArguments, progress: Progress) -> Any:
    from ..demand.panel import Period

    return shop.forecast(asked.id, asked.horizon, Period(asked.period), progress=progress).to_dict()


def _simulation(shop: Shop, asked: SimulationArguments, progress: Progress) -> Any:
    from ..demand.on_history import simulated
    from ..demand.reorder import Policy

    policy = Policy(asked.service, asked.review)
    found = simulated(
        shop.demand, policy, shop.store.suppliers.all(), lead_days=asked.lead_days, days=asked.days, most=asked.products, progress=progress,
    )  # fmt: skip
    return found.to_dict()


def _reviews(shop: Shop, asked: ReviewsArguments, progress: Progress) -> Any:
    return shop.reviews.summary(asked.product, progress).to_dict()


def _update(shop: Shop, asked: UpdateArguments, progress: Progress) -> Any:
    return [each.to_dict() for each in shop.update(*asked.capabilities, progress=progress)]


def _backup(shop: Shop, asked: BackupArguments, progress: Progress) -> Any:
    from .backup.make import save_in

    return save_in(shop, shop.data_dir / "backups", keep=asked.keep, progress=progress).to_dict()


def _retention(shop: Shop, _: Nothing, progress: Progress) -> Any:
    from .privacy.retention import sweep

    return sweep(shop)


def _kinds() -> dict[str, Kind]:
    from .training_jobs import TrainArguments, train

    return {
        "index": Kind(Localized("更新搜索索引", "Bring the search index up to date"), IndexArguments, _index, lambda _: "index"),
        "import": Kind(Localized("导入文件", "Import a file"), ImportArguments, _import, lambda asked: f"import/{Path(asked.file).name}"),
        "train": Kind(Localized("训练模型", "Train a model"), TrainArguments, train, lambda asked: f"model/{asked.capability}"),
        "update": Kind(Localized("更新各模型", "Train the models anew"), UpdateArguments, _update, lambda _: "update"),
        "write": Kind(Localized("为全部商品撰写文案", "Write for all products"), WriteArguments, _write,
                      lambda asked: f"write/{asked.kind}/{asked.language}"),
        "forecast": Kind(Localized("预测销量", "Forecast demand"), ForecastArguments, _forecast, lambda _: "forecast"),
        "stock-simulation": Kind(Localized("模拟补货", "Simulate ordering"), SimulationArguments, _simulation, lambda _: "forecast"),
        "backup": Kind(Localized("备份整个店铺", "Back up the whole shop"), BackupArguments, _backup, lambda _: "backup"),
        "retention": Kind(Localized("清除过期数据", "Remove what is too old"), Nothing, _retention, lambda _: "retention"),
        "reviews": Kind(Localized("解读评价", "Read the reviews"), ReviewsArguments, _reviews, lambda _: "reviews"),
    }


KINDS: dict[str, Kind] = _kinds()


def queue(
    shop: Shop, kind: str, arguments: Mapping[str, Any], now: datetime, *, anywhere: bool = False, key: str | None = None,
    priority: int = 0, not_before: datetime | None = None, tries: int = TRIES,
) -> Job:
    """Queues a job; the one that there is when `key` is taken by a job of the same kind and arguments, else `Conflict`. `anywhere`: files
    may lie anywhere on this machine, as on the command line, not only in the shop's folder `imports`. `InvalidQuery` and `InvalidFile`
    say what is wrong with the arguments."""
    asked = checked(shop, kind, arguments, anywhere=anywhere)
    values = asked.model_dump(exclude_defaults=True)
    job = shop.store.queue.add(kind, values, now, key=key, lane=KINDS[kind].lane(asked), priority=priority, not_before=not_before,
                               tries=tries)
    if (job.kind, job.arguments) != (kind, values):
        raise Conflict(f"key: {key!r} is that of job {job.id}, which is another one ({job.kind})")
    return job


def plan(
    shop: Shop, id: str, kind: str, arguments: Mapping[str, Any], now: datetime, *, anywhere: bool = False, minutes: int = 0, at: str = "",
    timezone: str = "UTC",
) -> Schedule:
    """Keeps a schedule of a job, see `shop.job.Schedule`, in place of the one of this id."""
    asked = checked(shop, kind, arguments, anywhere=anywhere)
    schedule = Schedule(id, kind, asked.model_dump(exclude_defaults=True), KINDS[kind].lane(asked), minutes, at, timezone)
    shop.store.schedules.put(schedule, now)
    return schedule


def checked(shop: Shop, kind: str, arguments: Mapping[str, Any], *, anywhere: bool = False) -> Any:
    """The arguments as a job of this kind takes them, the paths of files absolute."""
    asked = read(kind, arguments)
    for name in asked.local:
        if getattr(asked, name) and not anywhere:
            raise InvalidQuery(f"{kind}: {name} can be given on the command line only")
    folder = None if anywhere else shop.data_dir / IMPORTS
    paths = {name: _file(f"{kind}: {name}", path, folder) for name in asked.files if (path := getattr(asked, name))}
    return asked.model_copy(update=paths)


def read(kind: str, arguments: Mapping[str, Any], kinds: Mapping[str, Kind] = KINDS) -> Any:
    """The arguments of a kind, with defaults for what is left out; `InvalidQuery` says what is wrong."""
    if kind not in kinds:
        raise InvalidQuery(f"kind: expected one of {', '.join(kinds)}, got {kind!r}")
    try:
        return kinds[kind].arguments.model_validate(dict(arguments))
    except ValidationError as error:
        raise InvalidQuery(f"{kind}: {_sentence(error, kinds[kind].arguments)}") from None


def _sentence(error: ValidationError, arguments: type[Arguments]) -> str:
    problem = error.errors()[0]
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"there is no argument {name}; expected {', '.join(arguments.model_fields) or 'none'}"
    if problem["type"] == "missing":
        return f"{name} is missing ({arguments.model_fields[name].description})"
    message = problem["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
    return f"{name}: {message}, got {str(problem['input'])[:80]!r}" if name else message


def _file(where: str, path: str, folder: Path | None) -> str:
    """The absolute path of a file, which must lie in `folder`, also by its links, where one is given."""
    if folder is None:
        found = Path(path).absolute()
    else:
        found = (folder / path).resolve()
        if not found.is_relative_to(folder.resolve()):
            raise InvalidFile(f"{where}: expected the name of a file in {folder}, got {path!r}")
    if not found.is_file():
        raise InvalidFile(f"{where}: there is no file {found}")
    return str(found)


def described() -> Sequence[tuple[str, str, list[tuple[str, str]]]]:
    """Each kind with its name in English and its arguments with what they mean, as the documentation shows them."""
    return [
        (name, kind.title.en or "", [(each, field.description or "") for each, field in kind.arguments.model_fields.items()])
        for name, kind in KINDS.items()
    ]
