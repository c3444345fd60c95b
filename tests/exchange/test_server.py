"""Two-way syncing with a real server of Anki's on this machine; a second Anki stands for the phone."""

import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from flashkms.cards.card import number
from flashkms.errors import FlashkmsError, UsageError
from flashkms.exchange.server import Account, sync
from flashkms.schedule.event import Review
from flashkms.schedule.replay import memory_after
from flashkms.store.schedulers import Schedulers

pytestmark = pytest.mark.processes


@pytest.fixture
def account(tmp_path):
    """An account on a sync server that listens on loopback, empty."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"SYNC_USER1": "me:secret", "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port), "RUST_LOG": "error"}
    process = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"], env=os.environ | told | {"SYNC_BASE": str(tmp_path / "server")}
    )
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield Account(f"http://127.0.0.1:{port}", "me", "secret")
    process.kill()
    process.wait()


class Phone:
    """An Anki that syncs with the same account."""

    def __init__(self, anki, account):
        self.anki, self.col = anki, anki.col
        self.auth = self.col.sync_login(account.user, account.password, account.server + "/")

    def sync(self):
        told = self.col.sync_collection(self.auth, False)
        if told.required in (told.FULL_DOWNLOAD, told.FULL_SYNC):
            self.col.close_for_full_sync()
            self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=False)
            self.col.reopen(after_full_sync=True)
        return told.ChangesRequired.Name(told.required)


@pytest.fixture
def phone(anki, account):
    return Phone(anki, account)


def synced(opened, root, account, now=None, **more):
    with opened(root, now or datetime.now(UTC)) as held:
        return sync(held, account, **more)


def test_a_deck_reaches_the_phone_and_what_is_answered_there_comes_back(collection, opened, account, phone, anki):
    """A deck of other hands on the same account is neither read nor written."""
    first = synced(opened, collection, account)
    phone.sync()
    anki.answer("kms-zz2345", 4)
    note = anki.col.new_note(anki.col.models.by_name("Basic"))
    note["Front"] = "theirs"
    anki.col.add_note(note, 1)
    phone.sync()

    second, third = synced(opened, collection, account), synced(opened, collection, account)
    phone.sync()

    assert (first.added, first.report) == (3, None)
    assert (second.how, second.added, second.updated, second.report.reviews) == ("changes", 0, 0, 1)
    assert (third.reviews, third.report.reviews, third.report.known_reviews) == (0, 0, 1)
    assert second.report.added == ()
    assert anki.col.note_count() == 4


def test_answers_given_here_move_the_card_on_the_phone(collection, opened, account, phone, anki):
    synced(opened, collection, account)
    phone.sync()
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        for days, rating in ((30, 3), (27, 3), (20, 4)):
            stamp = held.log.stamp(now - timedelta(days=days))
            held.log.append([Review(**stamp, card="kms-zz2345.1", rating=rating, took_ms=900)])
        done = sync(held, account)
        events, _ = held.log.read()
        schedulers = Schedulers(held.config, held.zone)
        memory, _ = memory_after(events, schedulers.of("AWS::KMS"), number("kms-zz2345.1"))
    phone.sync()

    card = anki.card("kms-zz2345")
    assert done.reviews == 3
    assert (card.type, card.queue, card.reps, card.lapses) == (2, 2, 3, 0)
    assert card.ivl == memory.interval_days
    assert card.due - anki.col.sched.today == (memory.due - schedulers.days.day(now)).days
    assert card.memory_state.stability == pytest.approx(memory.stability, abs=1e-3)
    assert anki.rows("select ease from revlog where cid=? order by id", card.id) == [[3], [3], [4]]
    assert anki.healthy()


def test_a_card_on_a_step_comes_on_the_phone_when_its_step_is_over(collection, opened, account, phone, anki):
    """The first sync counts the answers that came with new notes, too."""
    now = datetime.now(UTC)
    dues = []
    for rating, ago in ((3, 9), (1, 0)):
        with opened(collection, now) as held:
            stamp = held.log.stamp(now - timedelta(minutes=ago))
            held.log.append([Review(**stamp, card="kms-zz2345.1", rating=rating, took_ms=900)])
            assert sync(held, account).reviews == 1
        phone.sync()
        dues.append(anki.card("kms-zz2345").due)

    card = anki.card("kms-zz2345")
    assert (card.type, card.queue) == (1, 1)
    assert now.timestamp() < dues[-1] < now.timestamp() + 600


def test_an_edit_on_the_phone_is_shown_and_stays_whichever_machine_syncs(
    collection, opened, account, phone, anki, home
):
    synced(opened, collection, account)
    phone.sync()
    note = anki.note("kms-zz2345")
    note["Answer"] = "mine"
    anki.col.update_note(note)
    phone.sync()
    for copy in home.rglob("anki"):
        shutil.rmtree(copy)

    done = synced(opened, collection, account, datetime.now(UTC) + timedelta(days=1))
    phone.sync()

    assert (done.how, done.added, done.updated) == ("download", 0, 0)
    assert [(edit.entry, edit.there) for edit in done.report.edits] == [("kms-zz2345", "mine")]
    assert anki.note("kms-zz2345")["Answer"] == "mine"


def test_a_wrong_password_is_one_line(collection, opened, account):
    wrong = Account(account.server, "me", "guess")

    with opened(collection) as held, pytest.raises(FlashkmsError, match="Anki cannot open: ") as told:
        sync(held, wrong)
    assert "guess" not in str(told.value)
    assert not set("\n\u2068\u2069") & set(str(told.value))


def test_a_server_that_is_not_there_is_one_line(collection, opened):
    with opened(collection) as held, pytest.raises(FlashkmsError, match="Anki cannot open: "):
        sync(held, Account("http://127.0.0.1:9", "me", "secret"))


def test_a_python_without_anki_is_named(collection, opened, tmp_path):
    account = Account("http://127.0.0.1:9", "me", "secret")

    with opened(collection) as held, pytest.raises(UsageError, match="nosuch cannot be run: No such file"):
        sync(held, account, python=str(tmp_path / "nosuch"))
    with opened(collection) as held, pytest.raises(FlashkmsError, match="the process that holds Anki ended: "):
        sync(held, account, python="/bin/false")


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ("http://example.org:8080", "would carry the password in the clear"),
        ("ftp://127.0.0.1", "is no address of a server"),
        ("127.0.0.1:8080", "is no address of a server"),
    ],
)
def test_a_password_goes_nowhere_in_the_clear(server, why):
    with pytest.raises(UsageError, match=why):
        Account(server, "me", "secret")


@pytest.mark.parametrize(
    "server", ["http://192.168.1.9:8080", "http://[::1]:8080", "https://example.org/anki", "http://nas.local"]
)
def test_ones_own_network_and_https_are_fine(server):
    assert Account(server, "me", "secret").server == server
