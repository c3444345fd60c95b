"""Word classes that decide where a phrase may begin and end. English by list, Korean by ending."""

from __future__ import annotations

import re

# One bit a class, so that a token's classes are one whole number.
STOP, VERB, GENERIC, NEGATION, COPULA, ARTICLE, PREPOSITION = 1, 2, 4, 8, 16, 32, 64
NUMBER, HANGUL, NAME, ACRONYM, PARTICLE, USE, ADVERB, KO_VERB, PRONOUN, PREDICATE = (
    128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
)  # fmt: skip

_COPULAS = "is are was were be been being am becomes become remains remain means mean isn't aren't wasn't weren't"
_ARTICLES = (
    "a an the this that these those its their your our my his her any each every all both some such another "
    "other same own"
)
_PREPOSITIONS = (
    "of for to in on at by from with within without into onto over under between among across about as than "
    "via per through during before after against until upon towards toward like along behind beyond inside "
    "outside except since"
)
_PRONOUNS = (
    "it they them you we i he she one ones itself themselves yourself who whom whose which what there here "
    "something anything that's it's there's you're they're we're what's let's"
)
_OTHERS = (
    "and or nor but so if when while where whether because although though unless however therefore hence "
    "thus then also just even still yet very too more most less least much many few several well only not no "
    "never cannot can't can could may might must shall should will would do does did done has have had having "
    "get gets got let lets how why ex e.g i.e etc cf vs versus ie eg once up out off down rather instead "
    "again already always else often usually typically generally simply directly easily automatically manually "
    "currently now due based according"
)
_VERBS = (
    "use uses used using enable enables enabled enabling allow allows allowed allowing provide provides "
    "provided providing support supports supported supporting make makes made making create creates created "
    "creating help helps helped helping need needs needed require requires required requiring set sets run "
    "runs running send sends sent sending store stores stored storing give gives given giving take takes "
    "taken taking keep keeps kept work works worked working want wants deliver delivers delivered offer "
    "offers offered include includes included including contain contains contained lets manage manages "
    "managed managing handle handles handled handling perform performs performed return returns returned "
    "change changes changed changing add adds added adding apply applies applied launch launches launched "
    "specify specifies specified define defines defined consist consists refer refers represent represents "
    "represented connect connects connected access accessed receive receives received choose chosen select "
    "selected know known see look go goes put puts happen happens occur occurs try tries depend depends start "
    "starts started stop stops stopped delete deletes deleted remove removes removed move moves moved copy "
    "copied attach attached assign assigned ensure ensures guarantee guarantees maintain maintains reduce "
    "reduces increase increases improve improves prevent prevents protect protects process processes "
    "processed share shared serve serves served route routes routed distribute distributes distributed "
    "replicate replicates replicated convert converts translate translates write writes written read reads "
    "configure configured configure configures update updates updated exist exists belong belongs point "
    "points associate associated span spans cover covers combine combines determine determines control "
    "controls monitor monitors track tracks call calls called detect detects build built develop developed "
    "deploy deployed deploys encrypt encrypts decrypt decrypts scale scales become trigger triggers triggered "
    "register registered ask asks identify identifies invoke invokes block blocks permit permits deny denies "
    "grant grants fail fails failed terminate terminates lose lost wait waits expire expires pay pays charge "
    "charged recommend recommended suited suitable designed dedicated hosted located integrated compared "
    "similar available able going"
)
# Forms in -s that are no plural of a noun: behind a noun, one of them makes a clause of a phrase.
_PREDICATES = (
    "absorbs accepts achieves adds agrees allows analyses analyzes applies arises asserts assumes becomes begins "
    "belongs binds brings carries chooses collects combines compares compresses computes configures connects "
    "consists contains converts creates decides decrypts defines deletes delivers denies depends deploys describes "
    "destroys detects determines differs disappears discovers distributes doubles eliminates emits emulates enables "
    "encrypts enforces ensures enters evaluates examines executes exists expires explains expresses extends falls "
    "leads finds follows forbids gathers gets gives goes grows guarantees handles happens helps hides "
    "holds identifies ignores implements implies improves includes inherits integrates introduces invokes joins keeps "
    "knows learns leaves lets lies loses maintains makes manages migrates monitors obeys occurs "
    "offers owns parses pays performs permits precedes presents prevents produces promises protects proves provides "
    "publishes pushes recommends reduces reflects refers refuses relies removes replaces replicates represents "
    "requires resolves retrieves returns rises satisfies says seems sees selects sends separates serves shows "
    "simplifies sits solves specifies speaks spreads stands stays stems suggests summarizes survives takes "
    "tells tends terminates throws translates treats undergoes unites validates varies verifies yields"
)
_USES = "use uses used using via through with by called named"
_ADVERBS = (
    "highly fully quickly seamlessly securely programmatically independently evenly immediately randomly continuously"
)
_GENERIC = (
    "thing things way ways kind kinds type types example examples case cases use usage number numbers amount "
    "part parts case data information service services system systems application applications app apps user "
    "users customer customers instance instances resource resources feature features option options value "
    "values time times name names file files set list item items object objects process point points need "
    "needs result results request requests different various multiple certain specific simple easy good "
    "better best new large small high low great many aws amazon cloud environment solution solutions product "
    "products company people code server servers work change changes operation operations performance "
    "management content requirements everything access function task tasks level order account purpose "
    "default important possible necessary main own single entire whole full additional following previous "
    "next first second third current existing"
)
# Words of every day that are no terms: alone, each is one of several that would do as well.
_EVERYDAY = (
    "ability above actual advantage amount answer area asks attempt attempts attention aware back backs bad "
    "basis beginning behavior behaviour below benefit benefits bottom bring brings broken call care careful "
    "cause causes chance choice choices choosing clean clear close collection come comes common company complete "
    "complex concern condition considered contact correct critical custom day design desired detail detailed "
    "details difference different difficult direct discovered done double dynamic early easier easy edit effect "
    "effort empty end ends enough entire equal exact exist expect expected explicit extra fact fair fall far "
    "fast faster favourite few final fine fit fits fixed flexible follow follows forced form forward found free "
    "frequent friendly fulfilled full future general generating gets goal goals growing half handy happy hard "
    "heavy helps hidden history hold home hour idea ideal immediate impact important inside interest issue "
    "issues keep kept know lack latest lead leads leave leaves left legacy legal length less life likely line "
    "little load log logs long look looked looks lot low main major manual mark marks match matches matter mean "
    "meet meets met middle mind minor mode modern modify money more move much native near need needed nice "
    "normal notice obvious odd offer old only open opens order outside own page part pass passes past pattern "
    "people perfect period person piece place plan play please plenty point poor popular possible power practice "
    "present press pretty price problem problems program proper public purpose quality question quick quiet rare "
    "raw reach ready real reason reasons recent related remote repeat respond responding rest right safe safer "
    "said same save saw says scope seen sense separate serious setup shape short show shown shows side simple "
    "simpler situation size slow small smart soon sort sound space special specific speed spread state stay "
    "steps still strategy strong subject such sure temporary text throughout time today together top total tried "
    "tries true turn typical under unique until upload upper useful user valid validate variety various view "
    "visible want way week while whole wide word words world wrong year"
)
_NEGATIONS = (
    "not only never no cannot can't without must always none neither doesn't don't isn't aren't won't unable "
    "always single same"
)
_UNITS = (
    "seconds? secs? minutes? mins? hours? hrs? days? weeks? months? years? times ms kb mb gb tb pb kib mib "
    "gib tib bytes? bits? kbps mbps gbps iops vcpus? cores? percent usd dollars? cents? copies azs? regions? "
    "ways nodes? replicas? characters? requests? messages? instances? users? ports? rows? columns? accounts? "
    "policies groups? roles? keys? tags? subnets? vpcs? points? levels? partitions? shards?"
)


def _table() -> dict[str, int]:
    classes: dict[str, int] = {}
    for bits, words in (
        (STOP | COPULA, _COPULAS),
        (STOP | ARTICLE, _ARTICLES),
        (STOP | PREPOSITION, _PREPOSITIONS),
        (STOP | PRONOUN, _PRONOUNS),
        (STOP, _OTHERS),
        (VERB, _VERBS),
        (VERB | PREDICATE, _PREDICATES),
        (USE, _USES),
        (ADVERB, _ADVERBS),
        (GENERIC, _GENERIC),
        (NEGATION, _NEGATIONS),
    ):
        for word in words.split():
            classes[word] = classes.get(word, 0) | bits
    return classes


CLASSES = _table()
EVERYDAY = frozenset(_EVERYDAY.split())
# Verbs whose bare form is as often a noun.
BARE = frozenset(
    ("access", "block", "build", "call", "change", "charge", "control", "copy", "cover", "deny", "fail", "grant",
     "help", "host", "increase", "launch", "look", "move", "need", "offer", "process", "read", "request", "return",
     "route", "run", "scale", "set", "share", "start", "stop", "store", "support", "track", "trigger", "update", "use",
     "wait", "work", "write")
)  # fmt: skip
MAKERS = frozenset(("aws", "amazon"))  # names that stand before those of products
UNIT = re.compile(rf"(?:{'|'.join(_UNITS.split())})", re.IGNORECASE)

# Endings of Korean words that belong to the sentence and not to the term: topic, subject, object, place, means, "and".
PARTICLES = re.compile(
    r"(?:에서는|에게서|으로서|으로써|로부터|까지의|에서의|으로는|이라는|라는|이란|에는|에도|와의|과의|에서|에게|으로|까지|부터|마다|처럼|보다|이나|"
    r"은|는|이|가|을|를|에|의|로|과|와|도|만|란)$"
)
KO_ENDING = re.compile(
    r"(?:여야|어야|아야|니다|습니다|세요|해야|하고|하며|하여|해서|하는|되는|있는|없는|하게|되어|되고|되며|않는|않고|된|한|할|될|있음|없음|함|됨|임|는데|지만|면서|려면|하면|되면|으면|아서|어서|므로|거나|으며|이며|"
    r"다|요|던|도록|수|것|때|등|및|또는|그리고|위해|통해|대한|대해|따라|경우|같은|이런|모든|각|더|매우|또한|이를|해당|하나의|여러|후|전)$"
)
KO_GENERIC = frozenset(
    ("장점", "단점", "기능", "방법", "방식", "사용", "이용", "서비스", "데이터", "환경", "작업", "사용자", "고객",
     "정보", "시스템", "애플리케이션", "파일", "결과", "문제", "내용", "부분", "종류", "특징", "관리", "설정", "사람",
     "회사", "이점", "이상", "이하", "미만", "초과", "이내")
)  # fmt: skip

# Nouns that end as a verb does; a compound ends as its last part.
KO_NOUN = re.compile(
    r"(?:권한|제한|기한|무한|함수|변수|개수|횟수|지수|점수|버전|안전|게임|책임|위임|모임|필요|중요|수요|개요|포함|결함|시각|균등|이전|회전|사전|오전|교수|특수)$"
)
