"""Links a cash register to a till from the command line: the options, and the token."""

from __future__ import annotations

from collections.abc import Callable

from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.commands.verbs import RegisterOption
from terminal.register import service
from terminal.till.host import Host
from terminal.till.messages import Message
from terminal.till.register_state import RegisterSetting
from terminal.till.register_told import RegisterRuns, RegisterSwitched

FOLDER = "register"


def token(around: Surroundings, *, as_json: bool) -> int:
    """Print the token, alone on its line."""
    plain = service.token(around.store, around.randomness)
    if as_json:
        output.answer({"token": plain})
    else:
        output.say(plain)
    return output.OK


def link(
    around: Surroundings,
    host: Host,
    wanted: RegisterOption | None,
    tell: Callable[[RegisterRuns], None] | None = None,
) -> None:
    """Give a host its register's side, before it starts; `tell` hears where it listens.

    An option holds for this run, whatever was set behind F10.
    """

    def post(message: Message) -> None:
        if tell is not None and isinstance(message, RegisterRuns):
            tell(message)
        host.post(message)

    host.use_register(
        service.RegisterService(
            store=around.store,
            randomness=around.randomness,
            post=post,
            own_folder=around.folder.till / FOLDER,
        )
    )
    if wanted is None:
        return
    setting = RegisterSetting(
        is_on=True,
        port=wanted.port,
        folder=str(wanted.folder.expanduser().resolve()) if wanted.folder else "",
    )
    host.post(RegisterSwitched(setting=setting))
