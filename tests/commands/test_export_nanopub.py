"""`kg export nanopub`: one claim or all, unsigned or signed with a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nanopub_sign
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

CLAIM = "explainer/lost-umbrellas"
ORCID = "0000-0002-1825-0097"


def test_one_claim_is_one_unsigned_nanopublication(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("export", "nanopub", CLAIM)
    assert done.code == 0
    assert done.out.count("np:Nanopublication") == 1
    assert "temp/explainer/lost-umbrellas/" in done.out
    assert "hasSignature" not in done.out


def test_with_a_key_each_is_signed_and_both_readers_accept_it(kg: Callable[..., Done], workspace: Path) -> None:
    key, signed = workspace / "id.pem", workspace / "signed.trig"
    key.write_text(
        f"-----BEGIN PRIVATE KEY-----\n{nanopub_sign.KeyPair().private}\n-----END PRIVATE KEY-----\n", "ascii"
    )
    assert kg("export", "nanopub", CLAIM, "--key", str(key), "--orcid", ORCID, "-o", str(signed)).code == 0
    text = signed.read_text("utf-8")
    nanopub_sign.Nanopub(text).check()
    assert f"orcid:{ORCID}" in text
    done = kg("import", str(signed), "-o", str(workspace / "in"))
    assert (done.code, "left out" in done.err) == (0, False)


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
