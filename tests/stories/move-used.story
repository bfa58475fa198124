# A sale whose points were used in the meantime stays where it is
member "Anna de Vries" A => idle
member "Bram Hol" B => idle
earn B 12500 => idle; balance B points 500
left B => idle
wait 100 => idle
scan B => member
type 1000 => member
key F4 => redeem
key Enter => idle; balance B points 20
wait 6 => idle
key F7 => refund
# in the newest a reward was used
scan A => refund; refused; "A reward is in this sale"
key Down => refund; "€ 125,00"
scan A => refund; refused; "used in the meantime"; balance B points 20
key Esc => idle
sync => idle; balance B points 20; balance A points 0
