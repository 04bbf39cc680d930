"""Serbian scripts: Cyrillic to Latin for readers, Latin to Cyrillic and folding for search."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from academy.languages.rules import fold, to_cyrillic_search, to_latin

ALPHABET = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"


def test_every_letter_of_the_alphabet() -> None:
    assert [to_latin(letter) for letter in ALPHABET] == LATIN.split()


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        # capitals of the three double letters
        ("Љубав", "Ljubav"),
        ("ЉУБАВ", "LJUBAV"),
        ("љубав", "ljubav"),
        ("Његош", "Njegoš"),
        ("ЊЕГОШ", "NJEGOŠ"),
        ("Џеп", "Džep"),
        ("ЏЕП", "DŽEP"),
        ("КОЊ", "KONJ"),
        ("БАДЕЉ и КОЊ", "BADELJ i KONJ"),
        ("Беч, ЏАК, Џак", "Beč, DŽAK, Džak"),
        ("УЉЕЗ", "ULJEZ"),
        ("Љиљана Његован-Џаџић", "Ljiljana Njegovan-Džadžić"),
        ("ЉИЉАНА ЊЕГОВАН-ЏАЏИЋ", "LJILJANA NJEGOVAN-DŽADŽIĆ"),
        ("Љу\u0301бав", "Lju\u0301bav"),
        ("Њ\u0301У", "NJ\u0301U"),
        # a letter on its own follows its neighbour
        ("Љ", "Lj"),
        ("Љ. Петровић", "Lj. Petrović"),
        ("Љ. ПЕТРОВИЋ", "LJ. PETROVIĆ"),
        ("Ђ. Њ. Џ. Марић", "Đ. Nj. Dž. Marić"),
        ("Ж.Љ.М.", "Ž.Lj.M."),
        ("ГРУПА Љ", "GRUPA LJ"),
        ("Група Љ", "Grupa Lj"),
        ("ОТРОВ\nЉ. Петровић", "OTROV\nLj. Petrović"),
        # words that lose their border in Latin, as Serbian writes them
        ("конјункција и инјекција", "konjunkcija i injekcija"),
        ("надживети, поджанр, Танјуг", "nadživeti, podžanr, Tanjug"),
        ("ванјезички", "vanjezički"),
        ("ђаци, међа, џеј, жуљ, шуш", "đaci, međa, džej, žulj, šuš"),
        # what is not Serbian Cyrillic stays
        ("CITES и QR код", "CITES i QR kod"),
        ("види https://cites.org/eng и www.суд.срб/љ", "vidi https://cites.org/eng i www.суд.срб/љ"),
        ("пиши на суд@пример.срб одмах", "piši na суд@пример.срб odmah"),
        ("Остало је %(broj)s од %(укупно)d", "Ostalo je %(broj)s od %(укупно)d"),
        ("Здраво, {ime} {0} {име}!", "Zdravo, {ime} {0} {име}!"),
        (
            "**Јако** *косо* [веза](https://a.example/ж) `код`",
            "**Jako** *koso* [veza](https://a.example/ж) `kod`",
        ),
        ('[веза](#s-љубав "Наслов")', '[veza](#s-љубав "Naslov")'),
        ("„Лешинар“ – 30 % ≥ 2 m²", "„Lešinar“ – 30 % ≥ 2 m²"),
        ("Ђорђе Gyps fulvus №5", "Đorđe Gyps fulvus №5"),
        ("Ѓорѓи Щукин", "Ѓorѓi Щukin"),
        ("", ""),
    ],
)
def test_hard_words(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@given(st.text(alphabet=st.sampled_from(ALPHABET + ALPHABET.upper() + " .,-\n\u0301aQ9Ѓ%*")))
def test_no_serbian_cyrillic_letter_is_left(text: str) -> None:
    assert not set(to_latin(text)) & set(ALPHABET + ALPHABET.upper())


@given(st.text())
def test_what_is_not_serbian_cyrillic_is_untouched(text: str) -> None:
    assume(not set(text) & set(ALPHABET + ALPHABET.upper()))
    assert to_latin(text) == text


PLACEHOLDERS = [
    "%(name)s",
    "%(број)d",
    "{name}",
    "{0}",
    "{}",
    "https://пример.срб/пут?а=1",
    "](#s-љ)",
    "a@b.example",
]


@given(
    st.lists(
        st.tuples(st.text(alphabet=ALPHABET + ALPHABET.upper() + " ,"), st.sampled_from(PLACEHOLDERS)),
        min_size=1,
    )
)
def test_placeholders_survive_in_their_order(parts: list[tuple[str, str]]) -> None:
    latin = to_latin("".join(f"{words} {placeholder} " for words, placeholder in parts))
    for _, placeholder in parts:
        _, found, latin = latin.partition(placeholder)
        assert found == placeholder


@given(st.text(alphabet=ALPHABET + ALPHABET.upper() + " "))
def test_case_is_kept(text: str) -> None:
    latin = to_latin(text)
    assert latin.lower() == to_latin(text.lower())
    assert to_latin(text.upper()).upper() == latin.upper()


# --- search ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("ljubav Njegoš DŽEP", "љубав Његош ЏЕП"),
        ("LJUBAV Ljubav", "ЉУБАВ Љубав"),
        ("konj, polje, džak", "коњ, поље, џак"),
        ("injekcija Injekcija INJEKCIJA", "инјекција Инјекција ИНЈЕКЦИЈА"),
        ("konjunkcija konjunktivitis konjugacija", "конјункција конјунктивитис конјугација"),
        ("nadživeti nadžnjeti podžanr odžaliti", "надживети наджњети поджанр оджалити"),
        ("Tanjug i tanjir", "Танјуг и тањир"),
        ("vanjezički", "ванјезички"),
        ("inje, sinje, odžak", "иње, сиње, оџак"),
        ("đak međa čuvar ćuk šuma žig", "ђак међа чувар ћук шума жиг"),
        ("c\u030cuvar", "чувар"),
        ("CITES i QR kod, Gyps, www.sud.example", "CITES и QR код, Gyps, www.sud.example"),
        ("%(name)s {ime} otrov", "%(name)s {ime} отров"),
        ("већ ћирилица", "већ ћирилица"),
    ],
)
def test_latin_to_cyrillic_for_search(latin: str, cyrillic: str) -> None:
    assert to_cyrillic_search(latin) == cyrillic


@given(st.text(alphabet=ALPHABET, max_size=12))
def test_a_word_comes_back_but_for_parted_letters(word: str) -> None:
    assume(not any(pair in word for pair in ("лј", "нј", "дж")))
    back = to_cyrillic_search(to_latin(word))
    # Only the listed beginnings may part a double letter, and then the Latin text is the same.
    assert to_latin(back) == to_latin(word)


@pytest.mark.parametrize(
    "spellings",
    [
        ("отровање", "otrovanje", "OTROVANJE", "Отровање"),
        ("Ђорђе", "Đorđe", "DORDE", "ђорђе"),
        ("ловац Шћепан", "lovac Šćepan", "lovac scepan"),
        ("џеп", "džep", "DZEP", "ǆep"),
        ("Љубав", "ljubav", "ǉubav"),
        ("Straße", "STRASSE", "strasse"),
        ("İstanbul", "ıstanbul", "ISTANBUL", "istanbul"),
        ("Αθήνα", "ΑΘΗΝΑ", "αθηνα"),
        ("Οδός", "ΟΔΟΣ"),
        ("ëmbël", "Embel", "E\u0308MBE\u0308L"),
        ("Ѓорѓи Бојковски", "Gorgi Bojkovski"),
        ("Чайка", "čajka"),
        ("ﬁsh", "FISH", "fish"),
        ("أحمد", "احمد"),
    ],
)
def test_spellings_that_search_finds_together(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("otrov", "otrovi"), ("коза", "кожар"), ("pas", "pasa"), ("а", "о")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Кљун № 5", "kljun no 5"), ("Đubrivo", "dubrivo"), ("зј Ћ", "zj c"), ("100 m²", "100 m2"), ("", "")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once_and_leaves_no_mark(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not [sign for sign in folded if unicodedata.category(sign) == "Mn"]


@given(st.text(alphabet=ALPHABET + ALPHABET.upper() + " .-"))
def test_both_scripts_fold_alike(text: str) -> None:
    assert fold(text) == fold(to_latin(text))
