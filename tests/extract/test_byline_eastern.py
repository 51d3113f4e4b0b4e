"""Chinese, Japanese and Korean bylines: each person by name, without job, desk and place."""

from __future__ import annotations

import pytest

from archiver.extract import byline
from archiver.extract.page import Page

TITLE = "北の港に新しい橋が開通、住民は祝う"
FIRST = "月曜日に北の港で新しい橋が開通し、市長が最初に渡った。住民らは長い間この日を待っていたと話し、式典には多くの人が集まった。" * 2
LAST = "市によると、工事は九年に及び、費用は当初の見込みを大きく上回った。今後の維持管理の方法については議会で議論が続いている。" * 2


def read(above: str, inline: str = "", below: str = "", author: str = "") -> byline.Byline:
    data = (f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", "author": {author}}}</script>'
            if author else "")
    return byline.find(Page(
        f"<html lang=ja><head><title>{TITLE}</title>{data}</head><body><article><h1>{TITLE}</h1>{above}<p>{FIRST}</p>"
        f"<p>{LAST}{inline}</p>{below}</article></body></html>", "https://minato.example/a/1"), TITLE)


PAIR = ("山田太郎", "鈴木花子")


@pytest.mark.parametrize(("line", "names"), [
    ("山田太郎、鈴木花子", PAIR),
    ("山田太郎　鈴木花子", PAIR),
    ("記者・山田太郎 鈴木花子", PAIR),
    ("社会部・山田太郎、鈴木花子", PAIR),
    ("編集委員・山田太郎", ("山田太郎",)),
    ("山田太郎記者、鈴木花子記者", PAIR),
    ("ロンドン=山田太郎、ワシントン=鈴木花子", PAIR),
    ("【ワシントン山田太郎】", ("山田太郎",)),
    ("長谷川 真理子", ("長谷川 真理子",)),
    ("高橋 健太", ("高橋 健太",)),
    ("山田 太郎 鈴木 花子", ("山田 太郎", "鈴木 花子")),
    ("记者 王小明 李华", ("王小明", "李华")),
    ("本报记者 王小明 李　华", ("王小明", "李华")),
    ("記者王小明、李華／台北報導", ("王小明", "李華")),
    ("김철수 이영희 기자", ("김철수", "이영희")),
    ("김철수 기자, 이영희 기자", ("김철수", "이영희")),
])
def test_each_person_of_a_line(line: str, names: tuple[str, ...]) -> None:
    """Every person of a byline by name, also where no comma parts them; surname and given name stay together."""
    assert read(f"<p class=author>{line}</p>").names == names


@pytest.mark.parametrize("signed", ["（山田太郎、鈴木花子）", "【山田太郎・鈴木花子】", "【パリ山田太郎、カイロ鈴木花子】"])
def test_signature_behind_the_story(signed: str) -> None:
    """The persons in brackets behind the last sentence wrote it, also where the page's data name the newspaper or only one."""
    newspaper = '{"@type": "Organization", "name": "港新聞"}'
    assert read("", inline=signed, author=newspaper).names == PAIR
    assert read("", inline=signed, author='{"@type": "Person", "name": "山田太郎"}').names == PAIR


def test_signature_in_a_line_of_its_own_leaves_the_body() -> None:
    """It is the byline, and its line is claimed; behind a sentence it stays with the sentence."""
    got = read("", below="<p>（山田太郎、鈴木花子）</p>")
    assert (got.printed, len(got.lines)) == ("山田太郎、鈴木花子", 1)
    assert not read("", inline="（山田太郎、鈴木花子）").lines


@pytest.mark.parametrize("inline", ["（おわり）", "（１３日、東京で）", "【港通信】", "（敬称略）", "（終わり）", "（随時掲載）", "（東京本社）", "（写真は港新聞社提供）", "と話す市長（山田太郎）"])
def test_other_brackets_are_no_signature(inline: str) -> None:
    """An agency, a place or a remark in brackets names no person, nor does a name inside a sentence."""
    assert not read("", inline=inline).authors


def test_printed_pair_where_one_is_stated() -> None:
    """The line that prints the stated author and a second names both."""
    assert read("<p>山田太郎、鈴木花子</p>", author='{"@type": "Person", "name": "山田太郎"}').names == PAIR
