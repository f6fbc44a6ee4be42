"""The settings of a shop travel with their comments, and without what is not to be told."""

from __future__ import annotations

from contextlib import closing

from shopkeeper.app.backup.files import portable, portable_text
from shopkeeper.app.backup.make import save
from shopkeeper.app.backup.restore import restore
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.migrating import migrate
from shopkeeper.app.settings import Settings, text_of, write, written

FILE = '# Ours\n# llm_key = "old one"\nlog_days = 90  # as the lawyer says\nllm_key = "hunter2"  # hunter2, of the vault\nport = 80\n'
TOLD = "# Ours\nlog_days = 90  # as the lawyer says\nport = 80\n"


def test_comments_travel_and_secrets_only_where_they_are_wanted(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text(FILE, "utf-8")
    for secrets, told in ((False, TOLD), (True, FILE)):
        write(tmp_path, portable(written(tmp_path), secrets), portable_text(tmp_path, secrets))
        assert text_of(tmp_path) == told
        (tmp_path / "shopkeeper.toml").write_text(FILE, "utf-8")


def test_a_shop_that_is_moved_or_put_back_keeps_the_comments_of_its_settings(tmp_path):
    folder = tmp_path / "shop"
    with closing(open_shop(str(folder), create=True)) as shop:
        (folder / "shopkeeper.toml").write_text(FILE, "utf-8")
        save(shop, tmp_path / "saved.zip")
    migrate(Settings(shop=str(folder)), str(tmp_path / "moved"))
    assert text_of(tmp_path / "moved") == FILE
    restore(tmp_path / "saved.zip", Settings(shop=str(tmp_path / "back")))
    assert text_of(tmp_path / "back") == TOLD
