"""Documents from their bytes to their shapes."""

from configurator.reading.documents import read_document
from configurator.reading.files import Files
from configurator.reading.shape import Shape, Word


class Note(Shape):
    """A document with one key."""

    text: Word


def test_a_document_is_its_shape_or_all_that_is_wrong_with_it() -> None:
    files = Files({"good.yaml": b"text: hello\n", "form.yaml": b"words: hello\n", "text.yaml": b"text: [\n"})
    shape, problems = read_document(files, "good.yaml", Note)
    assert shape is not None and ("hello", ()) == (shape.text, problems)
    for entry in ("form.yaml", "text.yaml", "none.yaml"):
        shape, problems = read_document(files, entry, Note)
        assert shape is None and problems
