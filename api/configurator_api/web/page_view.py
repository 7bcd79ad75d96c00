"""What the templates show, made of the one JSON view of an evaluation: links, icons, and amounts for people."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from configurator.budget import Budget
from configurator.configuration import FeatureValue
from configurator.errors import Undecided
from configurator.offering.evaluation import Evaluation
from configurator.offering.evaluation_responses import EvaluationResponse
from configurator.session import ChoiceCause, Choices, ConstraintCause, Explanation, OptionState
from configurator.session.render import cause_sentence
from configurator.texts import N_, texts_for
from configurator_api.limits import MOST_ALSO_CHANGED, MOST_BUTTONS, MOST_RANGES, MOST_TILES
from configurator_api.web.page_address import PageAddress
from configurator_api.web.rendering import shown_cadence, shown_difference, shown_exact, shown_money

# The view model is the JSON of `evaluation_data`, whose shape the templates know.
Data = dict[str, Any]

ICONS = {"selected": "✓", "implied": "●", "available": "○", "blocked": "⊘", "absent": "–", "undecided": "?"}
STATES = {
    "selected": N_("chosen"),
    "implied": N_("only possibility"),
    "available": N_("possible"),
    "blocked": N_("not possible"),
    "absent": N_("not part of this product"),
    "undecided": N_("still checking"),
}


Notes = Mapping[tuple[str, str], str]
"""The texts of options, by path and value."""


def page_view(response: EvaluationResponse, address: PageAddress, reasons: Notes, least: Notes | None = None) -> Data:
    """Return what the page of a product shows; `least` says of options what the cheapest product with each costs."""
    data: Data = {**response}
    members = {each["path"]: each for each in (*data["features"], *data["structures"])}
    titles = {path: each["title"] for path, each in members.items()}
    groups = [
        {
            **group,
            "members": [_member(members[path], address, (reasons, least or {}), titles) for path in group["members"]],
        }
        for group in data["groups"]
    ]
    locale = address.locale
    return {
        "data": data,
        "groups": [group for group in groups if group["members"]],
        "chips": list(_chips(data, members, titles, address)),
        "repairs": [repair_view(each, address) for each in data["repairs"]],
        "totals": _totals(data, locale),
        "lines": _lines(data, titles, locale),
        "levels": _levels(data, locale),
        "unpriced": [each["item"] for each in (data["price"] or {}).get("unpriced", ())],
    }


def value_text(value: object) -> str:
    """Write a value as addresses hold it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def repair_view(repair: Mapping[str, Any], address: PageAddress) -> Data:
    """Return a repair with the address that applies it."""
    instances = {path: tuple(ids) for path, ids in repair["instances"].items()}
    return {
        "changes": repair["changes"],
        "url": address.having(Choices(repair["choices"], instances)).url(),
        "difference": shown_difference(repair["difference"], address.locale),
    }


def _member(member: Data, address: PageAddress, notes: tuple[Notes, Notes], titles: Mapping[str, str]) -> Data:
    values = [_option(member, option, address, notes, titles) for option in _all_options(member)]
    title = member["title"]
    return {
        "description": None,
        "unit": "",
        **member,
        "id": "f-" + member["path"],
        "place": _instance_label(member["instance"], titles),
        "legend": title,
        "options": values,
        "is_long": len(values) > MOST_TILES,
        "is_structure": "singleton" in member,
        "icon": ICONS[member["state"]],
        "possible": possible_numbers(member, address.locale),
        "near": [_near(each, address, titles) for each in _neighbours(member)],
        "chosen": member["path"] in address.choices.values,
        "slip": address.slip.removeprefix(f"{member['path']}:")
        if address.slip.startswith(f"{member['path']}:")
        else "",
        "full": "singleton" in member and _is_full(member),
    }


def _is_full(structure: Data) -> bool:
    """Return whether a structure has as many instances as the catalog allows."""
    ranges = structure["ranges"]
    return bool(ranges) and structure["running"] == ranges[-1]["high"]


def _all_options(member: Data) -> list[Data]:
    """Return the options of a feature, those of a number being its values if they are few."""
    if member["options"] or "singleton" in member:
        return list(member["options"]) if member.get("singleton", True) else []
    if member.get("kind") != "integer" or "/" in str(member["step"]):
        return []
    results = {each["value"]: each for each in member["differences"]}
    step, values = int(member["step"]), []
    for each in member["ranges"]:
        if (each["high"] - each["low"]) // step >= MOST_BUTTONS:
            return []
        values += [(value, each["state"]) for value in range(each["low"], each["high"] + 1, step)]
    if len(values) > MOST_BUTTONS:
        return []
    return [
        {"difference": None, **results.get(value, {}), "value": value, "title": None, "state": state}
        for value, state in values
    ]


def _option(
    member: Data, option: Data, address: PageAddress, notes: tuple[Notes, Notes], titles: Mapping[str, str]
) -> Data:
    _, (reasons, least) = texts_for(address.locale).gettext, notes
    path, value = member["path"], value_text(option["value"])
    running = value_text(member["running"]) == value
    title = option.get("title") or {"true": _("Yes"), "false": _("No")}.get(value)
    kind = option["state"]
    return {
        **option,
        "value": value,
        "title": title or " ".join(filter(None, (value, member.get("unit")))),
        "icon": "◉" if running and kind == "available" else ICONS[kind],
        "said": _("standard") if running and kind == "available" else _(STATES[kind]),
        "running": running,
        "shown_difference": "" if running else shown_difference(option.get("difference"), address.locale),
        "also": "" if running else _also(option.get("also_changes", ()), titles, address.locale),
        "reason": reasons.get((path, value), ""),
        "least": least.get((path, value), ""),
        "why_url": address.asking(path, value).url() + "#why",
    }


def _also(paths: Sequence[str], titles: Mapping[str, str], locale: str) -> str:
    """Name what else changes when an option is chosen: a few titles, and how many more."""
    texts = texts_for(locale)
    named = list(dict.fromkeys(titles[path] for path in paths if path in titles))
    if not named:
        return ""
    names, more = ", ".join(named[:MOST_ALSO_CHANGED]), len(named) - MOST_ALSO_CHANGED
    if more <= 0:
        return texts.gettext("also changes {names}").format(names=names)
    sentence = texts.ngettext("also changes {names} and one more", "also changes {names} and {more} more", more)
    return sentence.format(names=names, more=more)


def _instance_label(instance: str, titles: Mapping[str, str]) -> str:
    """Write `partitions[p1].cells[c2]` as `Partition p1 › Cell c2`."""
    shown, path = [], ""
    for step in filter(None, instance.split(".")):
        name, _, id = step.removesuffix("]").partition("[")
        shown.append(f"{titles.get(path + name, name)} {id}".rstrip())
        path += f"{step}."
    return " › ".join(shown)


def _neighbours(member: Data) -> list[Data]:
    """Return the numbers next to the running one whose prices are known, the lower one first."""
    known = [each for each in member.get("differences", ()) if each["difference"] is not None]
    running = member["running"]
    if running is None or isinstance(running, bool):
        return []
    below = [each for each in known if _number(each["value"]) < _number(running)]
    above = [each for each in known if _number(each["value"]) > _number(running)]
    return below[-1:] + above[:1]


def _number(value: object) -> Fraction:
    return Fraction(str(value))


def _near(each: Data, address: PageAddress, titles: Mapping[str, str]) -> Data:
    return {
        "value": value_text(each["value"]),
        "shown_difference": shown_difference(each["difference"], address.locale),
        "also": _also(each["also_changes"], titles, address.locale),
    }


def possible_numbers(member: Data, locale: str) -> str:
    """Write which numbers are possible, the first few ranges of them."""
    results = list(islice(_ranges(member), MOST_RANGES + 1))
    more = [texts_for(locale).gettext("and more")] if len(results) > MOST_RANGES else []
    return ", ".join([*results[:MOST_RANGES], *more])


def _ranges(member: Data) -> Iterator[str]:
    """Yield the ranges that are not blocked, those that follow on each other as one."""
    step, joined = _number(member.get("step", 1)), list[list[object]]()
    for each in member.get("ranges", ()):
        if each["state"] == "blocked":
            continue
        if joined and _number(joined[-1][1]) + step == _number(each["low"]):
            joined[-1][1] = each["high"]
        else:
            joined.append([each["low"], each["high"]])
    yield from (str(low) if low == high else f"{low}–{high}" for low, high in joined)


def _chips(data: Data, members: Mapping[str, Data], titles: Mapping[str, str], address: PageAddress) -> Iterator[Data]:
    for path, value in data["choices"].items():
        member = members.get(path)
        text = value_text(value)
        shown = _shown(member, text, address) if member else text
        yield {
            "path": path,
            "title": member["title"] if member else path,
            "place": _instance_label(member["instance"], titles) if member else "",
            "shown": shown,
            "set_aside": path in data["set_aside"],
        }


def _shown(member: Data, text: str, address: PageAddress) -> str:
    _ = texts_for(address.locale).gettext
    result = next((each.get("title") for each in member["options"] if value_text(each["value"]) == text), None)
    return result or {"true": _("Yes"), "false": _("No")}.get(text) or f"{text} {member.get('unit', '')}".strip()


def _totals(data: Data, locale: str) -> list[Data]:
    totals = (data["price"] or {}).get("totals", {})
    shown: Sequence[str] = [name for name in totals if name != "compare"]
    order = sorted(shown, key=lambda name: name != "one_time")
    return [{"shown": shown_money(totals[name], locale), "cadence": shown_cadence(name, locale)} for name in order]


def _lines(data: Data, titles: Mapping[str, str], locale: str) -> list[Data]:
    return [
        {
            **line,
            "title": _in_locale(line["title"], locale),
            "place": _instance_label(line["instance"], titles),
            "shown": shown_money(line["amount"], locale),
            "cadence": shown_cadence(line["cadence"], locale),
            "steps": [_step(step, data["price"]["currency"], locale) for step in line["steps"]],
        }
        for line in (data["price"] or {}).get("lines", ())
    ]


def _step(step: Data, currency: str, locale: str) -> Data:
    amounts = {name: shown_exact(step[name], currency, locale) for name in ("before", "after")}
    return {**step, **amounts, "stage": _stage(step["stage"]), "because": _in_locale(step["because"], locale)}


def _levels(data: Data, locale: str) -> list[Data]:
    price = data["price"] or {}
    return [
        {
            "stage": _stage(level["stage"]),
            "before": shown_exact(level["before"], price["currency"], locale),
            "after": shown_exact(level["after"], price["currency"], locale),
            "cadence": shown_cadence(level["cadence"], locale),
        }
        for level in price.get("waterfall", ())
    ]


def _stage(id: str) -> str:
    """Write the id of a stage as a name: `list` → `List`, `sales_tax` → `Sales tax`."""
    return id.replace("_", " ").capitalize()


def _in_locale(text: Mapping[str, str] | None, locale: str) -> str:
    if not text:
        return ""
    return text.get(locale) or text.get(locale.split("-")[0]) or text.get("en") or next(iter(text.values()))


def reasons_in_time(evaluation: Evaluation, locale: str, budget: Budget) -> Mapping[tuple[str, str], str]:
    """Return a short reason by path and value; if time runs out, the page's link "Why not?" still explains it.

    Implied options name the choices that imply them; blocked ones, the owner's rules.
    """
    results: dict[tuple[str, str], str] = {}
    session = evaluation.session
    try:
        for path, value in _in_state(evaluation, OptionState.IMPLIED):
            if budget.spent():
                break
            explanation = session.why(path, budget=budget)
            results[path, value_text(value)] = " ".join((*_choices(explanation, locale), *_laws(explanation, locale)))
        for path, value in _in_state(evaluation, OptionState.BLOCKED):
            if budget.spent():
                break
            results[path, value_text(value)] = " ".join(_laws(session.why_not(path, value, budget=budget), locale))
    except Undecided:
        return results
    return results


def _laws(explanation: Explanation | None, locale: str) -> Iterator[str]:
    causes = explanation.all_causes() if explanation else ()
    laws = (cause.because.in_locale(locale) for cause in causes if isinstance(cause, ConstraintCause))
    yield from dict.fromkeys(laws)


def _choices(explanation: Explanation | None, locale: str) -> Iterator[str]:
    """Yield what was chosen as one sentence: `You chose BMW Apps: yes.`"""
    causes = explanation.all_causes() if explanation else ()
    said = "; ".join(dict.fromkeys(cause_sentence(cause, locale) for cause in causes if isinstance(cause, ChoiceCause)))
    if said:
        yield f"{said[0].upper()}{said[1:]}."


def _in_state(evaluation: Evaluation, wanted: OptionState) -> Iterator[tuple[str, FeatureValue]]:
    for path, state in evaluation.states.features.items():
        yield from ((path, value) for value, kind in state.options.items() if kind is wanted)
