"""`kg export nanopub`: one claim or all, unsigned or signed with a key."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

CLAIM = "explainer/lost-umbrellas"
ORCID = "0000-0002-1825-0097"
# The library that signs has no release for later versions of Python.
signs = pytest.mark.skipif(sys.version_info >= (3, 13), reason="nanopub-sign is for Python 3.11 and 3.12")


def signing() -> Any:  # noqa: ANN401 - a library without types
    """The library that signs."""
    return import_module("nanopub_sign")


def new_key(folder: Path) -> Path:
    """The file of a private key."""
    path = folder / "id.pem"
    text = f"-----BEGIN PRIVATE KEY-----\n{signing().KeyPair().private}\n-----END PRIVATE KEY-----\n"
    path.write_text(text, "ascii")
    return path


def test_one_claim_is_one_unsigned_nanopublication(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("export", "nanopub", CLAIM)
    assert done.code == 0
    assert done.out.count("np:Nanopublication") == 1
    assert "temp/explainer/lost-umbrellas/" in done.out
    assert "hasSignature" not in done.out


@signs
def test_with_a_key_each_is_signed_and_both_readers_accept_it(kg: Callable[..., Done], workspace: Path) -> None:
    key, signed = new_key(workspace), workspace / "signed.trig"
    assert kg("export", "nanopub", CLAIM, "--key", str(key), "--orcid", ORCID, "-o", str(signed)).code == 0
    text = signed.read_text("utf-8")
    signing().Nanopub(text).check()
    assert f"orcid:{ORCID}" in text
    done = kg("import", str(signed), "-o", str(workspace / "in"))
    assert (done.code, "left out" in done.err) == (0, False)


@signs
def test_invisible_characters_are_escaped_and_the_signature_stays_that_of_the_text(
    kg: Callable[..., Done], workspace: Path
) -> None:
    record = 'source: z\nclaims: {c: {says: "Ten\\u200c things", figure: 10 things}}\n'
    (workspace / "z.yaml").write_text(record, "utf-8")
    signed = workspace / "signed.trig"
    assert (
        kg("export", "nanopub", "z/c", "--key", str(new_key(workspace)), "--orcid", ORCID, "-o", str(signed)).code == 0
    )
    text = signed.read_text("utf-8")
    assert ("\\u200C" in text, "\u200c" in text) == (True, False)
    signing().Nanopub(text).check()


@signs
@pytest.mark.parametrize(
    ("key", "arguments", "said"),
    [
        ("hello", ["--orcid", ORCID], "the key is not a private RSA key in PKCS #8"),
        ("-----BEGIN RSA PRIVATE KEY-----", ["--orcid", ORCID], "openssl pkcs8 -topk8"),
        ("hello", ["--orcid", "me"], "“me” is not an ORCID"),
        ("hello", [], "--key and --orcid go together"),
        ("hello", ["--orcid", ORCID, "--document", "explainer"], "a CLAIM or --document, not both"),
    ],
)
def test_a_key_that_cannot_be_used_is_said_and_nothing_is_written(
    kg: Callable[..., Done], workspace: Path, key: str, arguments: list[str], said: str
) -> None:
    (workspace / "id.pem").write_text(key, "ascii")
    done = kg("export", "nanopub", CLAIM, "--key", str(workspace / "id.pem"), *arguments)
    assert (done.code, done.out, said in done.err, "hello" in done.err) == (2, "", True, False)
