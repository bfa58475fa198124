# A paper stamp card is taken over: F6, its stamps, Enter; F8 takes it back
limits '{"paper_cards":2}' => idle
scan A => enrol
key Enter => member
key F6 => menu; "Card of"; "Stamps on the paper card"
type 11 => menu; "Take over 11 stamps"
key Enter => menu; refused; "Count the stamps again"
key Esc => menu
type 7 => menu; events 1
key Enter => member; "7 stamps of a paper card taken over by this till"; events 2; balance A stamp:coffees 7
key Esc => idle
sync => idle; balance A stamp:coffees 7
# undone, once, also after a crash
crash => idle
key F8 => idle; "The paper card was taken back"; events 3; balance A stamp:coffees 0
sync => idle; balance A stamp:coffees 0
key F8 => idle; refused
# the owner's number a day
left A => idle
wait 200 => idle
scan B => enrol
key Enter => member
key F6 => menu
type 10 => menu
key Enter => member; balance B stamp:coffees 10
key F6 => menu
type 1 => menu
key Enter => menu; refused; "No more paper cards today"
key Esc => menu
key Esc => member
key Esc => idle
# a sale came after it: F8 takes that one
sync => idle
earn B 300 => idle
key F8 => idle; "Taken back"; balance B stamp:coffees 10
# the stamps are used like others
left B => idle
wait 200 => idle
scan B => member; "Free coffee"
key F4 => redeem
key Enter => idle; balance B stamp:coffees 0
# tomorrow there are others
wait 86400 => idle
scan C => enrol
key Enter => member
key F6 => menu
type 1 => menu
key Enter => member; balance C stamp:coffees 1
