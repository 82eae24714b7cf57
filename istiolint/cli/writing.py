"""Changed texts go back to where they came from."""

from __future__ import annotations

from collections.abc import Mapping

from istiolint.cli.session import Session
from istiolint.cli.streams import write_bytes
from istiolint.fix import write
from istiolint.inputs.decode import encode
from istiolint.text import Source


def changed(before: Mapping[str, Source], after: Mapping[str, Source]) -> dict[str, Source]:
    """The texts that are no longer what they were."""
    return {path: each for path, each in after.items() if each.text != before[path].text}


def save(session: Session, before: Mapping[str, Source]) -> frozenset[str]:
    """Write each file whole that is not as before. Standard input comes back, changed or not.

    What cannot be written is as before in the session as well; returned are those files.
    """
    texts = changed(before, session.asked)
    if session.piped is not None:
        source = texts.get(session.piped.path)
        write_bytes(encode(source, source.text) if source else session.piped.data)
        return frozenset()
    lost = set()
    for path, source in texts.items():
        try:
            write(session.files[path].location, encode(source, source.text))
        except OSError as error:
            session.complain(f'"{path}" cannot be written: {error.strerror}')
            lost.add(path)
    session.replace({path: before[path] for path in lost})
    return frozenset(lost)
