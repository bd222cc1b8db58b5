"""Reports as mail servers write them, each in its own way: the files beside this one."""

from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))


def report(
    name: str, return_path: str = "bounces+x@fair.example", to: str = "asha@example.org"
) -> bytes:
    """A report from the corpus about a letter to somebody, lines ended as mail servers do."""
    text = (CORPUS / f"{name}.eml").read_text(encoding="utf-8")
    text = text.replace("@RETURN@", return_path).replace("@TO@", to)
    return text.replace("\n", "\r\n").encode()
