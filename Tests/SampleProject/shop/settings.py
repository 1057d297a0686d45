"""Settings, read once when the program starts."""

import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    database_url: str
    async_database_url: str
    carrier_url: str
    features: dict[str, bool]


def load() -> Settings:
    features = Path(os.environ.get("SHOP_FEATURES", "features.json"))
    return Settings(
        database_url=os.environ["DATABASE_URL"],
        async_database_url=os.environ["ASYNC_DATABASE_URL"],
        carrier_url=os.environ.get("CARRIER_URL", "https://carrier.example"),
        features=json.loads(features.read_text()) if features.exists() else {},
    )


settings = load()
