"""What a site repeats is learned from its pages, leaves the body, and never takes reporting with it."""

from __future__ import annotations

import json
import random
from itertools import islice

import pytest

from archiver.extract import body
from archiver.extract.page import Page
from archiver.extract.profile import MAX_BLOCKS, MINIMUM, Block, Profile, learn
from benchmarks.profiles import newsroom, score

WORDS = ("harbour council roof winter pump debate mayor bridge ferry school budget tram river market baker union"
         " vote plan clock garden tower station night paper office square forest engine letter window").split()
FOOT = "The Town Paper belongs to its readers and to nobody else; it has been printed in Mill Lane since the great flood."
LABEL = "Photo service of the house"
BACKGROUND = "The hall was built by the town in 1931 and has been repaired eleven times since then, most often on the roof."


def sentence(dice: random.Random) -> str:
    """A sentence nobody else says."""
    return " ".join(dice.choice(WORDS) for _ in range(18)).capitalize() + "."


def story(number: int, *, foot: str = f"<p>{FOOT}</p>", middle: str = "", parts: int = 7) -> tuple[str, str]:
    """A page of the outlet and its URL; `middle` stands at another place in each story."""
    dice = random.Random(number)
    paragraphs = [f"<p>{sentence(dice)} {sentence(dice)}</p>" for _ in range(parts + number % 4)]
    if middle:
        paragraphs.insert(1 + number % (len(paragraphs) - 2), middle)
    title = sentence(dice)[:60]
    return (f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><div class='text'>{''.join(paragraphs)}{foot}"
            "</div></main></body></html>", f"https://town.example/{number}")


def read(page: tuple[str, str], profile: Profile | None = None) -> tuple[str, ...]:
    """The body with that profile."""
    return body.find(Page(*page), {}, profile).paragraphs


def test_learns_what_is_repeated() -> None:
    """A closing paragraph that looks like any other leaves the body on a page not learned from; nothing else does."""
    profile = learn(story(n) for n in range(MINIMUM))
    fresh = story(99)
    assert FOOT in read(fresh)
    assert [text for text in read(fresh) if text != FOOT] == list(read(fresh, profile))
    block = next(b for b in profile.blocks if b.example == FOOT)
    assert (block.count, block.share) == (MINIMUM, 1.0)


def test_says_why() -> None:
    """The removed line is reported with the block that named it."""
    profile = learn(story(n) for n in range(MINIMUM))
    removed = body.find(Page(*story(99)), {}, profile).removed
    block = next(b for b in profile.blocks if b.example == FOOT)
    assert (FOOT, f"site profile {block.id}") in [(r.text, r.reason) for r in removed]


def test_reporting_that_quotes_itself_stays() -> None:
    """A paragraph of background that stands in many stories, each time elsewhere, is reporting."""
    profile = learn(story(n, middle=f"<p>{BACKGROUND}</p>") for n in range(30))
    assert BACKGROUND in read(story(99, middle=f"<p>{BACKGROUND}</p>"), profile)


def test_words_alone_do_not_suffice() -> None:
    """A sentence learned as a closing box stays where a story says it in its own text."""
    profile = learn(story(n, foot=f"<div class='imprint'><p>{FOOT}</p></div>") for n in range(MINIMUM))
    assert FOOT in read(story(99, foot="", middle=f"<p>{FOOT}</p>"), profile)


def test_label_at_any_place() -> None:
    """A short label that most stories have somewhere leaves them all."""
    profile = learn(story(n, middle=f"<p>{LABEL}</p>") for n in range(20))
    assert LABEL not in read(story(99, middle=f"<p>{LABEL}</p>"), profile)


def test_the_middle_is_a_place() -> None:
    """What a house sets into the middle of its stories, long or short, leaves."""
    def halved(number: int) -> tuple[str, str]:
        dice = random.Random(number)
        half = [f"<p>{sentence(dice)} {sentence(dice)}</p>" for _ in range(3 + number % 5)]
        page, url = story(number, foot="", parts=0)
        inner = "".join((*half, f"<p>{FOOT}</p>", *half[::-1]))
        return page[:page.index("<div class='text'>") + 18] + inner + "</div></main></body></html>", url
    profile = learn(halved(n) for n in range(MINIMUM))
    assert [(b.example, b.place) for b in profile.blocks] == [(FOOT, "middle+0")]
    assert FOOT not in read(halved(99), profile)


def test_a_heading_over_prose_stays() -> None:
    """A heading that many stories have stays where text of the story stands below it."""
    headed = [story(n, middle="<h2>Background</h2>") for n in range(20)]
    assert "Background" in read(headed[7], learn(headed))


def test_versions_of_one_story_count_once() -> None:
    """Captures of the same story do not make its own text a repeat."""
    assert learn([story(1)] * 40).blocks == ()
    assert learn([story(1)] * 40).pages == 1


def test_too_few() -> None:
    """Fewer stories than the minimum teach nothing."""
    assert learn(story(n) for n in range(MINIMUM - 1)).blocks == ()


def test_never_a_large_share() -> None:
    """A notice that is most of what a page has stays, as on a page behind a wall."""
    profile = learn(story(n, foot="<p>" + FOOT * 4 + "</p>", parts=1) for n in range(MINIMUM))
    assert all(len(block.example) < 300 for block in profile.blocks)


def test_plain_text() -> None:
    """Already scraped texts are learned from line by line too."""
    texts = []
    for number in range(20):
        dice = random.Random(number)
        middle = "\n".join(f"{sentence(dice)} {sentence(dice)}" for _ in range(5 + number % 3))
        texts.append(f"fbpx\nScroll Top\n{sentence(dice)[:50]}\n{middle}\n{FOOT}\nRelated Posts")
    profile = learn(texts[:-1])
    found = profile.drops(page := Page.from_text(texts[-1]), page.story)
    assert {page.lines[i].text for i in found} == {"fbpx", "Scroll Top", FOOT, "Related Posts"}


def test_same_answer_in_any_order() -> None:
    """The same pages teach the same profile, however they come, and the version names it."""
    pages = [story(n, middle=f"<p>{LABEL}</p>") for n in range(20)]
    one, other = learn(pages), learn(reversed(pages))
    assert one.version == other.version
    assert one.to_dict() == other.to_dict()
    assert one.version != learn(story(n) for n in range(20)).version


def test_a_person_decides() -> None:
    """A block can be kept: the line stays, the version changes, and the choice survives storing."""
    profile = learn(story(n) for n in range(MINIMUM))
    block = next(b for b in profile.blocks if b.example == FOOT)
    kept = profile.set(block.id, dropped=False)
    assert FOOT in read(story(99), Profile.from_dict(json.loads(json.dumps(kept.to_dict()))))
    assert kept.version != profile.version
    assert kept.set(block.id, dropped=True).version == profile.version
    with pytest.raises(KeyError):
        profile.set("00000000", dropped=False)


def test_stored_and_read_back() -> None:
    """A profile comes back from its stored form as it was."""
    profile = learn(story(n) for n in range(MINIMUM))
    again = Profile.from_dict(json.loads(json.dumps(profile.to_dict())))
    assert again.version == profile.version
    assert read(story(99), again) == read(story(99), profile)


@pytest.mark.parametrize("data", [
    {}, {"format": 2, "blocks": []}, {"format": 1, "blocks": "x"}, {"format": 1, "blocks": [1]}, {"format": 1, "blocks": [{"text": 1}]},
    {"format": 1, "blocks": [{"text": "x" * 10_000, "context": "", "place": "any", "example": ""}]},
    {"format": 1, "blocks": [{"text": "x", "context": "", "place": "any", "example": ""}] * (MAX_BLOCKS + 1)}])
def test_refuses(data: dict[str, object]) -> None:
    """What is no profile, or too large for one, is refused."""
    with pytest.raises(ValueError, match="profile"):
        Profile.from_dict(data)


def test_odd_places_match_nothing() -> None:
    """A block whose place was written by hand and makes no sense drops nothing."""
    block = next(b for b in learn(story(n) for n in range(MINIMUM)).blocks if b.example == FOOT)
    odd = Profile((Block(block.text, block.context, "nowhere", 1, 1.0, block.example),))
    assert FOOT in read(story(99), odd)


def test_what_a_house_repeats_leaves_and_what_it_reports_stays() -> None:
    """Of lines that look like paragraphs, and are told only by standing in many stories, at most half are left; no word of
    a story is lost, though reporters repeat whole paragraphs too. `benchmarks/profiles.py` has all outlets."""
    for name, cases in islice(newsroom(30), 3):
        profile = learn((case.page for case in cases[:15]), 15)
        without, having = score(cases[15:], None), score(cases[15:], profile)
        assert having.boilerplate <= without.boilerplate / 2 > 5, name
        assert having.found == without.found, name
