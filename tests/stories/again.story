# The same guest twice in a row, by camera and by scanner gun
member "Anna de Vries" A => idle
scan A => member
# the card is put away before the amount is typed
left A => member
type 1250 => member
key Enter => idle; balance A points 50
wait 6 => idle
scan A => idle; "again? Enter = yes"
key Enter => member; "Anna de V."
type 500 => member
# shown again while the sale is open: still there at the end
left A => member
scan A => member
key Enter => idle; balance A points 70
wait 6 => idle
scan A => idle; !"again?"
left A => idle
wait 130 => idle
scan A => member
key Esc => idle
# a gun sees no card lie there
left A => idle
wait 200 => idle
scan A wedge => member
type 500 => member
key Enter => idle; balance A points 90
scan A wedge => idle; !"again?"
wait 6 => idle
scan A wedge => idle; "again? Enter = yes"
key Esc => idle
wait 121 => idle
scan A wedge => member
key Esc => idle
# somebody else in between does not make the till forget that the card went away
member "João Pinto" B => idle
left A => idle
wait 200 => idle
scan A => member
type 500 => member
key Enter => idle
left A => idle
scan B => member
key Esc => idle
wait 10 => idle
scan A => idle; "again? Enter = yes"
