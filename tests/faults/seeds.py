"""What inputs are made of: texts that a person, a machine or a stranger could have written, and pieces that hurt."""

from __future__ import annotations

DECKS = (
    (
        b"deck: AWS::KMS\nnote: notes/kms.md\ntags: [aws, 'a b']\ncards:\n\n- id: kms-4t7q2m\n  cloze: |-\n"
        b"    Keys made in {{c1::AWS KMS::service}} never leave its {{c2::modules}}.\n  context: AWS KMS\n"
        b'- id: kms-9d2mx7\n  question: >\n    Which service\n    does that?\n  answer: "AWS \\u0041 API"\n  wrong:\n'
        b"  - option: EBS\n    why: it encrypts underneath\n  suspended: yes\n"
    ),
    "\ufeffcards:\r\n- id: kms-aaaaaa\r\n  question: 몇 일? \U0001f600\r\n  answer: '7'\r\n  extra: a # b\r\n".encode(),
    b"cards: [{id: kms-bbbbbb, question: q, answer: [a, b]}, {id: kms-cccccc, cloze: '{{c1::x}}'}]\n",
)
NOTES = (
    (
        b"---\ntitle: AWS KMS\ntags: [aws, security]\nflashcards: true\n---\n\n## Feature\n\n- **AWS KMS** keeps keys in"
        b" hardware\n  - A key is deleted after **7 to 30 days** (`ScheduleKeyDeletion`)\n- Grains : rye, spelt\n\n"
        b"## Scenario\n\n- An application must encrypt. Which service?\n  - **A) AWS KMS API**\n"
        b"  - EBS : is incorrect because it encrypts underneath\n\n![p](p.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    ),
    (
        b"---\ntitle: 'Vaults'\ntags: [a]\nkeywords: b, c\ncards: false\n---\n# Vaults <!-- flashkms: off -->\n\n"
        b"> a quote\n\n| Vault | Key | Days |\n|:--|--:|---|\n| `A` | **one** | 7 |\n| B \\| C | two<br>x | 30 |\n\n"
        b"Q: What is it?\nA: a vault\n\nTerm\n: its meaning\n\n1. first\n2) second\n   - ==marked== {{c1::blank::hint}}\n"
        b"- Locks: mutex, semaphore, spin lock\n- A -> B; C => D\n- ![[p.png]] [[page|words]] [^1]\n\n[^1]: foot\n"
        b"## Scenario\n\n- Which two? (Choose 2)\n  - [x] one\n  - [ ] two\n  - [x] three\n"
    ),
    "## 개념\n\n- **대칭 키**는 하나의 키로 암호화한다\n- Q. 몇 개? -> 2\n\n```sh\naws kms\n```\n$a_b$ \\(c\\)\n".encode(),
)
LOGS = (
    (
        b'{"id":"019ca1f0-0000-7000-8000-000000000001","kind":"review","at":"2026-03-02T09:00:00.000Z","zone":540,'
        b'"device":"desk-222222","seq":1,"card":"kms-4t7q2m.1","rating":3,"took_ms":6400,"scheduler":"fsrs-6"}\n'
        b'{"id":"2","kind":"undo","at":"2026-03-02T09:00:01Z","zone":0,"device":"d","seq":2,"target":"1"}\n'
        b'{"id":"3","kind":"flag","at":"2026-03-02T09:00:02Z","zone":0,"device":"d","seq":3,"card":"a.1","flag":7}\n'
        b'{"id":"4","kind":"set-due","at":"2026-03-02T09:00:03Z","zone":0,"device":"d","seq":4,"card":"a.1",'
        b'"due":"2026-04-01"}\n{"id":"5","kind":"later","at":"2026-03-02T09:00:04Z","zone":0,"device":"d","seq":5,"x":[1]}\n'
    ),
)
CONFIGS = (
    (
        b'[collection]\nid = "11111111-2222-4333-8444-555555555555"\n[notes]\npaths = ["notes"]\n[schedule]\n'
        b'timezone = "Asia/Seoul"\nretention = 0.9\nlearning_steps = ["1m", "10m"]\nleech_threshold = 8\n'
        b'[queue]\nnew_per_day = 20\n[decks."AWS::KMS"]\nretention = 0.95\n[exams]\nsaa = 2026-12-01\n'
    ),
)
TOKENS = (
    b"\x00", b"\x1b]0;x\x07", b"\x1b[31m", b"\xc2\x9b", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\r",
    b"\n", b"\n\n", b"  ", b"\t", b": ", b"- ", b"|", b">", b"&a ", b"*a", b"<<: *a", b"!!python/object/apply:os.system [id]",
    b"!!binary x", b"---\n", b"...\n", b"{", b"}", b"[", b"]", b"{{c1::", b"}}", b"{{c99999999999::x}}", b"::", b"'", b'"',
    b"\\u0000", b"\\", b"#", b"```\n", b"<!--", b"-->", b"**", b"==", b"$", b"[[", b"]]", b"![](", b"## Scenario\n",
    b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"9999-12-31T23:59:59.999Z", b"0001-01-01T00:00:00Z", b"+99:99",
    b"[" * 40, b"{a: " * 20, b"- " * 20, b"a" * 3000, b"\xf0\x9f\x98\x80", b"<script>", b"&#0;", b"=cmd()", b"../../x",
)  # fmt: skip
QUERIES = (
    b'deck:aws is:due -tag:scenario ("customer key" or \xed\x82\xa4)',
    b"tag:a::*b* or note:kms.md kind:cloze flag:3 id:kms-4t7q2m -is:new",
    b"((a or -b) and (c or (d -e))) tag:none is:leech",
)
ANSWERS = (
    (
        b'{"card": "kms-4t7q2m.1", "rating": 3, "at": "2026-03-02T09:00:00+09:00", "took_ms": 6400}\n'
        b'{"card": "kms-9d2mx7", "rating": 1, "at": null}\n{"card": "kms-9d2mx7", "rating": 4, "took_ms": 1.5}\n'
    ),
)
LEDGERS = (
    (
        b'{"at":"2026-03-02T09:00:00Z","entries":{"kms-4t7q2m":"0123456789abcdeabcde","kms-9d2mx7":"0123456789"}}\n'
        b'{"at":"2026-03-03T09:00:00Z","entries":{"kms-4t7q2m":"1123456789abcdeabcde"}}\n'
        b'{"at":"2026-03-03T09:00:00Z","suspended":["kms-4t7q2m.1"]}\n'
    ),
)
