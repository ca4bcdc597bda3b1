"""A thin door: parse, call what a notebook would call, print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from toolkit.cli.codebook import codebook_app
from toolkit.cli.gold import gold_app


class _Commands(TyperGroup):
    """Commands that say what Ctrl-C leaves behind: typer would only exit."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo("Stopped. Finished stages are kept: the same command goes on from there.", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Compare themes across documents and languages, through LDA and BERTopic, from one experiment file.",
)
app.add_typer(codebook_app, name="codebook")
app.add_typer(gold_app, name="gold")
ExperimentFile = Annotated[Path, typer.Argument(help="The experiment file (YAML).", show_default=False)]
Results = Annotated[Path, typer.Option(help="Folder for results.")]


@app.command()
def run(
    experiment: ExperimentFile,
    results: Results = Path("results"),
    cache: Annotated[Path, typer.Option(help="Folder for finished stages.")] = Path(".cache"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Use no finished stage, keep none.")] = False,
    workers: Annotated[int, typer.Option(help="Processes to prepare texts in.", min=1)] = 1,
) -> None:
    """Run an experiment: from raw files to tables, figures and a report."""
    from toolkit.runs import run as run_experiment

    finished = run_experiment(experiment, results, None if fresh else cache, workers)
    facts = finished.manifest
    typer.echo(f"{facts['signature']}: {facts['documents']} documents, {facts['units']} units")
    if facts["notice"]:
        typer.echo(facts["notice"])
    unusable = finished.features.units.unusable if finished.features else ()
    for bad in unusable:
        typer.echo(f"not used: {bad.id}: {bad.reason}", err=True)
    typer.echo(f"tables:  {finished.folder / 'tables'}  ({', '.join(finished.tables)})")
    typer.echo(f"report:  {finished.report}")


@app.command()
def check(experiment: ExperimentFile) -> None:
    """Validate an experiment, its codebook and its corpus without running anything."""
    from toolkit.errors import InvalidInput
    from toolkit.runs import examine

    found = examine(experiment)
    for note in found.notes:
        typer.echo(note, err=True)
    if found.problems:
        raise InvalidInput(list(found.problems))
    typer.echo(f"{experiment} is valid.")


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="Folder of a finished run.", show_default=False)],
    experiment: ExperimentFile,
) -> None:
    """Run an experiment afresh and compare its tables and data with a finished run, byte by byte."""
    from toolkit.runs import verify as verify_run

    differences = verify_run(folder, experiment)
    if differences:
        typer.echo("\n".join(differences), err=True)
        raise typer.Exit(1)
    typer.echo(f"{folder}: every byte of tables/ and data/ is the same.")


@app.command()
def corpus(
    experiment: ExperimentFile,
    out: Annotated[Path | None, typer.Option(help="Folder for the audit.", show_default="results/…")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes to prepare the texts in.")] = 1,
) -> None:
    """Show what became of the texts, and write the audit: what was dropped, why, with examples."""
    from toolkit.reports import print_corpus
    from toolkit.runs import audit

    made = audit(experiment, out, workers)
    print_corpus(made.units, made.labels)
    if made.doubt:
        typer.echo(made.doubt, err=True)
    typer.echo(f"audit:   {made.page}  (the same as CSV: {', '.join(made.tables)})")


@app.command()
def tokens(
    text: Annotated[str, typer.Option(help="What to look at; - reads standard input.", show_default=False)],
    language: Annotated[str | None, typer.Option(help="Its language; found from the text otherwise.")] = None,
    codebook: Annotated[Path | None, typer.Option(help="Keep this codebook's terms whole.")] = None,
    experiment: Annotated[Path | None, typer.Option(help="Use this experiment's rules and codebook.")] = None,
) -> None:
    """Show what the preparation does to a sentence, step by step."""
    from toolkit.preprocess import Preparation
    from toolkit.preprocess.explanation import explain
    from toolkit.runs.config import load_experiment, with_files
    from toolkit.themes import read_codebook

    prepare = Preparation()
    if experiment:
        loaded = with_files(load_experiment(experiment), experiment.parent)
        prepare, codebook = loaded.prepare, codebook or experiment.parent / loaded.codebook
    compounds = read_codebook(codebook).compounds if codebook else {}
    shown = sys.stdin.read() if text == "-" else text
    for step in explain(shown, language, prepare.tokens, compounds, prepare.repair):
        for number, line in enumerate(step.lines):
            typer.echo(f"{'' if number else step.name:<11} {line}")


def main() -> None:
    """Run the command line: exit code 0 done, 1 failed, 2 asked wrongly, 130 stopped."""
    from toolkit.errors import InvalidInput, ToolkitError

    try:
        app()
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except ToolkitError as error:
        typer.echo(f"Failed: {error}", err=True)
        sys.exit(1)
