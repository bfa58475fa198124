# A regular joins with a card from the pile, earns, and comes again
scan A => enrol; "New member"; "never used"; sound found
key Enter => member; sound saved; events 1
type 1250 => member; "+50"; "New balance"
key Enter => idle; "+50 points"; prints; sound saved; balance A points 50; balance A stamp:coffees 1
# the card is still lying there: nothing happens
scan A => idle; !"again?"
left A => idle
wait 6 => idle
scan A => idle; "again? Enter = yes"
key Esc => idle
wait 130 => idle
scan A => member; "50"
key Esc => idle
# amount first, then the scan: no Enter at all
type 800 => idle; "€ 8,00"; "waits for a card"
scan A => idle; "+32 points"; prints; balance A points 82; events 3
