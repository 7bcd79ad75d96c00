"""The state of the page, encoded in its address: sharing the address shares the configuration."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from configurator.budget import Budget
from configurator.catalog.feature_values import show_value
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.session import Choices, Refusal, Session
from configurator_api.limits import MOST_CHOICES


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where a shopper is: a catalog, choices, and how they want to see it.

    `why` names one blocked value, `slip` what was entered as a value and is none.
    """

    catalog: str
    choices: Choices
    locale: str
    book: str = ""
    on: str = ""
    why: str = ""
    slip: str = ""

    def url(self, *, under: str = "", at: str = "", **more: str) -> str:
        """Return the address in its one canonical form, or that of something `under` it or `at` another place.

        `more` is added to its query.
        """
        query = urlencode([*self.fields(), *more.items()], safe=":,[]", quote_via=quote)
        return (at or f"/shop/{quote(self.catalog)}{under}") + (f"?{query}" if query else "")

    def fields(self) -> Iterable[tuple[str, str]]:
        """Yield the parts of the query in order; hidden fields of forms are made of them too."""
        for path, value in self.choices.values.items():
            yield "c", f"{path}:{show_value(value)}"
        for path, ids in self.choices.instances.items():
            yield "i", f"{path}:{','.join(ids)}"
        yield from ((name, value) for name, value in self._manners() if value)

    def _manners(self) -> tuple[tuple[str, str], ...]:
        locale = "" if self.locale == "en" else self.locale
        named = (("book", self.book), ("on", self.on), ("why", self.why), ("slip", self.slip))
        return (("locale", locale), *named)

    def having(self, choices: Choices) -> "PageAddress":
        """Return the address with other choices, and no question."""
        return replace(self, choices=choices, why="", slip="")

    def asking(self, path: str, value: FeatureValue) -> "PageAddress":
        """Return the address that asks why a value is not possible."""
        return replace(self, why=f"{path}:{show_value(value)}", slip="")

    def slipped(self, path: str, entered: str) -> "PageAddress":
        """Return the address that says that what was entered is no value."""
        return replace(self, why="", slip=f"{path}:{entered[:100]}")


def read_address(catalog: str, query: Iterable[tuple[str, str]]) -> PageAddress:
    """Read an address; the last word about a path counts. Raises InvalidRequest where it is of another form."""
    values: dict[str, FeatureValue] = {}
    instances: dict[str, tuple[str, ...]] = {}
    manners: dict[str, str] = {}
    for name, text in query:
        if name == "c":
            path, value = split(text)
            values.pop(path, None)
            values[path] = value
        elif name == "i":
            path, listed = split(text)
            instances[path] = tuple(filter(None, listed.split(",")))
        else:
            manners[name] = text
    if len(values) + len(instances) > MOST_CHOICES:
        raise InvalidRequest(f"the address holds more than {MOST_CHOICES} choices")
    shown = {name: manners.get(name, "")[:300] for name in ("book", "on", "why", "slip")}
    return PageAddress(catalog, Choices(values, instances), manners.get("locale", "")[:35], **shown)


def split(text: str) -> tuple[str, str]:
    """Split `path:value`; raise InvalidRequest where it is of another form."""
    path, colon, value = text.partition(":")
    if not (path and colon and value) or len(text) > 500:
        raise InvalidRequest(f"the address holds {text[:60]!r}; expected a path and a value, as in paint:jet_black")
    return path, value


ACTIONS = ("set", "drop", "add", "remove")


def requested_actions(query: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the actions that a query holds, in order: of quick clicks there are several.

    `set=width&amount=900`, as a form sends it, is the action `set` of `width:900`.
    """
    actions: list[tuple[str, str]] = []
    for name, text in query:
        if name in ACTIONS:
            actions.append((name, text))
        elif name == "amount" and actions and actions[-1][0] == "set" and ":" not in actions[-1][1]:
            actions[-1] = ("set", f"{actions[-1][1]}:{text.strip()}")
    return actions


def after(address: PageAddress, action: tuple[str, str], session: Session, budget: Budget) -> PageAddress:
    """Return the address after an action. One that is refused asks why; a value that is none is said to be a slip."""
    name, subject = action
    match name:
        case "drop":
            return address.having(address.choices.retracting(subject))
        case "set":
            path, _, value = subject.partition(":")
            try:
                chosen = session.assignment.checked(path, value)
            except InvalidRequest:
                return address.slipped(path, value)
            return address.having(address.choices.choosing(path, chosen))
        case "add":
            return _done(address, session.add_instance(subject, budget=budget), subject)
        case "remove":
            return _done(address, session.remove_instance(subject, budget=budget), subject)
        case _:
            raise InvalidRequest(f"there is no action {name!r}")


def _done(address: PageAddress, result: Session | Refusal, subject: str) -> PageAddress:
    if isinstance(result, Session):
        return address.having(Choices(result.choices.values, result.choices.instances))
    structure = subject.rpartition("[")[0] or subject
    wanted = result.choices.values.get(structure)
    return address if wanted is None else address.asking(structure, wanted)
