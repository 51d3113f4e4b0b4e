"""A caption's text parted into caption and credit, in many languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.extract.credits import agencies
from archiver.extract.credits.text import CAPTION, CREDIT, LOOSE, read, tidy
from archiver.extract.credits.tidying import BY, BY_WORDS
from archiver.extract.lines import fold

CAPTIONS = [
    # English
    ("The bridge at dawn. Photo: Jane Doe/AFP", "The bridge at dawn.", "Jane Doe/AFP"),
    ("The bridge at dawn. (Photo: Jane Doe)", "The bridge at dawn.", "Jane Doe"),
    ("The bridge at dawn. (AP Photo/Jane Doe)", "The bridge at dawn.", "AP Photo/Jane Doe"),
    ("The bridge at dawn. Photograph: Eva Manez/Reuters", "The bridge at dawn.", "Eva Manez/Reuters"),
    ("The bridge at dawn. Photo by Jane Doe for The Post", "The bridge at dawn.", "Jane Doe for The Post"),
    ("The bridge at dawn. (Courtesy of the Doe family)", "The bridge at dawn.", "the Doe family"),
    ("The bridge at dawn. Supplied", "The bridge at dawn.", "Supplied"),
    (
        "The bridge at dawn. | Jane Doe/PA Images via Getty Images",
        "The bridge at dawn.",
        "Jane Doe/PA Images via Getty Images",
    ),
    ("The bridge at dawn. Credit: Oliver Lane / RegionalHUB", "The bridge at dawn.", "Oliver Lane / RegionalHUB"),
    ("The bridge at dawn © Getty Images", "The bridge at dawn", "Getty Images"),
    ("The bridge at dawn. Jane Doe/The Daily", "The bridge at dawn.", "Jane Doe/The Daily"),
    ("The bridge at dawn on Monday (Getty Images)", "The bridge at dawn on Monday", "Getty Images"),
    (
        "The mayor, left, and the bridge at dawn. [Jane Doe/Al Manar]",
        "The mayor, left, and the bridge at dawn.",
        "Jane Doe/Al Manar",
    ),
    (
        "The bridge at dawn. REUTERS/Jane Doe Purchase Licensing Rights, opens new tab",
        "The bridge at dawn.",
        "REUTERS/Jane Doe",
    ),
    ("The bridge at dawn (© Jane Doe)", "The bridge at dawn", "Jane Doe"),
    # German
    ("Die Brücke am Morgen. Foto: dpa / Max Muster", "Die Brücke am Morgen.", "dpa / Max Muster"),
    ("Die Brücke am Morgen. (Bildquelle: Max Muster)", "Die Brücke am Morgen.", "Max Muster"),
    (
        "Die Brücke am Morgen (Symbolfoto: picture alliance/dpa | Max Muster)",
        "Die Brücke am Morgen",
        "picture alliance/dpa | Max Muster",
    ),
    ("Die Brücke am Morgen © DPA Images | Max Muster", "Die Brücke am Morgen", "DPA Images | Max Muster"),
    (
        "Die Brücke am Morgen. (Archivbild) (Quelle: IMAGO/Max Muster/imago)",
        "Die Brücke am Morgen. (Archivbild)",
        "IMAGO/Max Muster/imago",
    ),
    # Dutch, Nordic, Finnish, Estonian
    ("De brug in de ochtend. Foto: Jan Jansen", "De brug in de ochtend.", "Jan Jansen"),
    ("De brug in de ochtend. Beeld ANP / Jan Jansen", "De brug in de ochtend.", "ANP / Jan Jansen"),
    ("Bron i gryningen. Foto: Anna Svensson/TT", "Bron i gryningen.", "Anna Svensson/TT"),
    ("Broen i dag. Foto: Kari Nordmann / NTB Vis mer", "Broen i dag.", "Kari Nordmann / NTB"),
    ("Silta aamulla. Kuva: Matti Meikäläinen / Lehtikuva", "Silta aamulla.", "Matti Meikäläinen / Lehtikuva"),
    ("Sild hommikul. Foto: Mari Maasikas", "Sild hommikul.", "Mari Maasikas"),
    # Romance
    ("Le pont à l'aube. Crédit photo : Jean Dupont / AFP", "Le pont à l'aube.", "Jean Dupont / AFP"),
    ("Le pont à l'aube. © Jean Dupont, AFP", "Le pont à l'aube.", "Jean Dupont, AFP"),
    ("Le pont à l'aube. JEAN DUPONT / AFP", "Le pont à l'aube.", "JEAN DUPONT / AFP"),
    ("El puente al amanecer. Foto: Juan Pérez (EFE)", "El puente al amanecer.", "Juan Pérez (EFE)"),
    ("El puente al amanecer. Fotografía: Juan Pérez", "El puente al amanecer.", "Juan Pérez"),
    ("El puente al amanecer. EFE/ Juan Pérez", "El puente al amanecer.", "EFE/ Juan Pérez"),
    (
        "El puente al amanecer. Juan Pérez (dpa/picture alliance via Getty)",
        "El puente al amanecer.",
        "Juan Pérez (dpa/picture alliance via Getty)",
    ),
    ("A ponte de manhã. Imagem: João Silva/Folhapress", "A ponte de manhã.", "João Silva/Folhapress"),
    ("Il ponte all'alba (Foto: Mario Rossi / ANSA)", "Il ponte all'alba", "Mario Rossi / ANSA"),
    ("Podul dimineața. Sursa foto: Inquam Photos / Ion Popescu", "Podul dimineața.", "Inquam Photos / Ion Popescu"),
    # Slavic, Hungarian, Baltic
    ("Most o świcie. Zdjęcie: Jan Kowalski / PAP", "Most o świcie.", "Jan Kowalski / PAP"),
    ("Most o świcie (fot. Jan Kowalski)", "Most o świcie", "Jan Kowalski"),
    ("Most za úsvitu. Foto: Jan Novák, ČTK", "Most za úsvitu.", "Jan Novák, ČTK"),
    ("Most u zoru. Foto: Ivan Horvat / Pixsell", "Most u zoru.", "Ivan Horvat / Pixsell"),
    ("Мост на рассвете. Фото: Иван Иванов / ТАСС", "Мост на рассвете.", "Иван Иванов / ТАСС"),
    ("Міст на світанку. Джерело фото: Укрінформ", "Міст на світанку.", "Укрінформ"),
    ("Мостът призори. Снимка: Иван Иванов", "Мостът призори.", "Иван Иванов"),
    ("A híd hajnalban. Fotó: Kovács János / MTI", "A híd hajnalban.", "Kovács János / MTI"),
    ("A híd hajnalban. Kép: Kovács János", "A híd hajnalban.", "Kovács János"),
    # Greek, Turkish, Hebrew, Arabic, Persian
    ("Η γέφυρα την αυγή. Φωτογραφία: Γιώργος Παπαδόπουλος", "Η γέφυρα την αυγή.", "Γιώργος Παπαδόπουλος"),
    ("Köprü şafakta. Fotoğraf: Ayşe Yılmaz/AA", "Köprü şafakta.", "Ayşe Yılmaz/AA"),
    ("הגשר עם שחר. צילום: ישראל ישראלי", "הגשר עם שחר.", "ישראל ישראלי"),
    ("הגשר עם שחר (צילום: רויטרס)", "הגשר עם שחר", "רויטרס"),
    ("الجسر عند الفجر (رويترز)", "الجسر عند الفجر", "رويترز"),
    ("الجسر عند الفجر. تصوير: محمد علي", "الجسر عند الفجر.", "محمد علي"),
    ("پل در سپیده دم. عکس: علی رضایی", "پل در سپیده دم.", "علی رضایی"),
    # South and South-East Asia, Africa
    ("भोर में पुल। फोटो: राम कुमार", "भोर में पुल।", "राम कुमार"),
    ("ভোরের সেতু। ছবি: রয়টার্স", "ভোরের সেতু।", "রয়টার্স"),
    ("Cây cầu lúc bình minh. Ảnh: Nguyễn Văn A", "Cây cầu lúc bình minh.", "Nguyễn Văn A"),
    ("Jembatan saat fajar. Foto: Budi Santoso/Antara", "Jembatan saat fajar.", "Budi Santoso/Antara"),
    ("Daraja alfajiri. Picha: Juma Ali", "Daraja alfajiri.", "Juma Ali"),
    ("Ibhuloho ekuseni. Isithombe: Sipho Zulu", "Ibhuloho ekuseni.", "Sipho Zulu"),
    # East Asia
    ("夜明けの橋＝１３日午後１０時３１分（代表撮影）", "夜明けの橋＝１３日午後１０時３１分", "代表"),
    ("夜明けの橋（ソウルで、３日）＝ＡＰ", "夜明けの橋（ソウルで、３日）", "ＡＰ"),
    ("夜明けの橋（共同）", "夜明けの橋", "共同"),
    ("夜明けの橋＝東京都港区で、山田太郎撮影", "夜明けの橋＝東京都港区で", "山田太郎"),
    ("夜明けの橋（Ｃ）共同通信社", "夜明けの橋", "共同通信社"),
    ("夜明けの橋（写真：山田太郎）", "夜明けの橋", "山田太郎"),
    ("夜明けの橋（警視庁提供）", "夜明けの橋", "警視庁"),
    ("黎明时的大桥。新华社记者 王小明 摄", "黎明时的大桥。", "新华社记者 王小明"),
    ("黎明时的大桥。图片来源：视觉中国", "黎明时的大桥。", "视觉中国"),
    ("黎明時的大橋。（圖／中央社）", "黎明時的大橋。", "中央社"),
    ("새벽의 다리. [사진 출처 = 연합뉴스]", "새벽의 다리.", "연합뉴스"),
    ("새벽의 다리. 사진=김철수 기자", "새벽의 다리.", "김철수 기자"),
    ("새벽의 다리 ⓒ뉴시스", "새벽의 다리", "뉴시스"),
    ("สะพานยามเช้า ภาพ: สมชาย ใจดี", "สะพานยามเช้า", "สมชาย ใจดี"),
    ("The ferry at the pier. Rubriklistenbild: © Jane Doe/dpa", "The ferry at the pier.", "Jane Doe/dpa"),
    ("The ferry. Photo: Jane Doe, CC BY-SA 3.0, https://commons.example/w/Ferry", "The ferry.", "Jane Doe, CC BY-SA 3.0"),
    ("It is not late – if you do not sleep. Jane Doe/E+ via Getty Images", "It is not late – if you do not sleep.", "Jane Doe/E+ via Getty Images"),
    ("The north face (Foto: J. Doe, 15.01.2022).", "The north face", "J. Doe"),
    ("Official City Hall Photo by Jane Doe", "Official City Hall", "Jane Doe"),
    ("Above: a moth. Image courtesy of: Jane Doe", "Above: a moth.", "Jane Doe"),
]


@pytest.mark.parametrize(("text", "caption", "credit"), CAPTIONS, ids=[c[0][:28] for c in CAPTIONS])
def test_caption_and_credit_are_parted(text: str, caption: str, credit: str) -> None:
    """A caption with a credit at its end falls into both, in any of the languages and customs."""
    found = read(text, CAPTION)
    assert (found.caption, found.credit) == (caption, credit)
    assert found.credit in found.raw


PLAIN = [
    "The mayor opened the bridge on Monday.",
    "Jane Doe, left, with Dr. Max Muster (right)",
    "The chairman of the party (SPD) spoke in Berlin",
    "The bridge at dawn (file photo)",
    "Kanzler Olaf Scholz (SPD) und Robert Habeck (Grüne)",
    "Source of the river: a lake in the hills above St. Gallen",
    "Das Bild zeigt die Brücke am Morgen.",
    "A photo of the bridge was found in the archive in Madrid",
    "尹大統領の発言をテレビで見る国民（ソウルで、３日）",
    "Pressekonferenz am 21. Mai 2025 (Jerusalem)",
    "Photo of the day",
    "Foto: ein grauer Wal nähert sich langsam einem Ruderboot im Hafen",
    "A chart of the week, image taken from https://charts.example/week",
]


@pytest.mark.parametrize("text", PLAIN)
def test_caption_without_credit_stays_whole(text: str) -> None:
    """A caption that names persons, parties or places is not read as a credit."""
    found = read(text, CAPTION)
    assert not (found and found.sure), found


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Photo: Reuters", "Reuters"),
        ("Photos: Getty Images", "Getty Images"),
        ("Foto: dpa", "dpa"),
        ("© AFP", "AFP"),
        ("[Featured Image by Jane Doe/Getty Images]", "Jane Doe/Getty Images"),
        ("Foto: SBU/J. Doe; SBU archives", "SBU/J. Doe; SBU archives"),
        ("(Photo by Jane Doe)", "Jane Doe"),
        ("Photo courtesy of NASA", "NASA"),
        ("Bild: Max Muster", "Max Muster"),
        ("写真：共同通信社", "共同通信社"),
        ("사진=연합뉴스", "연합뉴스"),
        ("Фото: РИА Новости", "РИА Новости"),
        ("Image credit: Jane Doe", "Jane Doe"),
        ("Crédit photo : AFP", "AFP"),
        ("圖／中央社", "中央社"),
    ],
)
def test_lone_line_is_a_credit(text: str, credit: str) -> None:
    """A line that is nothing but an announced credit is one, wherever it stands."""
    found = read(text, LOOSE)
    assert (found.credit, found.caption, found.sure) == (credit, "", True)


@pytest.mark.parametrize(
    "text",
    [
        "Photo: the question that no one in the ministry wants to answer is who took it and why it was sent. It is old.",
        "Image problems: the party is looking for a way out of the crisis after a long week of bad news",
        "By Roberto Casseli",
        "Reuters",
        "Related Posts",
        "Picture this: a bridge.",
        "Source: company information",
    ],
)
def test_loose_line_is_no_credit(text: str) -> None:
    """Text of the story, bylines and labels are not credits."""
    found = read(text, LOOSE)
    assert not found or len(found.credit.split()) > 6 or found.caption, found


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Photo by GHULAM RASOOL /AFP via Getty Images", "GHULAM RASOOL /AFP via Getty Images"),
        ("Picture Alliance", "Picture Alliance"),
        ("© NDR Foto: Max Muster", "Max Muster"),
        ("Illustration by Jane Doe", "Jane Doe"),
        ("Foto: Jane Doe. Styling: Max Muster", "Jane Doe. Styling: Max Muster"),
        ("All rights reserved", ""),
        ("Credit:", ""),
        ("(Foto: Max Muster)", "Max Muster"),
    ],
)
def test_credit_markup_is_tidied(text: str, credit: str) -> None:
    """What stands in credit markup loses announcing words, signs and brackets, and nothing else."""
    assert read(text, CREDIT).credit == credit


@pytest.mark.parametrize(
    ("credit", "person", "agency"),
    [
        ("Eva Manez/Reuters", "Eva Manez", "Reuters"),
        ("Jane Doe for The Post", "Jane Doe", "The Post"),
        ("dpa / Max Muster", "Max Muster", "dpa"),
        ("picture alliance/dpa | Hannes Albert", "Hannes Albert", "picture alliance/dpa"),
        ("AFP via Getty Images", None, "AFP via Getty Images"),
        ("AP Photo/Jane Doe", "Jane Doe", "AP Photo"),
        ("Jane Doe", "Jane Doe", None),
        ("Reuters", None, "Reuters"),
        ("共同通信社", None, "共同通信社"),
        ("山田太郎", "山田太郎", None),
        ("Metropolitan Police", None, "Metropolitan Police"),
        ("Jane van der Berg, Max Muster / AFP", "Jane van der Berg, Max Muster", "AFP"),
        ("Supplied", None, "Supplied"),
    ],
)
def test_person_and_agency_are_parted(credit: str, person: str | None, agency: str | None) -> None:
    """The photographer and the agency of a credit come out apart."""
    assert agencies.split(credit) == (person, agency)


@given(st.text(max_size=400), st.sampled_from([LOOSE, CAPTION, CREDIT]))
@settings(max_examples=300)
def test_any_text_is_read(text: str, place: int) -> None:
    """No text makes the reader fail; a credit is short and never the whole of a caption."""
    text = fold(text)
    found = read(text, place)
    assert len(found.credit) <= 160
    assert not found.credit or found.credit != found.caption
    assert tidy(tidy(text[:200])) == tidy(text[:200])


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000,
        "© " * 1000,
        "Photo: " * 300,
        "a/" * 1000,
        "＝（" * 1000,
        ". A" * 700,
        "|" * 2000,
        "Photo by " * 250,
        "(a" * 900 + ")" * 900,
        "　" * 2000,
    ],
)
def test_hostile_text_is_bounded(text: str) -> None:
    """Long runs of brackets, signs and announcing words come back, and with no long credit."""
    for place in (LOOSE, CAPTION, CREDIT):
        assert len(read(text, place).credit) <= 160


@pytest.mark.parametrize("text", [
    "Courtesy of the museum", "courtoisie de la ville", "By kind permission of Ann Poe", "File photo by Ann Poe", "Photographs from Reuters",
    "PHOTOGRAPHY BY ANN POE", "Pictures supplied by Ann Poe", "Image via Reuters", "Illustrations courtesy of: Ann Poe", "Video from Reuters"])
def test_each_way_to_say_by_has_a_word_of_the_quick_look(text: str) -> None:
    """The long expression is asked only where one of these words stands."""
    assert BY.search(f"{text} ")
    assert any(word in text.lower() for word in BY_WORDS)
