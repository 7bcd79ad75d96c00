from collections.abc import Iterator

import pytest

from tests.api.service import Service, service


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("api")) as found:
        yield found
