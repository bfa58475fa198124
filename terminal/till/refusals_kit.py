"""One sentence for every code that stops the launch kit, or a paper form that is entered."""

from __future__ import annotations

from terminal.till.marking import mark

KIT = {
    "kit_nothing": mark("Your rules promise nothing to everybody yet. Give them a reward first."),
    "kit_boost": mark("Your rules have nothing that counts more. Turn another bonus on."),
    "kit_making": mark("A kit is being made already. Wait some seconds, then look again."),
    "kit_disk": mark("The kit cannot be written. Make room on this computer, then try again."),
    "kit_logo": mark("The logo cannot be read. Give a PNG or JPEG file, or leave it out."),
    "kit_fonts": mark("The words do not fit on the paper. Shorten the names in your rules."),
    "kit_numbers": mark("These are no numbers for forms. Give at most 500 of this shop."),
    "form_none": mark("There is no form yet. Scan its code, or type its sixteen digits."),
    "form_open": mark("The form before is not kept yet. Press Enter first, or Esc to clear it."),
    "form_entered": mark("This form is in already. Take the next one."),
    "form_birthday": mark("No month has this day. Type day and month, such as 14-3."),
    "form_boxes": mark("The form has no box with this number. Type those that are ticked: /12."),
}
