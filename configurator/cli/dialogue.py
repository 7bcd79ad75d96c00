"""Step-by-step configuration in a terminal: one line in, its consequences out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from configurator.cli.command_context import CommandContext, pair, write_choices_file
from configurator.cli.output import NOTHING_IN_THE_WAY, repair_lines, states_lines, summary_lines
from configurator.engine import EvaluationRequest, ExplanationResult
from configurator.errors import ConfiguratorError, InvalidRequest
from configurator.offering.price_differences import RankedRepair
from configurator.pricing.rendered_price import as_text as price_as_text
from configurator.session.choices import Choices
from configurator.session.render import as_text
from configurator.texts import N_, texts_for

HELP = N_(
    """  path=value      choose; a later choice of the same path takes its place
  -path           take a choice back
  ?path=value     why is it not possible, and what would make it so
  ?path           why is it as it is
  repair N        make the changes of the repair that was listed under N
  show            everything that can be chosen; show path: only what begins so
  choices         what was chosen, numbered
  undo, undo N    go back by one step, or by N
  price           the price with every step and reason
  save FILE       save the choices; configurator reopen FILE brings them back
  quit            leave"""
)


@dataclass
class Dialogue:
    """A dialogue at a terminal: the current request and its history."""

    context: CommandContext
    request: EvaluationRequest
    history: list[Choices] = field(default_factory=list)
    offered: tuple[RankedRepair, ...] = ()
    leaving: bool = False

    def run(self) -> None:
        """Ask and answer until the person leaves."""
        click.echo(f"{self.context.gettext(HELP)}\n")
        self._summarise()
        while not self.leaving:
            said = click.prompt(self.context.gettext("choose"), default="quit", show_default=False).strip()
            try:
                self._hear(said)
            except (ConfiguratorError, click.UsageError) as error:
                click.echo(str(error), err=True)

    def _hear(self, said: str) -> None:
        word, _, rest = said.partition(" ")
        if word in _WORDS:
            _WORDS[word](self, rest.strip())
        elif said.startswith("?"):
            self._explain(said[1:].strip())
        elif said.startswith("-"):
            self._move(self._without(said[1:].strip()))
        elif "=" in said:
            self._move(self.request.choices.choosing(*pair(said)))
        else:
            expected = self.context.gettext("found {said}; expected one of these:").format(said=repr(said))
            click.echo(f"{expected}\n{self.context.gettext(HELP)}")

    def _without(self, path: str) -> Choices:
        if path not in self.request.choices.values:
            sentence = self.context.gettext("{path} was not chosen; `choices` lists what was")
            raise InvalidRequest(sentence.format(path=repr(path)))
        return self.request.choices.retracting(path)

    def _move(self, choices: Choices) -> None:
        """Replace the choices; unknown names are reported and change nothing."""
        session = self.context.engine.session(self.request.catalog, choices, seconds=self.request.seconds)
        self.history.append(self.request.choices)
        self.request = replace(self.request, choices=session.choices)
        self._summarise()

    def _summarise(self) -> None:
        evaluation = self.context.engine.evaluation(replace(self.request, differences=False))
        self.offered = evaluation.repairs
        for line in summary_lines(evaluation, self.context.locale):
            click.echo(line)

    def _explain(self, question: str) -> None:
        answer = answer_to(self.context, self.request, question)
        click.echo(answer_text(answer, "=" in question, self.context.locale))
        self.offered = answer.repairs

    def _repair(self, said: str) -> None:
        if not said.isdigit() or not 1 <= int(said) <= len(self.offered):
            raise unknown_repair(repr(said), len(self.offered), self.context.locale)
        self._move(self.offered[int(said) - 1].repair.choices)

    def _undo(self, said: str) -> None:
        steps = int(said) if said.isdigit() else 1
        if not 1 <= steps <= len(self.history):
            sentence = self.context.gettext("cannot go back by {steps}; steps so far: {number}")
            raise InvalidRequest(sentence.format(steps=steps, number=len(self.history)))
        self.request = replace(self.request, choices=self.history[-steps])
        del self.history[-steps:]
        self._summarise()

    def _show(self, said: str) -> None:
        evaluation = self.context.engine.evaluation(self.request)
        for line in states_lines(evaluation, self.context.locale, below=said):
            click.echo(line)

    def _choices(self, _: str) -> None:
        values = self.request.choices.values
        for number, (path, value) in enumerate(values.items(), start=1):
            click.echo(f"{number:>3}. {path} = {str(value).lower() if isinstance(value, bool) else value}")
        if not values:
            click.echo(self.context.gettext("nothing is chosen yet"))

    def _price(self, _: str) -> None:
        evaluation = self.context.engine.evaluation(replace(self.request, differences=False))
        none = self.context.gettext("there is no price")
        click.echo(price_as_text(evaluation.priced, self.context.locale) if evaluation.priced else none)

    def _save(self, said: str) -> None:
        if not said:
            raise InvalidRequest(
                self.context.gettext("found no file to save to; expected save FILE, such as save mine.json")
            )
        write_choices_file(self.context, self.context.engine.saved(self.request), Path(said))

    def _leave(self, _: str) -> None:
        self.leaving = True


_WORDS: dict[str, Callable[[Dialogue, str], None]] = {
    "repair": Dialogue._repair,
    "undo": Dialogue._undo,
    "show": Dialogue._show,
    "choices": Dialogue._choices,
    "price": Dialogue._price,
    "save": Dialogue._save,
    "quit": Dialogue._leave,
    "exit": Dialogue._leave,
}


def unknown_repair(said: str, offered: int, locale: str) -> InvalidRequest:
    """Return the error of a number that none of so many repairs has."""
    _ = texts_for(locale).gettext
    known = _("1 to {last}").format(last=offered) if offered else _("none is listed now")
    sentence = _("found repair {said}; expected the number of a repair: {known}")
    return InvalidRequest(sentence.format(said=said, known=known))


def answer_to(context: CommandContext, request: EvaluationRequest, question: str) -> ExplanationResult:
    """Answer `path=value` (why not?) or `path` (why?)."""
    path, _, value = question.partition("=")
    if value:
        return context.engine.why_not(request, path.strip(), value.strip())
    return context.engine.why(request, path.strip())


def answer_text(answer: ExplanationResult, why_not: bool, locale: str) -> str:
    """Return an answer as text, with the repairs that would help."""
    if answer.explanation is None:
        return texts_for(locale).gettext(NOTHING_IN_THE_WAY if why_not else N_("nothing decides it; it is your choice"))
    return "\n".join((as_text(answer.explanation, locale), *repair_lines(answer.repairs, locale)))
