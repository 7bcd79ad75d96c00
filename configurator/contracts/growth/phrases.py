"""The sentences in which growth plans are told, by language."""

from collections.abc import Mapping

ENGLISH = {
    "total": "in all",
    "today": "today",
    "regret": "worst regret",
    "chance": "cheapest in",
    "cheapest": "{contract} is the cheapest: {amount} today.",
    "cheaper": "{contract} is the cheapest: {amount} today, {saving} less than {other}.",
    "equal": "{contract} is the cheapest: {amount} today, the same as {other}.",
    "probability": "It is that with a probability of {percent} %.",
    "cautious": "{contract} is never more than {amount} away from the best choice: the cautious one.",
    "even": "Up to {at} {unit} ({percent} %) of steady use {below} costs less than {above}, above it more.",
    "crossing": "From {day} on, less has been paid for {cheaper} than for {dearer}.",
    "level": "{contract} would be best with {units} instead of {now} {of}: {amount} today.",
    "illustrative": "Illustrative prices, not published ones.",
    "committed": "committed {unit}",
    "rights": "rights to use",
    "requested": "requested {unit}",
    "paid": "What will have been paid until each month",
}

GERMAN = {
    "total": "insgesamt",
    "today": "heute",
    "regret": "größte Reue",
    "chance": "am günstigsten in",
    "cheapest": "{contract} ist am günstigsten: {amount} in heutigem Geld.",
    "cheaper": "{contract} ist am günstigsten: {amount} in heutigem Geld, {saving} weniger als {other}.",
    "equal": "{contract} ist am günstigsten: {amount} in heutigem Geld, ebenso viel wie {other}.",
    "probability": "Das gilt mit einer Wahrscheinlichkeit von {percent} %.",
    "cautious": "{contract} ist nie mehr als {amount} von der besten Wahl entfernt: die vorsichtige Wahl.",
    "even": "Bis {at} {unit} ({percent} %) gleichmäßiger Nutzung kostet {below} weniger als {above}, darüber mehr.",
    "crossing": "Ab {day} ist für {cheaper} weniger bezahlt als für {dearer}.",
    "level": "{contract} wäre am besten mit {units} statt {now} {of}: {amount} in heutigem Geld.",
    "illustrative": "Beispielpreise, keine veröffentlichten.",
    "committed": "zugesagten {unit}",
    "rights": "Nutzungsrechten",
    "requested": "bestellten {unit}",
    "paid": "Was bis zu jedem Monat bezahlt sein wird",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN}


def phrases_for(locale: str) -> Mapping[str, str]:
    """Return the sentences of a locale's language, or the English ones."""
    return LANGUAGES.get(locale.split("-")[0], ENGLISH)
