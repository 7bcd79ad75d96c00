"""Explanations as people and programs read them: text, HTML, plain data. One tree, three renderers."""

from configurator.session.render.data import as_data
from configurator.session.render.html import as_html
from configurator.session.render.text import as_text

__all__ = ["as_data", "as_html", "as_text"]
