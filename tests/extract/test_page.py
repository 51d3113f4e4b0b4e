"""The page as all steps share it: what is kept of it says the same as the tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.extract import zones
from archiver.extract.page import Page

NAMES = ("share", "byline", "hidden", "story", "caption")
PIECES = st.sampled_from(["<svg><title>x</title></svg>", "<video></video>", "</div>", "<p>Heating the water costs 240,000 a year.", "<br>",
                          "<noscript><img src=a.jpg></noscript>", "<template><p>no</template>", "<meta name=a content=b>", "<li>",
                          *(f"<{tag} class={name}>" for tag in ("div", "span", "a", "section") for name in NAMES)])


@given(st.lists(PIECES, max_size=12))
def test_what_is_kept_says_what_the_tree_says(pieces: list[str]) -> None:
    """Elements by tag come as a search of the tree gives them, and what an element claims is what its attributes say."""
    page = Page("<html><head><title>Swimming hall</title></head><body>" + "".join(pieces) + "</body></html>", "https://example.org/a")
    for tag in ("title", "meta", "img", "video", "div", "picture"):
        assert page.tagged(tag) == list(page.root.iter(tag))
    assert page.tagged("video", "img") == [*page.root.iter("video"), *page.root.iter("img")]
    assert all(page.zones_of(element) == zones.of(element) for element in page.root.iter())
