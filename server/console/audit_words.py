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
        "goal": mark("Set the goal"),
        "fine": mark("Marked something as fine"),
        "figures_saved": mark("Saved figures as a file"),
        "settings": mark("Changed a setting"),
        "member_seen": mark("Looked at a member"),
        "adjusted": mark("Gave or took points"),
        "adjust_approved": mark("Approved what somebody asked for"),
        "adjust_declined": mark("Declined what somebody asked for"),
        "undone": mark("Took something back"),
        "unmerged": mark("Parted two members"),
        "merged": mark("Merged two members"),
        "note_added": mark("Added a note"),
        "note_deleted": mark("Deleted a note"),
        "person_changed": mark("Changed a member's data"),
        "card_replaced": mark("Gave another card"),
        "pin_reset": mark("Took a PIN away"),
        "member_blocked": mark("Blocked a member"),
        "member_unblocked": mark("Let a member in again"),
        "level_given": mark("Gave a level"),
        "keeping_held": mark("Keeps a member's data longer"),
        "exported": mark("Downloaded a member's data"),
        "member_erased": mark("Erased a member"),
        "cases_seen": mark("Looked at messages of members"),
        "case_given": mark("Gave what was missing"),
        "case_declined": mark("Answered a member"),
        "limit_set": mark("Changed the limit for one person"),
        "keeping_set": mark("Changed how long people are kept"),
        "keeping_seen": mark("Looked at who would be erased"),
        "keeping_confirmed": mark("Let nights erase by themselves"),
        "draft_begun": mark("Began a draft of the programme"),
        "draft_saved": mark("Saved a draft of the programme"),
        "draft_dropped": mark("Gave a draft of the programme up"),
        "programme_published": mark("Published the programme"),
        "programme_seconded": mark("Agreed to publish the programme"),
        "version_recalled": mark("Took a version of the programme back"),
        "publishing_settled": mark("Settled how the programme is changed"),
    }
)
