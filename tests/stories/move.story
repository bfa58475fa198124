# Wrong person, closed: F7 and the right card within 15 minutes; each thing only once
member "Anna de Vries" A => idle
member "Bram Hol" B => idle
left B => idle
wait 200 => idle
scan B => member
type 1250 => member
key Enter => idle; prints; balance B points 50; events 3
left B => idle
wait 60 => idle
key F7 => refund; "Bram H."; "Wrong member? Scan the right card: 14 minutes left."
scan A => idle; prints; sound saved; "+50 points to Anna de V."; balance A points 50; balance B points 0; balance A stamp:coffees 1; balance B stamp:coffees 0; events 5
# the card lies there still, and nothing more happens
scan A => idle; events 5
sync => idle; balance A points 50; balance B points 0
left A => idle
wait 6 => idle
key F7 => refund; "Anna de V."; "+50"
key Down => refund; "Moved to another card"; !"Wrong member?"
scan A => refund; refused; "already taken back"; events 5
key Up => refund; "Wrong member?"
# the same member: nothing to move, and no sale that nobody has
scan A => refund; refused; "theirs already"; events 5
key Esc => idle
# F8 after a move puts it back where it was
key F8 => idle; "+50 points to Bram H."; balance A points 0; balance B points 50; events 7
sync => idle; balance A points 0; balance B points 50
# after 15 minutes it stays
wait 900 => idle
key F7 => refund; !"Wrong member?"
scan A => refund; refused; "15 minutes"; events 7; balance B points 50
key Enter => idle; balance B points 0
sync => idle; balance B points 0
