"""When two readings of a page are two versions of its article, and the words by which versions differ.

Pure. Title, byline, authors, body, credits and corrections count; white space, the order of pictures, what stands beside the
article and what is counted there do not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archiver.edits import Op, edits
from archiver.model import Article

LEAST = 1
"""Words of the body that must differ, where a site says nothing else: so a comma alone is no new version."""

# Scripts without spaces are compared by character; all else by what stands between blanks.
_WORD = re.compile(r"\n\n|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
                   r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: in both versions, only in the old (`gone`), or only in the new (`new`)."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its values, words in order, and how many came and went (marks and case do not count)."""

    name: str
    old: str
    new: str
    pieces: tuple[Piece, ...]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions.

    `corrections` are those that the new one has and the old one had not. `stated`: the new `modified` date where the
    outlet gave another than before; None: it changed the article without saying so, or gives no dates.
    """

    changes: tuple[Change, ...] = ()
    corrections: tuple[str, ...] = field(default=())
    stated: str | None = None

    @property
    def line(self) -> str:
        """The difference in a few words: `title; body +12 -3 words; correction`."""
        said = [f"{c.name} +{c.added} -{c.removed} words" if c.name == "body" else c.name
                for c in self.changes if c.name != "corrections"]
        return "; ".join((*said, *(["correction"] if self.corrections else [])))


@dataclass(frozen=True, slots=True)
class Step:
    """A version in the history of an article, and how it differs from the one before; None: it is the first."""

    article: Article
    difference: Difference | None


def digest(article: Article) -> str:
    """One digest for all that counts as a change; white space and the order of pictures do not."""
    notes = ["\0", *article.corrections] if article.corrections else []
    texts = [article.title, article.byline or "", *(a.name for a in article.authors), "\0", article.body, "\0",
             *_credits(article), *notes]
    flat = "\n".join(_flat(text) if text != "\0" else text for text in texts)
    return hashlib.sha256(flat.encode("utf-8", "replace")).hexdigest()[:32]


def differ(old: Article, new: Article, least: int = LEAST) -> bool:
    """Whether the new reading is a version of its own: any change of title, byline, authors, credits or corrections, or
    one of so many words of the body; 0: of any character."""
    if any(_flat(a) != _flat(b) for name, a, b in _fields(old, new) if name != "body"):
        return True
    if _flat(old.body) == _flat(new.body):
        return False
    return least <= 0 or sum(_weights(_pieces(old.body, new.body))) >= least


def compare(old: Article, new: Article) -> Difference:
    """The words by which two versions differ."""
    changes = tuple(_change(name, a, b) for name, a, b in _fields(old, new) if _flat(a) != _flat(b))
    fresh = tuple(note for note in new.corrections if _flat(note) not in {_flat(known) for known in old.corrections})
    return Difference(changes, fresh, new.modified if new.modified != old.modified else None)


def steps(articles: Sequence[Article]) -> list[Step]:
    """The history of an article, its versions being given oldest first."""
    before: list[Article | None] = [None, *articles[:-1]]
    return [Step(now, compare(old, now) if old else None) for old, now in zip(before, articles, strict=True)]


def _fields(old: Article, new: Article) -> Iterator[tuple[str, str, str]]:
    for name in ("title", "byline", "authors", "body", "credits", "corrections"):
        yield name, _text(old, name), _text(new, name)


def _text(article: Article, name: str) -> str:
    if name == "authors":
        return ", ".join(author.name for author in article.authors)
    if name == "credits":
        return "; ".join(_credits(article))
    return "\n\n".join(article.corrections) if name == "corrections" else getattr(article, name) or ""


def _credits(article: Article) -> list[str]:
    return sorted({image.credit for image in article.images if image.credit})


def _flat(text: str) -> str:
    return " ".join(text.split())


def _change(name: str, old: str, new: str) -> Change:
    pieces = _pieces(old, new)
    removed, added = _weights(pieces)
    return Change(name, old, new, pieces, added, removed)


def words(text: str) -> list[str]:
    """The words of a text with their marks, characters where a script has no spaces; a blank line is one too."""
    return _WORD.findall(text)


def _bare(word: str) -> str:
    return _MARKS.sub("", word).casefold()


def _weights(pieces: Iterable[Piece]) -> tuple[int, int]:
    """Words that went and that came; a word of which only marks or case changed did neither."""
    gone, new = ([bare for piece in pieces if piece.op == op for word in words(piece.text) if (bare := _bare(word))]
                 for op in ("gone", "new"))
    kept = sum(a2 - a1 for op, a1, a2, _, _ in edits(gone, new) if op == "same")
    return len(gone) - kept, len(new) - kept


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both, paragraph by paragraph first: an article of any length is compared in no time."""
    a, b = (re.split(r"(?<=\n\n)", text) for text in (old, new))
    found: list[Piece] = []
    stretches = edits(a, b)
    for place, (op, a1, a2, b1, b2) in enumerate(stretches):
        if op == "same":
            found.append(Piece("same", "".join(a[a1:a2])))
        elif op == "gone":                   # what came in its place, if anything, is next
            after = stretches[place + 1][3:] if place + 1 < len(stretches) and stretches[place + 1][0] == "new" else (b1, b1)
            found += _in_words("".join(a[a1:a2]), "".join(b[after[0]:after[1]]))
        elif not place or stretches[place - 1][0] != "gone":
            found.append(Piece("new", "".join(b[b1:b2])))
    return tuple(_joined(piece for piece in found if piece.text))


def _in_words(old: str, new: str) -> list[Piece]:
    a, b = words(old), words(new)
    return [Piece(op, _spaced(b[b1:b2] if op == "new" else a[a1:a2])) for op, a1, a2, b1, b2 in edits(a, b)]


def _spaced(some: Sequence[str]) -> str:
    """Words as running text: no blank beside a blank line, or within a script that has none."""
    text = ""
    for word in some:
        close = not text or text.endswith("\n\n") or word == "\n\n" or (len(word) == 1 and ord(word) > 0x0DFF)
        text += word if close else f" {word}"
    return text


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.op == piece.op:
            glue = "" if last.text.endswith("\n\n") or piece.text.startswith("\n\n") else " "
            last = Piece(last.op, last.text + glue + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
