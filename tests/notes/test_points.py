"""The feature part: which bullet becomes which card, and which becomes none."""

import re

import pytest

from flashkms import notes
from flashkms.cards import cloze
from flashkms.cards.entry import Cloze, Question


def drafted(text: str, head: str = "title: Bakery\nflashcards: true"):
    note, problems = notes.parse(f"---\n{head}\n---\n{text}", "bakery.md")
    drafts = notes.drafts(note)
    return drafts, notes.coverage(note, drafts), problems


def texts(text: str):
    return [draft.body.text for draft in drafted(text)[0] if isinstance(draft.body, Cloze)]


def hidden(text: str):
    return [[blank.answer for blank in cloze.blanks(one)] for one in texts(text)]


BLANKS = {
    "- A sourdough starter lives on **wild yeast** for years": ["wild yeast"],
    "- Dough must rest for 45 minutes before it is shaped": ["45 minutes"],
    "- The oven reaches 250°C at the stone and `steam` is added": ["250°C", "`steam`"],
    "- A loaf is ==hollow== when it is **done**": ["hollow"],
    "- A loaf is {{c2::hollow}} when {{c1::done}}": ["hollow", "done"],
    '- The crust needs steam <!-- fc: cloze="steam" -->': ["steam"],
}


@pytest.mark.parametrize("line", BLANKS)
def test_blanks_are_what_the_author_stressed_then_numbers(line):
    found = hidden(f"## Bread\n{line}\n")[0]

    assert found[: len(BLANKS[line])] == BLANKS[line] or set(BLANKS[line]) <= set(found)


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("Each loaf is turned **at least once**", "at least once"),
        ("The International Sourdough Guild keeps rye from Ghent", "International Sourdough Guild"),
        ("instead of buying yeast, feed the starter", "starter"),
        ("Use linen cloths to cover every tray of dough", "linen cloths"),
        ("Old loaves go to the farm **rather than waste**", "rather than waste"),
        ("Trays returned from hot ovens are cleaned by hand", "cleaned by hand"),
    ],
)
def test_a_blank_is_a_whole_phrase(line, blank):
    found = hidden(f"## Bread\n- {line}\n")[0][0]

    assert blank in found
    assert "," not in found
    assert not found.endswith(("turned", "returned", "Guild meets"))


TWINS = {
    "Bread of the Old Grain Society (OGS) is sold on Fridays": "Old Grain Society (OGS)",
    "the OGS(Old Grain Society) sells bread on Fridays": "OGS(Old Grain Society)",
    "Bread of the Elastic Crust Club(EC2) is sold on Fridays": "Elastic Crust Club(EC2)",
    "the mill (Ghent) grinds **barley** on Fridays": "barley",
}


@pytest.mark.parametrize("line", TWINS)
def test_an_abbreviation_is_hidden_with_what_it_stands_for(line):
    assert TWINS[line] in [answer for answers in hidden(f"## Mills\n- {line}\n") for answer in answers]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("## Mills\n- OGS(Old Grain Society)\n", "OGS", "Old Grain Society"),
        ("## Mills\n- Old Grain Society (OGS)\n", "OGS", "Old Grain Society"),
        ("## OGS\n- Old Grain Society\n", "OGS", "Old Grain Society"),
        ("## OGS\n- provides Old Grain service\n", "OGS", "Old Grain service"),
    ],
)
def test_a_point_that_only_spells_out_a_short_form_asks_what_it_stands_for(text, short, long):
    (draft,) = drafted(text)[0]

    assert draft.body == Question(f"What does **{short}** stand for?", (long,))


@pytest.mark.parametrize(
    "text",
    [
        "## Mills\n- OGS(Old Grain Society) sells rye on Fridays\n",
        "## OGS\n- Old Grain Society meets in Ghent\n",
        "## Mills\n- Old Grain Society of Ghent\n",
        "## OGS\n- old grain sieves\n",
    ],
)
def test_a_point_that_says_more_is_no_short_form(text):
    assert not any(isinstance(draft.body, Question) for draft in drafted(text)[0])


def test_a_translation_in_brackets_is_no_blank():
    found = hidden("## 빵\n- 반죽(dough)은 밀가루를 쓰며 Rye Mill에서 **12시간** 발효합니다\n")

    assert "dough" not in [answer for answers in found for answer in answers]


def test_a_piece_of_a_korean_clause_is_no_blank():
    found = hidden("## 빵\n- 반죽을 오래 발효하면서 호밀 가루를 조금씩 더하려면 Rye Mill의 체를 씁니다\n")

    assert all("하면서" not in answer and "하려면" not in answer for answers in found for answer in answers)


def test_instances_of_bread_are_no_example():
    assert hidden("## Bread\n- ask the guild for instances of rye baked by the hour\n")[0][0] == "by the hour"


def test_a_generic_korean_noun_is_no_blank():
    found = hidden("## 빵\n- 천연 효모로 구운 빵의 장점을 손님에게 알립니다\n")

    assert all("장점" not in answers for answers in found)


def test_pairs_are_no_procedure():
    text = "- Routes : rye buns -> north door / oat buns -> south door\n"

    assert all("/" not in answer for answers in hidden(f"## Bakery\n{text}") for answer in answers)


def test_a_member_that_the_others_tell_is_not_asked_for():
    found = hidden("## Bread\n- Shops : a shops, oat corner, Ghent mill, tower, town gate\n")[0]

    assert found == ["oat corner"]


def test_a_question_inside_a_long_text_is_no_front():
    text = (
        "How does rye differ from the Old Grain wheat of Ghent? Rye holds less gluten, so that its dough is sticky "
        "and is shaped with wet hands, and it keeps **three days** longer than bread from wheat, which is why sailors "
        "took it along on every ship that left the harbour of the town in those days of wind."
    )

    assert all("?" not in one for one in texts(f"## Rye\n- {text}\n"))


def test_the_rest_is_asked_where_the_stressed_words_are_given_away():
    found = hidden("## Rye\n- the **Rye** flour of the mill holds 12 grams of protein\n")[0]

    assert found == ["12 grams"]


def test_a_bold_sentence_is_no_blank():
    found = hidden("## Bread\n- **The dough is folded three times in the first hour of its long rest**\n")

    assert all(len(answer.split()) <= 7 for answers in found for answer in answers)


def test_korean_particles_stay_outside_of_the_blank():
    assert hidden("## 빵\n- **천연 효모**는 반죽을 부풀게 하는 미생물입니다\n")[0][0] == "천연 효모"


def test_a_definition_asks_for_term_and_text():
    found = hidden("## Bread\n- **Poolish** : a wet preferment with equal weights of flour and water\n")[0]

    assert "Poolish" in found
    assert len(found) >= 2


def test_an_enumeration_hides_one_member_with_the_others_in_view():
    assert hidden("## Bread\n- Grains : rye, spelt, emmer, einkorn, barley\n")[0] == ["rye"]


@pytest.mark.parametrize(
    ("label", "ask"),
    [("3 kinds of oven", "Name all 3."), ("3 가지 오븐", "3가지를 모두 대시오."), ("three ovens:", "Name all 3.")],
)
def test_a_counted_label_asks_for_its_whole_list(label, ask):
    made = drafted(f"## Bread\n- {label}\n  - Deck oven\n  - Rack oven\n  - Tunnel oven\n")[0][0]

    assert made.body == Question(f"**{ask}**\n\n{label.rstrip(':')}", ("Deck oven", "Rack oven", "Tunnel oven"))


@pytest.mark.parametrize(
    ("line", "ask", "members"),
    [
        ("**Grains** : rye, spelt, emmer", "**Name all 3.**\n\nGrains", ("rye", "spelt", "emmer")),
        ("Grains : **rye, spelt, emmer**", "**Name all 3.**\n\nGrains", ("rye", "spelt", "emmer")),
        ("Grains : rye, spelt, emmer\n  - Rye rests 12 hours", "**Name all 3.**\n\nGrains", ("rye", "spelt", "emmer")),
        ("곡물 : 호밀, 귀리, 보리, 밀", "**4가지를 모두 대시오.**\n\n곡물", ("호밀", "귀리", "보리", "밀")),
    ],
)
def test_a_short_list_is_asked_for_as_a_whole(line, ask, members):
    made = drafted(f"## Bread\n- {line}\n")[0][0]

    assert made.body == Question(ask, members)


@pytest.mark.parametrize(
    "line",
    ["Grains : rye, **spelt**, emmer", "Grains : rye, spelt, emmer etc.", "Grains : rye, spelt, emmer, oat, wheat"],
)
def test_a_list_with_one_member_stressed_an_open_or_a_long_one_is_not(line):
    assert isinstance(drafted(f"## Bread\n- {line}\n")[0][0].body, Cloze)


def test_some_members_of_a_korean_list_are_no_blank():
    found = hidden("## Bread\n- 화덕은 **작은 빵집**에서 호밀, 귀리, 보리 및 밀을 굽는 데 좋습니다\n")[0]

    assert found == ["작은 빵집"]


def test_a_counted_label_hides_its_list_where_no_questions_are_wanted():
    front = "title: Bakery\nflashcards: {kinds: [cloze]}"
    made = drafted("## Bread\n- 3 kinds of oven\n  - Deck oven\n  - Rack oven\n  - Tunnel oven\n", front)[0][0]

    assert made.body == Cloze("3 kinds of oven: {{c1::Deck oven, Rack oven, Tunnel oven}}")


def test_steps_are_asked_for_in_order():
    found = texts("## Bread\n- making a loaf : mix flour -> knead dough -> proof overnight -> bake hot\n")[0]

    assert [blank.ordinal for blank in cloze.blanks(found)] == [1, 2, 3]


def test_each_table_row_is_a_card():
    table = "|Grain|Rest|Heat|\n|:-:|:-:|:-:|\n|rye|12 hours|230°C|\n|oat|-|200°C\n"
    found = texts(f"## Bread\n{table}")

    assert found == [
        "rye — Rest: {{c1::12 hours}}; Heat: {{c2::230°C}}",
        "oat — Rest: -; Heat: {{c1::200°C}}",
    ]


def test_the_context_line_says_where_a_fact_belongs():
    drafts, _, _ = drafted("## Ovens\n### Features\n- **Deck oven**\n  - heats from **stone plates** below the loaf\n")

    assert drafts[0].context == ("Bakery", "Ovens", "Deck oven")


SKIPPED = {
    "- !!! read the oven manual !!!": "a note to oneself",
    "- TODO check the yeast": "a note to oneself",
    "- be able to draw the whole oven from memory": "a note to oneself",
    "- flour": "a stub: too short for a card",
    "- Rye vs. Oat": "a heading without text",
    "- Deck ovens are more flexible.": "praise: bold the word you want",
    "- Oven types": "a label with nothing below it",
    "- Deck ovens : B A K E R S": "a mnemonic",
    "- When is a loaf done?": "a question without an answer",
    "- rye rests for 12 hours <!-- fc: skip -->": "the note says skip",
    "plain words of a paragraph about bread": "a paragraph: make it a bullet, or bold the word you want",
}


@pytest.mark.parametrize("line", SKIPPED)
def test_what_is_no_fact_makes_no_card_and_says_why(line):
    drafts, coverage, _ = drafted(f"## Bread\n{line}\n")

    assert drafts == ()
    assert (coverage[1].fate, coverage[1].why) == ("skipped", SKIPPED[line])


@pytest.mark.parametrize(
    "line", ["- 日本語", "- 首都 : 東京。大阪", "- Привет **мир**", "- α", "- 首都\n    - 東京 (大阪)"]
)
def test_a_text_in_another_script_makes_no_card_and_says_why(line):
    drafts, coverage, _ = drafted(f"## Bread\n{line}\n- The oven reaches 250°C\n")

    assert [draft.body.text for draft in drafts] == ["The oven reaches {{c1::250°C}}"]
    assert "in a script in which no blank is looked for: mark the ==word== you want" in [one.why for one in coverage]


@pytest.mark.parametrize("line", ["- 首都 : ==東京==", "- 首都 : **東京** <!-- fc: force -->"])
def test_a_blank_in_another_script_is_the_one_that_its_author_marks(line):
    assert hidden(f"## Bread\n{line}\n") == [["東京"]]


def test_what_is_erased_from_memory_is_a_fact():
    drafts, _, _ = drafted("## Bread\n- the oven erases **the last recipe** from memory at midnight\n")

    assert len(drafts) == 1


def test_a_label_is_context_of_its_children():
    drafts, coverage, _ = drafted("## Bread\n- **Ovens**\n  - the deck oven holds **eight loaves** at once\n")

    assert [fate.fate for fate in coverage] == ["context", "context", "card"]
    assert len(drafts) == 1


LABELS = [
    "supports baking with either",
    "steam can be used to",
    "the baker must bring the following",
    "빵을 굽는 경우 다음을 준비해야 합니다",
    "발효에 민감한 반죽 관리",
    "Oven access for guests",
    "helps shape loaves",
]


@pytest.mark.parametrize("label", LABELS)
def test_what_leads_to_the_points_below_is_their_label(label):
    drafts, coverage, _ = drafted(f"## Bread\n- {label}\n  - the deck oven holds **eight loaves** at once\n")

    assert coverage[1].fate == "context"
    assert len(drafts) == 1


FACTS = [
    "Bakers access the oven by a **side door** at night",
    "효모는 당을 분해하는 미생물",
    "the steam valve is always **left on**",
    "반죽은 12시간 발효",
    "Rye is dark",
    "stores 12 loaves",
]


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_with_points_below_it_is_asked_for(fact):
    drafts, _, _ = drafted(f"## Bread\n- {fact}\n  - the deck oven holds **eight loaves** at once\n")

    assert len(drafts) == 2


def test_examples_of_use_are_no_fact_unless_one_is_stressed():
    _, coverage, _ = drafted("## Use Cases\n- Hotels : small rolls / sliced toast / sweet buns for tea\n")
    stressed, _, _ = drafted("## Use Cases\n- Hotels : small rolls / **sliced toast** / sweet buns for tea\n")

    assert coverage[1].why == "examples of use: bold the word you want"
    assert len(stressed) == 1


def test_facts_below_an_image_bullet_belong_to_the_last_text():
    drafts, _, _ = drafted("## Bread\n- Ovens\n- ![oven](o.png)\n  - the deck oven holds **eight loaves** at once\n")

    assert drafts[0].context == ("Bakery", "Bread", "Ovens")


OBSIDIAN = {
    "- What makes dough rise?::Yeast": ("What makes dough rise?", ("Yeast",), False),
    "- What makes dough rise? ::: Yeast": ("What makes dough rise?", ("Yeast",), True),
    "- Poolish :: a wet preferment": ("Poolish", ("a wet preferment",), True),
    "> [!question] What makes dough rise?\n> Yeast": ("What makes dough rise?", ("Yeast",), False),
    "What makes dough rise?\n?\nYeast": ("What makes dough rise?", ("Yeast",), False),
    '- x <!-- fc: q="What rises?" a="Dough" -->': ("What rises?", ("Dough",), False),
    "- What rises? #card\n  - Dough": ("What rises?", ("Dough",), False),
}


@pytest.mark.parametrize("text", OBSIDIAN)
def test_cards_written_as_cards_are_read_as_such(text):
    drafts, _, _ = drafted(f"## Bread\n{text}\n")
    body = drafts[0].body

    assert isinstance(body, Question)
    assert (body.question, body.answers, body.reverse) == OBSIDIAN[text]


@pytest.mark.parametrize(
    "line",
    ["- call `std::move` on the tray of **warm buns**", "- the host answers at http://bread::80 **by day** only"],
)
def test_colons_in_code_and_addresses_are_no_card(line):
    drafts, _, _ = drafted(f"## Bread\n{line}\n")

    assert all(isinstance(draft.body, Cloze) for draft in drafts)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- The link local prefix of every oven begins with **fe80::1** on the first tray", "fe80::1"),
        ("- Bakers keep the loaves of a day in a **std::vector** of warm trays", "std::vector"),
        ("- Every handler of the oven inherits from **Foo::BAR** in the new kitchen", "Foo::BAR"),
        ("- Addresses of a bakery are taken from *fd00::/8* by the head baker", "fd00::/8"),
        ("- the loopback address of every oven is **::1** in short form", "::1"),
    ],
)
def test_a_stressed_name_with_colons_in_it_is_one_name(line, name):
    drafts, _, _ = drafted(f"## Bread\n{line}\n")

    assert all(isinstance(draft.body, Cloze) and name in draft.body.text for draft in drafts)


def test_colons_behind_a_stressed_term_still_make_a_card():
    drafts, _, _ = drafted("## Bread\n- **Biga**::a stiff preferment\n")

    assert [(one.body.question, one.body.answers) for one in drafts] == [("**Biga**", ("a stiff preferment",))]


def test_braces_in_code_are_no_blank():
    found = texts("## Bread\n- the template `{{c1::x}}` prints **one label** a loaf\n")[0]

    assert [blank.answer for blank in cloze.blanks(found)] == ["one label"]


def test_a_heading_can_be_switched_off():
    drafts, coverage, _ = drafted(
        "## Bread <!-- fc: off -->\n- rye rests **12 hours** in the cold\n## Oven\n- the deck holds **eight loaves** at once\n"
    )

    assert len(drafts) == 1
    assert coverage[1].why == "switched off in the note"


def test_a_wrong_blank_and_an_unknown_word_are_problems():
    _, _, problems = drafted('## Bread\n- rye is dark <!-- fc: cloze="pale" shiny -->\n')

    assert [str(problem) for problem in problems] == [
        'bakery.md:6: unknown steering word "shiny" (flashkms help note-format lists the words)',
        'bakery.md:6: the comment hides "pale", which is not in the line (copy the words exactly)',
    ]


def test_an_id_and_tags_come_from_a_comment():
    drafts, _, _ = drafted("## Bread\n- rye rests **12 hours** in the cold <!-- fc: id=rye-rest tags=limits,rye -->\n")

    assert drafts[0].id_hint == "rye-rest"
    assert {"limits", "rye"} <= set(drafts[0].tags)


def test_the_same_fact_under_the_same_heading_is_drafted_once():
    drafts, coverage, _ = drafted(
        "## Bread\n- rye rests **12 hours** in the cold\n- rye rests **12 hours** in the cold\n"
    )

    assert len(drafts) == 1
    assert coverage[2].why == "says the same as another point"


def test_the_same_fact_under_another_heading_is_another_draft():
    drafts, _, _ = drafted("## A\n- it rests **12 hours** in the cold\n## B\n- it rests **12 hours** in the cold\n")

    assert len({draft.key for draft in drafts}) == 2


def test_a_note_out_of_format_makes_nothing_and_says_so():
    drafts, coverage, _ = drafted("## Bread\n- rye rests **12 hours**\n", head="title: Blog")

    assert drafts == ()
    assert coverage[1].why == "the note has no scenario part, and does not say `flashcards: true`"


def test_a_note_can_refuse():
    drafts, _, _ = drafted("## Scenario\n- Which?\n  - **A) Rye**\n", head="flashcards: false")

    assert drafts == ()


def test_every_blank_says_why_it_was_chosen():
    drafts, _, _ = drafted("## Bread\n- Dough must rest for 45 minutes before it is shaped\n")

    assert any("number with unit" in reason for reason in drafts[0].reasons)


def test_weak_blanks_wait_for_a_verdict():
    drafts, _, _ = drafted("## Bread\n- some loaves seem to taste rather different on certain quiet mornings\n")

    assert all(draft.triage == "weak blank" for draft in drafts)


def test_leftover_asterisks_never_reach_a_card():
    drafts, _, _ = drafted(
        "## Bread\n- the crust is** dark and **thin** when 250 degrees are held** long\n- **rye (dark)**는 12시간 쉰다\n"
    )

    for draft in drafts:
        assert draft.body.text.count("**") % 2 == 0


def test_front_matter_is_blanked_and_lines_keep_their_numbers():
    drafts, coverage, _ = drafted("## Bread\n- rye rests **12 hours** in the cold\n")

    assert drafts[0].line == 6
    assert [fate.line for fate in coverage] == [5, 6]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("flashcards: {max_blanks: ²}", 'n.md:2: flashcards: max_blanks "²" is no whole number below 1,000 (write `max_blanks: 2`)'),
        (f"flashcards:\n  max_blanks: {'9' * 5000}", f'n.md:3: flashcards: max_blanks "{"9" * 59}…" is no whole number below 1,000 (write `max_blanks: 2`)'),
        ("flashcards:\n  max_blnks: 2", 'n.md:3: flashcards: unknown key "max_blnks" (flashkms help note-format lists the keys)'),
        ("flashcards: {kinds: [clozes]}", 'n.md:2: flashcards: unknown kind "clozes" (kinds: cloze, question, choice, whynot, scenario)'),
        ("title: T\nflashcards:\n  kinds:\n    - card", 'n.md:4: flashcards: unknown kind "card" (kinds: cloze, question, choice, whynot, scenario)'),
        ("flashcards: maybe", 'n.md:2: flashcards: "maybe" is neither true nor false (write `flashcards: true`)'),
    ],
)  # fmt: skip
def test_front_matter_that_makes_no_sense_is_told(head, said):
    _, problems = notes.parse(f"---\n{head}\n---\n# T\n", "n.md")

    assert [str(problem) for problem in problems] == [said]


@pytest.mark.parametrize(
    "head",
    [
        "flashcards: true  # yes",
        "flashcards: # below\n  deck: A::B\n  tags: [a, b]\n  max_gaps: 2",
        "flashcards: {kinds: [Cloze, why_not, scenario]}",
        "card: {kinds: x}\nkinds: [y]\nmax_blanks: no",
    ],
)
def test_front_matter_of_sense_or_of_others_is_left_alone(head):
    assert notes.parse(f"---\n{head}\n---\n# T\n", "n.md")[1] == ()


def test_why_not_may_be_written_as_a_deck_file_writes_it():
    assert notes.parse("---\nflashcards: {kinds: [why_not]}\n---\n# T\n", "n.md")[0].kinds == ("whynot",)


@pytest.mark.parametrize("end", ["{% endhighlight %}", "{%- endhighlight -%}", "{%endhighlight%}"])
def test_what_stands_behind_highlighted_code_is_read(end):
    _, lines, problems = drafted(f"## Bread\n{{% highlight sh %}}\nls\n{end}\n- rye rests **12 hours** in the cold\n")

    assert problems == ()
    assert [each.fate for each in lines] == ["context", "skipped", "skipped", "skipped", "card"]


@pytest.mark.parametrize("heading", ["Fat", "Fats", "Futures", "Fate"])
def test_a_heading_that_is_spelt_a_little_like_feature_names_its_subject(heading):
    drafts, _, _ = drafted(f"## {heading}\n- it holds **nine calories** in a gram\n")

    assert drafts[0].context == ("Bakery", heading)


@pytest.mark.parametrize("heading", ["Features", "Feture", "Faetures", "Featuers", "Feautre"])
def test_a_heading_that_says_feature_names_none(heading):
    drafts, _, _ = drafted(f"## {heading}\n- it holds **nine calories** in a gram\n")

    assert drafts[0].context == ("Bakery",)


def test_kinds_can_be_limited():
    text = "## Bread\n- rye rests **12 hours** in the cold\n## Scenario\n- Which?\n  - **A) Rye**\n"
    drafts, _, _ = drafted(text, head="flashcards: {kinds: [question], deck: Food, tags: [rye]}")

    assert [type(draft.body) for draft in drafts] == [Question]


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("The mill grinds **rye flour** with stones **ONLY**", "ONLY"),
        ("Weights divide the batch : share the dough by weight, ex) 80% : 20%", "80%"),
        ("Rye: sourdough supported; Wheat: sourdough not supported", "not supported"),
        (
            "spread the flour evenly across all baking trays regardless of the oven they are in",
            "baking trays regardless",
        ),
        ("sell rolls and loaves instead of cakes on Sunday mornings", "loaves instead"),
        ("not just BAKE AT HOME, you can sell", "not just BAKE"),
    ],
)
def test_what_is_guessed_or_would_do_with_any_other_figure_is_no_blank(line, never):
    assert never not in [answer for answers in hidden(f"## Bread\n- {line}\n") for answer in answers]


def test_a_makers_name_does_not_save_a_name_that_the_heading_tells():
    found = hidden("## Oven\n- AWS Oven bakes every loaf at 230 degrees\n")

    assert [answer for answers in found for answer in answers] == ["230 degrees"]


def test_a_limit_outside_of_an_example_is_a_blank():
    assert hidden("## Bread\n- A tray holds 12 loaves, for example small ones\n") == [["12 loaves"]]


def test_a_long_form_is_not_asked_for_where_its_short_form_stands_beside():
    line = "**Dough Proofing Cabinets (DPCs)** : keep dough warm at night. Ovens do all that DPCs do, and bake as well."

    assert all("Proofing" not in blank for blanks in hidden(f"## Bakery\n- {line}\n") for blank in blanks)


def test_a_long_form_whose_short_form_stands_nowhere_else_is_asked_for():
    line = "**Dough Proofing Cabinets (DPCs)** : keep dough warm and moist until it is baked"

    assert hidden(f"## Bakery\n- {line}\n")[0][0] == "Dough Proofing Cabinets (DPCs)"


def test_a_korean_slogan_before_a_colon_is_not_asked_for():
    line = "**어떤 빵에든 잘 맞는 가루** : 호밀가루는 독일과 폴란드의 빵집에서 **250년** 동안 쓰였습니다."

    assert hidden(f"## 빵\n- {line}\n") == [["250년"]]


def test_a_korean_term_before_a_colon_is_asked_for():
    found = hidden("## 빵\n- **발효 중인 반죽** : 효모가 당을 먹고 이산화탄소를 내는 반죽입니다.\n")

    assert "발효 중인 반죽" in found[0]


@pytest.mark.parametrize("figures", ["250", "40-200 (old ovens)", "1,000 / 2,000"])
def test_figures_bring_no_term_to_mind(figures):
    found = hidden(f"## Heat\n- Stone Deck Oven : {figures}\n")

    assert all("Oven" not in blank for blanks in found for blank in blanks)


def test_a_term_with_figures_in_a_text_is_asked_for():
    found = hidden("## Heat\n- Stone Deck Oven : holds 250 loaves on three floors of brick\n")

    assert any("Stone Deck Oven" in blanks for blanks in found)


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("All starter jars sealed by default", "sealed"),
        ("Backups : sourdough starters kept in two fridges", "kept"),
        ("Racks : old racks returned at noon", "returned"),
    ],
)
def test_a_noun_is_not_hidden_together_with_its_verb(line, verb):
    found = hidden(f"## Cellar\n- {line}\n")

    assert found
    assert not any(blank.endswith(verb) for blanks in found for blank in blanks)


PHRASES = {
    "A *proofing plan* defines when and how the loaves rest": ["proofing plan"],
    "Setting up a mill takes *weeks to months*, an oven takes hours": ["weeks to months"],
    "__Rye flour__ in the starter holds water": ["Rye flour"],
    "`.waitForOven` pauses until the stone is hot": ["`.waitForOven`"],
    "The hydration lies between /16 and /28 on the old scale": ["/16", "/28"],
    "The mixer kneads 12kg/h of dough": ["12kg/h"],
    "The guild keeps a 7-day audit trail of each oven": ["7-day"],
    "A stall on the square costs $29+/month with its water": ["$29+/month"],
    "Yeast turns sugar into CO₂ at 30°C": ["30°C"],
}


@pytest.mark.parametrize("line", PHRASES)
def test_a_blank_takes_all_of_a_phrase_and_nothing_beside_it(line):
    assert [answer.strip("*_") for answer in hidden(f"## Bread\n- {line}\n")[0]] == PHRASES[line]


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("An overnight sponge holds every gram of water", "sponge holds"),
        ("Rye mills migrate slowly, wheat dough traffic goes through the baker", "traffic goes"),
        ("A loaf is discretionary and is refused where crusts are pale", "where"),
        ("Top oven : bakes pizza / Deck oven : bakes a Baguette / Rack Oven : bakes rolls", "/"),
        ("The yeast eats sugar to make CO₂ and warmth", "CO(?!₂)"),
    ],
)
def test_a_blank_never_runs_on_into_what_the_phrase_does(line, never):
    assert not [answer for answers in hidden(f"## Bread\n- {line}\n") for answer in answers if re.search(never, answer)]


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("The baker keeps **what the guild provides**", "what the guild provides"),
        ("Bread is made with **water and salt**, *always*", "water and salt"),
        ("Use rye starters and linen cloths", "rye starters"),
    ],
)
def test_a_verb_in_bold_and_plurals_stay_in_a_blank(line, blank):
    assert blank in [answer.strip("*") for answers in hidden(f"## Bread\n- {line}\n") for answer in answers]


def test_points_that_ask_the_same_and_want_another_answer_wait_for_a_verdict():
    drafts, _, _ = drafted(
        "## Ovens\n- bake --deck=`stone` all night\n- bake --deck=`steel` all night\n- The vent is `open` at noon\n"
    )

    assert [draft.triage for draft in drafts] == ["same front, other answer"] * 2 + [""]


def test_points_that_ask_the_same_below_different_headings_are_told_apart_by_them():
    drafts, _, _ = drafted("## Rye\n- bake --deck=`stone` all night\n\n## Wheat\n- bake --deck=`steel` all night\n")

    assert [draft.triage for draft in drafts] == ["", ""]


def test_a_name_that_ends_in_a_capitalised_verb_is_hidden_whole():
    found = hidden("## Access\n- Baker Identity Center gives a baker a Permission Set for every oven\n")

    assert not any(blank in ("Permission", "Set") for blanks in found for blank in blanks)


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("proofing brings steady rise for batches of sweet, plain rye or barley loaves to the counter", "of sweet$"),
        (
            "the guild oven handles firing, slow stone cooling, sweeping",
            "^firing$|handles firing|^slow stone cooling$|^sweeping",
        ),
        ("Rye starters : 64,000, Doughs of spring", "64,000, Doughs"),
        ("Deck oven(st1) : 500, Big Loaves & Loaf Tins", "500,"),
        ("to learn the heat of a stone : using EC2 gauges or a palm, and waits when it is cold", "^using"),
        ("Lids (including cracked ones) can be lent to other bakers", "^including"),
        ("Mixers of the guild run on .NET, Java and Go", "^NET"),
        ("잘 익은 반죽 하나를 냉장고 안에 따로 보관시킨다", "보관시킨다"),
        ("Snow Yeasts cannot span cellars", "^Yeasts cannot"),
        ("반죽은 손쉽게 관련 Oven 및 다른 도구와 함께 보관합니다", "^손쉽게"),
    ],
)
def test_a_piece_of_something_longer_is_not_hidden(line, never):
    assert not [answer for answers in hidden(f"## Bread\n- {line}\n") for answer in answers if re.search(never, answer)]


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("A Loaves : a key to sort the bread by weight", "A Loaves"),
        ("The starter needs **flour**, water and a warm shelf", "flour"),
        ("Deck oven : MAX 500, stone floor of the guild", "MAX 500"),
    ],
)
def test_what_stands_for_itself_is_hidden_whole(line, blank):
    assert blank in [answer.strip("*") for answers in hidden(f"## Bread\n- {line}\n") for answer in answers]


@pytest.mark.parametrize("term", ["Ideal Usage Pattern", "Anti Pattern", "when an oven cools..", "Limitations", "단점"])
def test_what_heads_any_text_is_never_asked_for(term):
    found = hidden(f"## Bread\n- **{term}** : loaves that rest overnight on the guild's stone\n")

    assert found
    assert term not in [answer.strip("*") for answers in found for answer in answers]


def test_that_something_is_not_so_makes_no_second_card():
    assert hidden("## Bread\n- Mixers CANNOT span across region\n") == [["across region"]]


@pytest.mark.parametrize(
    "line",
    [
        "Goto Ovens -> Click Actions -> Create Bake Log",
        "Click the Save icon of the oven list",
        "Press the green start button twice",
        "왼쪽 메뉴 > 오븐 > 새 오븐 클릭",
        "'활동' 탭을 누르면 오븐 2개가 보인다",
    ],
)
def test_steps_on_a_screen_make_no_card_and_say_why(line):
    drafts, lines, _ = drafted(f"## Ovens\n- {line}\n")

    assert not drafts
    assert any("steps on a screen" in each.why for each in lines)


@pytest.mark.parametrize(
    "line",
    [
        "dough -> first rise -> shape the loaves -> bake",
        "A click track keeps the kneaders in time",
        "Open crumb -> the dough held 80% of water",
        "Click the **Save** button to keep a recipe",
        "새 메뉴는 5월에 나온다",
    ],
)
def test_processes_and_stressed_words_are_no_steps_on_a_screen(line):
    drafts, _, _ = drafted(f"## Ovens\n- {line}\n")

    assert drafts


def test_an_empty_bullet_and_pictures_with_blanks_in_their_names_are_told_of():
    _, lines, _ = drafted(
        "## Ovens\n- The stone holds **heat** for hours\n  - ![](<../img/oven (1).png>)\n-\n"
        "![oven](oven_(2).png)\n- \n- ![](<a b.png>) ![](c.png)\n"
    )

    assert [(each.line, each.fate, each.why) for each in lines if each.line > 6] == [
        (7, "card", "image"),
        (8, "skipped", "an empty bullet"),
        (9, "card", "image"),
        (10, "skipped", "an empty bullet"),
        (11, "card", "image"),
    ]


def test_what_stands_below_a_step_on_a_screen_is_one_too():
    drafts, lines, _ = drafted("## Ovens\n- Goto Ovens -> Create Oven\n  - Size : deck2.micro\n")

    assert not drafts
    assert [each.why.split(":")[0] for each in lines if each.fate != "context"] == ["steps on a screen"]


def test_each_line_of_a_paragraph_that_is_written_as_a_card_is_one():
    drafts, _, _ = drafted(
        "## Loudness\nForte (f) :: loud\nPiano (p) :: soft\nWhat is a fermata?::a held note\n\n"
        "An ordinary line\nof two :: parts\n"
    )

    assert [(draft.body.question, draft.body.answers) for draft in drafts] == [
        ("Forte (f)", ("loud",)),
        ("Piano (p)", ("soft",)),
        ("What is a fermata?", ("a held note",)),
        ("of two", ("parts",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Alias Line : rye mill -> old mill",
        "Line : rye mill -> old mill (by night)",
        "**Alias** : rye.bakery.com (for instance)",
    ],
)
def test_a_point_that_only_shows_an_example_makes_no_card(line):
    drafts, coverage, _ = drafted(f"## Signs\n- {line}\n")

    assert drafts == ()
    assert coverage[-1].why == "only an example: bold the word you want"


@pytest.mark.parametrize(
    "line",
    [
        "Alias : rye mill -> **old mill**",
        "Failover : Ghent oven -> Bruges oven",
        "Rise : 4 hours -> 2 hours in summer",
        "Console : rye.bakery.com leads to the ledger of the guild",
    ],
)
def test_a_point_that_states_something_of_a_change_is_no_example(line):
    _, coverage, _ = drafted(f"## Signs\n- {line}\n")

    assert coverage[-1].why != "only an example: bold the word you want"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("title: x\n\tflashcards: true", ["a.md:3: a tab indents `flashcards` (begin the line with it)"]),
        (
            "flashcards: true\nflashcards: false",
            ["a.md:3: `flashcards` stands here a second time, and this one counts (the first is in line 2)"],
        ),
        ("plugin:\n  flashcards: true\nflashcards: true", []),
        ("flashcards:\n  deck: a\n  tags: [b]", []),
    ],
)
def test_a_switch_that_is_not_where_it_counts_is_told(head, told):
    _, problems = notes.parse(f"---\n{head}\n---\n## A\n", "a.md")

    assert [str(one) for one in problems] == told
