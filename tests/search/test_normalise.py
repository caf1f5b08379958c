"""Words in the spellings, scripts and forms that people write them in."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.languages import CONTENT_CODES
from search.irregular import IRREGULAR, read_as
from search.normalise import (
    FAMILIES,
    FOLDS,
    READ_AS,
    fold,
    fold_macedonian,
    folded,
    keys,
    stem,
    typed_forms,
    whole_words,
    words,
)
from search.queries import as_word
from search.same_words import SAME_WORDS


def stems(text, code):
    return keys(text, code)[1]


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Затвор", "zatvor"),
        ("Љубица", "ljubica"),
        ("Његош", "njegos"),
        ("Џакови", "dzakovi"),
        ("Ђорђе", "dorde"),
        ("Đorđe", "dorde"),
        ("Djordje", "dorde"),
        ("ČAČAK", "cacak"),
        ("Ѓорѓи", "gorgi"),
        ("куќа", "kuka"),
        ("ѕвезда", "dzvezda"),
        ("śutra", "sutra"),
        ("Shërbimi", "sherbimi"),
        ("çështje", "ceshtje"),
        ("c\u030cas", "cas"),
        ("ﬁlm", "film"),
        ("İzmir", "izmir"),
    ],
)
def test_a_word_is_folded_to_plain_latin(word, plain):
    assert fold(word) == plain


# Forms of one word in each line: they must meet. Words of the same language in different lines must not.
FORMS = {
    "sr": """
        затвор затвора затвору затвором затвори затворе затворима zatvor zatvorima
        казна казне казни казну казном казнама
        мера мере мери меру мерама mjera mjere mjerama
        систем система системом системи системима
        проблем проблема проблемом проблеми
        програм програма програмом програми
        резултат резултата резултати резултатима
        разлог разлога разлози разлозима
        осуђеник осуђеника осуђеници осуђеницима osudjenik
        надзор надзора надзору надзором
        полиција полиције полицији полицијом полицијама
        могућност могућности могућностима могућношћу
        средство средства средстава средствима
        радник радника радници радницима
        борац борца борци борцима
        друштво друштва друштава друштвима
        условни условног условном условна условне условних условним
        недеља недеље недељу nedjelja nedjelju
        вредност вредности vrijednost vrijednostima
        тело тела tijelo tijela
        европски европског europski europskih
        говорити говорио говорила говоре говорим говоримо
        рекао рекла рекли рећи
        механизам механизма механизмом mehanizmi
        податак податка подаци подацима podataka
        одлазак одласка одласком
        елемент елемента елемената
        форум форума форуми
        деца dete деце djeteta
        дошао дођемо дошла doći dođe
        имати имају имао имала imamo
        остати остане остала ostali
        изабрати изабере izabrala
        добар боља најбољим dobri
        статус статуса статусу
        бележи bilježe beležimo
        развијати развија развијају
        материјал материјала materijalom
        веће већа vijeće vijeću
        мали мањих најмања malog
        грађанин грађани građaninu građanima
        време времена vrijeme vremenima
        организовати организовали организује organizirati organizirali
    """,
    "bs": """
        tužilac tužioca tužioci tužilaca
        osuđenik osuđenika osuđenici osuđenicima osudenik
        rješenje rješenja rješenju rješenjem rešenje rešenja
        liječenje liječenja lečenje lečenjem
        zahtjev zahtjeva zahtjevi zahtjevima zahtev zahteva
        zločin zločina zločini zločinima
        savjet savjeta savjeti savet saveta
        uspjeh uspjeha uspeh uspeha
        izvještaj izvještaja izvještaji izvještajima izveštaj
        automobil automobila automobili automobilima
        službenik službenika službenici
        sistem sistema sustav sustavu sustavima
        tvornica fabrika fabrike tvornici
        sveučilište univerzitet univerziteta
        obljetnica godišnjica godišnjice
        bezbjednost bezbednost bezbednosti sigurnost sigurnosti
        suradnja saradnja saradnje suradnjom
    """,
    "mk": """
        затвор затворот затвори затворите затворов затворон zatvorot
        казна казната казни казните
        осуденик осуденикот осуденици осудениците
        закон законот закони законите
        град градот градови градовите
        резултат резултатот резултати резултатите
        министер министерот министри министрите
        социјален социјална социјално социјални социјалниот социјалната
        добар добра добро добри добриот
        можност можноста можности можностите
        училиште училиштето училишта училиштата uchilishte uchilishta
        полиција полицијата полиции полициите
        говори говорам говориме говорел говорела говорат
        борец борецот борци борците
        предлог предлогот предлози предлозите
        осудува осудување осудувањето
        дете деца децата
        ќерка ќерката ќерки ќерките kjerka
        излезе излегол излегла излезат
        голем поголема поголемите најголемиот
        случај случајот случаи случаите
        кампања кампањата кампањи кампањите
        знае знам знаеше знаел знаејќи
        краток кратка кратки краткиот
        помош помошта pomoshta
        дошол doshol doshle dojde
        процес процесот процеси
        број бројот броеви
        тежок тешка тешки
    """,
    "sq": """
        burg burgu burgun burgut burgje burgjet burgjeve
        dënim dënimi dënimin dënimit dënime dënimet dënimeve denimi
        gjykatë gjykata gjykatën gjykatës gjykatat gjykatave gjykate
        shërbim shërbimi shërbimit shërbime shërbimeve
        personi person personin persona personat personave
        punëtor punëtori punëtorët punëtorëve
        punonjës punonjësi punonjësit punonjësve
        institucion institucioni institucionit institucione institucionet institucioneve
        shtëpi shtëpia shtëpinë shtëpisë shtëpitë shtëpive
        familje familja familjen familjes familjet familjeve
        viktimë viktima viktimën viktimës viktimat viktimave
        ligj ligji ligjin ligjit ligje ligjet ligjeve
        trajtoj trajton trajtojnë trajtoi trajtuan trajtuar
        kërcënim kërcënimi kërcënoi kërcënojnë kërcënuar
        posaçëm posaçme
        qytet qyteti qytetin qytete qytetet
        kërkoj kërkuakësh kërkuakëshin kërkofshin
        njeri njeriu njeriut njerëz njerëzve
        grua gruaja gra gratë
        them thotë thonë tha thënë
        bëj bëjmë bëri bëhet
        zgjedh zgjodhi zgjodhën zgjedhur zgjedhurit
        kthyer kthyera kthyerit kthyerve
        tjetër tjera tjerat tjerëve
        fshat fshati fshatra fshatrave
        mik miku miq miqtë
    """,
    "en": """
        prison prisons
        sentence sentences sentenced
        offender offenders
        rehabilitate rehabilitated rehabilitating
        woman women
        child children
    """,
}
LINES = [(code, line.split()) for code, lines in FORMS.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("code", "forms"), LINES, ids=lambda value: value if isinstance(value, str) else value[0])
def test_the_forms_of_a_word_have_one_stem(code, forms):
    assert len({stem(form, FAMILIES[code]) for form in forms}) == 1


@pytest.mark.parametrize("code", FORMS)
def test_different_words_have_different_stems(code):
    first = [forms[0] for each, forms in LINES if each == code]
    same = [
        (one, other)
        for one, other in combinations(first, 2)
        if stem(one, FAMILIES[code]) == stem(other, FAMILIES[code])
    ]
    assert same == []


@pytest.mark.parametrize(("code", "forms"), LINES, ids=lambda value: value if isinstance(value, str) else value[0])
def test_a_stem_is_the_same_with_and_without_diacritics(code, forms):
    for form in forms:
        assert stem(fold(form), FAMILIES[code]) == stem(form, FAMILIES[code])


@pytest.mark.parametrize("family", IRREGULAR)
def test_a_word_that_others_are_read_as_is_not_itself_read_as_another(family):
    assert set(READ_AS[family].values()).isdisjoint(READ_AS[family])


@pytest.mark.parametrize("family", IRREGULAR)
def test_an_irregular_form_is_in_one_line_only(family):
    seen = set()
    for line in IRREGULAR[family].strip().splitlines():
        forms = set(read_as(line, family, FOLDS[family]))
        assert not forms & seen, line
        seen |= forms


APART = {
    "hbs": """
        izveo izveštaj | dao datum | prođe proces | niza niska | skuplja skup | veće velik | poslovi poseta |
        materijal materija | planina plan | ljudi čovek | nade našao | priče prišao | imam imamo
    """,
    "mk": "процес преку | пријава при | остане основа | зема земја | имам има",
    "sq": "dhe dha | kthyera kthej | vende vendime | dëmi dalin",
}
PAIRS = [(family, *pair.split()) for family, pairs in APART.items() for pair in pairs.split("|")]


@pytest.mark.parametrize(("family", "one", "other"), PAIRS)
def test_words_that_look_alike_have_different_stems(family, one, other):
    assert stem(one, family) != stem(other, family)


def test_each_of_the_same_words_is_looked_up_by_one_stem():
    for line in SAME_WORDS.strip().splitlines():
        assert len({stem(word, "hbs") for word in line.split()}) == 1, line


def test_stems_of_families_never_meet():
    assert len({stem("program", family) for family in ("en", "sq", "mk", "hbs")}) == 4
    assert fold("program") not in stems("program", "en")


def test_croatian_and_montenegrin_are_read_as_the_others_of_their_family():
    assert stems("tijela", "hr") == stems("тела", "sr") == stems("tijelo", "cnr") == stems("tijelo", "bs")
    assert stems("Haus", "de") == []


def test_macedonian_is_found_with_its_letters_and_as_it_is_typed_without():
    assert folded("школа", "mk") == ["skola"]
    assert "skola" in typed_forms("shkola")[0]
    assert stems("школата", "mk")[0] in typed_forms("shkoli")[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pre-release and on-the-job, COVID-19", ["prerelease", "onthejob", "covid19"]),
        ("2018-2021 and 6-month", []),
        ("long - short, a– b, --x, y-", []),
        ("https://example.org/what-a-page-is-called", []),
        ("пост-пенални", ["postpenalni"]),
    ],
)
def test_compounds_are_words_too(text, found):
    assert folded(text, "sr")[len(words(text)) :] == found


def test_a_word_in_cyrillic_is_not_albanian_or_english():
    assert {each[:2] for each in typed_forms("програм")[1]} == {"m0", "h0"}


@pytest.mark.parametrize("text", ["", "a", "ј", "'", "\0", "\ud800", "ъь", "а" * 5000, "ІІІ", "監獄", "3.14"])
def test_anything_can_be_normalised(text):
    for code in ("en", "sq", "mk", "sr", "xx"):
        assert all(isinstance(each, str) for each in (*folded(text, code), *stems(text, code)))
    assert all(fold(word) in typed_forms(word)[0] for word in words(text))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", ("life", "live", "living")),
        ("en", ("find", "found", "founded")),
        ("sr", ("tek", "tok")),
    ],
    ids=str,
)
def test_other_words_keep_another_stem_than_the_first(code, words):
    first, *others = (stem(word, FAMILIES[code]) for word in words)
    assert first not in others


SPELLINGS = (str, str.upper, fold, fold_macedonian)
ALPHABET = "abcdefghijklmnopqrstuvwxyzçëčćžšđабвгдѓежзѕијкљлмњнопрстќуфхцчџшђћ-ABСЌ"


@pytest.mark.parametrize("code", CONTENT_CODES)
@given(text=st.text(ALPHABET, min_size=1, max_size=12), spelled=st.sampled_from(SPELLINGS))
def test_what_has_a_word_as_it_was_typed_has_one_of_its_stems(code, text, spelled):
    """Elasticsearch looks for the stems alone where ``stems_suffice``."""
    for typed in whole_words(spelled(text)):
        word = as_word(typed)
        plain, stemmed = keys(text, code)
        if word.stems_suffice and {*word.folded} & {*plain}:
            assert {*word.stems} & {*stemmed}


@pytest.mark.parametrize(
    ("typed", "suffice"), [("zatvor", True), ("škola", True), ("shkola", False), ("затвор", False), ("RAN", True)]
)
def test_words_of_several_spellings_are_looked_for_as_they_are_written(typed, suffice):
    assert as_word(typed).stems_suffice is suffice
