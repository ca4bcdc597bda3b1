"""Commands around the codebook: each does what its line of help says, with exit codes that mean something."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from toolkit.cli.codebook import codebook_app
from toolkit.errors import InvalidInput
from toolkit.themes import read_codebook
from toolkit.themes.codebook import read_lock
from toolkit.themes.codebook.lock import AlreadyLocked
from toolkit.themes.codebook.schema import SCHEMA_NAME, schema_text
from toolkit.themes.split import Split

EXAMPLE = Path(__file__).parents[2] / "experiments/codebooks/technology-policy.yaml"
TINY = """\
format: theme-codebook/0
id: tiny
version: '1'
languages: [zh, en]
themes:
  - id: farming
    label: {zh: 农业, en: Farming}
    definition: {zh: 种植。, en: Growing food.}
    terms:
      zh: [{t: 水稻, eq: rice}, {t: 幽灵, eq: ghost}]
      en: [{t: rice, eq: rice}, {t: ghost, eq: ghost}]
"""


@pytest.fixture
def codebook(tmp_path):
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, "utf-8")
    return path


def call(*arguments):
    """Call the commands; give the exit code and what was printed, and let errors through."""
    result = CliRunner().invoke(codebook_app, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_every_command_has_a_line_of_help():
    for command in codebook_app.registered_commands:
        assert command.callback.__doc__.splitlines()[0].endswith(".")


class TestLint:
    def test_warnings_leave_0_and_notes_wait_to_be_asked_for(self, codebook):
        code, printed = call("lint", codebook)
        assert code == 0
        assert f"{codebook} line 6: warning: 'farming' has no `prototypes` in zh and en" in printed
        assert "note:" not in printed
        assert printed.splitlines()[-1].startswith("0 errors, 1 warning, ")
        assert "note: 'farming' has no `examples`" in call("lint", codebook, "--notes")[1]

    def test_errors_exit_with_1(self, codebook):
        codebook.write_text(TINY.replace("{zh: 种植。, en: Growing food.}", "{}"), "utf-8")
        code, printed = call("lint", codebook)
        assert code == 1
        assert "line 8: error: 'farming' is defined in no language" in printed

    def test_an_invalid_file_is_refused(self, codebook):
        codebook.write_text(TINY.replace("label:", "lable:"), "utf-8")
        with pytest.raises(InvalidInput, match="did you mean 'label'"):
            call("lint", codebook)

    def test_with_an_experiment_the_corpus_is_asked(self, codebook, tmp_path):
        texts = tmp_path / "texts"
        texts.mkdir()
        (texts / "one.txt").write_text("水稻在雨后的田里丰收了,农民都很高兴。\n", "utf-8")
        (texts / "two.txt").write_text(
            "The rice was cut after the rain, and the farmers were glad.\n", "utf-8"
        )
        experiment = tmp_path / "experiment.yaml"
        experiment.write_text("name: tiny\ncorpus: {path: texts}\ncodebook: tiny.yaml\n", "utf-8")
        code, printed = call("lint", codebook, "--experiment", experiment)
        assert code == 0
        assert "2 documents looked at" in printed
        assert "the corpus never has the core term '幽灵'" in printed
        assert "the corpus never has the core term 'ghost'" in printed
        assert "'rice'" not in printed


class TestDiff:
    def test_the_same_exits_with_0(self, codebook, tmp_path):
        other = tmp_path / "other.yaml"
        other.write_text("# a remark\n" + TINY, "utf-8")
        assert call("diff", codebook, other) == (0, "They say the same.\n")

    def test_another_order_is_named(self, codebook, tmp_path):
        other = tmp_path / "other.yaml"
        other.write_text(
            TINY.replace(
                "{t: rice, eq: rice}, {t: ghost, eq: ghost}", "{t: ghost, eq: ghost}, {t: rice, eq: rice}"
            ),
            "utf-8",
        )
        assert call("diff", codebook, other) == (0, "They say the same, in another order.\n")

    def test_differences_exit_with_1_under_theme_and_language(self, codebook, tmp_path):
        other = tmp_path / "other.yaml"
        other.write_text(
            TINY.replace("version: '1'", "version: '2'")
            .replace("{t: ghost, eq: ghost}", "{t: ghost, tier: support}")
            .replace("{t: rice, eq: rice}", "{t: paddy, eq: rice}"),
            "utf-8",
        )
        code, printed = call("diff", codebook, other)
        assert code == 1
        assert printed.splitlines() == [
            "all themes",
            "  ~ version: 1 → 2",
            "farming · en",
            "  - term 'rice': tier core, eq rice",
            "  ~ term 'ghost': tier core → support; eq ghost → –",
            "  + term 'paddy': tier core, eq rice",
        ]


class TestLock:
    def test_a_lock_is_written_once_and_stays(self, codebook):
        code, printed = call("lock", codebook)
        assert code == 0
        assert "tiny 1 is locked" in printed
        before = Path(f"{codebook}.lock.json").read_bytes()
        assert "locked already" in call("lock", codebook)[1]
        assert Path(f"{codebook}.lock.json").read_bytes() == before
        assert read_lock(f"{codebook}.lock.json").digest == read_codebook(codebook).digest

    def test_another_content_is_refused_until_a_reason_is_given(self, codebook):
        call("lock", codebook)
        codebook.write_text(TINY.replace("{t: ghost,", "{t: spectre,"), "utf-8")
        with pytest.raises(AlreadyLocked, match="term 'spectre' added"):
            call("lock", codebook)
        code, _ = call("lock", codebook, "--force", "--because", "a slip, before any fit")
        assert code == 0
        (earlier,) = json.loads(Path(f"{codebook}.lock.json").read_text("utf-8"))["history"]
        assert earlier["because"] == "a slip, before any fit"
        assert len(earlier["changes"]) == 2

    @pytest.mark.parametrize("options", [["--force"], ["--because", "so"]])
    def test_force_and_because_go_together(self, codebook, options):
        with pytest.raises(InvalidInput, match="go together"):
            call("lock", codebook, *options)
        assert not Path(f"{codebook}.lock.json").exists()

    def test_a_broken_lock_is_not_written_over(self, codebook):
        Path(f"{codebook}.lock.json").write_text("{", "utf-8")
        with pytest.raises(InvalidInput, match="no readable lock"):
            call("lock", codebook, "--force", "--because", "so")


class TestShow:
    def test_everything_is_there(self):
        code, printed = call("show", EXAMPLE)
        assert code == 0
        told = "".join(printed.split())
        for theme in read_codebook(EXAMPLE).themes:
            for text in (
                theme.id,
                *theme.label.values(),
                *theme.definition.values(),
                *theme.include,
                *theme.exclude,
            ):
                assert "".join(text.split()) in told or len(text) > 50
            for terms in theme.terms.values():
                assert all("".join(term.t.split()) in told for term in terms)

    def test_lines_are_no_longer_than_110(self):
        from rich.cells import cell_len

        assert max(cell_len(line) for line in call("show", EXAMPLE)[1].splitlines()) <= 110

    def test_a_theme_and_a_language_alone(self):
        _, printed = call("show", EXAMPLE, "--theme", "openness", "--language", "en")
        assert "win-win" in printed
        assert "互利共赢" not in printed
        assert "self-reliance" not in printed

    def test_markup_is_left_alone(self, codebook):
        codebook.write_text(TINY.replace("Growing food.", "'[bold]Growing[/bold] food. :rice:'"), "utf-8")
        assert "[bold]Growing[/bold] food. :rice:" in call("show", codebook)[1]

    @pytest.mark.parametrize(("option", "name"), [("--theme", "farm"), ("--language", "eng")])
    def test_unknown_names_are_told_with_the_nearest(self, codebook, option, name):
        with pytest.raises(InvalidInput, match=rf"{option}: the codebook has no '{name}'(.|\n)*did you mean"):
            call("show", codebook, option, name)


@pytest.fixture
def declared(tmp_path):
    """Make an experiment over eight documents that declares a split."""
    texts = tmp_path / "texts"
    texts.mkdir()
    subjects = ("rain", "wind", "sun", "snow", "hail", "fog", "frost", "storms")
    for subject in subjects:
        text = f"The farmers of this valley speak of {subject} every day and grow rice.\n"
        (texts / f"{subject}.txt").write_text(text, "utf-8")
    path = tmp_path / "experiment.yaml"
    path.write_text(
        "name: tiny\ncorpus: {path: texts}\ncodebook: tiny.yaml\nsplit: {seed: 3}\nprepare: {languages: [en]}\n",
        "utf-8",
    )
    return path


class TestSplit:
    def test_it_names_what_may_be_read_before_there_is_a_codebook(self, declared, tmp_path):
        code, printed = call("split", declared, "--out", tmp_path / "split.csv")
        assert code == 0
        rows = dict(line.split(",") for line in (tmp_path / "split.csv").read_text("utf-8").splitlines())
        assert rows.pop("doc") == "half"
        assert len(rows) == 8
        read = sorted(doc for doc, half in rows.items() if half == "discovery")
        assert f"To be read: {', '.join(read)}\n" in printed
        assert "en discovery: 4 documents, 4 clusters, 4 units" in printed

    def test_a_codebook_that_is_there_changes_nothing(self, declared, codebook):
        with_codebook = call("split", declared)
        codebook.unlink()
        assert call("split", declared) == with_codebook

    def test_lint_looks_at_the_discovery_half_alone(self, declared, codebook):
        assert (
            "4 documents of the discovery half looked at"
            in call("lint", codebook, "--experiment", declared)[1]
        )

    def test_lint_looks_at_no_other_half_where_a_lock_knows_better_than_the_declaration(
        self, declared, codebook
    ):
        call("lock", codebook, "--experiment", declared)
        declared.write_text(declared.read_text("utf-8").replace("seed: 3", "estimation: 1"), "utf-8")
        assert (
            "4 documents of the discovery half looked at"
            in call("lint", codebook, "--experiment", declared)[1]
        )

    def test_the_lock_holds_the_split(self, declared, codebook):
        call("lock", codebook, "--experiment", declared)
        assert read_lock(f"{codebook}.lock.json").split == Split(seed=3).digest

    def test_the_lock_holds_the_documents_of_each_half(self, declared, codebook, tmp_path):
        call("split", declared, "--out", tmp_path / "split.csv")
        assert "recorded: 4 for discovery and 4" in call("lock", codebook, "--experiment", declared)[1]
        rows = (tmp_path / "split.csv").read_text("utf-8").splitlines()[1:]
        locked = read_lock(f"{codebook}.lock.json").documents
        assert [f"{doc},discovery" for doc in locked.discovery] == sorted(r for r in rows if r.endswith("y"))
        assert [f"{doc},estimation" for doc in locked.estimation] == sorted(
            r for r in rows if r.endswith("n")
        )

    def test_documents_of_the_lock_stay_where_they_are_when_others_come(self, declared, codebook, tmp_path):
        call("lock", codebook, "--experiment", declared)
        for number in range(12):
            text = f"The farmers of this valley speak of day {number} every day and grow rice.\n"
            (tmp_path / "texts" / f"day-{number}.txt").write_text(text, "utf-8")
        call("split", declared, "--out", tmp_path / "split.csv")
        rows = dict(line.split(",") for line in (tmp_path / "split.csv").read_text("utf-8").splitlines())
        locked = read_lock(f"{codebook}.lock.json").documents
        assert {rows[doc] for doc in locked.discovery} == {"discovery"}
        assert {rows[doc] for doc in locked.estimation} == {"estimation"}
        _, printed = call("lock", codebook, "--experiment", declared)
        assert "locked already" in printed
        assert "The corpus has changed: --force --because" in printed
        code, printed = call(
            "lock", codebook, "--experiment", declared, "--force", "--because", "twelve more texts"
        )
        assert code == 0
        now = read_lock(f"{codebook}.lock.json")
        assert len(now.documents.discovery) + len(now.documents.estimation) == 20
        assert now.history[0].because == "twelve more texts"

    def test_a_lock_without_documents_says_so_and_may_be_made_again(self, declared, codebook):
        path = Path(f"{codebook}.lock.json")
        call("lock", codebook, "--experiment", declared)
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"documents": None}), "utf-8")
        assert "Documents are not recorded in it" in call("lock", codebook, "--experiment", declared)[1]
        call("lock", codebook, "--experiment", declared, "--force", "--because", "an older lock")
        assert read_lock(path).history[0].changes == ("documents were not recorded",)

    @pytest.mark.parametrize("options", [(), ("--force", "--because", "a word")])
    def test_a_lock_with_a_split_is_not_replaced_without_it(self, declared, codebook, options):
        call("lock", codebook, "--experiment", declared)
        before = Path(f"{codebook}.lock.json").read_bytes()
        codebook.write_text(TINY.replace("{t: ghost,", "{t: spectre,"), "utf-8")
        with pytest.raises(InvalidInput, match=r"holds a split, and what was read(.|\n)*--experiment FILE"):
            call("lock", codebook, *options)
        assert Path(f"{codebook}.lock.json").read_bytes() == before

    def test_another_codebook_than_the_experiments_is_refused(self, declared, codebook, tmp_path):
        other = tmp_path / "other.yaml"
        other.write_text(TINY, "utf-8")
        with pytest.raises(InvalidInput, match=r"experiment.yaml: uses .*tiny.yaml, not .*other.yaml"):
            call("lock", other, "--experiment", declared)
        assert not Path(f"{other}.lock.json").exists()

    def test_a_doubt_about_read_texts_that_are_gone_is_told(self, declared, codebook, tmp_path):
        call("lock", codebook, "--experiment", declared)
        locked = read_lock(f"{codebook}.lock.json").documents
        gone = next(iter(locked.discovery))
        (tmp_path / "texts" / f"{gone}.txt").unlink()
        for number in range(6):
            text = f"Nobody in these hills has seen number {number} come down to the rice.\n"
            (tmp_path / "texts" / f"new-{number}.txt").write_text(text, "utf-8")
        force = ("--force", "--because", "other texts")
        for options in (force, (), force):
            _, printed = call("lock", codebook, "--experiment", declared, *options)
            assert f"not in the corpus any more ({gone})" in printed
            assert "The lock does not count these as unread, and a run is exploratory." in printed
        now = read_lock(f"{codebook}.lock.json").documents
        assert set(now.estimation) == set(locked.estimation)
        assert gone in now.discovery

    def test_languages_are_those_of_the_corpus_where_nobody_names_them(self, declared, codebook):
        named = call("split", declared)
        declared.write_text(declared.read_text("utf-8").replace("prepare: {languages: [en]}\n", ""), "utf-8")
        assert call("split", declared)[0] == 0
        codebook.unlink()
        code, printed = call("split", declared)
        assert code == 0
        assert "languages are those of the corpus. Write `prepare: {languages: [en]}`" in printed
        assert named[1] in printed

    def test_an_experiment_without_one_is_told_how(self, declared):
        declared.write_text(declared.read_text("utf-8").replace("split: {seed: 3}\n", ""), "utf-8")
        with pytest.raises(InvalidInput, match="declares no split"):
            call("split", declared)


def test_schema_prints_the_published_schema():
    assert call("schema") == (0, schema_text())


class TestNew:
    def test_it_writes_a_valid_codebook_and_the_schema(self, tmp_path):
        path = tmp_path / "mine.yaml"
        code, printed = call("new", path, "--languages", "zh, en", "--themes", "openness,self_reliance")
        assert code == 0
        assert "toolkit codebook lint" in printed
        assert read_codebook(path).theme_ids == ("openness", "self_reliance")
        assert (tmp_path / SCHEMA_NAME).read_text("utf-8") == schema_text()
        assert call("lint", path)[0] == 1

    def test_a_schema_of_another_version_is_renewed_and_another_file_is_not(self, tmp_path):
        beside = tmp_path / SCHEMA_NAME
        beside.write_text(schema_text().replace("ambiguous", "doubtful"), "utf-8")
        call("new", tmp_path / "one.yaml", "--themes", "openness")
        assert beside.read_text("utf-8") == schema_text()
        beside.write_text("{}", "utf-8")
        with pytest.raises(InvalidInput, match=rf"{SCHEMA_NAME}: is there already"):
            call("new", tmp_path / "two.yaml", "--themes", "openness")
        assert not (tmp_path / "two.yaml").exists()

    def test_a_place_that_cannot_be_written_to_is_named(self, codebook):
        with pytest.raises(InvalidInput, match="cannot be written"):
            call("new", codebook / "inside" / "mine.yaml", "--themes", "openness")

    def test_nothing_is_written_over(self, codebook):
        with pytest.raises(InvalidInput, match="is there already"):
            call("new", codebook, "--themes", "openness")
        assert codebook.read_text("utf-8") == TINY
