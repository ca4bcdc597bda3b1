"""Commands around the codebook: look for slips, compare versions, lock, show, begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from toolkit.preprocess import TokenizedUnits
    from toolkit.runs import Experiment
    from toolkit.themes import Codebook, LockedDocuments

codebook_app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Look for slips in a codebook, compare versions, lock it, show it, begin one.",
)
CodebookPath = Annotated[Path, typer.Argument(help="The codebook (YAML).", show_default=False)]
ExperimentPath = Annotated[Path | None, typer.Option(help="The experiment that uses it (YAML).")]


@codebook_app.command()
def lint(
    file: CodebookPath,
    experiment: ExperimentPath = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too.")] = False,
) -> None:
    """Look for what is allowed and hardly meant; with an experiment, for terms its corpus never has.

    Exit code 0: no errors; 1: errors; 2: the file is no valid codebook.
    """
    from toolkit.preprocess import Tokenizer
    from toolkit.themes.codebook import read_codebook_file
    from toolkit.themes.codebook.linting import SEVERITIES, lint

    read = read_codebook_file(file)
    coverage = _coverage(experiment, read.codebook) if experiment else None
    found = lint(read.codebook, read.lines, Tokenizer(compounds=read.codebook.compounds), coverage)
    for finding in found:
        if notes or finding.severity != "note":
            typer.echo(f"{file} {finding}")
    counts = {kind: sum(finding.severity == kind for finding in found) for kind in SEVERITIES}
    told = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items())
    typer.echo(told + (" (--notes shows them)" if counts["note"] and not notes else ""))
    if counts["error"]:
        raise typer.Exit(1)


@codebook_app.command()
def diff(old: CodebookPath, new: CodebookPath) -> None:
    """Show what one version says otherwise than another, theme by theme.

    Exit code 0: they say the same; 1: they differ; 2: one is no valid codebook.
    """
    from toolkit.themes.codebook import differences, read_codebook

    before, after = read_codebook(old), read_codebook(new)
    found = differences(before, after)
    place = ""
    for difference in found:
        if difference.place != place:
            place = difference.place
            typer.echo(place)
        sign = {"added": "+", "removed": "-", "changed": "~"}[difference.change]
        typer.echo(f"  {sign} {difference.what}" + (f": {difference.detail}" if difference.detail else ""))
    if found:
        raise typer.Exit(1)
    is_same = before.digest == after.digest
    typer.echo("They say the same." if is_same else "They say the same, in another order.")


@codebook_app.command()
def lock(
    file: CodebookPath,
    experiment: ExperimentPath = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a lock that says something else.")] = False,
    because: Annotated[str, typer.Option(help="Why, and when in your work; --force needs it.")] = "",
) -> None:
    """Record what the codebook says, and when: before the first fit, in FILE.lock.json.

    With an experiment its split into discovery and estimation is recorded too, and which documents are where:
    those that may have been read stay in discovery from then on, so a lock with a split is replaced with the
    experiment alone. Earlier locks that --force replaces stay in the file, with what was changed.
    """
    from datetime import UTC, datetime

    import toolkit
    from toolkit.errors import InvalidInput, Problem
    from toolkit.themes.codebook import lock_codebook, lock_path, read_codebook, read_lock
    from toolkit.themes.codebook.lock import lock_text

    if force != bool(because.strip()):
        reason = "--force and --because go together"
        raise InvalidInput(
            [Problem("toolkit codebook lock", reason, '--force --because "typo, before any fit"')]
        )
    codebook, path = read_codebook(file), lock_path(file)
    earlier = read_lock(path) if path.exists() else None
    if experiment:
        _require_own(file, experiment)
    elif earlier and (earlier.split or earlier.documents):
        reason = "holds a split, and what was read under it stays read"
        raise InvalidInput(
            [Problem(str(path), reason, "name the experiment that declares the split: --experiment FILE")]
        )
    split = _load(experiment).split if experiment else None
    documents, doubt = _lockable(experiment, codebook) if experiment and split else (None, "")
    now = datetime.now(UTC).replace(microsecond=0)
    made = lock_codebook(
        codebook, now, toolkit.__version__, split and split.digest, earlier, because, documents
    )
    if doubt:
        typer.echo(f"{doubt} The lock does not count these as unread, and a run is exploratory.", err=True)
    if made is earlier:
        typer.echo(f"{path}: locked already, on {made.time:%Y-%m-%d %H:%M} UTC ({made.digest[:8]}).")
        if documents and made.documents != documents:
            what = "Documents are not recorded in it" if made.documents is None else "The corpus has changed"
            remedy = '--force --because "…" records which ones are in which half now'
            typer.echo(f"{what}: {remedy}. The day of the lock stays.")
        return
    _write(path, lock_text(made))
    typer.echo(
        f"{path}: {made.id} {made.version} is locked ({made.digest[:8]}). Put it under version control."
    )
    if documents:
        halves = f"{len(documents.discovery)} for discovery and {len(documents.estimation)} for estimation"
        typer.echo(f"Its documents are recorded: {halves}.")


@codebook_app.command()
def split(
    experiment: Annotated[Path, typer.Argument(help="The experiment file (YAML).", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Write every document with its half to this CSV.")] = None,
) -> None:
    """Say which documents a codebook may be written with; the others are kept for estimates.

    The codebook of the experiment need not be there yet.
    """
    from toolkit.errors import InvalidInput, Problem
    from toolkit.themes.codebook import read_codebook
    from toolkit.themes.split import documents_of, split_csv, split_documents, split_rows

    file = experiment.parent / _load(experiment).codebook
    if _load(experiment).split is None:
        remedy = "write `split: {estimation: 0.5, seed: 1}` into it"
        raise InvalidInput([Problem(str(experiment), "declares no split", remedy)])
    loaded, units = _prepared(experiment, read_codebook(file) if file.exists() else None)
    if not file.exists() and not loaded.prepare.languages:
        # the codebook's languages will decide which documents are used, and so where each one goes
        languages = f"`prepare: {{languages: [{', '.join(units.languages)}]}}`"
        typer.echo(
            f"There is no codebook yet, so languages are those of the corpus. Write {languages} into "
            f"{experiment} before you read (fewer, if you will not use all): no codebook moves texts then.",
            err=True,
        )
    choice = loaded.split
    halves = split_documents(units, choice)
    for row in split_rows(units, halves, choice.by):
        group = " ".join(row[column] for column in (*choice.by, "half"))
        typer.echo(f"{group}: {row['documents']} documents, {row['clusters']} clusters, {row['units']} units")
    typer.echo(f"To be read: {', '.join(documents_of(halves, 'discovery')) or 'none'}")
    if out:
        _write(out, split_csv(halves))
        typer.echo(f"{out}: every document with its half")


@codebook_app.command()
def show(
    file: CodebookPath,
    theme: Annotated[str | None, typer.Option(help="Only this theme.")] = None,
    language: Annotated[str | None, typer.Option(help="Only this language.")] = None,
) -> None:
    """Print definitions, rules and terms, beside those that translate them."""
    from toolkit.themes.codebook import read_codebook
    from toolkit.themes.codebook.show import print_codebook

    print_codebook(read_codebook(file), theme, language)


@codebook_app.command()
def schema() -> None:
    """Print the JSON Schema of codebooks, for editors."""
    from toolkit.themes.codebook.schema import schema_text

    typer.echo(schema_text(), nl=False)


@codebook_app.command()
def new(
    file: Annotated[Path, typer.Argument(help="Where to write it; nothing is overwritten.")],
    themes: Annotated[str, typer.Option(help="Ids of the themes, with commas between them.")],
    languages: Annotated[str, typer.Option(help="Languages, with commas between them.")] = "zh,en",
) -> None:
    """Begin a codebook: valid, commented, to be written over; with the schema for editors beside it."""
    from toolkit.errors import InvalidInput, Problem
    from toolkit.themes.codebook.schema import SCHEMA_NAME, is_schema, schema_text
    from toolkit.themes.codebook.template import new_codebook

    beside = file.with_name(SCHEMA_NAME)
    taken = [path for path in (file, beside) if path.exists() and not is_schema(path)]
    if taken:
        remedy = "choose another name or folder, or remove it"
        raise InvalidInput([Problem(str(path), "is there already", remedy) for path in taken])
    text = new_codebook(file.stem, _names(languages), _names(themes))
    _write(file, text)
    _write(beside, schema_text())
    typer.echo(f"{file}: write over what it leaves to you, then `toolkit codebook lint {file}`.")


def _write(path: Path, text: str) -> None:
    from toolkit.errors import InvalidInput, Problem
    from toolkit.files import write_atomically

    try:
        write_atomically(path, text)
    except OSError as error:
        reason = f"cannot be written ({error.strerror})"
        raise InvalidInput([Problem(str(path), reason, "name a folder that you may write to")]) from None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _load(path: Path) -> Experiment:
    from toolkit.runs import load_experiment

    return load_experiment(path)


def _prepared(path: Path, codebook: Codebook | None) -> tuple[Experiment, TokenizedUnits]:
    """Prepare an experiment's corpus as a run does; without a codebook yet, in every language there is."""
    from toolkit.corpus import read_corpus
    from toolkit.preprocess import prepare
    from toolkit.runs.config import preparation_for, with_files
    from toolkit.runs.locking import read_lock_of, with_lock

    experiment = with_files(_load(path), path.parent)
    experiment = with_lock(experiment, read_lock_of(experiment, path.parent))
    corpus = read_corpus(experiment.corpus, path.parent)
    rules = preparation_for(experiment, codebook) if codebook else experiment.prepare
    return experiment, prepare(corpus, rules, codebook.compounds if codebook else {})


def _require_own(file: Path, experiment: Path) -> None:
    """Refuse a codebook that is not the experiment's: its lock would hold another one's texts."""
    from toolkit.errors import InvalidInput, Problem

    own = experiment.parent / _load(experiment).codebook
    if own.resolve() != file.resolve():
        remedy = f"lock {own}, or name the experiment of {file}"
        raise InvalidInput([Problem(str(experiment), f"uses {own}, not {file}", remedy)])


def _lockable(path: Path, codebook: Codebook) -> tuple[LockedDocuments, str]:
    """Give an experiment's documents, to be locked, and why read ones may be among those to estimate from."""
    from toolkit.themes import LockedSplit, lockable_documents, moves

    experiment, units = _prepared(path, codebook)
    split = experiment.split
    doubt = moves(units, split).doubt if isinstance(split, LockedSplit) else ""
    return lockable_documents(units, split), doubt


def _coverage(path: Path, codebook: Codebook) -> list[dict]:
    """Follow the codebook's terms into an experiment's corpus; of a split one, into the discovery half."""
    from toolkit.themes.coverage import term_coverage
    from toolkit.themes.split import documents_of, halves_of, sets_aside, subset

    experiment, units = _prepared(path, codebook)
    halves = halves_of(units, experiment.split)
    is_split = halves is not None and sets_aside(experiment.split, halves)
    if is_split:
        units = subset(units, documents_of(halves, "discovery"))
    typer.echo(
        f"{path}: {len(units.documents)} documents{' of the discovery half' if is_split else ''} looked at"
    )
    return term_coverage(units, codebook)
