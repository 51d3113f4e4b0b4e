"""Chinese, Japanese and Korean names: where one ends and the next begins, and what stands before or behind them.

Nothing here knows a page; every function is a pure function of a short text. Imported where a line has such letters: its tables
are a twentieth of a worker's start.
"""

from __future__ import annotations

import re

from archiver.extract.byline import words
from archiver.extract.byline.words import CJK

_KANJI, _KANA = r"\u4e00-\u9fff々", r"\u3040-\u30ff"
_NAME = re.compile(
    rf"^(?:[{_KANJI}]{{2,4}}|[{_KANJI}]{{1,4}}[\s　][{_KANA}{_KANJI}]{{1,5}}|[\uac00-\ud7af]{{2,4}}"
    rf"|[\u30a0-\u30ff]{{2,12}}[・＝\s][\u30a0-\u30ff・＝\s]{{2,20}}|[\u4e00-\u9fff]{{1,4}}[{_KANA}]{{1,5}})$")
_NO_NAME = re.compile(
    r"字号|一覧|公開|更新|日$|リンク|スポンサ|広告|著者|作者|记者|記者|記事|分享|来源|时间|時間|阅读|閱讀|评论|コメント|입력|수정|구독|기사|もっと|こちら"
    r"|について|(?:社会|政治|経済|文化|運動|国際|外信|編集|報道|写真|科学|生活|学芸|地方|整理|暮らし|ニュース|デジタル)部$|支局|支社|委員$|報導$|报道$|报导$|編集長$")
_JOB = r"特派員|特派记者|特派記者|记者|記者|通讯员|通訊員|編集委員|論説委員|선임기자|인턴기자|특파원|기자"
_BEFORE = re.compile(rf"^(?:本报|本報|本刊|本社)?(?:见习|見習|实习)?(?:{_JOB})\s?[・：:＝=]?\s?(?=[{_KANJI}\uac00-\ud7af]{{2}})")
_BEHIND = re.compile(rf"(?<=[{_KANJI}{_KANA}\uac00-\ud7af]{{2}})\s?(?:{_JOB})$")
# The place a report is from, in the syllables for foreign words or parted by a sign: 'ワシントン山田太郎', 'パリ＝山田太郎'.
_PLACE = re.compile(rf"^(?:[\u30a1-\u30fa\u30fc・]{{2,14}}[＝=\s]?|[{_KANJI}]{{2,4}}[＝=])(?=[{_KANJI}]{{3,5}}$)")
_PADDED = re.compile(rf"(?<!\S)([{_KANJI}])\s([{_KANJI}])(?!\S)")       # two characters set as wide as three: '李　华'
_CHINESE = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁"
    "于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸金石戴贾賈韦韋夏邱方侯邹鄒熊孟秦白江阎閻薛尹段雷"
    "黎史龙龍陶贺賀顾顧毛郝龚龔邵万萬钱錢严嚴牛岳")
_KOREAN = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소"
    "석선설마길연위표명기반왕금옥육인맹제모탁국어은편용")
_GIVEN = re.compile(r"[子郎美樹也介人治雄夫彦恵香奈織平太一]$")         # a Japanese given name
_ORGANISATIONS = tuple(sorted(word for word in words.ORG_WORDS if CJK.search(word)))
# What else stands in brackets behind a story: 'honorifics omitted', 'to be continued', an organisation or an office.
_REMARK = re.compile(
    r"略|載|終|続|構成|抜粋|写真|図|通信|新聞|放送|時点|現在|当時|料金|税|無料|有料|調べ|提供|協力|撮影|参照|関連|会員|限定|大学|高校"
    r"|[上中下編版談訳記付年社局部課省庁署市県区町村党派紙誌会]$|[ぁ-ん]$")
_SIGNED = re.compile(r"(?:^|[。」』.!?！？]\s?)[【（(]([^【】（）()]{2,60})[】）)]$")


def organisation(name: str) -> bool:
    """Whether a name's words make it an organisation's."""
    return any(word in name for word in _ORGANISATIONS)


def person(name: str) -> bool:
    """Whether a piece of a byline is a whole name of a person."""
    return bool(_NAME.match(name)) and not _NO_NAME.search(name)


def other(name: str) -> bool:
    """Whether a piece says that it is no name: a desk, a date, a control."""
    return bool(_NO_NAME.search(name))


def parted(piece: str) -> list[str]:
    """The names in a piece of a byline that no comma parts, without jobs and places."""
    text = _PADDED.sub(r"\1\2", " ".join(piece.split())).strip("【】（）()[]「」 ")
    text = _BEHIND.sub("", _BEFORE.sub("", text))
    text = text[match.end():] if (match := _PLACE.match(text)) else text
    names = [_BEHIND.sub("", word) for word in text.split()]
    if len(names) < 2:
        return [text]
    if _each_whole(names):
        return names
    if len(names) > 3 and len(names) % 2 == 0 and all(len(n) < 4 and CJK.search(n) for n in names):
        return [f"{names[n]} {names[n + 1]}" for n in range(0, len(names), 2)]      # '山田 太郎 鈴木 花子'
    return [text]


def _each_whole(names: list[str]) -> bool:
    """Whether every word is a name by itself, not one a surname and the next what it is called: '山田太郎 鈴木花子'."""
    if not all(person(name) for name in names):
        return False
    if all(name[0] in _KOREAN and len(name) >= 3 for name in names):
        return True
    if all(name[0] in _CHINESE and len(name) < 4 for name in names):
        return any(len(name) == 3 for name in names) and not any(_GIVEN.search(name) for name in names[1:])
    return all(len(name) >= 3 for name in names) and sum(map(len, names)) >= 3.5 * len(names)


def signature(text: str) -> tuple[str, tuple[str, ...]]:
    """The brackets behind the last sentence of a story, and the persons in them: '…と話した。（山田太郎、鈴木花子）'; empty where they
    hold anything else."""
    match = _SIGNED.search(text[-80:])
    found = [name for piece in re.split(r"[、，,・]", match.group(1)) for name in parted(piece)] if match else []
    whole = bool(found) and all(person(name) and len(name) >= 3 and not _REMARK.search(name) for name in found)
    return (match.group(1), tuple(found)) if match and whole else ("", ())
