"""Single choice in QTI: ``choiceInteraction`` of which one can be picked."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from academy.items.content import Choice
from academy.items.kinds.choices import choice_data
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, identifiers, node, rich
from academy.items.kinds.single_choice.content import SingleChoice

KEEPS = ("feedback", "keep_order")


def read(question: Question) -> Data | None:
    """Take what is right, or what is worth most."""
    asked = question.only("choiceInteraction")
    if asked is None or question.declaration(asked).get("cardinality", "single") != "single":
        return None
    found = asked.findall("simpleChoice")
    if {each.get("identifier") for each in found} == {"true", "false"}:
        return None
    mapped = question.mapped(asked) if question.is_mapped else {}
    best = max(mapped, key=lambda each: mapped[each], default="")
    if any(share > 0 for name, share in mapped.items() if name != best):
        question.notes.add("shares-dropped")
    rights = question.correct(asked)[:1] or [best]
    return {"choices": choices(question, found, rights), **order_of(asked)}


def write(item: SingleChoice, _losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the choices."""
    names = identifiers(len(item.choices))
    rights = [name for name, each in zip(names, item.choices, strict=True) if each.right]
    return Written(
        [interaction(item.choices, most=1, keeps_order=item.keep_order)],
        [Response(RESPONSE, "single", "identifier", rights)],
        scoring="match", says=any(each.feedback for each in item.choices),
    )  # fmt: skip


def choices(question: Question, found: list[Element], rights: list[str]) -> list[Data]:
    """Return choices with what each says to whoever picks it. Raises CannotSay where none is right."""
    if not set(rights) & {each.get("identifier") for each in found}:
        raise CannotSay("no-right-answer")
    read_choices = []
    for each in found:
        said = each.find("feedbackInline")
        words = question.text_of(said) if said is not None else ""
        read_choices.append(
            choice_data(question.text_of(each), words, right=each.get("identifier") in rights)
        )
    return read_choices


def order_of(asked: Element) -> Data:
    """Return whether the choices keep their order."""
    return {} if asked.get("shuffle") == "true" else {"keep_order": True}


def interaction(found: tuple[Choice, ...], *, most: int, keeps_order: bool) -> Element:
    """Return choices to pick from."""
    asked = node(
        "choiceInteraction", responseIdentifier=RESPONSE, maxChoices=most,
        shuffle="false" if keeps_order else "true",
    )  # fmt: skip
    for name, each in zip(identifiers(len(found)), found, strict=True):
        choice = rich("simpleChoice", each.text, identifier=name)
        if each.feedback:
            choice.append(
                rich(
                    "feedbackInline",
                    each.feedback,
                    outcomeIdentifier="CHOSEN",
                    identifier=name,
                    showHide="show",
                )
            )
        asked.append(choice)
    return asked
