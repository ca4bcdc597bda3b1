"""Human codes on the command line: plan, sample, score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from toolkit.reports import Table
    from toolkit.runs.coding import CodingProject, Drawn
    from toolkit.themes import Codes
    from toolkit.themes.gold import GoldSample

gold_app = typer.Typer(
    no_args_is_help=True, help="Human codes: how many to code, sheets for coders, how well it went."
)
ExperimentFile = Annotated[Path, typer.Argument(help="The experiment file (YAML).", show_default=False)]
Files = Annotated[list[Path], typer.Option(help="A sheet that came back; once for each.", show_default=False)]
Partial = Annotated[bool, typer.Option("--partial", help="Leave out rows that are wrong, and say so.")]
Sensitivity = Annotated[
    float, typer.Option(help="Share of a theme's units that the dictionary is thought to find.")
]
Specificity = Annotated[
    float, typer.Option(help="Share of the other units that it is thought to leave alone.")
]
SampleFile = Annotated[
    Path | None, typer.Option(help="The sample.csv that the sheets were made from.", show_default=False)
]
Half = Annotated[
    Literal["estimation", "discovery", "all"] | None,
    typer.Option(
        help="Documents to draw from.", show_default="estimation where a split is declared, else all"
    ),
]


@gold_app.command()
def plan(
    experiment: ExperimentFile,
    width: Annotated[float, typer.Option(min=0.001, max=1, help="Wanted width of the intervals.")] = 0.1,
    sensitivity: Sensitivity = 0.7,
    specificity: Specificity = 0.95,
    codes: Annotated[list[Path] | None, typer.Option(help="Sheets of a pilot, to learn both from.")] = None,
    sample: SampleFile = None,
    coders: Annotated[int, typer.Option(min=1, help="How many people code.")] = 2,
    overlap: Annotated[float, typer.Option(min=0, max=1, help="Share that everyone codes.")] = 0.2,
    themes: Annotated[str, typer.Option(help="Themes that matter, with commas; all by default.")] = "",
    half: Half = None,
    out: Annotated[Path | None, typer.Option(help="Write the table here (CSV).", show_default=False)] = None,
) -> None:
    """Say how many units to code so that intervals of corrected shares are as narrow as wanted."""
    from toolkit.reports.gold_tables import plan_table
    from toolkit.themes import Dictionary
    from toolkit.themes.gold import Accuracy, accuracies, sort_units
    from toolkit.themes.gold import plan as plan_coding

    project = _open(experiment)
    pilot = None
    if codes:
        known = _codes(project, codes, sample, partial=False)
        pilot = accuracies(known, project.units, Dictionary().read(project.units, project.codebook))
        learned = ", ".join(" ".join(pair) for pair in pilot)
        typer.echo(f"Known from the pilot: {learned or 'nothing, it is too small'}.")
    accuracy = _settings(Accuracy, sensitivity=sensitivity, specificity=specificity)
    drawn_from, project = project.drawn_from(half)
    strata = sort_units(project.units, project.codebook)
    planned = plan_coding(strata, accuracy, pilot, themes=_themes(project, themes))
    table = plan_table(planned.rows(width), project.stamp, project.labels)
    _show(table)
    needed = planned.needed(width)
    readings = round(needed * (1 + overlap * (coders - 1)))
    typer.echo(
        f"Code {needed} of {len(project.units)} units{_of(drawn_from)}: {readings} readings by {coders} "
        f"coders, about {round(readings / coders)} each, if {overlap:.0%} are coded by all."
    )
    chosen = f" --half {half}" if half else ""
    typer.echo(
        f"Next: toolkit gold sample {experiment} --units {needed} --coders NAME,NAME{chosen} --out FOLDER"
    )
    if out is not None:
        _write(out, table)


@gold_app.command()
def sample(
    experiment: ExperimentFile,
    units: Annotated[int, typer.Option(min=1, help="How many units to code.", show_default=False)],
    coders: Annotated[str, typer.Option(help="Names, with commas: anna,bo.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder for the sheets.", show_default=False)],
    seed: Annotated[int, typer.Option(help="Start of the random draws.")] = 0,
    overlap: Annotated[float, typer.Option(min=0, max=1, help="Share that everyone codes.")] = 0.2,
    allocation: Annotated[
        Literal["neyman", "proportionate"], typer.Option(help="How many units of each stratum.")
    ] = "neyman",
    sensitivity: Sensitivity = 0.7,
    specificity: Specificity = 0.95,
    half: Half = None,
    neighbours: Annotated[int, typer.Option(min=0, help="Units around, to look at on the page.")] = 1,
) -> None:
    """Draw units and write blinded sheets for each coder: CSV, spreadsheet, and a page that works offline."""
    from toolkit.themes.gold import Accuracy, SampleRules, draw_sample, write_sample, write_sheets

    if any(out.glob("sample.*")) or any(out.glob("codes-*")):
        _refuse(str(out), "holds a sample already, and coders may be at work on it", "name another folder")
    rules = _settings(
        SampleRules,
        units=units,
        coders=tuple(name.strip() for name in coders.split(",") if name.strip()),
        overlap=overlap,
        seed=seed,
        allocation=allocation,
        accuracy=_settings(Accuracy, sensitivity=sensitivity, specificity=specificity),
    )
    drawn_from, project = _open(experiment).drawn_from(half)
    drawn = draw_sample(project.units, project.codebook, rules, project.facts(drawn_from))
    title = project.experiment.title or project.experiment.name
    _try_folder(out)
    for path in write_sheets(out, drawn, project.units, project.codebook, title, neighbours):
        typer.echo(f"sheet:   {path}")
    write_sample(out / "sample.csv", drawn)
    typer.echo(f"sample:  {out / 'sample.csv'}  (keep it with sample.json: probabilities are in it)")
    documents = len({unit.doc for unit in drawn.drawn})
    typer.echo(
        f"{len(drawn.drawn)} units of {documents} documents{_of(drawn_from)}. "
        "Sheets hold your texts: look at your rights."
    )


@gold_app.command()
def score(
    experiment: ExperimentFile,
    codes: Files,
    sample: SampleFile = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for tables.", show_default="results/…-gold")
    ] = None,
    results: Annotated[Path, typer.Option(help="Folder of finished runs.")] = Path("results"),
    partial: Partial = False,
    coders_only: Annotated[bool, typer.Option("--coders-only", help="Do not measure instruments.")] = False,
) -> None:
    """Measure coders against each other and instruments against coders; list what coders must settle."""
    from toolkit.reports.gold_tables import human_machine_table, reliability_table
    from toolkit.themes.gold import consensus_rows, human_machine, reliability, to_csv

    project = _open(experiment)
    known = _codes(project, codes, sample, partial)
    half, drawn_from = _stands_for(project, known, sample)
    folder = Path("results") / f"{project.experiment.name}-gold" if out is None else out
    tables = [reliability_table(reliability(known, project.units), drawn_from.stamp, project.labels)]
    if not coders_only:
        from toolkit.runs.coding import instrument_scores

        scores, source = instrument_scores(project, results)
        typer.echo(f"Instruments: {source}.")
        rows = human_machine(known, project.units, scores)
        tables.append(human_machine_table(rows, drawn_from.stamp, project.labels, half))
    for table in tables:
        _show(table)
        _write(folder / f"{table.name}.csv", table)
    open_rows = consensus_rows(known, project.units)
    if open_rows:
        from toolkit.files import write_atomically

        path = folder / "consensus.csv"
        if path.exists():
            typer.echo(f"{path} is left as it is: somebody may have settled units in it.", err=True)
        else:
            write_atomically(path, to_csv(open_rows, known.themes))
        typer.echo(
            f"Coders differ on {len(open_rows)} units. Settle them in {path}, then add --codes {path}."
        )
    typer.echo(f"tables:  {folder}")


def _open(experiment: Path) -> CodingProject:
    from toolkit.runs.coding import open_project

    return open_project(experiment)


def _codes(project: CodingProject, paths: list[Path], sample: Path | None, partial: bool) -> Codes:
    from toolkit.themes.gold import read_codes, read_sample

    drawn: GoldSample | None = read_sample(sample) if sample else None
    known = read_codes(paths, project.units, project.codebook, drawn, partial, project.halves)
    for note in known.notes:
        typer.echo(note, err=True)
    return known


def _stands_for(project: CodingProject, known: Codes, sample: Path | None) -> tuple[Drawn, CodingProject]:
    """Say which documents the coded units stand for: those of the sample's half, where its draw is known."""
    from toolkit.themes.gold import read_sample

    is_weighted = sample is not None and known.has_probabilities and project.halves is not None
    return project.drawn_from(read_sample(sample).half if is_weighted else "all")


def _of(half: str) -> str:
    return "" if half == "all" else f" of the {half} half"


def _themes(project: CodingProject, names: str) -> tuple[str, ...]:
    from toolkit.errors import nearest

    wanted = tuple(name.strip() for name in names.split(",") if name.strip())
    for name in wanted:
        if name not in project.codebook.theme_ids:
            _refuse(
                "--themes", f"the codebook has no theme '{name}'", nearest(name, project.codebook.theme_ids)
            )
    return wanted or project.codebook.theme_ids


def _settings(kind: Any, **values: Any) -> Any:
    """Make settings from options; what does not fit is told like every other wrong input."""
    from pydantic import ValidationError

    from toolkit.errors import InvalidInput, Problem

    try:
        return kind(**values)
    except ValidationError as error:
        problems = [
            Problem(f"--{fault['loc'][0]}", fault["msg"].removeprefix("Value error, "), "see --help")
            for fault in error.errors()
        ]
        raise InvalidInput(problems) from None


def _refuse(place: str, reason: str, remedy: str) -> NoReturn:
    from toolkit.errors import InvalidInput, Problem

    raise InvalidInput([Problem(place, reason, remedy)])


def _show(table: Table) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    # labels are never read as markup; other than on a terminal nobody knows the width
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = 150
    grid = Grid(title=table.caption, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for name in table.shown.columns:
        grid.add_column(name, overflow="fold")
    for row in table.shown.to_numpy().tolist():
        grid.add_row(*row)
    console.print(grid)
    console.print(table.note)


def _write(path: Path, table: Table) -> None:
    from toolkit.files import write_atomically

    try:
        # the mark at the start lets Excel see that the file is UTF-8
        write_atomically(path, "\ufeff" + table.to_csv())
    except OSError as error:
        _refuse(str(path), f"cannot be written ({error.strerror or error})", "name another file")


def _try_folder(folder: Path) -> None:
    from toolkit.files import try_folder

    try:
        try_folder(folder)
    except OSError as error:
        _refuse(str(folder), f"cannot be written ({error.strerror or error})", "name another folder")
