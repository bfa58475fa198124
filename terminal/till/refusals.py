"""One sentence for every code that stops somebody at the counter: what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from terminal.till.marking import mark
from terminal.till.refusals_cards import CARDS
from terminal.till.refusals_kit import KIT
from terminal.till.refusals_printer import PRINTER
from terminal.till.refusals_printing import PRINTING
from terminal.till.refusals_register import REGISTER
from terminal.till.refusals_tablet import TABLET
from terminal.till.refusals_wallet import WALLET

_CODES = {
    "number_length": mark("A member number has sixteen digits. Count them, or scan the card."),
    "number_prefix": mark("A member number begins with 9. This is another kind of number."),
    "number_check": mark("One digit of this number is wrong. Type it again, or scan the card."),
    "check_digit": mark("One digit of this number is wrong. Type it again, or scan the card."),
    "card_in_training": mark("Real cards do nothing in training. F9 shows one, F10, T ends it."),
    "not_in_training": mark("This is about the real till. End training first: F10, T."),
    "other_issuer": mark("This card belongs to another shop. Ask for the card of this shop."),
    "product_code": mark("This is the barcode of a product. Scan the member's card or phone."),
    "foreign": mark("This code is not a member card. Scan the member's card or phone."),
    "payment_card": mark("This is a payment card, and it was not read. Scan the member's card."),
    "phone_code_over": mark("This code has run out. Ask the member to open their card page again."),
    "phone_code_used": mark("This code was used before. Wait half a minute for the next one."),
    "phone_code_forged": mark("This code was not made by this shop. Ask for the card instead."),
    "card_blocked": mark("This card has been blocked. Ask for another card, or find the phone."),
    "legacy_unknown": mark("This card is not known here yet. F3 makes a new member with it."),
    "legacy_nobody": mark("Nobody has this number. Finish this sale first, then scan it again."),
    "legacy_unclear": mark("Two members have this number. Find the member with F2."),
    "legacy_setting": mark(
        "These kinds of cards cannot be taken. Mend the file, then give it again."
    ),
    "conflict": mark("Two different codes were in view. Show one card at a time."),
}

_STAFF = {
    "staff_wait": mark("Too many wrong PINs. Scan a badge, or wait half a minute."),
    "staff_own": mark("This is your own card. A colleague counts it for you."),
    "staff_manager": mark("Only a manager changes who works here. Ask one to sign in."),
    "goodwill_none": mark("Your owner allows no goodwill at the till: take it to them."),
    "staff_name": mark("Type a name first, then Enter."),
    "staff_no_secret": mark("Supervisors, managers and owners have an authenticator."),
    "staff_own_nobody": mark("This card is no member's. Scan their own card, or Esc."),
    "staff_badge_taken": mark("Somebody has this card. Take one from the pile as a badge."),
    "staff_last": mark("Somebody has to be manager or owner. Make another one first."),
    "day_empty": mark("Nothing was done since the last close. There is nothing to close."),
    "day_open": mark("Something was sold since the last close, or nothing was closed yet."),
}

_AMOUNTS = {
    "amount_empty": mark("There is no amount yet. Type what the guest pays, then Enter."),
    "amount_negative": mark("An amount cannot be below zero. Take a sale back with F7."),
    "amount_absurd": mark("This amount is too large. Clear it with Esc and type it again."),
    "quantity": mark("There is a line without a number of pieces. Take it out of the sale."),
    "tax_absurd": mark("The tax in a line is more than the line itself. Check that line."),
    "like_phone": mark("This looks like a phone number. Clear it with Esc and type the amount."),
    "stamps_absurd": mark("That is too many stamps at once. Type a smaller number."),
    "stamps_negative": mark("Stamps cannot be below zero. Take a sale back with F7."),
    "stamps_unknown": mark("This shop has no stamp card. Type an amount instead."),
    "amount_broken": mark("This is not an amount. Type digits only, such as 1250 or 12.50."),
}

_REWARDS = {
    "not_enough": mark("There are not enough points for this. Choose a smaller reward."),
    "not_enough_here": mark(
        "This till cannot pay that out without internet. "
        "Keep it for the next visit, or choose a smaller reward."
    ),
    "asked_back": mark(
        "Another till keeps these points ready for the member. It was asked for them: "
        "try again in a minute."
    ),
    "reward_minimum": mark("The sale is too small for this reward. Choose another one."),
    "reward_tier": mark("This reward is for a higher level. Choose another one."),
    "reward_not_yet": mark("This reward has not started yet. Choose another one."),
    "reward_over": mark("This reward has ended. Choose another one."),
    "reward_unknown": mark("This till does not know that reward. Choose one from the list."),
    "member_needed": mark("Rewards and stamps need a member. Scan the card or the phone first."),
    "needs_pin": mark("This reward needs the member's PIN. Choose a smaller reward."),
    "pin_no_pad": mark(
        "This is worth more than may be used without a PIN, and there is no pad here for one. "
        "Choose a smaller reward."
    ),
    "pin_earn_only": mark(
        "Wrong PIN three times: this visit earns only. The rewards stay for the next one."
    ),
    "pin_locked": mark(
        "This PIN is locked after five wrong tries. Points go on; the owner can reset the PIN."
    ),
    "pin_needs_card": mark(
        "There is no PIN yet. One is chosen with the card or the phone's code in hand: "
        "scan it first."
    ),
    "pin_needs_phone": mark(
        "A PIN for coming in needs a phone number here. Add the member's phone first."
    ),
    "pin_not_chosen": mark("No PIN was chosen. Press F6 when the member wants to try again."),
    "pin_not_checked": mark("The PIN could not be checked. Ask for it once more."),
    "pin_elsewhere": mark(
        "This PIN cannot be checked at this till before it has internet again. "
        "No try was counted; choose a smaller reward."
    ),
    "pin_gone": mark("This PIN was reset in the meantime. Press F6 to choose a new one."),
    "owed": mark("There are points to make up first. New sales do that by themselves."),
    "reward_pieces": mark("There are too few of these items for this reward. Add some first."),
    "reward_items": mark("This reward is not for these items. Choose another one."),
    "nothing_left": mark("Nothing is left to pay, so this reward can wait. Keep it for later."),
    "not_with_others": mark("This reward stands alone. Take the other one out first."),
    "choice_needed": mark("Ask the member which one it is to be, then choose it."),
    "choice_unknown": mark("This is not one of those to choose from. Choose again."),
    "points_minimum": mark("That is too few points for paying. Ask for more, or leave it."),
    "points_too_many": mark("That is more than this sale takes. Type fewer points."),
    "claim_negative": mark("Points and pieces cannot be below zero. Type the number again."),
    "code_unknown": mark("Nobody knows this code. Check the letters, or go on without it."),
    "code_needed": mark("This reward needs its code. Ask the member for it and type it."),
}

_REWARDS_LATER = {
    "wrong_weekday": mark("This reward is for other days of the week. Keep it for one of those."),
    "wrong_hour": mark("This reward is for other hours of the day. Keep it for those."),
    "voucher_not_yet": mark("This reward can be used from a later day. Keep it until then."),
    "used_today": mark("This reward was used today already. Keep the next one for tomorrow."),
    "used_in_sale": mark("This reward is in this sale already. Keep the next one for later."),
    "seed_missing": mark(
        "The draw is not possible without internet. Keep it for the next visit; nothing is lost."
    ),
}

_REWARDS_OTHERS = {
    "wrong_level": mark("This reward is for another level. Choose another one."),
    "wrong_segment": mark("This reward is for members who were invited. Choose another one."),
    "wrong_membership": mark("This reward is for a paid membership. Sell one, or choose another."),
    "not_personal": mark("This reward was given to other members. Choose another one."),
    "no_voucher": mark("The member does not have this reward yet. Choose another one."),
    "used_up": mark("The member has used this reward up. Choose another one."),
    "stock_gone": mark("There are none of these left. Choose another reward."),
}

_MEMBERS = {
    "phone_impossible": mark("This phone number cannot exist. Check the digits and the country."),
    "phone_short": mark("This phone number is too short and cannot exist. Ask for all its digits."),
    "phone_long": mark("This phone number is too long and cannot exist. Take digits out."),
    "phone_country": mark(
        "No country has this code. For a number from abroad check what follows +."
    ),
    "phone_taken": mark(
        "This phone number already has a member. F2 shows who it is; "
        "or clear it and press Enter to go on without."
    ),
    "nobody_there": mark("There is nobody in this row. Choose another row."),
    "member_blocked": mark("This member has been blocked. Go on without the card; ask the owner."),
    "member_exists": mark("There is a member like this already. Look them up with F2."),
    "unknown_member": mark("Nobody knows this member. Scan the card again, or find the phone."),
    "unknown_till": mark("Nobody knows this till. Choose a till from the list."),
    "merge_self": mark("These are one and the same member. Choose another one to put together."),
    "move_nothing": mark("There is nothing to move. Type a number above zero."),
    "membership_unknown": mark("This shop does not sell that membership. Take it off the sale."),
    "membership_too_early": mark("The membership still runs. Sell the next one closer to its end."),
    "activity_unknown": mark("This shop gives nothing for that. Choose something from the list."),
}

_CORRECTIONS = {
    "move_same": mark("This sale is theirs already. Choose another one with the arrows."),
    "move_none": mark(
        "There is no sale of the last 15 minutes without a member. Type the amount, then scan."
    ),
    "move_late": mark("A sale can be moved for 15 minutes. Take it back and ring it up again."),
    "move_other": mark("This sale is from before. Take it back, then ring it up again."),
    "move_reward": mark("A reward is in this sale. Take it back, then ring it up again."),
    "move_used": mark("Its points were used in the meantime, so it stays where it is."),
    "already_reversed": mark("This was already taken back. Nothing was changed."),
    "nothing_to_undo": mark("There is nothing to take back. F7 shows earlier sales."),
    "reversal_final": mark("What was taken back cannot be taken back again. Make a new sale."),
    "refund_too_much": mark("That is more than is left of this sale. Take back less."),
    "refund_nothing": mark("There is nothing chosen to take back. Choose a line or an amount."),
    "refund_line": mark("This sale does not have that line. Choose one of its lines."),
    "refund_whole": mark("A membership is taken back as a whole. Choose the whole line."),
    "nothing_parked": mark("No sale waits under this name. Choose one from the list."),
    "nothing_to_print": mark("There is no slip to print again. Make a sale first."),
    "refund_waits": mark("This was asked for already. The points follow by themselves."),
    "sale_unknown": mark("The till that made this sale does not have it. Make a new sale."),
    "slip_unknown": mark(
        "No till of this shop is known to have printed this slip. Choose with F7."
    ),
    "slip_in_sale": mark("Finish this sale first, then scan the slip to take it back."),
    "slip_broken": mark("This slip cannot be read as a whole. Choose the sale with F7."),
    "slip_other_shop": mark("This slip is not from this shop. Ask for the slip of this sale."),
}

_DISK = {
    "disk_full": mark("The disk is full, so nothing was saved. Free some space, then try again."),
    "disk_read_only": mark(
        "Nothing can be saved in the data folder. "
        "Make the folder writable, then start the till again."
    ),
    "disk_failed": mark("The disk did not answer. Check its cable and its space, then try again."),
    "database_busy": mark(
        "Another program is using the data of this till. Close it, then try again."
    ),
    "database_newer": mark(
        "The data was saved by a newer version of Regulars. Install that version, then start again."
    ),
    "ledger_corrupt": mark(
        "The saved history is damaged. Stop using this till and put a backup back; "
        "nothing will be deleted."
    ),
    "chain_broken": mark(
        "The saved history is damaged. Stop using this till and put a backup back; "
        "nothing will be deleted."
    ),
    "directory_corrupt": mark(
        "The list of members on this till is damaged. "
        "Start the till again; it is fetched from the server."
    ),
    "key_store": mark("The key store of this computer is locked. Unlock it, then try again."),
    "keys_missing": mark(
        "The keys of this till are missing. Put a backup back with the recovery sheet."
    ),
    "key_store_corrupt": mark(
        "The keys of this till are damaged. Put a backup back with the recovery sheet."
    ),
    "wrong_key": mark(
        "This key does not open the data. Use the recovery sheet that was printed for it."
    ),
    "already_open": mark("Regulars is already open on this computer. Use the window that is open."),
    "recovery_words": mark(
        "These are not the words of a recovery sheet. Check each of the 24 words and their order."
    ),
}

_BACKUPS = {
    "not_a_backup": mark("This file is not a backup that can be read here. Choose another file."),
    "no_backup": mark("There is no whole backup here. Look for the right stick or folder."),
    "backups_several": mark("Several tills have backups here. Choose the folder of one till."),
    "backup_running": mark("A backup is being made right now. Wait until it is done."),
    "restore_unfinished": mark(
        "A backup was not put back whole. Put it back again before you open the counter."
    ),
    "place_missing": mark("The place of the backups is not there. Plug it in, or choose another."),
    "later_full": mark("Too much was sold since the last backup. Make another backup now."),
    "not_empty": mark("There is data in this folder already. Choose an empty folder."),
    "recovery_key": mark("This recovery sheet belongs to another backup. Look for the right one."),
    "recovery_file": mark("This is not a recovery file of Regulars. Choose another file."),
    "folder_unknown": mark("This is not a data folder of Regulars. Choose another folder."),
    "demo_mixed": mark("The demo and real data never mix. Choose another folder."),
}

_FILES = {
    "folder_pictures": mark(
        "There is no picture in this folder. Check its name and type it again."
    ),
    "file_empty": mark("There is nothing in this file. Save it again and choose that file."),
    "file_spreadsheet": mark("This is a spreadsheet. Save it as CSV first, then choose that file."),
    "file_unreadable": mark("This file cannot be read. Save it as CSV and choose that file."),
    "members_columns": mark(
        "No column says who the members are. Name the columns in the first line."
    ),
    "sales_columns": mark(
        "The columns of this file have no names that say which is the date and which the amount. "
        "Name them in the first line."
    ),
    "dates_ambiguous": mark(
        "These dates can be read in two ways. Say what comes first, day or month."
    ),
    "dates_order": mark("This is not an order of day and month. Choose one of the two."),
    "file_huge": mark(
        "This file unpacks into far too much. Save it as CSV, then choose that file."
    ),
    "mapping_field": mark("No column can be that. Say what it is, as in points=Your heading."),
    "mapping_heading": mark("The file has no column of that name. Copy its heading as it stands."),
    "members_symbology": mark("This is no kind of card. Say one such as EAN13, or leave it out."),
    "members_round": mark("Parts of points are rounded down, nearest or up. Say which."),
    "import_unknown": mark("There is no such import to take back. Look at the list of imports."),
    "rejects_same": mark(
        "The rows that cannot be read need a file of their own. Choose another name."
    ),
    "rejects_unwritable": mark(
        "The rows that cannot be read cannot be saved there. Choose another folder."
    ),
}

_FORECAST = {
    "typical_amount": mark(
        "A usual sale comes to more than nothing. Type what a guest usually pays."
    ),
    "typical_visits": mark(
        "This is not how often somebody comes. Type the visits of one member a month."
    ),
    "typical_members": mark("This is not a number of members. Type how many there may be."),
}

_LINE = {
    "recovering": mark(
        "The books were put back from a copy and wait for the other tills. Try again later."
    ),
    "recovery_of": mark("Begin and end cannot be asked at once. Choose one of them."),
    "port_in_use": mark("Another program uses this port. Choose another port, or close it."),
    "pairing_wrong_code": mark("This code is not right. Read it again at the server and type it."),
    "pairing_expired": mark("This code is no longer valid. Ask the server for a new one."),
    "pairing_wrong_server": mark(
        "This is not the server that made the code. Check the address, then ask for a new code."
    ),
    "other_server": mark(
        "Another server answers at this address. Check the address; nothing is sent to it."
    ),
    "needs_tls": mark("This address is not encrypted. Use one that begins with https."),
    "certificate_file": mark("This certificate cannot be used. Check the file and its key."),
    "moved": mark("The books of this shop are at another server now. This till goes there."),
    "moving": mark(
        "The books of this shop are being moved. Nothing is lost; it goes on by itself."
    ),
    "move_slow": mark("The line was too slow. The books are here as before: move them again."),
    "move_differs": mark("The moved books are not the same. Nothing was moved: go on as before."),
    "books_here": mark("There are books in that folder already. Choose an empty one."),
    "books_coming": mark("The books have not all come here yet. Move them again."),
    "snapshot_none": mark("The server makes no copy for this till. It fetches the members slowly."),
    "snapshot_unknown": mark("The copy for this till is gone. It asks for a new one by itself."),
    "copy_broken": mark("The copy for this till was damaged on its way. It is fetched again."),
    "range_wrong": mark("The copy for this till has no such part. It asks for a new one."),
    "shop_not_found": mark("No shop was found here. Type the address from its server instead."),
    "pairing_code": mark("This code is wrong or no longer valid. Ask the server for a new one."),
    "pairing_string": mark("This is not a connection code. Copy the whole line from the server."),
    "not_connected": mark("This till has no shop yet. Start a shop, or connect to one."),
    "not_paired": mark("This till has no shop yet. Start a shop, or connect to one."),
    "device_unknown": mark(
        "The server does not recognise this till. Connect the till again; nothing is lost."
    ),
    "device_lost": mark(
        "This till was disconnected from the shop. Sales are kept here. Ask the owner to let it in."
    ),
    "till_unknown": mark("There is no till of that name. Choose one from the list of tills."),
    "programme_none": mark("No rules are in force today. Check the starting day of the rules."),
    "items_many": mark("These are very many items for one sale. Close it, and begin another."),
    "items_price": mark("One of the items has no price. Type the amount of the sale, then Enter."),
    "items_above": mark("The items cost more than the typed amount. Correct one of the two."),
    "quick_name": mark("A quick key needs a name. Type what the guests call the item."),
    "part_small": mark("That is less than points can pay. Type a larger amount."),
    "signature_bad": mark(
        "The server does not recognise this till. Connect the till again; nothing is lost."
    ),
    "line_down": mark("The server cannot be reached. Go on as usual; everything is sent later."),
    "server_start": mark(
        "The server of this shop does not start. Start the computer again; nothing is lost."
    ),
    "server_busy": mark("The server is busy. Go on as usual; everything is sent later."),
    "clock_broken": mark("This is not a date and time. Write it as 2026-11-22T10:15:00Z."),
    "clock_wrong": mark("Set the date and the time of this computer, then start the till again."),
    "clock_suspect": mark("Confirm the date first. Until then no reward can be given."),
    "time_back": mark("The clock went back. Set the date and the time, then go on."),
    "clock": mark("The clock of this computer is wrong. Set the date and the time, then go on."),
}

_CAMERA = {
    "camera_missing": mark(
        "Camera not found. Type the phone or card number, or plug in any webcam."
    ),
    "camera_lost": mark("The camera was unplugged. Plug it in again, or type the number."),
    "camera_black": mark("The picture is black. Open the camera's shutter, or type the number."),
    "camera_frozen": mark("The picture stands still. Unplug the camera and plug it in again."),
    "camera_fault": mark("The camera does not work. Unplug it and plug it in again, or type."),
    "camera_busy": mark("Another program uses the camera. Close that program, or type the number."),
    "camera_denied": mark(
        "This computer does not let Regulars use the camera. Allow it in the system's settings."
    ),
    "camera_setting": mark("The camera's settings cannot be used. Set the camera up again."),
}

SENTENCES: Mapping[str, str] = MappingProxyType(
    _CODES
    | _AMOUNTS
    | _STAFF
    | _REWARDS
    | _REWARDS_LATER
    | _REWARDS_OTHERS
    | _MEMBERS
    | _CORRECTIONS
    | _DISK
    | _BACKUPS
    | _FILES
    | _FORECAST
    | _LINE
    | _CAMERA
    | CARDS
    | PRINTING
    | REGISTER
    | PRINTER
    | TABLET
    | WALLET
    | KIT
)
