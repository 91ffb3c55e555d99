"""Nanopublications are signed with a person's RSA key, by the library of the nanopublication network; nothing is sent anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import UsageError
from kg.text_files import read_text

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES: Final = 64 * 1024
_ORCID: Final = re.compile(r"(?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_MARKS: Final = re.compile(r"-----(?:BEGIN|END) ([A-Z ]+)-----")


class Signer(NamedTuple):
    """Who signs: the file of the private key, and the ORCID and name that the nanopublication gives as its creator."""

    key: Path
    orcid: str
    name: str | None = None


def signed(texts: list[str], signer: Signer) -> list[str]:
    """Each nanopublication with its final address, date, creator and signature.

    Raises UsageError where the library is not installed, or the key or the ORCID cannot be used.
    """
    try:
        import nanopub_sign
    except ImportError as error:
        raise UsageError(
            "signing needs nanopub-sign (Python 3.11 or 3.12); install the extra: pip install headwater[sign]"
        ) from error
    orcid = _ORCID.fullmatch(signer.orcid)
    if orcid is None:
        raise UsageError(f"“{signer.orcid}” is not an ORCID; expected one such as 0000-0002-1825-0097")
    key = _bare(signer.key)
    try:
        profile = nanopub_sign.NpProfile(key, f"https://orcid.org/{orcid[1]}", signer.name, None)
        return [nanopub_sign.Nanopub(text).sign(profile).rdf() for text in texts]
    except Exception as error:
        if type(error) is not Exception:
            raise  # the library raises the class itself; anything else is a fault of ours
        raise UsageError(f"{signer.key}: nothing was signed: {_plainly(error)}") from error


def _bare(path: Path) -> str:
    """The key as one text, without the marks of PEM. Raises UsageError for one in another form than PKCS #8."""
    text = read_text(path, "a private key", _MOST_BYTES)
    marks = {match[1] for match in _MARKS.finditer(text)}
    if marks - {"PRIVATE KEY"}:
        raise UsageError(
            f"{path}: expected an unencrypted private RSA key in PKCS #8, found {' and '.join(sorted(marks))}; "
            "`openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW` writes one"
        )
    return "".join(_MARKS.sub("", text).split())


def _plainly(error: Exception) -> str:
    """What went wrong; of a key that cannot be read no part is shown."""
    text = str(error)
    return "the key is not a private RSA key in PKCS #8" if "profile" in text else text.partition("\n")[0]
