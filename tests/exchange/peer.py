# ruff: noqa: N802  # the actions are named by AnkiConnect
"""AnkiConnect's answers over a real Anki collection; `test_running_anki.py` holds them against the add-on itself."""

from pathlib import Path


class Peer:
    """AnkiConnect's answers, from a collection."""

    def __init__(self, anki):
        self.anki = anki
        self.asked = []
        self.heard = []
        self.said = None  # what another program would answer

    def answer(self, action, parameters):
        self.asked.append(action)
        return getattr(self, action)(**parameters)

    def version(self):
        return 6

    def findNotes(self, query):
        return list(self.anki.col.find_notes(query))

    def notesInfo(self, notes):
        return [self.note(self.anki.col.get_note(number)) for number in notes]

    def note(self, note):
        fields = {name: {"value": value, "order": place} for place, (name, value) in enumerate(note.items())}
        kind = note.note_type()["name"]
        return {
            "noteId": note.id,
            "modelName": kind,
            "fields": fields,
            "tags": note.tags,
            "cards": list(note.card_ids()),
        }

    def cardsInfo(self, cards):
        return [self.card(self.anki.col.get_card(number)) for number in cards]

    def card(self, card):
        told = {"cardId": card.id, "ord": card.ord, "interval": card.ivl, "type": card.type, "queue": card.queue}
        return told | {"due": card.due, "mod": card.mod, "reps": card.reps, "lapses": card.lapses}

    def updateNote(self, note):
        found = self.anki.col.get_note(note["id"])
        for name, value in note["fields"].items():
            found[name] = value
        found.tags = note["tags"]
        self.anki.col.update_note(found)

    def importPackage(self, path):
        self.anki.take(Path(path), presets=True, merge=True)  # which are not for us to choose
        return True

    def getReviewsOfCards(self, cards):
        names = ("id", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
        sql = f"select {', '.join(names)} from revlog where cid=?"
        return {card: [dict(zip(names, row, strict=True)) for row in self.anki.rows(sql, int(card))] for card in cards}
