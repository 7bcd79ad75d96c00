"""An evaluation as plain JSON: the one response that the API, the command's `--json` and the page all build on.

From click to click most features stay as they were, so the response of each of their states is kept, with its text.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

from configurator.canonical_json import Fragment, exact_text, response_text
from configurator.catalog.bill import totals
from configurator.catalog.feature_values import show_number, wire_value
from configurator.catalog.model import (
    BooleanDomain,
    Catalog,
    Enumeration,
    Feature,
    NumericDomain,
    Structure,
    constraints_of,
)
from configurator.configuration import Configuration, FeatureValue
from configurator.offering.evaluation import Evaluation
from configurator.offering.evaluation_responses import (
    BillPartResponse,
    ChosenBookResponse,
    ConfigurationResponse,
    EvaluationResponse,
    FeatureResponse,
    GroupResponse,
    NamedMemberResponse,
    NumberDifferenceResponse,
    OptionResponse,
    RangeStateResponse,
    StructureResponse,
    WarningResponse,
)
from configurator.offering.limits import MOST_GROUP_TEXTS, MOST_STATE_TEXTS, MOST_TEXT_CHARACTERS
from configurator.offering.price_differences import ClickDifference
from configurator.offering.repair_json import difference_data, repair_data, values_data
from configurator.pricing.json_form import to_json
from configurator.session.naming import CatalogMember
from configurator.session.render import as_data
from configurator.session.states import FeatureState, OptionState, Presence, StructureState

DifferencesByPath = Mapping[str, Mapping[FeatureValue, ClickDifference]]
"""Price differences by path, and there by value."""


def evaluation_text(evaluation: Evaluation, locale: str = "en") -> str:
    """Return the canonical JSON of an evaluation; texts in the locale. It is kept with the evaluation, if not huge."""
    text = evaluation.written.get(locale)
    if text is None:
        text = response_text(evaluation_data(evaluation, locale))
        evaluation.written.clear()
        if len(text) <= MOST_TEXT_CHARACTERS:
            evaluation.written[locale] = text
    return text


def evaluation_data(evaluation: Evaluation, locale: str = "en") -> EvaluationResponse:
    """Return an evaluation as JSON; texts in the locale, amounts exact. Certainly absent members are omitted."""
    named, total_differences = _shown(evaluation), _by_path(evaluation)
    session, catalog = evaluation.session, evaluation.session.compiled.catalog
    prepared, priced = evaluation.prepared, evaluation.priced
    return {
        "catalog": {"id": catalog.id, "digest": catalog.digest, "title": catalog.title.in_locale(locale)},
        "book": _book(evaluation, locale),
        "on": None if prepared is None else prepared.on.isoformat(),
        "consistent": session.consistent,
        "undecided": evaluation.undecided,
        "slack": exact_text(evaluation.slack),
        "set_aside": list(evaluation.states.set_aside),
        "choices": values_data(session.choices.values),
        "instances": {path: list(ids) for path, ids in session.choices.instances.items()},
        "groups": _kept_groups(evaluation, named, locale),
        "features": list(_features(evaluation, named, total_differences, locale)),
        "structures": [
            _structure(evaluation, each, total_differences, locale)
            for each in named
            if isinstance(each.target, Structure)
        ],
        "conflict": None if evaluation.conflict is None else as_data(evaluation.conflict, locale),
        "repairs": [repair_data(repair, locale) for repair in evaluation.repairs],
        "configuration": None if evaluation.configuration is None else configuration_data(evaluation.configuration),
        "code": evaluation.code,
        "bill": _bill(evaluation, locale),
        "warnings": _warnings(evaluation, locale),
        "price": None if priced is None else to_json(priced),
    }


def _shown(evaluation: Evaluation) -> list[CatalogMember]:
    """Return the features and structures to report, in catalog order: of instances, those that are or may be there."""
    members = evaluation.session.standing_assignment.naming.by_address.values()
    return [member for member in members if not member.instance or _is_there(evaluation, member)]


def _by_path(evaluation: Evaluation) -> DifferencesByPath:
    """Return the price differences by path, and there by value."""
    total_differences: dict[str, dict[FeatureValue, ClickDifference]] = {}
    for (path, value), each in evaluation.differences.items():
        total_differences.setdefault(path, {})[value] = each
    return total_differences


def _features(
    evaluation: Evaluation, named: list[CatalogMember], total_differences: DifferencesByPath, locale: str
) -> Iterator[FeatureResponse]:
    """Yield every feature, kept with its state where it has no price differences: these move with every click."""
    states, configuration = evaluation.states.features, evaluation.configuration
    for each in named:
        address = each.address
        state = states.get(address)
        if state is None:
            continue
        if address in total_differences:
            yield _feature(evaluation, each, total_differences, locale)
            continue
        value = state.value if configuration is None else configuration.values.get(address)
        fragment = state.written.get((locale, value))
        if fragment is None:
            if len(state.written) >= MOST_STATE_TEXTS:
                state.written.clear()
            fragment = state.written[locale, value] = Fragment(_feature(evaluation, each, total_differences, locale))
        yield cast(FeatureResponse, fragment)


def _kept_groups(evaluation: Evaluation, named: list[CatalogMember], locale: str) -> list[GroupResponse]:
    """Return the display groups, kept by the paths in them."""
    known = evaluation.session.standing_assignment.view.group_fragments
    key = (locale, *(each.address for each in named))
    fragments = known.get(key)
    if fragments is None:
        if len(known) >= MOST_GROUP_TEXTS:
            known.clear()
        groups = _groups(evaluation.session.compiled.catalog, named, locale)
        fragments = known[key] = [Fragment(group) for group in groups]
    return cast(list[GroupResponse], fragments)


def _book(evaluation: Evaluation, locale: str) -> ChosenBookResponse | None:
    book = evaluation.prepared.book if evaluation.prepared else None
    if book is None:
        return None
    return {
        "id": book.id,
        "digest": book.digest,
        "title": book.title.in_locale(locale),
        "currency": book.currency,
        "illustrative": book.illustrative,
    }


def _is_there(evaluation: Evaluation, member: CatalogMember) -> bool:
    """Return whether a member of an instance is, or could be, present in the current product."""
    states, address = evaluation.states, member.address
    state = states.features.get(address) or states.structures.get(address)
    if state is None or state.presence is Presence.ABSENT:
        return False
    configuration = evaluation.configuration
    if configuration is None or "[" not in member.instance:
        return True
    structure, _, id = member.instance.removesuffix("]").rpartition("[")
    return id in configuration.instances.get(structure, ())


def configuration_data(configuration: Configuration) -> ConfigurationResponse:
    """Return a finished product as JSON."""
    return {
        "values": values_data(configuration.values),
        "provenance": dict(configuration.provenance),
        "instances": {path: list(ids) for path, ids in configuration.instances.items()},
    }


def _groups(catalog: Catalog, named: list[CatalogMember], locale: str) -> Iterator[GroupResponse]:
    """Yield the display groups with the paths in them; the rest comes last, under the catalog's title."""
    group_of = {member: group.id for group in catalog.display for member in group.members}
    paths: dict[str, list[str]] = {}
    for catalog_member in named:
        paths.setdefault(_group(group_of, _id_path(catalog_member.address)), []).append(catalog_member.address)
    for group in catalog.display:
        if group.id in paths:
            yield {"id": group.id, "title": group.title.in_locale(locale), "members": paths[group.id]}
    if "" in paths:
        yield {"id": "", "title": catalog.title.in_locale(locale), "members": paths[""]}


def _group(group_of: Mapping[str, str], path: str) -> str:
    while path not in group_of and "." in path:
        path = path.rpartition(".")[0]
    return group_of.get(path, "")


def _id_path(address: str) -> str:
    """Return an address without its instances: `cells[c1].memory` → `cells.memory`."""
    parts = address.split("[")
    return parts[0] + "".join(part.partition("]")[2] for part in parts[1:])


def _feature(
    evaluation: Evaluation, named: CatalogMember, total_differences: DifferencesByPath, locale: str
) -> FeatureResponse:
    """Return a feature as JSON; `total_differences` are the price differences by path."""
    feature, state = named.target, evaluation.states.features[named.address]
    if not isinstance(feature, Feature):
        raise TypeError(f"{named.address} is no feature")
    domain, own = feature.domain, total_differences.get(named.address, {})
    common = _common(evaluation, named, state, locale)
    results: FeatureResponse = {
        **common,  # type: ignore[typeddict-item]  # mypy wants the keys that may be missing here, too
        "kind": _kind(feature),
        "description": None if feature.description is None else feature.description.in_locale(locale),
        "options": [_option(feature, value, kind, own.get(value), locale) for value, kind in state.options.items()],
    }
    if isinstance(domain, NumericDomain):
        results["unit"], results["step"] = domain.unit.name, show_number(domain.step)
        results["ranges"] = _ranges(state)
        results["differences"] = _number_differences(own)
    return results


def _kind(feature: Feature) -> str:
    match feature.domain:
        case Enumeration():
            return "enumeration"
        case BooleanDomain():
            return "boolean"
        case NumericDomain(integral=integral):
            return "integer" if integral else "number"


def _common(evaluation: Evaluation, named: CatalogMember, state: FeatureState, locale: str) -> NamedMemberResponse:
    value = _value_now(evaluation, named.address, state)
    return {
        "path": named.address,
        "title": named.target.title.in_locale(locale),
        "instance": named.instance,
        "presence": state.presence,
        "state": state.state,
        "value": None if state.value is None else wire_value(state.value),
        "running": None if value is None else wire_value(value),
    }


def _value_now(evaluation: Evaluation, path: str, state: FeatureState) -> FeatureValue | None:
    """Return the value in the current product, or the implied one without a product."""
    if evaluation.configuration is None:
        return state.value
    return evaluation.configuration.values.get(path)


def _option(
    feature: Feature, value: FeatureValue, state: OptionState, total_difference: ClickDifference | None, locale: str
) -> OptionResponse:
    title = feature.domain.options[value].title if isinstance(feature.domain, Enumeration) else None  # type: ignore[index]
    return {
        "value": wire_value(value),
        "title": None if title is None else title.in_locale(locale),
        "state": state,
        "difference": difference_data(total_difference),
        "also_changes": [] if total_difference is None else list(total_difference.also),
    }


def _ranges(state: FeatureState) -> list[RangeStateResponse]:
    return [
        {"low": wire_value(state_range.low), "high": wire_value(state_range.high), "state": state_range.state}
        for state_range in state.ranges
    ]


def _number_differences(total_differences: Mapping[FeatureValue, ClickDifference]) -> list[NumberDifferenceResponse]:
    return [
        {"value": wire_value(value), "difference": difference_data(each), "also_changes": list(each.also)}
        for value, each in total_differences.items()
    ]


def _structure(
    evaluation: Evaluation, named: CatalogMember, total_differences: DifferencesByPath, locale: str
) -> StructureResponse:
    structure, state = named.target, evaluation.states.structures[named.address]
    if not isinstance(structure, Structure) or not isinstance(state, StructureState):
        raise TypeError(f"{named.address} is no structure")
    ids = (evaluation.configuration.instances if evaluation.configuration else {}).get(named.address)
    return {
        **_common(evaluation, named, state, locale),
        "singleton": structure.singleton,
        "low": structure.low,
        "high": structure.high,
        "options": [
            {"value": wire_value(value), "state": option_state} for value, option_state in state.options.items()
        ],
        "ranges": _ranges(state),
        "differences": _number_differences(total_differences.get(named.address, {})),
        "instances": [
            {"id": each.id, "path": each.path, "presence": each.presence}
            for each in state.instances
            if ids is None or each.id in ids
        ],
    }


def _bill(evaluation: Evaluation, locale: str) -> list[BillPartResponse]:
    titles = {item.part: item.title.in_locale(locale) for item in evaluation.bill}
    results: Mapping[str, Fraction] = totals(evaluation.bill)
    return [{"part": part, "title": titles[part], "quantity": show_number(number)} for part, number in results.items()]


def _warnings(evaluation: Evaluation, locale: str) -> list[WarningResponse]:
    if not evaluation.warnings:
        return []
    laws = {law.id: law for _, law in constraints_of(evaluation.session.compiled.catalog)}
    return [
        {
            "constraint": broken.constraint,
            "instance": broken.instance,
            "severity": broken.severity.value,
            "message": laws[broken.constraint].because.in_locale(locale),
        }
        for broken in evaluation.warnings
    ]
