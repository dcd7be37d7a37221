"""The command line as a user meets it: what each command prints, where, and how it ends."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode

Run = Callable[..., tuple[int, str, str]]
COMMANDS = (
    "demo", "load", "search", "show", "path", "query", "copy", "cypher", "export", "open", "schema",
    "history", "status", "doctor", "config",
)  # fmt: skip


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the built-in data set."""
    folder = tmp_path_factory.mktemp("built-in")
    done = cli.run_command(["demo", "--store", str(folder / "store"), "--output", str(folder / "page.html")])
    assert done == ExitCode.OK
    return folder


@pytest.fixture
def run(built_in: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line on the built-in data; gives its exit code, stdout and stderr."""

    def go(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run_command(["--store", str(built_in / "store"), "--lang", lang, *arguments])
        out, err = capsys.readouterr()
        return int(code), out, err

    return go


def test_the_demo_answers_five_questions_and_writes_the_page(built_in: Path) -> None:
    page = (built_in / "page.html").read_text(encoding="utf-8")
    assert "CCOLQUEMIN 2023" in page
    assert "Content-Security-Policy" in page


def test_each_answer_of_the_demo_names_who_says_so(run: Run, tmp_path: Path) -> None:
    for lang, heading in (("en", " Sources: "), ("es", " Fuentes: ")):
        code, out, _ = run("demo", "--output", str(tmp_path / "page.html"), "--lang", lang)
        assert code == ExitCode.OK
        assert out.count(heading) == 5
        assert "Voluntary Principles featured at Ccolquemin 2023" in out


def test_loading_the_demo_again_changes_nothing(run: Run, built_in: Path) -> None:
    before = run("status", "--format", "json")
    assert run("demo", "--output", str(built_in / "again.html"))[0] == ExitCode.OK
    assert run("status", "--format", "json") == before


@pytest.mark.parametrize(
    "text", ["colquemarca", "COLQUEMARCA", "guaman poma", "Guamán", "ccapacmarca", "working group cusco"]
)
def test_names_are_found_in_any_writing(run: Run, text: str) -> None:
    code, out, _ = run("search", text, "--format", "json")
    assert code == ExitCode.OK
    assert json.loads(out)


def test_a_miss_suggests(run: Run) -> None:
    code, out, err = run("search", "Colkemarka")
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "Did you mean" in err
    assert "Colquemarca" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("query", "mines-near", "-p", "district=DCAF"),
            "No hay distrito con el nombre «DCAF»; con ese nombre",
        ),
        (
            ("search", "cusco", "--kind", "mina"),
            "No hay mina con el nombre «cusco»; con ese nombre hay: Cusco (",
        ),
    ],
)
def test_what_is_of_another_kind_is_said_to_be_there(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run(*arguments, lang="es")
    assert code == ExitCode.NOT_FOUND
    assert said in err
    assert "¿Quiso decir" not in err


@pytest.mark.parametrize(
    ("command", "en", "es"),
    [("show", "NAME", "NOMBRE"), ("export", "FILE", "ARCHIVO"), ("load", "FILES", "ARCHIVOS")],
)
def test_what_is_missing_is_called_as_in_the_help(run: Run, command: str, en: str, es: str) -> None:
    assert run(command)[2].startswith(f"{en} is missing.")
    assert run(command, lang="es")[2].startswith(f"Falta {es}.")
    assert es in run(command, "--help", lang="es")[1]


@pytest.mark.parametrize(
    ("cypher", "said"),
    [
        ("hola", "el motor dice, en inglés: Syntax error"),
        (" ", "Escriba una pregunta en Cypher."),
        ("MATCH (m:Mina) RETURN m.id", "En Cypher no hay una clase «Mina»; se llama Mine."),
        ("MATCH (o:Mine|Empresas) RETURN o.id", "En Cypher no hay una clase «Empresas»; las clases son "),
    ],
)
def test_cypher_that_cannot_be_or_finds_nothing_is_told_what_to_write(
    run: Run, cypher: str, said: str
) -> None:
    assert said in run("cypher", cypher, lang="es")[2]


def test_cypher_of_kinds_that_are_there_is_told_nothing(run: Run) -> None:
    cypher = "MATCH (m:Entity:Mine {id: 'x'})-[:OPERATES]-(:Organisation), (s:Source) RETURN count(m) AS n"
    assert run("cypher", cypher)[2] == ""


def test_the_questions_say_what_their_parameters_take(run: Run) -> None:
    out = run("query", "--format", "csv", lang="es")[1]
    assert "district (distrito)" in out
    assert "[k (un número)]" in out


def test_a_copy_says_that_it_writes_only_when_it_does(run: Run, tmp_path: Path) -> None:
    assert "Writing …" in run("copy", "--to", str(tmp_path / "copy"))[2]
    assert "Writing" not in run("copy", "--to", str(tmp_path / "copy"))[2]
    (tmp_path / "file").touch()
    assert "Writing" not in run("copy", "--to", str(tmp_path / "file" / "x"))[2]


def test_export_tells_of_a_folder_it_makes_and_of_steps_from_nowhere(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    said = run("export", str(page), "--about", "Las Bambas", "--steps", "1")[2]
    assert f"The folder {page.parent} was not there, and was made." in said
    assert "--steps" not in said
    said = run("export", str(page), "--query", "mines-near", "-p", "district=Colquemarca", "--steps", "2")[2]
    assert "was made" not in said
    assert "--steps counts from what --about names" in said


def test_a_note_is_called_one(run: Run) -> None:
    out = run("show", "las bambas", lang="es")[1]
    assert "    Nota: A través de una filial de su entera propiedad." in out


def test_where_the_store_is_is_said_in_the_users_language(run: Run) -> None:
    assert run("status")[2].startswith("On this computer (ArcadeDB): /")
    assert run("status", lang="es")[2].startswith("En esta computadora (ArcadeDB): /")


def test_several_hits_are_listed_and_not_guessed(run: Run) -> None:
    code, out, err = run("show", "Coporaque", lang="es")
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "Coporaque (distrito, Espinar, Cusco; 080803)" in err
    assert "Coporaque (distrito, Caylloma, Arequipa; 040506)" in err


def test_show_tells_every_claim_with_source_place_date_and_marking(run: Run) -> None:
    code, out, _ = run("show", "CCOLQUEMIN 2023", "--format", "json")
    claims = json.loads(out)
    assert code == ExitCode.OK
    assert {"Claim", "Date", "Source", "Place in it", "Confidence", "TLP"} < set(claims[0])
    assert any("speaker" in claim["Claim"] and claim["Place in it"] == "paragraph 5" for claim in claims)


@pytest.mark.parametrize(("form", "rows"), [("json", 6), ("csv", 6), ("markdown", 6)])
def test_every_format_holds_the_same_rows(run: Run, form: str, rows: int) -> None:
    code, out, err = run("query", "--format", form)
    assert (code, err) == (ExitCode.OK, "")
    read: dict[str, Callable[[], list[object]]] = {
        "json": lambda: list(json.loads(out)),
        "csv": lambda: list(csv.DictReader(io.StringIO(out))),
        "markdown": lambda: list(out.splitlines()[2:]),
    }
    assert len(read[form]()) == rows


def test_show_as_rows_is_whole_and_has_the_same_columns_for_everything(run: Run) -> None:
    headings = set()
    for name in ("las bambas", "guaman poma", "Colquemarca"):
        code, out, _ = run("show", name, "--format", "csv", lang="es")
        assert code == ExitCode.OK
        rows = list(csv.DictReader(io.StringIO(out)))
        assert all(row["Afirmación"] and row["Fuente"] and row["TLP"] for row in rows)
        headings.add(out.splitlines()[0])
    assert len(headings) == 1


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_show_fits_the_terminal(run: Run, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("las bambas", "CCOLQUEMIN 2023", "0807"):
        code, out, err = run("show", name)
        assert (code, err) == (ExitCode.OK, "")
        assert [line for line in out.splitlines() if len(line) > int(columns) and "http" not in line] == []


def test_show_is_cut_by_time_and_audience(run: Run) -> None:
    assert "CITIC Metal" in run("show", "las bambas", "--audience", "CLEAR")[1]
    code, out, err = run("show", "las bambas", "--at", "2010")
    assert code == ExitCode.OK
    assert "CITIC Metal" not in out
    assert "undated claims" in err


def test_a_hit_is_told_apart_by_kind_type_place_and_claims(run: Run) -> None:
    code, out, err = run("search", "coporaque", "--format", "json")
    assert (code, err) == (ExitCode.OK, "")
    hits = json.loads(out)
    assert [(hit["Name"], hit["Kind"], hit["Place"]) for hit in hits[:2]] == [
        ("Coporaque", "District", "Espinar, Cusco"),
        ("Coporaque", "District", "Caylloma, Arequipa"),
    ]
    assert hits[2]["Kind"] == "Agreement"  # names that contain it come after those that are it
    shown = json.loads(run("show", hits[0]["id"], "--format", "json")[1])
    assert hits[0]["Claims"] == len(shown)


def test_the_type_of_a_hit_is_in_the_language_of_the_answer(run: Run) -> None:
    _, out, _ = run("search", "guaman poma", "--format", "csv", lang="es")
    assert out.splitlines()[1].startswith("Centro Guaman Poma de Ayala,Organización,ONG,Cusco,")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("primera Convención de Minería Artesanal del Macro Sur", "CCOLQUEMIN 2023"),  # an alias
        ("080704", "Colquemarca"),  # an ubigeo
        ("0807", "Chumbivilcas"),
    ],
)
def test_a_search_finds_by_other_names_and_by_codes(run: Run, text: str, name: str) -> None:
    code, out, _ = run("search", text, "--format", "json")
    assert code == ExitCode.OK
    assert json.loads(out)[0]["Name"] == name


def test_a_search_finds_by_ruc(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "organisations.csv"
    table.write_text("name,ruc,type\nMinera Nueva S.A.C.,20100047218,company\n", encoding="utf-8")
    own = ("--store", str(tmp_path / "store"))
    assert run("load", str(table), "--yes", *own)[0] == ExitCode.OK
    code, out, _ = run("search", "20100047218", "--format", "json", *own)
    assert code == ExitCode.OK
    assert [hit["Name"] for hit in json.loads(out)] == ["Minera Nueva S.A.C."]


def test_a_search_for_one_kind_finds_no_other(run: Run) -> None:
    for kind in ("District", "distrito", "Distritos"):
        hits = json.loads(run("search", "espinar", "--kind", kind, "--format", "json")[1])
        assert {hit["Kind"] for hit in hits} == {"District"}
    assert run("search", "0808", "--kind", "mine")[0] == ExitCode.NOT_FOUND  # a province's own code
    code, _, err = run("search", "espinar", "--kind", "volcano")
    assert code == ExitCode.USAGE
    assert "Mine" in err


def test_a_table_shows_ids_only_where_names_do_not_do(run: Run) -> None:
    assert " id" not in run("search", "working group")[1].splitlines()[0]
    assert "080803" in run("search", "coporaque")[1]


def test_cypher_that_engines_answer_differently_is_run_with_a_warning(run: Run) -> None:
    code, out, err = run("cypher", "MATCH (m:Mine)\nRETURN collect(m.id) AS ids", "--format", "json")
    assert code == ExitCode.OK
    assert json.loads(out)
    assert "Line 2" in err
    assert "collect()" in err
    assert run("cypher", "MATCH (m:Mine) RETURN count(m) AS n")[2] == ""


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_cypher_without_rows_says_so(run: Run, form: str) -> None:
    code, _, err = run("cypher", "MATCH (m:Mine {id: 'none'}) RETURN m.id AS id", "--format", form)
    assert (code, err) == (ExitCode.OK, "No rows.\n")


QUESTION = (
    "// en: Which mines are there?\n// es: ¿Qué minas hay?\n// column mine: entity | Mine | Mina\n"
    "MATCH (m:Mine) RETURN m {.id, .name_en, .name_es} AS mine ORDER BY m.sort"
)


@pytest.mark.parametrize("how", ["option", "environment", "beside the settings"])
def test_a_question_of_ones_own_is_found(
    run: Run, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "all-mines.cypher").write_text(QUESTION, encoding="utf-8")
    more: tuple[str, ...] = ()
    if how == "option":
        more = ("--questions", str(folder))
    elif how == "environment":
        monkeypatch.setenv("MACROSUR_QUERIES", str(folder))
    else:
        (tmp_path / "macrosur.toml").write_text("", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
    code, out, _ = run("query", "all-mines", "--format", "json", *more)
    assert code == ExitCode.OK
    assert {"Mine": "Las Bambas"} in json.loads(out)
    assert "all-mines" in run("query", *more)[1]
    page = tmp_path / "page.html"
    assert run("export", str(page), "--query", "all-mines", *more)[0] == ExitCode.OK
    assert "Quellaveco" in page.read_text(encoding="utf-8")


def test_a_folder_queries_without_settings_beside_it_is_not_taken_for_ones_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "all-mines.cypher").write_text(QUESTION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("query", "all-mines")[0] == ExitCode.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (QUESTION.replace("(m:Mine)", "(m)"), "all-mines.cypher, line 4"),
        (QUESTION.replace("entity |", "entities |"), "all-mines.cypher, line 3"),
        (QUESTION.replace("AS mine", "AS mines"), "does not return its column mine"),
        (QUESTION.replace("RETURN", "RETRUN"), "RETRUN"),
    ],
)
def test_a_bad_question_of_ones_own_is_told_plainly(run: Run, text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "all-mines.cypher").write_text(text, encoding="utf-8")
    code, out, err = run("query", "all-mines", "--questions", str(tmp_path))
    assert (code, out) == (ExitCode.USAGE, "")
    assert told in err
    assert "fault of macrosur" not in err


def test_a_folder_of_questions_that_is_none_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_QUERIES", "no-such-folder")
    code, _, err = run("query")
    assert code == ExitCode.USAGE
    assert "MACROSUR_QUERIES" in err


def test_a_question_answers_in_spanish(run: Run) -> None:
    code, out, _ = run("query", "mines-near", "-p", "district=colquemarca", "--format", "csv", lang="es")
    assert code == ExitCode.OK
    assert out.startswith("Mina,Está,Distrito,Organización,Hace,Participación %\n")
    assert "Constancia,cerca de,Colquemarca,Hudbay Peru S.A.C.,opera," in out


def test_an_undated_claim_that_passes_a_date_is_told(run: Run) -> None:
    code, _, err = run("query", "neighbours", "-p", "of=Guaman Poma", "--at", "2023")
    assert code == ExitCode.OK
    assert "undated claims" in err


def test_a_page_about_one_thing_holds_that_and_its_neighbours(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    code, out, err = run("export", str(target), "--about", "CCOLQUEMIN 2023")
    assert (code, out) == (ExitCode.OK, "")
    assert str(target) in err
    page = target.read_text(encoding="utf-8")
    assert "Guaman Poma" in page
    assert "Quellaveco" not in page


def test_a_page_of_a_question_holds_its_answer(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert run("export", str(target), "--query", "mines-near", "-p", "district=Colquemarca")[0] == ExitCode.OK
    page = target.read_text(encoding="utf-8")
    assert "Constancia" in page
    assert "CCOLQUEMIN" not in page


def test_what_the_owner_marked_stays_out_of_a_page_and_only_the_owner_is_told(
    run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "organisations.csv"
    table.write_text("name;type;tlp;member of\nSecretísimo;ngo;RED;GT-PV\n", encoding="cp1252")
    private = tmp_path / "store"
    own = ("--store", str(private))
    assert cli.run_command(["demo", *own, "--output", str(tmp_path / "demo.html")]) == ExitCode.OK
    assert run("load", str(table), "--yes", *own)[0] == ExitCode.OK
    assert "Secretísimo" not in (tmp_path / "demo.html").read_text(encoding="utf-8")
    code, _, err = run("export", str(tmp_path / "page.html"), *own)
    assert code == ExitCode.OK
    assert "3 claims are left out" in err  # itself, its membership, and that its row names the group
    assert "Secretísimo" not in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert run("search", "secretisimo", *own)[0] == ExitCode.OK
    assert run("search", "secretisimo", "--audience", "AMBER", *own)[0] == ExitCode.NOT_FOUND


def test_a_plan_is_shown_and_nothing_changes_without_consent(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "minas.csv"
    table.write_text("nombre;operador\nMina Nueva;MMG Limited\n", encoding="utf-8")
    before = run("status", "--format", "json")
    code, out, err = run("load", str(table), "--dry-run", "--format", "json")
    assert code == ExitCode.OK
    assert {"Claims": "operates", "New": 1, "Changed": 0, "Same": 0, "No longer said": 0} in json.loads(out)
    assert "--dry-run" in err
    assert run("load", str(table))[0] == ExitCode.REFUSED
    assert run("status", "--format", "json") == before


@pytest.mark.parametrize(("lang", "told"), [("en", "Find entities by name"), ("es", "Busca por nombre")])
def test_the_list_of_commands_is_in_the_users_language(run: Run, lang: str, told: str) -> None:
    code, out, _ = run("--help", lang=lang)
    assert code == ExitCode.OK
    assert told in out
    assert "..." not in out.partition("status")[0].partition("cypher")[2]


def test_every_command_is_known() -> None:
    assert set(cli.main_group.commands) == set(COMMANDS)


def test_a_terminal_is_never_obeyed(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "mines.csv"
    table.write_bytes("name,note\nEvil [red]Mine[/red],\x1b[31mred\x1b[0m \u202eknalb\n".encode())
    own = ("--store", str(tmp_path / "store"))
    assert run("load", str(table), "--yes", *own)[0] == ExitCode.OK
    for form in ("table", "markdown"):
        _, out, err = run("show", "evil", "--format", form, *own)
        assert "[red]Mine[/red]" in out
        assert not {"\x1b", "\u202e"} & set(out + err)


def test_a_spreadsheet_is_given_no_formula(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "mines.csv"
    table.write_text('name\n"=HYPERLINK(""http://x"")"\n', encoding="utf-8")
    own = ("--store", str(tmp_path / "store"))
    assert run("load", str(table), "--yes", *own)[0] == ExitCode.OK
    _, out, _ = run("search", "hyperlink", "--format", "csv", *own)
    assert out.splitlines()[1].startswith("\"'=HYPERLINK")


@pytest.mark.parametrize("command", ["show", "search"])
def test_a_name_of_several_words_needs_no_quotes(run: Run, command: str) -> None:
    assert run(command, "guaman", "poma") == run(command, "guaman poma")


def test_a_type_is_explained_by_its_wording_without_quotes(run: Run) -> None:
    assert run("schema", "participó", "en", lang="es") == run("schema", "PARTICIPATED_IN", lang="es")


@pytest.mark.parametrize("name", ["mapa.png", "lista.txt", "reunion.pptx", "pagina"])
def test_a_page_is_not_written_under_a_name_that_opens_elsewhere(run: Run, name: str, tmp_path: Path) -> None:
    code, _, err = run("export", str(tmp_path / name), "--about", "Constancia")
    assert code == ExitCode.USAGE
    assert str((tmp_path / name).with_suffix(".html")) in err
    assert not (tmp_path / name).exists()


def test_the_page_of_a_question_is_titled_by_what_was_asked_of_it(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert run("export", str(target), "--query", "members", "-p", "group=vpi", lang="es")[0] == ExitCode.OK
    assert "<title>Iniciativa de los Principios Voluntarios: ¿Quiénes integran" in target.read_text("utf-8")


def test_numbers_have_a_decimal_comma_in_a_spanish_table_and_a_point_for_programs(run: Run) -> None:
    asked = ("query", "mines-near", "-p", "district=Colquemarca")
    assert "62,5" in run(*asked, lang="es")[1]
    assert "62.5" in run(*asked)[1]
    assert "62.5" in run(*asked, "--format", "csv", lang="es")[1]


def test_an_unreadable_date_on_the_command_line_is_not_called_a_cell(run: Run) -> None:
    for lang, cell in (("en", "cell"), ("es", "celda")):
        code, _, err = run("search", "Espinar", "--at", "ayer", lang=lang)
        assert code == ExitCode.USAGE
        assert "12/08/2023" in err
        assert cell not in err
    code, _, err = run("search", "Espinar", "--at", "2023-13")
    assert "cell" not in err


def test_what_is_like_nothing_gets_no_absurd_suggestion(run: Run) -> None:
    assert "Did you mean" not in run("show", "nothere")[2]
    assert "Colquemarca" in run("show", "Colquemarka")[2]
    assert "Guaman Poma" in run("show", "Guamann Pomma")[2]
