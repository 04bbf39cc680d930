"""Situational judgement: what could be done in a situation, ranked as a panel of experts did."""

from academy.items.kinds.judgement.rules import JudgementKind

KIND = JudgementKind()
