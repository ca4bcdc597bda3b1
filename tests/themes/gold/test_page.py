"""The coding page in a real browser: what a coder does is kept, exported, and read back."""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from toolkit.themes.gold import coding_page, read_codes

DRIVE = """
const key = (name, options = {}) =>
  document.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...options }));
const text = () => document.querySelector(".text").textContent;
const found = { first: text(), started: document.getElementById("done").textContent };
key("1"); key("Enter");
found.second = text();
key("2"); key("2");
found.again = document.querySelector('[data-theme=self_reliance][data-value="0"]').getAttribute("aria-pressed");
key("2"); key("u");
const note = document.getElementById("note");
note.value = '=odd, "quoted"';
note.dispatchEvent(new Event("input"));
found.typing = (note.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true })),
  document.querySelector('[data-theme=openness][data-value="1"]').getAttribute("aria-pressed"));
key("c");
found.around = document.querySelectorAll(".around").length;
key("Enter"); key("ArrowLeft"); key("ArrowLeft");
found.back = text() === found.first;
key("o");
found.open = document.querySelector(".place span").textContent;
found.done = document.getElementById("done").textContent;
document.getElementById("language").click();
found.chinese = document.getElementById("export").textContent;
found.label = document.querySelector(".theme .label").firstChild.textContent;
found.kept = Object.keys(JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith("gold:")))).codes).length;
found.csv = window.gold.table();
const saved = window.gold.progress();
const other = JSON.parse(saved);
window.gold.load(JSON.stringify({ ...other, sheet: "another" }));
found.refused = document.getElementById("message").textContent;
window.gold.load("{");
found.nonsense = document.getElementById("message").textContent;
const first = Object.keys(other.codes)[0];
other.codes[first] = { ...other.codes[first], values: { openness: 0, self_reliance: 0 }, at: 1 };
window.gold.load(JSON.stringify(other));
found.older = window.gold.table() === found.csv;
other.codes[first].at = Date.now() + 1000;
window.gold.load(JSON.stringify(other));
found.newer = window.gold.table() !== found.csv;
document.body.textContent = "FOUND" + JSON.stringify(found) + "END";
"""


def test_the_page_asks_no_network_for_anything(sample, units, book):
    page = coding_page(sample, units, book, "anna", "A title")
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|src=|href=|@import|url\(", page)
    assert "<title>A title · anna</title>" in page


def test_the_page_shows_neighbours_of_the_same_document_only(sample, units, book):
    page = coding_page(sample, units, book, "anna", neighbours=2)
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, flags=re.DOTALL)[1])
    row = {unit.text: place for place, unit in enumerate(units.units)}
    for shown in data["units"]:
        place = row[shown["text"]]
        doc = units.units[place].doc
        near = [row[text] for text in (*shown["before"], *shown["after"])]
        assert all(abs(other - place) <= 2 and units.units[other].doc == doc for other in near)
    alone = coding_page(sample, units, book, "anna", neighbours=0)
    assert '"before": [], "after": []' in alone


@pytest.mark.slow
def test_in_a_browser_what_is_coded_is_kept_and_read_back(sample, units, book, tmp_path):
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    before, after = coding_page(sample, units, book, "anna", "A title").rsplit("</script>", 1)
    page = tmp_path / "driven.html"
    page.write_text(f"{before}</script><script>{DRIVE}</script>{after}", "utf-8")
    done = subprocess.run(
        [
            browser,
            *(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--lang=en",
                f"--user-data-dir={tmp_path / 'p'}",
            ),
            *("--enable-logging=stderr", "--dump-dom", page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "CONSOLE" not in done.stderr
    found = json.loads(_unescaped(done.stdout.split("FOUND")[1].split("END")[0]))
    texts = {unit.id: unit.text for unit in units.units}
    sheet = sample.sheet("anna")
    assert found["first"] == texts[sheet[0].unit]
    assert found["second"] == texts[sheet[1].unit]
    assert (found["started"], found["done"]) == (f"0 / {len(sheet)}", f"2 / {len(sheet)}")
    assert (found["again"], found["typing"], found["back"]) == ("true", "false", True)
    assert found["around"] >= 2
    assert found["open"] == f"3 / {len(sheet)}"
    assert (found["chinese"], found["label"]) == ("下载编码（CSV）", "开放")
    assert found["kept"] == 2
    assert found["refused"].startswith("该文件属于另一份编码表")
    assert found["nonsense"].startswith("这不是进度文件")
    assert found["older"]
    assert found["newer"]
    path = tmp_path / "codes-anna.csv"
    path.write_text("\ufeff" + found["csv"], "utf-8")
    codes = read_codes([path], units, book, sample)
    rows = [codes.unit_ids.index(unit.unit) for unit in sheet]
    np.testing.assert_array_equal(codes.ratings[0, rows[:2]], [[1, 0], [0, 1]])
    assert np.isnan(codes.ratings[0, rows[2:]]).all()
    assert codes.remarks[sheet[1].unit] == ('anna: unsure; =odd, "quoted"',)


def _unescaped(text):
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
