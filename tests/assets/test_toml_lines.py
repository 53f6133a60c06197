"""The locator against texts whose lines are known, and against the standard parser."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from usufruct.assets.toml_lines import TomlLines

TEXT = '''# 1
top = 1
"quoted key" = 3
a.b . c = 4

[table] # 6
text = """ # 7
[not.a.table]
key = 9
\\""" still open
""" # 11
raw = \'\'\'
[neither]
\'\'\'
list = [ # 15
  "]", # [
  { x = 1 },
  { x = [1,
         2] }, { x = 3 },
  { x = 4 },
]
after = "#[" # 22
  [[ outer ]]
  name = 24
  [[outer.inner]]
  name = 26
  [[outer.inner]]
  [outer.inner.deep]
  name = 29
[[outer]]
[[outer.inner]]
name = 32
'''


def test_lines_of_a_text_with_every_trap() -> None:
    tomllib.loads(TEXT)
    lines = TomlLines(TEXT)
    expected = {
        ("top",): 2,
        ("quoted key",): 3,
        ("a", "b", "c"): 4,
        ("table",): 6,
        ("table", "text"): 7,
        ("table", "raw"): 12,
        ("table", "list"): 15,
        ("table", "list", 1): 18,
        ("table", "list", 3): 20,
        ("table", "after"): 22,
        ("outer", 0, "name"): 24,
        ("outer", 0, "inner", 0, "name"): 26,
        ("outer", 0, "inner", 1): 27,
        ("outer", 0, "inner", 1, "deep", "name"): 29,
        ("outer", 1): 30,
        ("outer", 1, "inner", 0, "name"): 32,
    }
    assert {path: lines.line(path) for path in expected} == expected
    for inside in ("not", "neither", "key"):
        assert lines.line((inside,)) == 1


def test_a_path_that_was_not_found_has_the_line_of_what_is_around_it() -> None:
    lines = TomlLines(TEXT)
    assert lines.line(("outer", 1, "inner", 0, "missing")) == 31
    assert lines.line(("table", "list", 2, "x")) == 15
    assert lines.line(("nowhere", 4)) == 1


KEYS = st.sampled_from(["a", "b-c", "d_1", '"e f"'])
VALUES = st.sampled_from(
    ["1", '"x # y"', '"""\n[a]\nb = 2\n"""', "'''\n'a'\n'''", "[\n1,\n[2]\n]", '"\\"["', "{ q = 1 }"]
)
BODIES = st.lists(st.tuples(KEYS, VALUES), max_size=3, unique_by=lambda pair: pair[0])
TABLES = st.lists(st.tuples(st.sampled_from(["t", "t.u", "v"]), BODIES), max_size=6)


@given(TABLES)
def test_every_key_stands_on_its_line(tables: list[tuple[str, list[tuple[str, str]]]]) -> None:
    text = "[[t]]\n" + "".join(
        f"[[{name}]]\n" + "".join(f"{key} = {value}\n" for key, value in body) for name, body in tables
    )
    lines, rows = TomlLines(text), text.split("\n")

    def walk(value: object, path: tuple[str | int, ...]) -> None:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for position, one in enumerate(value):
                assert rows[lines.line((*path, position)) - 1].startswith("[[")
                walk(one, (*path, position))
        elif isinstance(value, dict) and "q" not in value:
            for key, one in value.items():
                if not isinstance(one, list) or not one or not isinstance(one[0], dict):
                    assert rows[lines.line((*path, key)) - 1].replace('"', "").startswith(f"{key} = ")
                walk(one, (*path, key))

    walk(tomllib.loads(text), ())
