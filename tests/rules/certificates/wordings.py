"""What certificates say in four scripts: worded by hand, so that languages that are not offered yet are printed too."""

from __future__ import annotations

import dataclasses
import io
from datetime import UTC, datetime

from PIL import Image, ImageDraw

from academy.certificates.document import (
    CardFacts,
    CardWording,
    CertificateFacts,
    Hand,
    Listing,
    Logo,
    Record,
    Row,
    Wording,
)

ADDRESS = "https://academy.example/en/verify/Zk3v9QpX2mT7bLwR8sYcNA"

ENGLISH = Wording(
    locale="en",
    academy="Wildlife Crime Academy",
    title="Certificate of training",
    preamble="This is to certify that",
    achievement="has completed the course",
    course_title="From the first call to the court",
    level="Basic level",
    track=None,
    statement="Answered every question of the safety gate rightly and passed the written test.",
    hours="6 hours of study",
    number="No. WCA-7K3Q-9F2M",
    edition="Edition 3",
    edition_digest="Edition 3, SHA-256",
    rendition_digest="Rendition, SHA-256",
    law="Law of Demo Country A, as of 1 January 2025",
    issued_on="Issued on 30 June 2026",
    valid_until="Valid until 30 June 2029",
    roles=("Head of training",),
    check="Check this certificate",
    check_note="The page shows level and dates, and no name.",
    accuracy="Completing online study alone certifies no practical competence.",
    mark_alt="Mark of the Wildlife Crime Academy",
    qr_alt="QR code that opens the verification page",
)
SERBIAN = dataclasses.replace(
    ENGLISH,
    locale="sr-Cyrl",
    academy="Академија за сузбијање криминала над дивљим светом",
    title="Уверење о обуци",
    preamble="Потврђује се обука",
    achievement="Курс завршен",
    course_title="Од првог позива до суда",
    level="Основни ниво",
    hours="6 сати учења",
    statement="Положена је провера безбедности и писани тест.",
    number="Бр. WCA-7K3Q-9F2M",
    edition="3. издање",
    law="Право земље Демо А, на дан 1. јануара 2025.",
    issued_on="Издато 30. јуна 2026.",
    valid_until="Важи до 30. јуна 2029.",
    roles=("Руководилац обуке",),
    check="Проверите ово уверење",
    check_note="Страница показује ниво и датуме, а не име.",
    accuracy="Само учење на мрежи не потврђује практичну оспособљеност.",
)
ALBANIAN = dataclasses.replace(
    ENGLISH,
    locale="sq",
    title="Certifikatë trajnimi",
    course_title="Nga thirrja e parë deri në gjykatë",
    statement="Iu përgjigj saktë të gjitha pyetjeve të sigurisë dhe kaloi testin me shkrim.",
)
GREEK = dataclasses.replace(
    ENGLISH,
    locale="el",
    academy="Ακαδημία Εγκλημάτων κατά της Άγριας Ζωής",
    title="Πιστοποιητικό κατάρτισης",
    preamble="Πιστοποιείται η κατάρτιση",
    achievement="Ολοκλήρωσε το μάθημα",
    course_title="Από την πρώτη κλήση ως το δικαστήριο",
    level="Βασικό επίπεδο",
    hours="6 ώρες μελέτης",
    statement="Απάντησε σωστά σε όλες τις ερωτήσεις ασφαλείας και πέρασε τη γραπτή εξέταση.",
    number="Αρ. WCA-7K3Q-9F2M",
    edition="Έκδοση 3",
    law="Δίκαιο της Χώρας Α, 1 Ιανουαρίου 2025",
    issued_on="Εκδόθηκε στις 30 Ιουνίου 2026",
    valid_until="Ισχύει έως 30 Ιουνίου 2029",
    roles=("Επικεφαλής κατάρτισης",),
    check="Ελέγξτε το πιστοποιητικό",
    check_note="Η σελίδα δείχνει επίπεδο και ημερομηνίες, όχι όνομα.",
    accuracy="Η διαδικτυακή μελέτη μόνη της δεν πιστοποιεί πρακτική ικανότητα.",
)
ARABIC = dataclasses.replace(
    ENGLISH,
    locale="ar",
    academy="أكاديمية جرائم الحياة البرية",
    title="شهادة تدريب",
    preamble="تشهد هذه الوثيقة بتدريب",
    achievement="وقد أتم الدورة",
    course_title="من البلاغ الأول إلى المحكمة",
    level="المستوى الأساسي",
    hours="6 ساعات دراسة",
    statement="أجاب عن جميع أسئلة السلامة إجابة صحيحة واجتاز الاختبار الكتابي بنسبة 92% من أصل 40 سؤالا.",
    number="رقم WCA-7K3Q-9F2M",
    edition="الإصدار 3",
    law="قانون البلد أ، بتاريخ 1 يناير 2025",
    issued_on="صدرت في 30 يونيو 2026",
    valid_until="صالحة حتى 30 يونيو 2029",
    roles=("رئيسة التدريب",),
    check="تحقق من هذه الشهادة",
    check_note="تعرض الصفحة المستوى والتواريخ دون الاسم.",
    accuracy="إتمام الدراسة عبر الإنترنت وحده لا يثبت كفاءة عملية.",
)

FACTS = CertificateFacts(
    number="WCA-7K3Q-9F2M",
    holder="Čedomir Šćepanović-Žarković Đurđević",
    edition_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    rendition_digest="60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    issued_at=datetime(2026, 6, 30, 12, tzinfo=UTC),
    signatories=(Hand("Signatory A Demo"),),
    verify_url=ADDRESS,
    wording=ENGLISH,
    english=None,
)

#: A name in each script, and the words its certificate is printed in.
SCRIPTS = {
    "latin": (ALBANIAN, "Arbër Gjëka Çelniku"),
    "cyrillic": (SERBIAN, "Чедомир Шћепановић-Ђурђевић"),
    "greek": (GREEK, "Αλέξανδρος Παπαγεωργίου"),
    "arabic": (ARABIC, "عبد الرحمن بن يوسف"),
}

CARD = CardWording(
    locale="en", academy=ENGLISH.academy, title="Membership card", course_title=ENGLISH.course_title,
    level=ENGLISH.level, track="Field track", number=ENGLISH.number, valid_until=ENGLISH.valid_until,
    check=ENGLISH.check, fold="Cut along the marks, then fold at the dashed line.", mark_alt=ENGLISH.mark_alt,
    qr_alt=ENGLISH.qr_alt,
)  # fmt: skip


def facts_in(wording: Wording, holder: str) -> CertificateFacts:
    """Return a certificate in one language, with English below it."""
    return dataclasses.replace(FACTS, wording=wording, english=ENGLISH, holder=holder)


def full(wording: Wording, holder: str, *, practicals: int = 7) -> CertificateFacts:
    """Return a certificate with everything that can stand on one."""
    hands = (
        Hand("Signatory A Demo", scrawl(1), "Signature A"), Hand("Konstantin Signatory-Demopoulos B", scrawl(2), "Signature B"),
        Hand("Signatory C Demo", None),
    )  # fmt: skip
    logos = tuple(Logo(badge(place), f"Mark of partner {place}") for place in range(4))

    def said(words: Wording) -> Wording:
        return dataclasses.replace(
            words, track="Field track", roles=(words.roles[0], "Permanent Secretary, Ministry of Demo", words.roles[0]),
            practical=f"{practicals} practical skills signed off by an assessor", accuracy=None,
            earlier=("In place of WCA-0000-0000",), overleaf="The record of assessment is on the second page.",
            record=Record(
                "Record of assessment",
                Listing(
                    "Practical skills", ("Practical", "Observed on", "Observed by"),
                    tuple(Row(f"{words.course_title} ({place + 1})", words.issued_on, "Falcon 7") for place in range(practicals)),
                ),
                Listing("Exams", ("Exam", "Date", "Invigilator"), (Row(words.title, words.issued_on, "Heron 2"),)),
            ),
        )  # fmt: skip

    return dataclasses.replace(
        facts_in(said(wording), holder), english=said(ENGLISH), latin_name="Alexandra Demo", signatories=hands,
        logos=logos,
    )  # fmt: skip


def card_in(wording: Wording, holder: str) -> CardFacts:
    """Return a card in one language, with English below it."""
    own = dataclasses.replace(
        CARD, locale=wording.locale, academy=wording.academy, course_title=wording.course_title, level=wording.level,
        number=wording.number, valid_until=wording.valid_until, check=wording.check,
    )  # fmt: skip
    return CardFacts(
        number=FACTS.number, holder=holder, latin_name="Alexandra Demo", issued_at=FACTS.issued_at, verify_url=ADDRESS,
        wording=own, english=CARD,
    )  # fmt: skip


def scrawl(turn: int) -> bytes:
    """Draw what could be a signature, on nothing."""
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    points = [(20 + 14 * step, 100 + (60 - step) * (1 if (step * turn) % 3 else -1)) for step in range(40)]
    ImageDraw.Draw(picture).line(points, fill=(20, 30, 90, 255), width=5, joint="curve")
    return _png(picture)


def badge(place: int) -> bytes:
    """Draw what could be a partner's mark."""
    picture = Image.new("RGB", (240 + 120 * place, 200), (255, 254, 250))
    ImageDraw.Draw(picture).rounded_rectangle(
        (8, 8, 232 + 120 * place, 192), 40, outline=(7, 67, 62), width=14, fill=(176, 141, 87)
    )
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
