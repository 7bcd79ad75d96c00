"""The kinds of problems that reading can find, whatever the document is about."""

from configurator.problems import ProblemCode

# Bytes and text.
TOO_LARGE = ProblemCode("reading.too-large", "The file has more bytes than may be read.")
ENCODING = ProblemCode("reading.encoding", "The file is not UTF-8.")
CONTROL_CHARACTER = ProblemCode("reading.control-character", "The file holds a character that cannot be seen.")
TOO_MANY_VALUES = ProblemCode("reading.too-many-values", "The file holds more values than may be read.")
TOO_MANY_PROBLEMS = ProblemCode("reading.too-many-problems", "The file has more problems than are shown.")
EMPTY_DOCUMENT = ProblemCode("reading.empty-document", "The file says nothing.")

# YAML.
SYNTAX = ProblemCode("reading.syntax", "The text is not YAML.")
TAB = ProblemCode("reading.tab", "A line is indented with a tab.")
NESTING = ProblemCode("reading.nesting", "Lists and maps are nested too deeply.")
DUPLICATE_KEY = ProblemCode("reading.duplicate-key", "A key occurs twice in one map.")
KEY_KIND = ProblemCode("reading.key-kind", "A key is not a plain text.")
MERGE_KEY = ProblemCode("reading.merge-key", "The merge key `<<` is used.")
TAG = ProblemCode("reading.tag", "A value carries a YAML tag.")
UNKNOWN_ALIAS = ProblemCode("reading.unknown-alias", "An alias names no anchor above it.")
ENDLESS_ALIAS = ProblemCode("reading.endless-alias", "An alias repeats the value it stands in.")
MULTIPLE_DOCUMENTS = ProblemCode("reading.multiple-documents", "The file holds more than one YAML document.")

# CSV.
CSV_QUOTE = ProblemCode("reading.csv-quote", "A quotation mark in a CSV file has no partner or stands in a bare cell.")
CSV_CELLS = ProblemCode("reading.csv-cells", "A row has more or fewer cells than the header.")
CSV_HEADER = ProblemCode("reading.csv-header", "A column of a CSV file has no usable name of its own.")
CSV_SEPARATOR = ProblemCode("reading.csv-separator", "The cells are separated by something else than commas.")

# Files and folders.
FILE_NOT_FOUND = ProblemCode("reading.file-not-found", "A file that is named is not there.")
FILE_PATH = ProblemCode("reading.file-path", "A file is named in a way that does not work everywhere.")
OUTSIDE_ROOT = ProblemCode("reading.outside-root", "A path or link leads out of the folder that is read.")
NOT_A_FILE = ProblemCode("reading.not-a-file", "Something in the folder is not an ordinary file.")
TOO_MANY_FILES = ProblemCode("reading.too-many-files", "The folder holds more files or bytes than may be read.")

# The shape of a document.
MISSING_KEY = ProblemCode("reading.missing-key", "A key that is needed is not there.")
UNKNOWN_KEY = ProblemCode("reading.unknown-key", "A key is not known here.")
WRONG_KIND = ProblemCode("reading.wrong-kind", "A text, a list or a map stands where another of these is expected.")
EMPTY_VALUE = ProblemCode("reading.empty-value", "A key is written without a value.")
NOT_ONE_OF = ProblemCode("reading.not-one-of", "A word is not one of those that are possible here.")
WRONG_NUMBER = ProblemCode("reading.wrong-number", "A number is not written as one, or is out of bounds.")
WRONG_DAY = ProblemCode("reading.wrong-day", "A day is not written as year-month-day, or does not exist.")
WRONG_FLAG = ProblemCode(
    "reading.wrong-flag", "Something else than true or false stands where one of these is expected."
)
WRONG_VALUE = ProblemCode("reading.wrong-value", "A value does not fit what is expected here.")
