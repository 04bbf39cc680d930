"""Key feature: the few steps that decide a case, picked from a long menu."""

from academy.items.kinds.key_feature.rules import KeyFeatureKind

KIND = KeyFeatureKind()
