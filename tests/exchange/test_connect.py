# the actions are named by AnkiConnect
"""Speaking with a running Anki: a small HTTP server that answers as AnkiConnect does, over a real Anki collection."""

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from flashkms.exchange import export, import_package
from flashkms.exchange.connect import ConnectError, client, status
from flashkms.exchange.pulling import pull
from flashkms.exchange.pushing import push
from flashkms.schedule.event import Review, SetDue

from .peer import Peer

pytestmark = pytest.mark.processes


@pytest.fixture
def peer(anki):
    """A running Anki, and how to ask it."""
    shown = Peer(anki)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            shown.heard.append(said)
            try:
                told = {"result": shown.answer(said["action"], said["params"]), "error": None}
            except Exception as error:  # noqa: BLE001  # as AnkiConnect does
                told = {"result": None, "error": str(error)}
            content = shown.said or json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    shown.address = f"http://127.0.0.1:{server.server_port}"
    shown.ask = client(shown.address)
    yield shown
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_push_adds_what_is_missing_and_then_nothing(collection, opened, peer):
    with opened(collection) as held:
        first = push(held, peer.ask)
        second = push(held, peer.ask)
        told = status(held, peer.ask)

    assert (first.added, first.updated) == (3, 0)
    assert (second.added, second.updated, second.kept) == (0, 0, ())
    assert (told.version, told.notes, told.known, told.missing) == (6, 3, 3, 0)


def test_a_push_updates_in_place(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    anki.answer("kms-zz2345", 4)
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text().replace("answer: 7 days", "answer: seven days"))

    with opened(collection) as held:
        pushed = push(held, peer.ask)

    assert (pushed.added, pushed.updated) == (0, 1)
    assert anki.note("kms-zz2345")["Answer"] == "<p>seven days</p>"
    assert anki.card("kms-zz2345").type == 2


def test_a_push_leaves_alone_what_was_edited_in_anki(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    note = anki.note("kms-zz2345")
    note["Answer"] = "mine"
    anki.col.update_note(note)

    with opened(collection) as held:
        pushed = push(held, peer.ask)

    assert pushed.kept == ("kms-zz2345",)
    assert anki.note("kms-zz2345")["Answer"] == "mine"


def rewrite(collection, before, after):
    """Edit the deck file as a person does."""
    deck = collection / "cards" / "aws" / "kms.yaml"
    assert before in deck.read_text()
    deck.write_text(deck.read_text().replace(before, after))


def test_a_push_leaves_alone_what_was_edited_there_while_it_changed_here_and_another_is_new(
    collection, opened, anki, peer
):
    """By the package that brings the new one Anki would take the changed one too: it is newer than the edit."""
    with opened(collection) as held:
        push(held, peer.ask)
    note = anki.note("kms-zz2345")
    note["Extra"] = "mine"
    anki.col.update_note(note)
    rewrite(collection, "answer: 7 days", "answer: seven days\n\n- id: kms-aaaaaa\n  question: A?\n  answer: b")

    with opened(collection, datetime.now(UTC) + timedelta(hours=1)) as held:
        pushed = push(held, peer.ask)

    assert (pushed.added, pushed.updated, pushed.kept) == (1, 0, ("kms-zz2345",))
    assert (anki.note("kms-zz2345")["Answer"], anki.note("kms-zz2345")["Extra"]) == ("<p>7 days</p>", "mine")


def test_a_push_updates_what_a_package_took_out_first(collection, opened, anki, peer):
    """Anki has what an earlier export wrote, and nobody edited it there."""
    with opened(collection) as held:
        push(held, peer.ask)
    rewrite(collection, "answer: 7 days", "answer: seven days")
    with opened(collection) as held:
        export(held)
        pushed = push(held, peer.ask)

    assert (pushed.updated, pushed.kept) == (1, ())
    assert anki.note("kms-zz2345")["Answer"] == "<p>seven days</p>"


def test_a_push_goes_on_once_both_sides_say_the_same(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    note = anki.note("kms-zz2345")
    note["Answer"] = "<p>seven days</p>"
    note.tags.append("mine")
    anki.col.update_note(note)
    rewrite(collection, "answer: 7 days", "answer: seven days")

    with opened(collection) as held:
        agreed = push(held, peer.ask)
    rewrite(collection, "answer: seven days", "answer: a week")
    with opened(collection) as held:
        pushed = push(held, peer.ask)

    assert (agreed.updated, agreed.kept, pushed.updated, pushed.kept) == (0, (), 1, ())
    assert anki.note("kms-zz2345")["Answer"] == "<p>a week</p>"
    assert set(anki.note("kms-zz2345").tags) == {"aws", "mine"}


def test_a_push_brings_a_new_blank_as_its_own_card(collection, opened, new_anki, anki, peer, tmp_path):
    with opened(collection) as held:
        push(held, peer.ask)
    rewrite(collection, "in the clear", "in the {{c3::clear}}")
    with opened(collection) as held:
        push(held, peer.ask)
        (file,) = export(held, out=tmp_path / "fresh.apkg")
    fresh = new_anki("fresh")
    fresh.take(file.path)

    assert anki.card("kms-4t7q2m", 2).id == fresh.card("kms-4t7q2m", 2).id


def test_a_push_sends_no_note_back_to_the_anki_that_it_came_from(collection, opened, anki, peer, tmp_path):
    """AnkiConnect has Anki merge note types: the note would be made one of another type, its texts in wrong places."""
    note = anki.col.new_note(anki.col.models.by_name("Basic"))
    note["Front"], note["Back"] = "Foreign?", "yes"
    anki.col.add_note(note, 1)
    with opened(collection) as held:
        import_package(held, anki.give(tmp_path / "theirs.apkg"))
    with opened(collection) as held:
        pushed, told = push(held, peer.ask), status(held, peer.ask)

    assert (pushed.added, pushed.foreign, told.missing, told.foreign) == (3, 1, 0, 1)
    assert anki.col.get_note(note.id).note_type()["name"] == "Basic"
    assert anki.col.get_note(note.id)["Back"] == "yes"


def test_a_push_names_a_note_that_is_of_another_type_there(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    rewrite(
        collection,
        "question: How long is the shortest waiting period before a key is deleted?\n  answer: 7 days",
        "cloze: The shortest waiting period is {{c1::7 days}}.",
    )
    with opened(collection) as held:
        pushed = push(held, peer.ask)

    unlike = "kms-zz2345 is a flashkms Question in Anki and a flashkms Cloze here"
    assert pushed.skipped == (f"cards/aws/kms.yaml:23: {unlike} (delete the note there, and push again)",)
    assert (pushed.added, pushed.updated, anki.note("kms-zz2345")["Answer"]) == (0, 0, "<p>7 days</p>")


def test_a_push_fills_the_fields_by_name(collection, opened, anki, peer):
    """A field that a person gave the note type in Anki, in whichever place, is no edit of a note."""
    with opened(collection) as held:
        push(held, peer.ask)
    kind = anki.note("kms-zz2345").note_type()
    field = anki.col.models.new_field("Mine")
    anki.col.models.add_field(kind, field)
    anki.col.models.reposition_field(kind, field, 0)
    anki.col.models.update_dict(kind)
    rewrite(collection, "answer: 7 days", "answer: seven days")

    with opened(collection) as held:
        pushed = push(held, peer.ask)

    assert (pushed.updated, pushed.kept) == (1, ())
    assert anki.note("kms-zz2345")["Answer"] == "<p>seven days</p>"


def test_a_push_names_a_field_that_the_type_lost_there(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    kind = anki.note("kms-zz2345").note_type()
    anki.col.models.rename_field(kind, kind["flds"][1], "My answer")
    anki.col.models.update_dict(kind)

    with opened(collection) as held:
        pushed = push(held, peer.ask)

    lost = "the type flashkms Question lost its field Answer in Anki (give it a field of that name)"
    assert [*pushed.skipped] == [f"cards/aws/kms.yaml:{line}: {lost}" for line in (11, 23)]


def test_a_second_place_of_an_id_updates_nothing(collection, opened, anki, peer):
    copy = collection / "cards" / "gcp.copy.yaml"
    copy.write_text("deck: GCP\ncards:\n\n- id: kms-zz2345\n  question: Another?\n  answer: yes\n")
    with opened(collection) as held:
        first, second = push(held, peer.ask), push(held, peer.ask)
    note = anki.note("kms-zz2345")
    note["Extra"] = "mine"
    anki.col.update_note(note)
    rewrite(collection, "answer: 7 days", "answer: seven days")
    with opened(collection, datetime.now(UTC) + timedelta(hours=1)) as held:
        third = push(held, peer.ask)

    assert (first.added, second.updated, second.kept, third.kept) == (3, 0, (), ("kms-zz2345",))
    for pushed in (first, second, third):
        assert [why.partition(": ")[0] for why in pushed.skipped] == ["cards/gcp.copy.yaml:4"]
    assert anki.note("kms-zz2345")["Extra"] == "mine"


def test_a_pull_fetches_reviews_once(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
        anki.answer("kms-zz2345", 3)
        anki.answer("kms-4t7q2m", 2, ordinal=1)
        later = anki.col.sched.day_cutoff

    with opened(collection, datetime.fromtimestamp(later, UTC)) as held:
        first, second = pull(held, peer.ask), pull(held, peer.ask)
        events, _ = held.log.read()

    assert (first.reviews, second.reviews) == (2, 0)
    assert {event.card for event in events} == {"kms-zz2345.1", "kms-4t7q2m.2"}


def test_a_pull_and_a_package_bring_the_same_events(collection, opened, anki, peer, tmp_path):
    with opened(collection) as held:
        push(held, peer.ask)
        anki.answer("kms-zz2345", 3)
        pull(held, peer.ask)
        report = import_package(held, anki.give(tmp_path / "back.apkg"), dry_run=True)

    assert report.reviews == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org:8765",
        "http://127.0.0.1:8765@example.org",
        "http://me@127.0.0.1:8765",
        "https://127.0.0.1:8765",
        "127.0.0.1:8765",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:port",
        "http://[::1",
        "8765",
        "",
    ],
)
def test_only_this_machine_is_spoken_with(address):
    with pytest.raises(ConnectError, match="is no address on this machine"):
        client(address)


@pytest.mark.parametrize("said", [b"<html>", b"[]", b'{"result": 6}', b"\xff", b"[" * 100_000])
def test_another_program_at_the_address_is_named(peer, said):
    peer.said = said

    with pytest.raises(ConnectError, match=r"what answers at http://127.0.0.1:\d+ is not AnkiConnect"):
        peer.ask("version")


@pytest.mark.parametrize(
    ("why", "hint"),
    [
        ("unsupported action", "update the add-on"),
        ("collection is not available", "open your profile in Anki"),
        ("valid api key must be provided", "FLASHKMS_ANKI_KEY"),
    ],
)
def test_what_a_person_can_mend_in_anki_is_said(peer, why, hint):
    """The words are AnkiConnect's own: an old one, an Anki that shows its profiles, one that asks for a key."""
    peer.said = json.dumps({"result": None, "error": why}).encode()

    with pytest.raises(ConnectError, match=f"Anki cannot version: {why}") as told:
        peer.ask("version")
    assert hint in told.value.hint


def test_a_key_goes_along(peer):
    client(peer.address, key="secret")("version")
    peer.ask("version")

    assert [said.get("key") for said in peer.heard] == ["secret", None]


def test_an_anki_that_is_not_there_is_named(collection, opened):
    with opened(collection) as held, pytest.raises(ConnectError) as told:
        status(held, client("http://127.0.0.1:9"))

    assert str(told.value).startswith("Anki does not answer at http://127.0.0.1:9: Connection refused")
    assert told.value.hint == "start Anki with the AnkiConnect add-on"


def test_a_program_that_speaks_no_http_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with server.accept()[0] as other:
                other.sendall(b"SSH-2.0-OpenSSH\r\n")
                other.recv(65536)

        answering = threading.Thread(target=answer)
        answering.start()
        port = server.getsockname()[1]

        with pytest.raises(ConnectError, match=f"what answers at http://127.0.0.1:{port} is not AnkiConnect"):
            client(f"http://127.0.0.1:{port}")("version")
        answering.join()


def test_an_error_of_ankis_is_passed_on(peer):
    with pytest.raises(ConnectError, match="Anki cannot nosuch"):
        peer.ask("nosuch")


def test_a_card_gone_from_its_note_is_not_suspended_by_a_pull(collection, opened, peer):
    """It was exported as suspended: nobody said so in Anki, and it is shown again when its line is back."""
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text().replace("answer: 7 days", "answer: 7 days\n  gone: true"))
    with opened(collection) as held:
        push(held, peer.ask)

        assert pull(held, peer.ask).suspensions == 0


def test_a_push_goes_on_from_an_import(collection, opened, anki, peer, tmp_path):
    with opened(collection) as held:
        (file,) = export(held, out=tmp_path)
        anki.take(file.path)

        assert push(held, peer.ask).added == 0


def test_a_push_adds_the_missing_whatever_else_anki_holds(collection, opened, anki, peer):
    """Notes of another collection do not hide that this one's are missing."""
    with opened(collection) as held:
        push(held, peer.ask)
    for number, note in enumerate(anki.col.find_notes("")):
        other = anki.col.get_note(note)
        other["ID"] = other.guid = f"other-{number}"
        anki.col.update_note(other)

    with opened(collection) as held:
        assert push(held, peer.ask).added == 3


def test_a_push_of_one_deck_touches_no_other(collection, opened, anki, peer):
    (collection / "cards" / "gcp.yaml").write_text(
        "deck: GCP\ncards:\n\n- id: gcp-aaaaaa\n  question: A?\n  answer: b\n"
    )
    with opened(collection) as held:
        first = push(held, peer.ask, ["GCP"])
        rest = push(held, peer.ask, ["aws"])

    assert (first.added, rest.added) == (1, 3)


def test_a_tag_given_in_anki_outlives_a_push(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    note = anki.note("kms-zz2345")
    note.tags += ["marked", "mine"]
    anki.col.update_note(note)
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text().replace("answer: 7 days", "answer: seven days\n  tags: [waiting]"))

    with opened(collection) as held:
        push(held, peer.ask)

    assert set(anki.note("kms-zz2345").tags) == {"aws", "marked", "mine", "waiting"}


def test_a_push_names_what_stays_out(collection, opened, peer):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + "\n- id: kms-noblank\n  cloze: nothing is asked\n")

    with opened(collection) as held:
        first, second = push(held, peer.ask), push(held, peer.ask)

    assert first.added == 3
    assert [why.partition(": ")[0] for why in second.skipped] == ["cards/aws/kms.yaml:28"]
    assert peer.asked.count("importPackage") == 1


def test_a_pull_takes_the_day_and_the_suspension_of_a_card(collection, opened, anki, peer):
    """Anki schedules by other rules here: with FSRS off."""
    anki.col.set_config("fsrs", False)
    with opened(collection) as held:
        push(held, peer.ask)
    anki.answer("kms-zz2345", 4)
    card = anki.card("kms-9d2mx7")
    anki.col.sched.suspend_cards([card.id])

    with opened(collection, datetime.now(UTC) + timedelta(minutes=1)) as held:
        first, second = pull(held, peer.ask), pull(held, peer.ask)
        events, _ = held.log.read()

    assert (first.reviews, first.moved, first.suspensions) == (1, 1, 1)
    assert (second.reviews, second.moved, second.suspensions) == (0, 0, 0)
    assert [event.interval_days for event in events if hasattr(event, "interval_days")] == [anki.card("kms-zz2345").ivl]


def given_a_day(anki, *guids):
    for guid in guids:
        anki.col.sched.set_due_date([anki.card(guid).id], "5")


def test_a_pull_takes_the_day_that_was_given_to_a_new_card(collection, opened, anki, peer):
    """An answered card tells from when Anki counts its days."""
    with opened(collection) as held:
        push(held, peer.ask)
    anki.answer("kms-zz2345", 4)
    given_a_day(anki, "kms-9d2mx7")

    with opened(collection, datetime.now(UTC) + timedelta(minutes=1)) as held:
        first, second = pull(held, peer.ask), pull(held, peer.ask)
        held.refresh()
        due = held.index.state("kms-9d2mx7.1").due

    today = datetime.fromtimestamp(anki.col.sched.day_cutoff, UTC).date() - timedelta(days=1)
    assert due == today + timedelta(days=5)
    assert (first.moved, second.moved) == (1, 0)


@pytest.mark.parametrize("another", [True, False])
def test_a_pull_moves_no_card_that_was_given_its_day_here(collection, opened, anki, peer, another):
    """Its interval stays longer than the days until then, and stands in the line that tells of the day."""
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        answers = [("kms-zz2345.1", 40, 4), ("kms-zz2345.1", 30, 3), *([("kms-9d2mx7.1", 9, 4)] if another else [])]
        events = [
            Review(**held.log.stamp(now - timedelta(days=days)), card=card, rating=rating, took_ms=9)
            for card, days, rating in answers
        ]
        day = SetDue(**held.log.stamp(now), card="kms-zz2345.1", due=now.date() + timedelta(days=5))
        held.log.append([*events, day])
    with opened(collection, now + timedelta(minutes=1)) as held:
        push(held, peer.ask)
        assert anki.card("kms-zz2345").ivl > 5

        assert pull(held, peer.ask).moved == 0


def test_a_pull_guesses_no_day_where_nothing_tells_from_when_anki_counts(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    given_a_day(anki, "kms-9d2mx7")

    with opened(collection, datetime.now(UTC) + timedelta(minutes=1)) as held:
        assert pull(held, peer.ask).moved == 0


def test_a_pull_leaves_the_days_of_a_filtered_deck_alone(collection, opened, anki, peer):
    with opened(collection) as held:
        push(held, peer.ask)
    anki.answer("kms-zz2345", 4)
    given_a_day(anki, "kms-9d2mx7")
    filtered = anki.col.sched.get_or_create_filtered_deck(0)
    filtered.name, filtered.config.search_terms[0].search = "Cram", "ID:kms-9d2mx7"
    anki.col.sched.add_or_update_filtered_deck(filtered)
    assert anki.card("kms-9d2mx7").odid

    with opened(collection, datetime.now(UTC) + timedelta(minutes=1)) as held:
        assert pull(held, peer.ask).moved == 0
