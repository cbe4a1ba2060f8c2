"""Data folders to begin with: made once by the real commands, then copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import patrol


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data folder with a database that holds nothing."""
    folder = tmp_path_factory.mktemp("migrated")
    assert patrol(folder, "migrate").returncode == 0
    return folder


@pytest.fixture(scope="session")
def with_sample(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data folder with the sample market, as `market sample` and `market import` leave it."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    shutil.copytree(migrated, folder)
    sample = str(folder / "sample.json")
    assert patrol(folder, "market", "sample", sample).returncode == 0
    assert patrol(folder, "market", "import", sample).returncode == 0
    return folder


@pytest.fixture
def home(migrated: Path, tmp_path: Path) -> Path:
    """Return a data folder of this test's own, with an empty database."""
    return Path(shutil.copytree(migrated, tmp_path / "home"))


@pytest.fixture
def market_home(with_sample: Path, tmp_path: Path) -> Path:
    """Return a data folder of this test's own, with the sample market."""
    return Path(shutil.copytree(with_sample, tmp_path / "home"))
