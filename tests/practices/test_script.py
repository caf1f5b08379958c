import pytest

from practices.script import in_latin, language_tag


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубав, Његош, Џаја, ђак, ћуп, жеђ, шума, инјекција", "Ljubav, Njegoš, Džaja, đak, ćup, žeđ, šuma, injekcija"),
        ("ЉУБАВ ЊЕГОША, КОЊ, УЏБЕНИК", "LJUBAV NJEGOŠA, KONJ, UDŽBENIK"),
        ("Већ latinica остаје", "Već latinica ostaje"),
        ("Косово* (1)", "Kosovo* (1)"),
    ],
)
def test_cyrillic_is_written_in_latin_letters(cyrillic, latin):
    assert in_latin(cyrillic) == latin


@pytest.mark.parametrize(
    "protected",
    ["https://пример.срб/затвор?q=суд", "www.пример.срб", "суд@пример.срб", '<a href="/sr/затвор/" title="суд">'],
)
def test_addresses_and_tags_stay_as_they_are(protected):
    assert in_latin(f"Суд {protected} суд") == f"Sud {protected} sud"


@pytest.mark.parametrize(
    ("code", "text", "tag"),
    [
        ("sr", "<p>Припрема за отпуст</p>", "sr-Cyrl"),
        ("sr", "<p>Priprema za otpust</p>", "sr-Latn"),
        ("sr", "Priprema za otpust, „слобода“, kaže dokument", "sr-Latn"),
        ("sr", '<a href="https://example.org/a-very-long-address-indeed">суд</a>', "sr-Cyrl"),
        ("mk", "Подготовка", "mk"),
        ("sq", "Përgatitja", "sq"),
    ],
)
def test_only_serbian_names_its_script_by_most_of_its_letters(code, text, tag):
    assert language_tag(code, text) == tag
