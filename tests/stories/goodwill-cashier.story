# Two keys and a reason give what the owner allows a cashier; it counts for the month.
member Anna A
scan A
key F10 => menu; "Goodwill"; "1 stamp"
type 1 => menu; "Our mistake"
type 3 => member; "as goodwill"; sound saved
# A second one this month is over the limit: alone in the shop, the owner gives it all the same.
key F10 => "F8 takes back"
key F8 => member; "taken back"
key F10 => !"F8 takes back"
key F8 => refused
key Esc => member
key Esc => idle
# Two people: over the limit the strip asks for somebody who may.
key F10
type 4
type 1
type Bo
key Enter
scan Q
type 7392
type 7392
type 1
type Kim
key Enter
type 1
key Enter
type 8461
type 8461 => lock
type 8461 => idle; "Kim is here."
wait 10
scan A => member
key F10
type 1
type 1 => member; "as goodwill"
key F10
type 1
type 2 => lock; "More goodwill"
key Esc => menu
key Esc
key F10
type 1
type 2 => lock; "More goodwill"
type 8461 => lock
key Enter => lock; "nobody who may allow it"
type 7392 => member; "as goodwill"
key F10
type 1
type 2 => lock
scan Q => member; "as goodwill"
key Esc
sync
# The report of the day counts them, and who allowed it.
key F10
type z => day; "Goodwill"; "Allowed by a supervisor"
