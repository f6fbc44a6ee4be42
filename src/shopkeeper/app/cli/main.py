"""The command `shopkeeper`: its commands, and how every error becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from copy import copy
from functools import cache

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_name, get_group

from ...shop import ShopkeeperError
from . import (
    audit,
    backup,
    campaign,
    catalog,
    catalogue,
    chat,
    claims,
    conversations,
    customers,
    demo,
    doctor,
    evaluate,
    experiments,
    export,
    find,
    forecasts,
    generate,
    jobs,
    judgments,
    keys,
    mcp,
    models,
    opinions,
    privacy,
    purchases,
    quality,
    recommend,
    reorder,
    reviews,
    rules,
    searches,
    serve,
    simulation,
    synonyms,
    train,
    update,
    users,
    webhooks,
    worker,
    write,
)  # fmt: skip
from .output import remark, say

DONE, BAD_INPUT, INTERRUPTED, FAILED = 0, 2, 130, 70

app = typer.Typer(
    name="shopkeeper", add_completion=False, pretty_exceptions_enable=False,
    help="掌柜 · The AI shopkeeper that a shop runs itself, in Chinese and English.",
    epilog="Exit code: 0 done; 1 the answer is no, or a gate failed; 2 bad input.",
)
app.command()(demo.demo)
app.command()(catalogue.init)
app.command("import")(catalogue.import_)
app.command()(catalogue.index)
app.command()(export.export)
app.command()(quality.quality)
app.command()(find.search)
app.command()(find.suggest)
app.command()(find.similar)
app.command()(find.similarity)
app.command()(find.match)
app.command()(recommend.recommend)
app.command()(reviews.sentiment)
app.command("reviews")(opinions.reviews)
app.command()(forecasts.forecast)
app.command("what-if")(reorder.what_if)
app.command()(reorder.reorder)
app.add_typer(purchases.app, name="purchases")
app.command("stock-classes")(reorder.classes)
app.command("stock-simulation")(simulation.simulation)
app.command("classify")(catalog.classify)
app.command("attributes")(catalog.attributes)
app.command("price")(catalog.price)
app.command("duplicates")(catalog.duplicates)
app.command()(generate.generate)
app.add_typer(claims.app, name="claims")
app.command()(chat.chat)
app.command()(write.write)
app.add_typer(write.app, name="drafts")
app.add_typer(conversations.app, name="conversations")
app.add_typer(customers.app, name="customers")
app.add_typer(campaign.app, name="campaign")
app.add_typer(synonyms.app, name="synonyms")
app.add_typer(rules.app, name="rules")
app.add_typer(judgments.app, name="judgments")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(keys.app, name="keys")
app.add_typer(users.app, name="users")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(experiments.app, name="experiments")
app.add_typer(searches.app, name="searches")
app.add_typer(train.app, name="train")
app.add_typer(models.app, name="models")
app.command()(update.update)
app.command()(serve.serve)
app.command()(worker.worker)
app.add_typer(jobs.app, name="jobs")
app.command()(mcp.mcp)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(backup.migrate)
app.add_typer(audit.app, name="audit")
app.command()(privacy.erase)
app.command()(privacy.retention)


@app.command()
def version() -> None:
    """Prints the version."""
    from ... import __version__

    say(__version__)


def main() -> None:
    """Runs the command line of this process and exits."""
    from ..discreet import discreet

    discreet()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    sys.exit(code)


def run(args: Sequence[str]) -> int:
    """Runs one command and answers its exit code; prints a sentence instead of raising."""
    try:
        asked = ["version"] if list(args) == ["--version"] else list(args) or ["--help"]
        command = _begun_by(asked[0] if asked[0] in _first_words() else "")
        # Not `app(...)`, which answers interrupts and broken pipes in its own way.
        with command.make_context("shopkeeper", asked) as context:
            command.invoke(context)
        return DONE
    except typer.Exit as exit:
        return exit.exit_code
    except ShopkeeperError as error:
        remark(str(error))
        return BAD_INPUT
    except TyperException as error:
        remark(_usage(error))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        remark("interrupted; run the same command to go on")
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return DONE
    except Exception as error:
        return _unexpected(error, args)


@cache
def _first_words() -> frozenset[str]:
    return frozenset([*map(_word, app.registered_commands), *(str(each.name) for each in app.registered_groups)])


def _word(command: typer.models.CommandInfo) -> str:
    return command.name or get_command_name(command.callback.__name__ if command.callback else "")


@cache
def _begun_by(first: str) -> TyperGroup:
    """The commands that a first word begins, or all of them for "": to build the whole tree takes longer than most commands take."""
    part = copy(app)
    if first:
        part.registered_commands = [each for each in app.registered_commands if _word(each) == first]
        part.registered_groups = [each for each in app.registered_groups if each.name == first]
    return get_group(part)


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"{message.rstrip('.')}. See: {context.command_path} --help" if context and message else message


def _discard_output() -> None:
    # The reader went away (`| head`): nothing is wrong, and the interpreter's own flush at exit must not fail either.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception, args: Sequence[str]) -> int:
    import traceback

    from .errors import log_file, wants_traceback

    text = "".join(traceback.format_exception(error))
    if wants_traceback():
        remark(text)
        return FAILED
    path = log_file(args, text)
    if isinstance(error, OSError) and error.filename:  # a folder that may not be written, a full disk
        remark(f"{error.filename}: {error.strerror}; details in {path}")
        return BAD_INPUT
    remark(f"unexpected {type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}; details in {path}")
    return FAILED
