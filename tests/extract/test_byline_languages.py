"""Who wrote it, in the words of more than 25 languages: the same story, the byline in each of them."""

from __future__ import annotations

import pytest

from archiver.extract import byline
from archiver.extract.page import Page

PROSE = ("The ministers met on Friday and spoke for two hours about the bridge, the harbour and the money that is missing."
         " Nobody expected a result, and none was announced when they left the building late in the evening. ")


def page(line: str, *, foot: bool = False, language: str = "en") -> Page:
    """A plain story with one line as its byline, under the headline or behind the text."""
    head, end = ("", f"<p>{line}</p>") if foot else (f"<p>{line}</p>", "")
    return Page(f"<html lang={language}><head><title>The bridge stays closed</title></head><body><main>"
                f"<h1>The bridge stays closed</h1>{head}<p>{PROSE * 2}</p><p>{PROSE * 2}</p>{end}</main></body></html>",
                "https://www.daily-example.test/news/bridge")


def named(line: str, *, foot: bool = False) -> tuple[str, ...]:
    return tuple(a.name for a in byline.find(page(line, foot=foot), "The bridge stays closed").authors)


LINES = [
    ("en", "By Jane Doe", ["Jane Doe"]),
    ("en", "Written by Jane Doe and John Q. Public", ["Jane Doe", "John Q. Public"]),
    ("de", "Von Jörg Müller", ["Jörg Müller"]),
    ("de", "Autorin: Anna von der Heide", ["Anna von der Heide"]),
    ("de", "Ein Kommentar von Eva Maier", ["Eva Maier"]),
    ("fr", "Par Élise Dubois", ["Élise Dubois"]),
    ("fr", "Publié par Jean-Luc de La Tour", ["Jean-Luc de La Tour"]),
    ("es", "Por María Núñez y Óscar Peña", ["María Núñez", "Óscar Peña"]),
    ("pt", "Por João da Silva", ["João da Silva"]),
    ("it", "di Marco De Luca", ["Marco De Luca"]),
    ("it", "a cura di Chiara Bianchi", ["Chiara Bianchi"]),
    ("nl", "Door Pieter van den Berg", ["Pieter van den Berg"]),
    ("sv", "Av Åsa Lindström", ["Åsa Lindström"]),
    ("nb", "Av Øyvind Haugen", ["Øyvind Haugen"]),
    ("da", "Af Søren Kjær", ["Søren Kjær"]),
    ("fi", "Kirjoittaja: Päivi Mäkelä", ["Päivi Mäkelä"]),
    ("is", "Höfundur: Jón Þór Einarsson", ["Jón Þór Einarsson"]),
    ("pl", "Autor: Łukasz Wiśniewski", ["Łukasz Wiśniewski"]),
    ("pl", "Opracował: Paweł Zając", ["Paweł Zając"]),
    ("cs", "Autor: Jiří Dvořák", ["Jiří Dvořák"]),
    ("cs", "Napsala Lucie Černá", ["Lucie Černá"]),
    ("sk", "Autor: Ľubomír Šťastný", ["Ľubomír Šťastný"]),
    ("hu", "Szerző: Kovács Ágnes", ["Kovács Ágnes"]),
    ("hu", "Írta: Nagy Péter", ["Nagy Péter"]),
    ("ro", "Scris de Ștefan Ionescu", ["Ștefan Ionescu"]),
    ("hr", "Piše: Željko Horvat", ["Željko Horvat"]),
    ("sl", "Avtor: Žiga Novak", ["Žiga Novak"]),
    ("sr", "Аутор: Драган Петровић", ["Драган Петровић"]),
    ("bg", "Автор: Георги Иванов", ["Георги Иванов"]),
    ("ru", "Автор: Анна Кузнецова", ["Анна Кузнецова"]),
    ("ru", "Текст: Иван Петров", ["Иван Петров"]),
    ("uk", "Автор: Оксана Шевченко", ["Оксана Шевченко"]),
    ("el", "Από: Γιώργος Παπαδόπουλος", ["Γιώργος Παπαδόπουλος"]),
    ("el", "Γράφει η Ελένη Νικολάου", ["Ελένη Νικολάου"]),
    ("tr", "Yazan: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
    ("et", "Autor: Kärt Tamm", ["Kärt Tamm"]),
    ("lv", "Autors: Jānis Bērziņš", ["Jānis Bērziņš"]),
    ("lt", "Autorius: Jonas Kazlauskas", ["Jonas Kazlauskas"]),
    ("sq", "Nga Arben Hoxha", ["Arben Hoxha"]),
    ("ar", "بقلم: أحمد محمود", ["أحمد محمود"]),
    ("ar", "كتبت: سارة عبد الله", ["سارة عبد الله"]),
    ("he", "מאת: דוד כהן", ["דוד כהן"]),
    ("fa", "نویسنده: رضا کریمی", ["رضا کریمی"]),
    ("hi", "लेखक: राजेश कुमार", ["राजेश कुमार"]),
    ("hi", "राजेश कुमार द्वारा", ["राजेश कुमार"]),
    ("zh", "作者：王小明", ["王小明"]),
    ("zh", "记者 李华", ["李华"]),
    ("ja", "文＝山田太郎", ["山田太郎"]),
    ("ja", "山田 太郎 記者", ["山田 太郎"]),
    ("ko", "김민수 기자", ["김민수"]),
    ("ko", "글: 박지영", ["박지영"]),
    ("vi", "Tác giả: Nguyễn Văn An", ["Nguyễn Văn An"]),
    ("id", "Oleh: Budi Santoso", ["Budi Santoso"]),
    ("th", "โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
    ("sw", "Imeandikwa na Juma Hassan", ["Juma Hassan"]),
    ("af", "Deur Pieter Botha", ["Pieter Botha"]),
    ("ca", "Escrit per Núria Puig", ["Núria Puig"]),
    ("ka", "ავტორი: გიორგი ბერიძე", ["გიორგი ბერიძე"]),
]


@pytest.mark.parametrize(("language", "line", "wanted"), LINES, ids=[f"{a}-{b}" for a, b, _ in LINES])
def test_a_byline_is_read_in_its_language(language: str, line: str, wanted: list[str]) -> None:
    """A line that says 'by' in the language of the page names its persons, without the word."""
    assert named(line) == tuple(wanted)


@pytest.mark.parametrize(("language", "line", "wanted"), LINES, ids=[f"{a}-{b}" for a, b, _ in LINES])
def test_a_byline_behind_the_text_is_read_too(language: str, line: str, wanted: list[str]) -> None:
    """The same line at the foot of the story names the same persons."""
    assert named(line, foot=True) == tuple(wanted)


@pytest.mark.parametrize("line", [
    "Photos by Jane Doe", "Photograph: Jane Doe", "Edited by Jane Doe", "Translated by Jane Doe", "Illustration by Jane Doe",
    "Medically reviewed by Jane Doe", "Fact-checked by Jane Doe", "Foto: Jörg Müller", "Fotos: Jörg Müller",
    "Übersetzung: Jörg Müller", "Photographie : Élise Dubois", "Traduction par Élise Dubois", "Fotografía: Óscar Peña",
    "Traducción de Óscar Peña", "Foto di Marco Rossi", "Vertaling: Pieter Smit", "Foto: Åsa Lindström", "Zdjęcia: Łukasz Nowak",
    "Překlad: Jiří Dvořák", "Фото: Иван Петров", "Перевод: Иван Петров", "Φωτογραφίες: Γιώργος Παπάς", "تصوير: أحمد محمود",
    "ترجمة: أحمد محمود", "摄影：王小明", "翻译：王小明", "写真：山田太郎", "翻訳：山田太郎", "사진: 김민수",
])
def test_other_roles_are_no_authors(line: str) -> None:
    """Who took the photos, translated or edited is no author."""
    assert named(line) == ()


@pytest.mark.parametrize(("line", "wanted"), [
    ("By Jane Doe, Photos by John Roe", ("Jane Doe",)),
    ("Text: Jörg Müller, Fotos: Anna Schmidt", ("Jörg Müller",)),
    ("Words by Jane Doe, photographs by John Roe", ("Jane Doe",)),
    ("Par Élise Dubois, traduit par Jean Petit", ("Élise Dubois",)),
    ("Written by Jane Doe | Edited by John Roe", ("Jane Doe",)),
    ("文・写真＝山田太郎", ("山田太郎",)),
])
def test_authors_are_told_from_other_roles_in_one_line(line: str, wanted: tuple[str, ...]) -> None:
    """A line with an author and somebody in another role names the author only."""
    assert named(line) == wanted
