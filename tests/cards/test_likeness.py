"""How alike two entries are, and what became of one that vanished."""

from hypothesis import given
from hypothesis import strategies as st

from flashkms.cards.entry import Cloze, Entry, EntryId, Question, Source
from flashkms.cards.likeness import NEIGHBOURS, alike, likeness, successor

TEXTS = st.lists(
    st.sampled_from(["rye", "oat", "the", "the", "of", "of", "bread", "dough", "salt"]), min_size=1, max_size=8
).map(" ".join)
BODIES = st.one_of(TEXTS.map(Cloze), TEXTS.map(lambda text: Question(text, ("a",))))


@given(st.lists(BODIES, max_size=8), st.lists(BODIES, max_size=8), st.sampled_from([0.1, 0.4, 0.7, 1.0]))
def test_no_pair_is_missed_for_being_looked_up_by_its_rare_words(ones, others, at_least):
    every = [
        (score, one, other)
        for one, body in enumerate(ones)
        for other, another in enumerate(others)
        if (score := likeness(body, another)) >= at_least
    ]

    assert list(alike(ones, others, at_least=at_least)) == every


def test_of_too_many_that_are_alike_the_nearest_are_compared():
    bodies = [Cloze(f"the same words {at}") for at in range(3 * NEIGHBOURS)]
    pairs = list(alike(bodies, bodies, at_least=0.7))

    assert len(pairs) <= NEIGHBOURS * len(bodies)
    assert {(at, at) for at in range(len(bodies))} <= {(one, other) for _, one, other in pairs}


def entry(name, text, key=""):
    return Entry(EntryId(name), Cloze(text), source=Source(key) if key else None)


def test_a_successor_is_of_the_same_point_or_the_most_alike():
    gone = entry("a", "rye bread rises slowly", "k@1")
    like, more, same = (
        entry("b", "rye bread falls", "k@2"),
        entry("c", "rye bread rises", "k@3"),
        entry("d", "x", "k@1"),
    )

    assert successor(gone, [like, more, same]) is same
    assert successor(gone, [like, more]) is more
    assert successor(gone, [entry("e", "salt and water", "k@4")]) is None


def test_two_entries_without_a_link_are_not_of_one_point():
    assert successor(entry("a", "rye bread rises"), [entry("b", "salt and water")]) is None
