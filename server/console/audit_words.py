"""What the log calls each thing that is kept in it; a new `Note.what` gets its row here."""

from __future__ import annotations

from types import MappingProxyType

from server.console.wording import mark

WORDS = MappingProxyType(
    {
        "sign_in": mark("Signed in"),
        "sign_in_till": mark("Signed in from the till"),
        "sign_out": mark("Signed out"),
        "join": mark("Joined"),
        "invite": mark("Made an invitation"),
        "till_link": mark("The till opened the back office"),
        "people_invite": mark("Invited somebody"),
        "people_role": mark("Gave a role"),
        "people_on": mark("Switched somebody on"),
        "people_off": mark("Switched somebody off"),
        "you_secure": mark("Changed the own password"),
        "you_prefer": mark("Changed language or colours"),
        "till_code": mark("Made a code for a till"),
        "till_lost": mark("Declared a till lost"),
        "till_found": mark("Let a till in again"),
        "settings": mark("Changed a setting"),
        "message_save": mark("Wrote a message"),
        "message_test": mark("Sent a message to try it"),
        "message_running": mark("Started a message"),
        "message_stopped": mark("Stopped a message"),
        "message_bounced": mark("Entered a mail that came back"),
        "message_ways": mark("Changed how messages leave"),
        "segment_save": mark("Changed a group"),
        "segment_remove": mark("Deleted a group"),
        "feedback_save": mark("Changed questions"),
    }
)
