"""The file of a backup: whole or refused, and nothing leaves the folder that it is unpacked to."""

from __future__ import annotations

import json
import random
import zipfile

import pytest

from shopkeeper.app.backup.archive import MANIFEST, Writer, opened
from shopkeeper.shop import InvalidFile

FILES = {"store/shop.db": b"rows " * 40_000, "files/models/m/1/model.onnx": bytes(range(256)) * 100, "files/policy.md": "政策".encode()}


@pytest.fixture
def backup(tmp_path):
    path = tmp_path / "shop.zip"
    with Writer(path) as archive:
        archive.about |= {"shopkeeper": "1.2"}
        for name, content in FILES.items():
            (tmp_path / "one").write_bytes(content)
            archive.add(name, tmp_path / "one")
        archive.add("files/gone", tmp_path / "never there")
    return path


def test_what_goes_in_comes_out(backup, tmp_path):
    with opened(backup) as archive:
        assert archive.verify() == sum(map(len, FILES.values()))
        archive.extract(tmp_path / "out")
        assert (archive.about["shopkeeper"], list(archive.files)) == ("1.2", list(FILES))
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == FILES
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_byte_that_is_wrong_anywhere_is_found(backup):
    whole, dice, said = backup.read_bytes(), random.Random(3), []
    for _ in range(60):
        at = dice.randrange(len(whole))
        backup.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1:])
        try:
            with opened(backup) as archive:
                archive.verify()
                # What ZIP says of the time and the rights of a file is not the file.
                assert all(b"".join(archive._chunks(name)) == content for name, content in FILES.items())
        except InvalidFile as error:
            said.append(str(error))
    assert len(said) > 40
    sentences = ("use another backup", "no backup of ours", "newer version")
    assert [each for each in said if not each.startswith(str(backup)) or not any(words in each for words in sentences)] == []


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_refused(backup, share):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InvalidFile, match=r"shop.zip: no whole backup of a shop"), opened(backup):
        pass


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InvalidFile, match=r"none.zip: cannot be read \(No such file"), opened(tmp_path / "none.zip"):
        pass


def forged(path, manifest, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(manifest))
    return path


def about(content):
    import hashlib

    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.mark.parametrize("name", ["../out", "files/../../out", "/etc/out", "files\\..\\out", "C:/out", "files//out", "./out", ".."])
def test_no_file_is_written_outside_of_the_folder(tmp_path, name):
    path = forged(tmp_path / "evil.zip", {"format": 1, "files": {name: about(b"x")}}, [(name, b"x")])
    with pytest.raises(InvalidFile, match="expected names of files below a shop's folder"), opened(path):
        pass


@pytest.mark.filterwarnings("ignore:Duplicate name")  # that is what is refused
def test_what_the_manifest_does_not_name_is_refused(tmp_path):
    for members in ([("a", b"x"), ("b", b"x")], [], [("a", b"x"), ("a", b"y")]):
        with pytest.raises(InvalidFile, match="not those that its manifest names"), \
                opened(forged(tmp_path / "odd.zip", {"format": 1, "files": {"a": about(b"x")}}, members)):
            pass


def test_a_file_longer_than_was_said_is_not_read_to_its_end(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(50_000_000))
        archive.writestr(MANIFEST, json.dumps({"format": 1, "files": {"a": about(b"x")}}))
    with opened(tmp_path / "bomb.zip") as archive, pytest.raises(InvalidFile, match="not what was saved"):
        archive.extract(tmp_path / "out")
    assert (tmp_path / "out" / "a").stat().st_size < 3


@pytest.mark.parametrize("manifest", [{}, [], {"format": "1", "files": {}}, {"format": 1, "files": {"a": {"bytes": "1", "sha256": ""}}}, 3])
def test_a_manifest_that_is_none_is_refused(tmp_path, manifest):
    with pytest.raises(InvalidFile, match="no whole backup"), opened(forged(tmp_path / "odd.zip", manifest, [("a", b"x")])):
        pass


def test_a_newer_format_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match=r"made by a newer version of Shopkeeper \(9.0\)"), \
            opened(forged(tmp_path / "new.zip", {"format": 2, "files": {}, "shopkeeper": "9.0"}, [])):
        pass


def test_two_do_not_write_the_same_file_and_a_failed_one_leaves_nothing(tmp_path):
    path = tmp_path / "shop.zip"
    with pytest.raises(InvalidFile, match="another backup is being written there"), Writer(path), Writer(path):
        pass
    assert list(tmp_path.iterdir()) == []
