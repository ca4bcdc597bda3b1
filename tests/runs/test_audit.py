"""Auditing an experiment: what is written, what a reviewer's correction changes, what the command prints."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import toolkit as tk
from toolkit.cli import main
from toolkit.preprocess import Repair, read_overrides

ROOT = Path(__file__).parents[2]

NAMES = {
    *("audit.html", "cleaning.csv", "corpus.csv", "duplicates.csv", "examples.csv", "languages.csv"),
    *("lines.csv", "remarks.csv", "repairs.csv", "second_look.csv", "sentences.csv"),
}
PUBLIC = ["doc", "line", "label", "reason", "language", "start"]


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command line in this process; give exit code and what it printed."""

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["toolkit", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return stopped.value.code or 0, printed.out + printed.err

    return run


@pytest.fixture
def cluttered(project):
    """The small project with a page that has clutter."""
    page = project.parent / "texts" / "page.txt"
    lines = (
        "Home / News / Ports",
        "Share on Facebook",
        *page.with_name("en-1.txt").read_text("utf-8").split("\n")[:2],
        "Read more: Storm leaves ten villages without power",
        "Nobody at the canteen had heard of the laboratory, and the night shift slept through the rain.",
    )
    page.write_text("\n".join(lines), "utf-8")
    return project


def test_an_audit_leaves_its_page_and_its_tables_and_nothing_else(cluttered, tmp_path):
    made = tk.audit(cluttered, tmp_path / "audit")
    assert {path.name for path in made.folder.iterdir()} == NAMES
    assert made.page == tmp_path / "audit" / "audit.html"
    assert list(read(made.folder / "lines.csv")[0])[:6] == PUBLIC
    assert list(read(made.folder / "second_look.csv")[0])[:6] == PUBLIC


def test_every_line_of_every_file_is_in_the_table(cluttered, tmp_path):
    made = tk.audit(cluttered, tmp_path / "audit")
    written = [
        (path.stem, line.strip())
        for path in sorted((cluttered.parent / "texts").glob("*.txt"))
        for line in path.read_text("utf-8").split("\n")
        if line.strip()
    ]
    rows = read(made.folder / "lines.csv")
    assert sorted((row["doc"], row["as_read"] or row["text"]) for row in rows) == sorted(written)
    assert sum(int(row["characters"]) for row in read(made.folder / "cleaning.csv")) == sum(
        len(t) for _, t in written
    )


def test_a_corrected_row_overrules_the_rules(cluttered, tmp_path):
    made = tk.audit(cluttered, tmp_path / "audit")
    rows = [row for row in read(made.folder / "lines.csv") if row["doc"] == "page"]
    wrong = next(row for row in rows if row["label"] == "boilerplate")
    corrections = cluttered.parent / "corrections.csv"
    with corrections.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(wrong))
        writer.writeheader()
        writer.writerow({**wrong, "label": "content", "reason": "it is a slogan"})
    settings = yaml.safe_load(cluttered.read_text("utf-8")) | {"prepare": {"overrides": "corrections.csv"}}
    cluttered.write_text(yaml.safe_dump(settings), "utf-8")
    again = tk.audit(cluttered, tmp_path / "audit")
    now = again.lines("page").set_index("line").loc[int(wrong["line"])]
    assert now["label"] == "content"
    assert now["reason"] == "a reviewer says so: it is a slogan"
    assert len(again.units) == len(made.units) + 1


def test_other_files_in_the_folder_stay(project, tmp_path):
    mine = tmp_path / "audit" / "corrections.csv"
    mine.parent.mkdir()
    mine.write_text("doc,line,label\n", "utf-8")
    tk.audit(project, mine.parent)
    tk.audit(project, mine.parent)
    assert mine.read_text("utf-8") == "doc,line,label\n"


def test_an_audit_is_the_same_whatever_the_number_of_workers(cluttered, tmp_path):
    one, two = tk.audit(cluttered, tmp_path / "one"), tk.audit(cluttered, tmp_path / "two", workers=2)
    for name in NAMES:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), name


def test_an_audit_shows_itself_in_a_notebook(project, tmp_path):
    made = tk.audit(project, tmp_path / "audit")
    assert "What became of the lines" in made._repr_html_()
    assert list(made.table("lines").rows["doc"]) == [row["doc"] for row in read(made.folder / "lines.csv")]


def test_a_codebook_that_cannot_be_read_is_told_and_stops_no_audit(project, tmp_path):
    (project.parent / "codebook.yaml").unlink()
    made = tk.audit(project, tmp_path / "audit")
    assert "codebook cannot be read" in made.doubt
    assert "codebook cannot be read" in made.page.read_text("utf-8")


def test_the_command_shows_documents_reasons_and_where_the_audit_lies(call, cluttered, tmp_path):
    (cluttered.parent / "texts" / "empty.txt").write_text("", "utf-8")
    code, printed = call("corpus", cluttered, "--out", tmp_path / "audit")
    assert code == 0
    assert "page" in printed
    assert "boilerplate, share buttons: “Share on Facebook”" in printed
    assert "not used: empty: is empty" in printed
    assert str(tmp_path / "audit" / "audit.html") in printed
    assert "9 documents" in printed


def test_results_is_where_an_audit_goes_by_itself(call, project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("corpus", project)[0] == 0
    assert (tmp_path / "results" / "tiny-audit" / "audit.html").is_file()


def test_texts_cannot_steer_the_terminal(call, project, tmp_path):
    (project.parent / "texts" / "evil.txt").write_text(
        "\x1b[2JShare on Facebook [bold]\nHome / News\n", "utf-8"
    )
    code, printed = call("corpus", project, "--out", tmp_path / "audit")
    assert code == 0
    assert "\x1b" not in printed


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("doc,line,label\nzh-9,0,meta\n", "no such document"),
        ("doc,line,label\nzh-1,0,junk\n", "label 'junk'"),
    ],
)
def test_a_wrong_correction_is_told_and_exits_with_2(call, project, tmp_path, rows, said):
    (project.parent / "corrections.csv").write_text(rows, "utf-8")
    settings = yaml.safe_load(project.read_text("utf-8")) | {"prepare": {"overrides": "corrections.csv"}}
    project.write_text(yaml.safe_dump(settings), "utf-8")
    code, printed = call("corpus", project, "--out", tmp_path / "audit")
    assert code == 2
    assert said in printed
    assert "Traceback" not in printed


def test_a_folder_that_cannot_be_written_is_told_before_the_work(call, project, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    code, printed = call("corpus", project, "--out", tmp_path / "file" / "audit")
    assert code == 2
    assert "the audit cannot be written here" in printed


DRIVE = """
const line = [...document.querySelectorAll("#documents .line.boilerplate")][0];
line.querySelector(".tag").click();
const select = line.querySelector("select");
select.value = "content";
select.dispatchEvent(new Event("change"));
const button = document.querySelector(".controls [data-label=content]");
button.click();
const open = [...document.querySelectorAll("#documents .line:not(.hidden)")];
const found = {
  labels: [...new Set(open.map((each) => each.classList[1]))].sort(),
  csv: document.getElementById("corrections").textContent,
  button: document.getElementById("download").textContent,
};
document.getElementById("search").value = "facebook";
document.getElementById("search").dispatchEvent(new Event("input"));
found.searched = document.querySelectorAll("#documents .line:not(.hidden)").length;
document.body.textContent = "FOUND" + JSON.stringify(found) + "END";
"""


@pytest.mark.slow
def test_in_a_browser_lines_are_filtered_and_corrections_collected(cluttered, tmp_path):
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    (cluttered.parent / "texts" / "odd, “name”.txt").write_text(
        "Share on Facebook\n" * 2 + 'Home, “a” / "b"\n', "utf-8"
    )
    made = tk.audit(cluttered, tmp_path / "audit")
    page = tmp_path / "driven.html"
    before, after = made.page.read_text("utf-8").rsplit("</script>", 1)
    page.write_text(f"{before}</script><script>{DRIVE}</script>{after}", "utf-8")
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    done = subprocess.run(
        [*command, "--enable-logging=stderr", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "CONSOLE" not in done.stderr
    found = json.loads(done.stdout.split("FOUND")[1].split("END")[0])
    assert "content" not in found["labels"]
    assert "boilerplate" in found["labels"]
    assert found["button"] == "Download corrections (1)"
    assert found["searched"] == sum("facebook" in line.text.lower() for line in made.units.lines)
    corrections = tmp_path / "corrections.csv"
    corrections.write_text(found["csv"], "utf-8")
    (override,) = read_overrides(corrections)
    first = next(line for line in made.units.lines if line.label == "boilerplate")
    assert (override.doc, override.line, override.label) == (first.doc, first.number, "content")
    assert override.start
    assert first.raw.startswith(override.start)


@pytest.mark.slow
def test_the_documentation_shows_what_the_audit_of_its_page_says(tmp_path):
    text = (ROOT / "docs" / "know-your-corpus.md").read_text("utf-8")
    table = re.search(
        r"<!-- table: dropped lines of zh-medicines-2 -->\n(.*?)<!-- end", text, flags=re.DOTALL
    )[1]
    shown = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in table.splitlines()[2:]]
    rows = tk.audit(ROOT / "experiments" / "example.yaml", tmp_path).lines("zh-medicines-2")
    dropped = rows[rows["label"] != "content"]
    assert f"Of its {len(rows)} lines, {len(rows) - len(dropped)} are content" in text
    assert [row[:3] for row in shown] == dropped[["line", "label", "reason"]].astype(str).to_numpy().tolist()
    for (*_, start), whole in zip(shown, dropped["text"], strict=True):
        assert whole.startswith(start.replace("\\|", "|").removesuffix("…"))


def test_the_corrections_of_the_documentation_are_valid(tmp_path):
    text = (ROOT / "docs" / "know-your-corpus.md").read_text("utf-8")
    path = tmp_path / "corrections.csv"
    path.write_text(re.search(r"```csv\n(.*?)```", text, flags=re.DOTALL)[1], "utf-8")
    (override,) = read_overrides(path)
    page = ROOT / "experiments/corpora/technology-trade/texts" / f"{override.doc}.txt"
    lines = [line.strip() for line in page.read_text("utf-8").split("\n") if line.strip()]
    assert lines[override.line].startswith(override.start)


def test_every_repair_is_in_the_documentation():
    text = (ROOT / "docs" / "know-your-corpus.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)) == set(Repair.model_fields)
