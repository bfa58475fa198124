# F10, Z, Enter: three keys. Typed totals make known how many sales had a member.
member Anna A
earn A 1250
key F10 => menu; "Close the day"
type z => day; "Day 1"; "With a member"; "Everything is sent"
key F5 => prints
key Enter => idle; "Day 1 is closed."; prints; sound saved
# Until something is sold it may be opened again.
key F10
type z => day; "Day 2"; "Nothing yet"; "Open day 1 again"
key Enter => refused; day
key F8 => day; "Day 1"; "Day 1 goes on."
type 2 => "Next"
key Enter => day; "of 2 sales = 50%"
type 4000
key Enter => idle; "Day 1 is closed."
wait 180
earn A 500
key F10
type x => day; "Day 2"
key F8 => refused
key Esc => idle
