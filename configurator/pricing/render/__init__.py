"""A price as people read it: text and HTML, in a locale; as programs read it, see `pricing.json_form`."""

from configurator.pricing.render.html import as_html
from configurator.pricing.render.text import as_text, considered_as_text, difference_as_text

__all__ = ["as_html", "as_text", "considered_as_text", "difference_as_text"]
