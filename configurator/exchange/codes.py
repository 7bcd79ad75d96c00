"""Problem codes of files in other formats, in addition to those of `reading`."""

from configurator.problems import ProblemCode

SYNTAX = ProblemCode("exchange.syntax", "The file is not written as its format demands.")
TOO_LARGE = ProblemCode("exchange.too-large", "The model holds more than can be imported or exported.")
UNKNOWN_FORMAT = ProblemCode("exchange.unknown-format", "The file does not say which format it is of.")
BAD_COUNT = ProblemCode("exchange.bad-count", "The numbers at the head of the file do not fit what follows.")
UNKNOWN_NAME = ProblemCode("exchange.unknown-name", "A name stands for nothing in the model.")
DUPLICATE_NAME = ProblemCode("exchange.duplicate-name", "A name is given twice.")
WRONG_KIND = ProblemCode("exchange.wrong-kind", "A number, a text or a truth stands where another is expected.")
NOT_EXPRESSIBLE = ProblemCode("exchange.not-expressible", "The model says something that a catalog cannot say.")
EMPTY_MODEL = ProblemCode("exchange.empty-model", "The model holds nothing that could be chosen.")
HOSTILE_XML = ProblemCode("exchange.hostile-xml", "The XML declares a document type or entities.")
NOT_ACCEPTED = ProblemCode("exchange.not-accepted", "The catalog that came of the import would not be accepted.")
CANNOT_SAY = ProblemCode("exchange.cannot-say", "The catalog says something that the other format cannot.")
