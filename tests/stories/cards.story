# Cards made behind F10: numbers first, then drawn while the counter sells, each code read back
key F10 => menu; "Cards"; "Print new cards"
type C => cards; "Classic"; "10 cards"; !"Go on"
type 3 => cards; "3 cards"; "Make 3 cards"
key Enter => cards; "3 cards are being made"; events 1
# the counter goes on selling meanwhile, and is not talked over
key Esc => idle
scan A => enrol; "did not hear of"
key Enter => member
drawing 20 => member
type 1250 => member
key Enter => idle; events 3
drawn => idle; "3 cards are ready"; events 4
key F10 => menu
type C => cards; "One card for"
# a job that is stopped keeps its numbers, and goes on by one key
type 2 => cards
key Enter => cards; events 5
drawing 60 => cards; "Reading every code back"
type S => cards; "The numbers wait"; "Go on with the job"; events 5
key Esc => idle
crash => idle
key F10 => menu; "not finished"
type C => cards; "Go on with the job"
type R => cards; "2 cards are being made"
drawn => cards; "2 cards are ready"; events 6
# another one for a member, and the paper is chosen from a list
type P => cards; "What are they printed on?"; "Card printer"
key Esc => cards
key Esc => idle
wait 300 => idle
left A => idle
scan A => member
key F6 => menu; "Print their card"
type K => menu; "is being made"
drawn => menu; events 7
key Esc => member
key Esc => idle
# no room: nothing is made, and no number is burned
disk full => idle
key F10 => menu
type C => cards
key Enter => cards; refused; "disk is full"
disk ok => cards
key Esc => idle; events 7
# cards that are ready go to a printer of the system by one key; one that is gone is said
printers system:Office => idle
key F10 => menu
type C => cards; !"Print on"
type 1 => cards
key Enter => cards
drawn => cards; "Print on Office"; events 9
key Enter => cards; "Sent to Office"
printers => cards
type W => cards; refused; "printer"
key Esc => idle
