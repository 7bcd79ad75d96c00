"""What a shopper clicked, done: the address with an action in it becomes the address after it."""

from configurator.budget import Budget
from configurator.errors import InvalidRequest
from configurator.session import Choices, Refusal, Session
from configurator_api.web.address import PageAddress, split

ACTIONS = ("set", "drop", "add", "remove")


def asked_for(query: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the action that a query holds, if any."""
    return next(((name, text) for name, text in query if name in ACTIONS), None)


def after(address: PageAddress, action: tuple[str, str], amount: str, session: Session, budget: Budget) -> PageAddress:
    """Return the address after an action; one that is refused asks why."""
    name, subject = action
    match name:
        case "drop":
            return address.having(address.choices.retracting(subject))
        case "set":
            path, value = (subject, amount) if ":" not in subject else split(subject)
            chosen = address.choices.choosing(path, session.assignment.checked(path, value))
            return address.having(chosen)
        case "add":
            return _done(address, session.add_instance(subject, budget=budget), subject)
        case "remove":
            return _done(address, session.remove_instance(subject, budget=budget), subject)
        case _:
            raise InvalidRequest(f"there is no action {name!r}")


def _done(address: PageAddress, found: Session | Refusal, subject: str) -> PageAddress:
    if isinstance(found, Session):
        return address.having(Choices(found.choices.values, found.choices.instances))
    structure = subject.rpartition("[")[0] or subject
    wanted = found.choices.values.get(structure)
    return address if wanted is None else address.asking(structure, wanted)
