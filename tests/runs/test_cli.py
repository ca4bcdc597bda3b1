"""The command line: thin, quick, with exit codes that mean something."""

import pytest
from typer.testing import CliRunner

from toolkit.cli import app, main


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


def test_every_command_has_a_line_of_help():
    for command in app.registered_commands:
        assert command.callback.__doc__.splitlines()[0].endswith(".")


def test_help_names_the_commands():
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for command in ("run", "check", "verify"):
        assert command in result.output


def test_check_says_that_an_experiment_is_valid(call, project):
    assert call("check", project) == (0, f"{project} is valid.\n")


def test_check_exits_with_2_and_no_traceback(call, project):
    project.write_text(project.read_text("utf-8") + "naem: x\n", "utf-8")
    code, printed = call("check", project)
    assert code == 2
    assert "unknown key 'naem'" in printed
    assert "Traceback" not in printed


def test_run_exits_with_2_where_the_input_is_wrong(call, tmp_path):
    code, printed = call("run", tmp_path / "nothing.yaml")
    assert code == 2
    assert "no such file" in printed


def test_run_prints_where_everything_is(call, project, tmp_path):
    (project.parent / "texts" / "empty.txt").write_text("", "utf-8")
    code, printed = call("run", project, "--results", tmp_path / "results", "--fresh")
    assert code == 0
    assert "8 documents, 48 units" in printed
    assert "report.html" in printed
    assert "not used: empty: is empty" in printed


def test_ctrl_c_says_what_is_kept_and_exits_with_130(call, project, monkeypatch):
    def stopped(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.runs.examine", stopped)
    code, printed = call("check", project)
    assert code == 130
    assert "the same command goes on from there" in printed


@pytest.mark.parametrize("arguments", [["check"], ["chek", "x"], ["run", "x", "--what"]])
def test_a_wrong_call_shows_how_to_call_and_exits_with_2(call, arguments):
    code, printed = call(*arguments)
    assert code == 2
    assert "Usage" in printed


def test_verify_exits_with_1_where_bytes_differ(call, project, tmp_path):
    call("run", project, "--results", tmp_path / "results", "--fresh")
    folder = next((tmp_path / "results").glob("tiny-*"))
    assert call("verify", folder, project)[0] == 0
    (project.parent / "texts" / "zh-1.txt").write_text(
        "双方扩大开放合作,共建实验室。\n别的一段话也写在这里。", "utf-8"
    )
    code, printed = call("verify", folder, project)
    assert code == 1
    assert "differs" in printed
