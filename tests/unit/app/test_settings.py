import tomllib
from pathlib import Path

import pytest

from shopkeeper.app.settings import Settings, load, template, unknown_variables
from shopkeeper.shop import InvalidFile, InvalidRecord


def shop_with(tmp_path, toml):
    (tmp_path / "shopkeeper.toml").write_text(toml, encoding="utf-8")
    return str(tmp_path)


def test_without_file_and_environment_every_key_has_its_default():
    assert load(environ={}) == Settings()


def test_the_file_in_the_shops_folder_is_read(tmp_path):
    settings = load(shop_with(tmp_path, 'currency = "USD"\nweight = 1\nport = 9000\n'), environ={})
    assert (settings.currency, settings.weight, settings.port) == ("USD", 1.0, 9000)


def test_the_environment_wins_over_the_file_and_an_argument_over_both(tmp_path):
    shop = shop_with(tmp_path, 'currency = "USD"\ndata_dir = "file"\n')
    settings = load(shop, environ={"SHOPKEEPER_SHOP": "elsewhere", "SHOPKEEPER_CURRENCY": "EUR", "SHOPKEEPER_WEIGHT": "0.25"})
    assert (settings.shop, settings.currency, settings.weight, settings.data_dir) == (shop, "EUR", 0.25, "file")


def test_a_folder_holds_its_own_database_and_data():
    settings = load("myshop", environ={})
    assert settings.database == Path("myshop/shop.db")
    assert settings.folder == Path("myshop")


def test_a_database_url_keeps_its_data_in_a_folder_beside():
    settings = load("postgresql://db/shop", environ={})
    assert (settings.database, settings.folder) == ("postgresql://db/shop", Path("shop-data"))
    assert load("postgresql://db/shop", "here", environ={}).folder == Path("here")


def test_an_unknown_key_is_refused_with_the_nearest_one(tmp_path):
    with pytest.raises(InvalidRecord, match=r"shopkeeper\.toml, currancy: expected the key currency"):
        load(shop_with(tmp_path, 'currancy = "USD"'), environ={})


@pytest.mark.parametrize(("toml", "expected"), [
    ('port = "8777"', "port: expected a whole number"), ("port = 0", "a port from 1"), ("port = true", "a whole number"),
    ('currency = "dollar"', "three-letter"), ("weight = 2", "a number from 0 to 1"),
    ('language = "fr"', "zh or en"), ('debug = "no"', "true or false"),
])
def test_a_wrong_value_is_refused_with_what_was_expected(tmp_path, toml, expected):
    with pytest.raises(InvalidRecord, match=expected):
        load(shop_with(tmp_path, toml), environ={})


@pytest.mark.parametrize(("name", "text"), [("PORT", "many"), ("WEIGHT", "3"), ("DEBUG", "perhaps"), ("CURRENCY", "yuan")])
def test_a_wrong_variable_is_refused_by_name(name, text):
    with pytest.raises(InvalidRecord, match=f"SHOPKEEPER_{name}: expected"):
        load(environ={f"SHOPKEEPER_{name}": text})


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path):
    with pytest.raises(InvalidFile, match=r"shopkeeper\.toml: expected a TOML file"):
        load(shop_with(tmp_path, "port: 1"), environ={})


def test_the_template_is_toml_that_changes_nothing_and_shows_every_key(tmp_path):
    text = template()
    assert load(shop_with(tmp_path, text), environ={}) == Settings(shop=str(tmp_path))
    uncommented = tomllib.loads("\n".join(line[2:] for line in text.splitlines() if " = " in line))
    assert uncommented == {name: getattr(Settings(), name) for name in Settings.__slots__ if name != "shop"}


def test_a_misspelt_variable_is_reported():
    assert unknown_variables({"SHOPKEEPER_PROT": "1", "SHOPKEEPER_PORT": "1", "HOME": "/"}) == ["SHOPKEEPER_PROT"]
