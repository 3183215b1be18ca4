"""The options that several commands share, and what they choose."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from policydiff.cli.config import (
    LIMITS,
    complete_codebook,
    complete_field,
    complete_file,
    complete_plan,
    file_option,
    find_config,
    load_config,
    placed,
)
from policydiff.cli.messages import DEBUG
from policydiff.cli.output import Sink
from policydiff.errors import UsageError

if TYPE_CHECKING:
    from policydiff.model import Depth
    from policydiff.pipeline.catalogue import Catalogue
    from policydiff.pipeline.compare import Choices
    from policydiff.reviewing import Decision
    from policydiff.settings import Settings

AUTO = "auto"
GUESSING_RULES = ("torn-characters", "lost-digit", "lost-indent")
"""The rules of cleaning that win back what was destroyed; --no-repair leaves them out."""

Function = Callable[..., Any]
Decorator = Callable[[Function], Function]


class Inputs(Struct, frozen=True):
    """How plans are found, read and matched."""

    catalogue: str | None
    codebook: str
    field: str
    settings: Settings

    def listed(self) -> Catalogue | None:
        """Load the catalogue, if there is one."""
        from policydiff.pipeline.catalogue import load_catalogue

        return load_catalogue(self.catalogue) if self.catalogue else None

    def choices(self, decisions: Sequence[Decision] = ()) -> Choices:
        """Return what is chosen for a comparison, with what was decided so far."""
        from policydiff.pipeline.compare import Choices

        return Choices(self.settings, self.codebook, self.field, tuple(decisions))


def plan_arguments(function: Function) -> Function:
    """Take one plan or more."""
    return click.argument(
        "plans", nargs=-1, required=True, metavar="PLAN...", shell_complete=complete_plan
    )(function)


def _remember_debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.meta[DEBUG] = value


debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_remember_debug,
    is_eager=True,
    help="Show where an error comes from.",
)


class DepthType(click.ParamType):  # type: ignore[type-arg]  # generic in stubs of click 8.3 alone
    """A depth: item, paragraph, or a number from 1."""

    name = "item|paragraph|N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Depth | int:
        """Read the option. Fails with a usage error where it is none of these."""
        from policydiff.model import Depth

        if isinstance(value, Depth | int):
            return value
        if str(value).isdecimal() and int(value) > 0:
            return int(value)
        try:
            return Depth(value)
        except ValueError:
            self.fail(f"{value!r} is neither item nor paragraph nor a number from 1", param, ctx)


_READING = (
    file_option("--catalogue", says="Where plans are listed by id (TOML)."),
    click.option("--encoding", metavar="NAME", help="Encoding of the plans; default: detected."),
    click.option("--no-repair", is_flag=True, help="Leave destroyed characters as they stand."),
)
_PARSING = (
    click.option(
        "--depth",
        type=DepthType(),
        help="What is a task: item (the numbered items), paragraph (those inside them), or a level "
        "of the outline, 1 being the outermost; default: a general work report by paragraph, any "
        "other plan by item.",
    ),
    click.option(
        "--include",
        multiple=True,
        type=click.Choice(["review", "guidance", "outlook", "schedule"]),
        help="Read as tasks what is set apart: the review of past work (工作回顾), general "
        "requirements (总体要求), the outlook on the next five years, timetables (实施步骤). "
        "Repeatable.",
    ),
)
_CODEBOOK = click.option(
    "--codebook",
    metavar="NAME|FILE",
    shell_complete=complete_codebook,
    help="A field's name, induced, auto (default), or a TOML file.",
)
_FIELD = click.option(
    "--field",
    metavar="NAME",
    shell_complete=complete_field,
    help="What the plans are about: agriculture, education, environment, health, security, "
    "general, or auto (default). It brings codebook and thesaurus.",
)
_THESAURUS = file_option("--thesaurus", says="Words that mean the same (TOML).")


decisions_option = file_option(
    "--decisions",
    says="Decisions of people on links (人工审定); default: decisions.tsv, if it is there.",
)
FOLDER_HINT = "a folder of reports is what compare FOLDER writes; else name a file: -o report.html"
STDOUT = "-"
DECISIONS_FILE = "decisions.tsv"


def decisions_file(named: str | None) -> str:
    """Return the decisions file that is meant: the one named, the configured one, the usual one."""
    if named:
        return named
    config = load_config()
    return config.decisions or str(Path(config.folder, DECISIONS_FILE))


def decided(named: str | None, skip_broken: bool) -> tuple[Decision, ...]:
    """Return the decisions that apply: of the file named, else of the usual one if it is there.

    Raises ReviewError for a named file that is not there, and for broken lines unless skipped.
    """
    path = decisions_file(named)
    if not Path(path).exists():
        if named:
            raise UsageError(f"{path}: no such file", hint="policydiff review PREV CUR begins one")
        return ()
    from policydiff.reviewing.store import load_decisions, require_whole

    file = load_decisions(path)
    if not skip_broken:
        require_whole(file, path)
    return file.decisions


def review_settings(settings: Settings, locked: bool) -> Settings:
    """Return the settings that leave open, if so asked, what nobody has looked at."""
    return replace(settings, reviewing=replace(settings.reviewing, locked=locked))


def input_options(
    *, parsing: bool = True, codebook: bool = True, matching: bool = True
) -> Decorator:
    """Add the options on input that a command has; they arrive as ``inputs``."""
    options = [*_READING]
    options += _PARSING if parsing else ()
    options += [_FIELD, _CODEBOOK] if codebook else []
    options += [_THESAURUS] if matching else []

    def decorate(function: Function) -> Function:
        @wraps(function)
        def wrapper(
            *args: Any,
            catalogue: str | None,
            encoding: str | None,
            no_repair: bool,
            depth: Depth | int | None = None,
            include: tuple[str, ...] = (),
            codebook: str | None = None,
            field: str | None = None,
            thesaurus: str | None = None,
            **rest: Any,
        ) -> Any:
            config = load_config()
            settings = _settings(encoding, no_repair, depth, include, thesaurus or config.thesaurus)
            settings = with_limits(settings, config.limits)
            inputs = Inputs(
                catalogue or config.catalogue,
                codebook or config.codebook or AUTO,
                field or config.field or AUTO,
                settings,
            )
            asked = {
                "catalogue": catalogue,
                "codebook": codebook,
                "field": field,
                "thesaurus": thesaurus,
            }
            with placed(config, [key for key, value in asked.items() if not value]):
                return function(*args, inputs=inputs, **rest)

        return _stack(options, wrapper)

    return decorate


def _settings(
    encoding: str | None,
    no_repair: bool,
    depth: Depth | int | None,
    include: tuple[str, ...],
    thesaurus: str | None,
) -> Settings:
    from policydiff.model import Part
    from policydiff.settings import Settings

    settings = Settings()
    skipped = GUESSING_RULES if no_repair else ()
    return replace(
        settings,
        reading=replace(settings.reading, encoding=encoding, skip_rules=skipped),
        parsing=replace(settings.parsing, depth=depth, include=tuple(Part(x) for x in include)),
        matching=replace(settings.matching, thesaurus=thesaurus),
    )


def with_limits(settings: Settings, limits: Sequence[tuple[str, int]]) -> Settings:
    """Return the settings with the limits that the configuration sets."""
    for name, limit in limits:
        room = LIMITS[name]
        raised = replace(getattr(settings, room), **{name: limit})
        settings = replace(settings, **{room: raised})
    return settings


def _output(formats: Sequence[str]) -> tuple[Decorator, ...]:
    return (
        click.option(
            "-f",
            "--format",
            "format_name",
            type=click.Choice(formats),
            metavar="FORMAT",
            help=f"Format on stdout: {', '.join(formats)}; default: {formats[0]}, with -o none.",
        ),
        click.option(
            "-o",
            "--output",
            "files",
            multiple=True,
            metavar="FILE",
            shell_complete=complete_file,
            help="Write FILE, in the format of its suffix; repeatable; - is stdout.",
        ),
        click.option(
            "--lang",
            type=click.Choice(["auto", "zh", "en"]),
            help="Language of labels, help and messages; auto: that of the locale, and where it"
            " names none (C), labels as the plans, in Chinese, all else in English.",
        ),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default=AUTO,
            help="Colours; NO_COLOR and FORCE_COLOR count too.",
        ),
        click.option(
            "--width",
            type=click.IntRange(40, 1000),
            help="Cells to a line; default: the terminal's, else COLUMNS, else 120.",
        ),
        click.option(
            "--no-pager", is_flag=True, help="Print long tables on a terminal as they are."
        ),
        debug_option,
    )


def output_options(*formats: str) -> Decorator:
    """Add the options on output; they arrive as ``sink``. The first format is the default."""

    def decorate(function: Function) -> Function:
        @wraps(function)
        def wrapper(
            *args: Any,
            format_name: str | None,
            files: tuple[str, ...],
            lang: str | None,
            color: str,
            width: int | None,
            no_pager: bool,
            **rest: Any,
        ) -> Any:
            written = tuple(name for name in files if name != STDOUT)
            chosen = format_name or (None if written and written == files else formats[0])
            files = written
            folder = next((name for name in files if name.endswith(("/", os.sep))), None)
            files = tuple(name for name in files if name != folder)
            language = lang or load_config().lang or AUTO
            sink = Sink(chosen, files, language, color, width, not no_pager, folder)
            if folder:
                _require_folders(folder, rest.get("plans") or ())
            sink.check(formats, _named_files(rest) if files else ())
            return function(*args, sink=sink, **rest)

        return _stack(_output(formats), wrapper)

    return decorate


def _require_folders(output: str, plans: Sequence[str]) -> None:
    """Raise UsageError for a folder of reports where no folder of plans is compared."""
    from policydiff.reading import is_folder

    if not any(is_folder(name) for name in plans):
        raise UsageError(f"{output}: is a folder", hint=FOLDER_HINT)


def _named_files(values: dict[str, Any]) -> tuple[str, ...]:
    """Return the files that a command reads: no output may take the place of one."""
    names = ("plan", "previous", "current", "result", "template", "gold", "decisions")
    plans = [*(values.get("plans") or ()), *(values.get(name) for name in names)]
    named = [name for name in plans if isinstance(name, str)]
    inputs = values.get("inputs")
    own = [find_config(), decisions_file(None)]
    read = [*own, *_read_by(inputs)] if inputs else own
    catalogued = _catalogued(inputs.catalogue) if inputs else ()
    return (*named, *(name.partition("=")[2] or name for name in named), *read, *catalogued)


def _read_by(inputs: Inputs) -> tuple[str, ...]:
    said = (inputs.catalogue, inputs.codebook, inputs.settings.matching.thesaurus)
    return tuple(name for name in said if name)


def _catalogued(catalogue: str | None) -> tuple[str, ...]:
    """Return the files of the plans that are called by their ids."""
    from policydiff.errors import PolicyDiffError
    from policydiff.pipeline.catalogue import load_catalogue

    if catalogue is None:
        return ()
    try:
        return tuple(entry.path for entry in load_catalogue(catalogue).entries)
    except PolicyDiffError:
        return ()  # told where it is needed


def _stack(options: Any, function: Function) -> Function:
    for option in reversed(options):
        function = option(function)
    return function
