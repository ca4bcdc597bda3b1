"""Human codes from the command line: plan, sample, code, score."""

import csv
import shutil

import pytest
import yaml
from typer.testing import CliRunner

from toolkit.cli.gold import gold_app
from toolkit.errors import InvalidInput
from toolkit.runs.coding import open_project
from toolkit.themes.gold import read_codes, read_sample

WORDS = ("ports", "chips", "batteries", "seeds", "ships", "trains", "drugs", "robots")
CODEBOOK = {
    "format": "theme-codebook/0",
    "id": "tiny",
    "version": "1",
    "languages": ["zh", "en"],
    "themes": [
        {
            "id": "openness",
            "label": {"zh": "开放", "en": "Openness"},
            "definition": {"zh": "开放", "en": "openness"},
            "terms": {"zh": ["扩大开放"], "en": ["joint laboratory"]},
        }
    ],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """An experiment of sixteen documents: four units in each, two of them about the theme."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "texts").mkdir()
    for n, word in enumerate(WORDS):
        en = [
            f"The two sides opened joint laboratory number {n} for {word} and invited firms from abroad.",
            f"Farmers watched the rain fall on the roof of the canteen near {word} all through week {n}.",
            f"A partner from overseas will share its knowledge of {word} with {n} schools in the region.",
            f"Nobody at plant {n} talked about {word} while the noodles were served to the night shift.",
        ]
        zh = [
            f"双方宣布在{word}领域扩大开放，第{n}个实验室将接待来自各国的企业和研究人员。",
            f"第{n}食堂的面条今年涨了价，工人们在雨天谈论{word}的天气和路况，谁也不着急。",
            f"海外伙伴将同本地{n}所学校分享{word}方面的知识，并派出工程师长期驻点指导。",
            f"第{n}车间的夜班工人修好了{word}旁边的旧机床，他们说今年的秋天来得比往年早。",
        ]
        (folder / "texts" / f"en-{n}.txt").write_text("\n".join(en), "utf-8")
        (folder / "texts" / f"zh-{n}.txt").write_text("\n".join(zh), "utf-8")
    (folder / "codebook.yaml").write_text(yaml.safe_dump(CODEBOOK, allow_unicode=True), "utf-8")
    settings = {
        "name": "tiny",
        "corpus": {"path": "texts"},
        "codebook": "codebook.yaml",
        "models": [],
        "instruments": ["dictionary"],
    }
    path = folder / "experiment.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return path


def call(*arguments):
    return CliRunner().invoke(gold_app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def drawn(project, tmp_path_factory):
    """A sample of forty units for two coders."""
    out = tmp_path_factory.mktemp("gold")
    done = call("sample", project, "--units", 40, "--coders", "anna,bo", "--overlap", 1, "--out", out)
    assert done.exit_code == 0, done.output
    return out


def fill(drawn, coder, folder, slips=()):
    """Code a sheet by what the sentences say, with slips at some positions."""
    with (drawn / f"codes-{coder}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    path = folder / f"{coder}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            is_open = any(word in row["text"] for word in ("laboratory", "overseas", "开放", "海外"))
            value = is_open != (int(row["position"]) in slips)
            writer.writerow({**row, "openness": int(value)})
    return path


def test_a_plan_names_the_units_to_code_and_what_comes_next(project, tmp_path):
    out = tmp_path / "plan.csv"
    done = call("plan", project, "--width", 0.2, "--coders", 2, "--out", out)
    assert done.exit_code == 0, done.output
    assert "of 64 units" in done.output
    assert "toolkit gold sample" in done.output
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert {row["language"] for row in rows} == {"en", "zh"}
    answer = [row for row in rows if row["is_answer"] == "True"]
    assert all(float(row["width"]) <= 0.2 for row in answer)


def test_a_sample_leaves_sheets_and_is_never_overwritten(project, drawn):
    assert {path.name for path in drawn.iterdir()} == {
        "sample.csv", "sample.json", "codes-anna.csv", "codes-anna.xlsx", "codes-anna.html",
        "codes-bo.csv", "codes-bo.xlsx", "codes-bo.html",
    }  # fmt: skip
    again = call("sample", project, "--units", 10, "--coders", "anna", "--out", drawn)
    assert isinstance(again.exception, InvalidInput)
    assert "holds a sample already" in str(again.exception)


def test_scores_tell_coders_instruments_and_what_is_to_be_settled(project, drawn, tmp_path):
    sheets = [fill(drawn, "anna", tmp_path), fill(drawn, "bo", tmp_path, slips=(3, 7))]
    options = [part for sheet in sheets for part in ("--codes", sheet)]
    done = call("score", project, *options, "--sample", drawn / "sample.csv", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "Reliability of the human codes" in done.output
    assert "Instruments against human codes" in done.output
    assert "Coders differ on 2 units" in done.output
    reliability = list(csv.DictReader((tmp_path / "out/reliability.csv").read_text("utf-8-sig").splitlines()))
    assert 0.85 < float(reliability[0]["alpha"]) < 1
    machine = list(csv.DictReader((tmp_path / "out/human_machine.csv").read_text("utf-8-sig").splitlines()))
    assert 0.3 < float(machine[0]["recall"]) < 0.7  # every other unit about openness says so in other words
    assert machine[0]["is_weighted"] == "True"
    consensus = tmp_path / "out/consensus.csv"
    settled = consensus.read_text("utf-8-sig")
    assert settled.count("openness: anna") == 2
    before = consensus.read_bytes()
    again = call("score", project, *options, "--coders-only", "--out", tmp_path / "out")
    assert "is left as it is" in again.output
    assert consensus.read_bytes() == before


def test_a_pilot_takes_the_place_of_assumptions(project, drawn, tmp_path):
    sheet = fill(drawn, "anna", tmp_path)
    done = call("plan", project, "--codes", sheet, "--sample", drawn / "sample.csv")
    assert done.exit_code == 0, done.output
    assert "Known from the pilot" in done.output


def test_wrong_rows_stop_a_score_unless_the_rest_is_asked_for(project, drawn, tmp_path):
    sheet = fill(drawn, "anna", tmp_path)
    text = sheet.read_text("utf-8").splitlines()
    sheet.write_text(
        "\n".join([text[0], text[1].replace(",1,", ",7,").replace(",0,", ",7,"), *text[2:]]), "utf-8"
    )
    stopped = call("score", project, "--codes", sheet, "--coders-only", "--out", tmp_path / "out")
    assert isinstance(stopped.exception, InvalidInput)
    assert "line 2" in str(stopped.exception)
    done = call("score", project, "--codes", sheet, "--coders-only", "--partial", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "Left out" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "--themes", "opennes"), "did you mean 'openness'"),
        (("plan", "--sensitivity", "2"), "--sensitivity"),
        (("sample", "--units", "10", "--coders", "anna,Anna", "--out", "x"), "two coders have the same name"),
        (("sample", "--units", "1000", "--coders", "anna", "--out", "x"), "1000 units cannot be coded"),
    ],
)
def test_wrong_options_are_told(project, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(arguments[0], project, *arguments[1:])
    assert isinstance(done.exception, InvalidInput)
    assert said in str(done.exception)
    assert not (tmp_path / "x").exists()


def test_a_folder_with_sheets_is_never_written_over(project, drawn, tmp_path):
    returned = tmp_path / "returned"
    returned.mkdir()
    sheet = returned / "codes-anna.csv"
    sheet.write_bytes((drawn / "codes-anna.csv").read_bytes() + b"coded")
    stopped = call("sample", project, "--units", 40, "--coders", "anna", "--out", returned)
    assert "name another folder" in str(stopped.exception)
    assert sheet.read_bytes().endswith(b"coded")


def test_a_sheet_that_was_sorted_by_one_column_alone_is_told(project, drawn, tmp_path):
    sheet = fill(drawn, "anna", tmp_path)
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [row["text"] for row in rows]
    for row, text in zip(rows, texts[1:] + texts[:1], strict=True):
        row["text"] = text
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    stopped = call("score", project, "--codes", sheet, "--coders-only", "--out", tmp_path / "out")
    assert "is not the unit's" in str(stopped.exception)


def with_split(project, name, **split):
    """Write the same experiment with a split."""
    path = project.with_name(f"{name}.yaml")
    settings = yaml.safe_load(project.read_text("utf-8")) | {"split": split}
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return path


@pytest.fixture(scope="module")
def halved(project):
    return with_split(project, "halved", seed=2)


@pytest.fixture(scope="module")
def halves(halved):
    return open_project(halved).halves


class TestHalves:
    """Where a split is declared, codes for estimating come from documents that nobody has read."""

    def draw(self, experiment, out, *options):
        done = call("sample", experiment, "--units", 20, "--coders", "anna", "--out", out, *options)
        assert done.exit_code == 0, done.output
        return done.output, read_sample(out / "sample.csv")

    def test_a_sample_is_of_the_estimation_half_and_remembers_it(self, halved, halves, tmp_path):
        printed, sample = self.draw(halved, tmp_path / "gold")
        assert "documents of the estimation half" in printed
        assert sample.half == "estimation"
        assert sample.documents == {doc for doc, half in halves.items() if half == "estimation"}
        assert {unit.doc for unit in sample.drawn} <= sample.documents
        # probabilities add up to the units that were drawn from, and to no others
        assert sample.head["units"] == 32
        assert sum(1 / unit.probability for unit in sample.drawn) == pytest.approx(32)

    @pytest.mark.parametrize("half", ["discovery", "all"])
    def test_another_half_is_a_choice(self, halved, halves, tmp_path, half):
        _, sample = self.draw(halved, tmp_path / "gold", "--half", half)
        assert sample.half == half
        drawn = {halves[unit.doc] for unit in sample.drawn}
        assert drawn == ({"discovery"} if half == "discovery" else {"discovery", "estimation"})

    def test_a_plan_speaks_of_the_same_half(self, halved):
        done = call("plan", halved, "--width", 0.2)
        assert "of 32 units of the estimation half" in done.output
        assert "--half" not in done.output
        asked = call("plan", halved, "--width", 0.2, "--half", "all")
        assert "of 64 units:" in asked.output
        assert "--half all --out FOLDER" in " ".join(asked.output.split())

    def test_without_a_split_all_documents_are_drawn_from(self, project, drawn):
        assert read_sample(drawn / "sample.csv").half == "all"
        done = call("plan", project, "--half", "estimation")
        assert "declares no split" in str(done.exception)

    def test_an_empty_half_is_refused(self, project):
        path = with_split(project, "unseen", estimation=1)
        assert "no document is in it" in str(call("plan", path, "--half", "discovery").exception)
        assert "of 64 units of the estimation half" in call("plan", path, "--width", 0.2).output

    def test_scores_speak_of_what_was_coded(self, halved, tmp_path):
        self.draw(halved, tmp_path / "gold")
        sheet = fill(tmp_path / "gold", "anna", tmp_path)
        sample = tmp_path / "gold" / "sample.csv"
        done = call("score", halved, "--codes", sheet, "--sample", sample, "--out", tmp_path / "out")
        assert done.exit_code == 0, done.output
        (row, *_) = csv.DictReader((tmp_path / "out/human_machine.csv").read_text("utf-8-sig").splitlines())
        assert (row["units"], row["is_weighted"]) == ("20", "True")
        said = " ".join(done.output.split())
        assert "measures speak of the estimation half" in said
        assert said.count("n = 8 documents, 32 units") == 2
        loose = call("score", halved, "--codes", sheet, "--out", tmp_path / "loose")
        assert "n = 16 documents, 64 units" in " ".join(loose.output.split())

    def test_a_sample_of_a_half_is_not_taken_for_one_of_all(self, project, halved, tmp_path):
        self.draw(halved, tmp_path / "gold")
        sheet = fill(tmp_path / "gold", "anna", tmp_path)
        options = ("--codes", sheet, "--sample", tmp_path / "gold" / "sample.csv", "--coders-only")
        for experiment in (project, with_split(project, "otherwise", seed=5)):
            stopped = call("score", experiment, *options, "--out", tmp_path / "out")
            assert isinstance(stopped.exception, InvalidInput)
            assert "was drawn from the estimation half, 32 units then" in str(stopped.exception)
            assert "declare the `split` that it was drawn by" in str(stopped.exception)

    def test_a_sample_goes_by_the_names_of_its_documents_and_says_so(self, halved, halves, tmp_path):
        renamed = next(doc for doc, half in halves.items() if half == "estimation")
        texts = tmp_path / "texts"
        shutil.copytree(halved.parent / "texts", texts)
        (texts / f"{renamed}.txt").rename(texts / "renamed.txt")
        (tmp_path / "codebook.yaml").write_bytes((halved.parent / "codebook.yaml").read_bytes())
        shutil.copy(halved, tmp_path / "halved.yaml")
        self.draw(halved, tmp_path / "gold")
        sheet = fill(tmp_path / "gold", "anna", tmp_path)
        project = open_project(tmp_path / "halved.yaml")
        kept = {doc: halves.get(doc, "estimation") for doc in project.units.documents}
        with pytest.raises(InvalidInput) as caught:
            read_codes(
                [sheet],
                project.units,
                project.codebook,
                read_sample(tmp_path / "gold/sample.csv"),
                halves=kept,
            )
        said = str(caught.value)
        assert "4 of the 32 units that it should speak of now are of other documents (renamed)" in said
        assert f"1 of its documents are not there ({renamed})" in said
        assert "where documents were renamed give them back their names" in said

    def test_codes_of_the_discovery_half_say_that_they_correct_nothing(self, halved, tmp_path):
        self.draw(halved, tmp_path / "gold", "--half", "discovery")
        sheet = fill(tmp_path / "gold", "anna", tmp_path)
        options = ("--codes", sheet, "--sample", tmp_path / "gold" / "sample.csv", "--coders-only")
        done = call("score", halved, *options, "--out", tmp_path / "out")
        assert "drawn from the discovery half" in done.output
