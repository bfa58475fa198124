# A late card: the last sale that nobody has, once, and only when Enter says so
member "Anna de Vries" A => idle
member "Bram Hol" B => idle
left B => idle
wait 100 => idle
type 580 => idle
key Enter => idle; "waits"; events 2
key Enter => idle; "without a member"; sound saved; prints nothing; events 3
key Enter => idle; events 3
wait 120 => idle
key F7 => refund; "No member"; "Late card? Scan it, and this sale is theirs: 13 minutes left."
scan A => refund; "€ 5,80: for Anna de V."; "Give to Anna de V."; !"Take back € 5,80"; balance A points 0; events 3
scan A => refund; events 3
key Esc => refund; balance A points 0; events 3
scan A => refund; "€ 5,80: for Anna de V."
key Enter => idle; prints; balance A points 23; events 5
sync => idle; balance A points 23
# never added twice
key F7 => refund
key Down => refund; "Moved to another card"
scan B => refund; refused; events 5
key Esc => idle
# a card whose sale is the newest means the one that nobody has
type 400 => idle
key Enter => idle
key Enter => idle; events 6
scan B => member
type 1000 => member
key Enter => idle; balance B points 40; events 7
left B => idle
wait 10 => idle
key F7 => refund; "Bram H."
scan B => refund; "€ 4,00: for Bram H."
key Enter => idle; balance B points 56; events 9
# F8 takes it back from them: nobody has it again, and it can be added to the right card
key F8 => idle; "nobody's again"; balance B points 40; events 11
left A => idle
wait 10 => idle
key F7 => refund; "No member"
scan A => refund; "€ 4,00: for Anna de V."
key Enter => idle; balance A points 39; events 13
# after 15 minutes a sale of nobody stays with nobody, and can be taken back
type 300 => idle
key Enter => idle
key Enter => idle; events 14
left B => idle
wait 900 => idle
key F7 => refund; "No member"; !"Late card?"
scan B => refund; refused; "15 minutes"; events 14
key Enter => idle; "Taken back"; events 15
sync => idle; balance A points 39; balance B points 40
