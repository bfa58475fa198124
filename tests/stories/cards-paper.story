# A used sheet, a printer that is off, and a job that the printer left in the middle
key F10 => menu
type C => cards; "A4 paper"; "Used sheet"; "Printer is off"; !"stopped halfway"
# the sheet lies there used: its first free place is typed, or touched
type U => cards; "Place 1 of 10 is the first free one"
type 11 => cards
key Enter => cards; refused; "no such place"
pick 3 => cards; "Place 4 is free"; "Make 10 cards"
type U => cards; "Place 4 of 10 is the first free one"
key Down => cards; "Place 5 of 10 is the first free one"
key Enter => cards; "Place 5 is free"
# a tenth of a millimetre at a time, for each side and each paper
type O => cards; "Cards are not moved"
type 112 => cards; "Front: 0,1 mm right"
type 53 => cards; "Back: 0,1 mm down"
crash => idle
key F10 => menu
type C => cards; "Used sheet"
type O => cards; "Front: 0,1 mm right"; "Back: 0,1 mm down"
type 6 => cards; "Cards are not moved"
key Esc => cards
# cards on paper already are not made again: counted, or the last good one scanned
type 3 => cards
key Enter => cards; "3 cards are being made"
drawn => cards; "3 cards are ready"; "stopped halfway"; "The rest of 3 cards"
type T => cards; "Which was the last good card?"
type 9 => cards
key Enter => cards; refused; "no card of the last job"
key Backspace => cards
scan A => cards; refused; "no card of the last job"
type 1 => cards; "Make 2 cards"
key Enter => cards; "2 cards are being made"
drawn => cards; "2 cards are ready"; "The rest of 2 cards"
key Esc => idle
