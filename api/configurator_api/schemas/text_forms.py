"""The forms of texts in requests: the pattern of each, and what people are told to write instead."""

from typing import Final

PATH: Final = r"^[a-z][A-Za-z0-9_.\[\]-]{0,299}$"
ID: Final = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$"
DOCUMENT_ID: Final = r"^[a-z][a-z0-9_]{0,99}$"
SAVED_ID: Final = r"^c_[a-z2-7]{26}$"
IDEMPOTENCY_KEY: Final = r"^[A-Za-z0-9_.:-]{1,100}$"
LOCALE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"

EXPECTED_FORMS: Final = {
    PATH: "a name or path such as `paint` or `cells[c1].size`, at most 300 characters",
    ID: "an id of letters, digits and `_.:-`, at most 100 characters",
    DOCUMENT_ID: "an id of lower-case letters, digits and `_`, at most 100 characters",
    SAVED_ID: "the id that saving returned: `c_` and 26 more characters",
    IDEMPOTENCY_KEY: "1 to 100 letters, digits and `_.:-`",
    LOCALE: "a locale such as `en` or `de-AT`",
}
