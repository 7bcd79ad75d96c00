"""Templates to responses, with the headers that keep a page to itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from configurator.canonical_json import Json
from configurator.money import formatted, money
from configurator.texts import N_, day_text, language_name, languages, texts_for
from configurator_api.problem_details import ProblemDetails

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}
CADENCES = {"monthly": N_("a month"), "quarterly": N_("a quarter"), "yearly": N_("a year")}
_PROBLEMS = {
    404: N_("There is nothing at this address. The product may no longer be offered, or part of the link is missing."),
    422: N_(
        "This address does not fit the product as it is now: a choice is no longer offered, or a value is out of range."
    ),
    429: N_("That was too much in a short time. Wait a moment, then load the page again."),
    503: N_("The answer takes too long at the moment. Wait a little, then load the page again; your choices are kept."),
}
"""What a shopper is told, by status; the wording of the API is for programs and only quoted below it."""
_OTHER_PROBLEM = N_("This page cannot be shown. That is not because of what you chose.")
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    template: str, locale: str, *, status: int = 200, headers: dict[str, str] | None = None, **shown: object
) -> Response:
    """Return a page in a locale."""
    _ = texts_for(locale).gettext
    html = _templates.get_template(template).render(
        _=_,
        locale=locale,
        name_of=language_name,
        day_text=lambda day: shown_day(day, locale),
        **shown,
    )
    return HTMLResponse(html, status, {**HEADERS, **(headers or {})})


def show_problem(request: Request, problem_details: ProblemDetails) -> Response:
    """Return a problem as a page, in the language of the page that met it."""
    locale, _ = spoken(request.query_params.get("locale", "")[:35], languages())
    return page(
        "problem.html",
        locale,
        status=problem_details.status,
        headers=dict(problem_details.headers),
        problem=problem_details,
        sentence=texts_for(locale).gettext(_PROBLEMS.get(problem_details.status, _OTHER_PROBLEM)),
    )


def spoken(text: str, known: Sequence[str]) -> tuple[str, str]:
    """Return the locale to show, and a notice if another one was requested."""
    known = known or ("en",)
    if text in known or not text:
        return text or _first(known), ""
    language = text.split("-")[0].lower()
    near = next((locale for locale in known if locale.split("-")[0].lower() == language), None)
    if near is not None:
        return near, ""
    result = _first(known)
    _ = texts_for(result).gettext
    sentence = _("This product is not described in “{requested}”; it is shown in {shown}.")
    return result, sentence.format(requested=text[:12], shown=language_name(result))


def all_spoken(catalogs: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the locales of a list of catalogs that the page has words for, English always among them."""
    results = {locale for each in catalogs for locale in each if locale.split("-")[0] in languages()}
    return tuple(sorted(results | {"en"}))


def _first(known: Sequence[str]) -> str:
    return "en" if "en" in known else known[0]


def shown_money(amount: Json, locale: str) -> str:
    """Write `{"amount": …, "currency": …}` for people."""
    if not isinstance(amount, Mapping):
        return ""
    return formatted(money(str(amount["amount"]), str(amount["currency"])), locale.replace("_", "-"))


def shown_exact(number: Json, currency: str, locale: str) -> str:
    """Write an amount that may not be rounded yet: `$1,672.995`; a fraction without end stays as it is."""
    text = number.get("amount") if isinstance(number, Mapping) else number
    if not isinstance(text, str) or not text.lstrip("-").replace(".", "", 1).isdigit():
        return "" if text is None else str(text)
    return formatted(money(text, currency), locale.replace("_", "-"))


def shown_day(day: str, locale: str) -> str:
    """Write a day of ISO 8601 for people: `1. Juni 2013`."""
    return day_text(date.fromisoformat(day), locale)


def shown_cadence(cadence: str, locale: str) -> str:
    """Format the cadence of an amount; empty for one-time amounts."""
    return "" if cadence == "one_time" else texts_for(locale).gettext(CADENCES[cadence])


def shown_difference(difference: Json, locale: str) -> str:
    """Write a difference by cadence: `+$250.00, −$3.00 a month`; nothing where none is known."""
    if not isinstance(difference, Mapping):
        return ""
    parts = [_signed(amount, cadence, locale) for cadence, amount in difference.items() if not _is_zero(amount)]
    return ", ".join(parts) if parts else texts_for(locale).gettext("same price")


def _signed(amount: Json, cadence: str, locale: str) -> str:
    shown = shown_money(amount, locale)
    text = shown.replace("-", "−") if shown.startswith("-") or "-" in shown else f"+{shown}"
    return " ".join(filter(None, (text, shown_cadence(cadence, locale))))


def _is_zero(amount: Json) -> bool:
    return isinstance(amount, Mapping) and not str(amount["amount"]).strip("0.-")
