# Another card is shown while a sale is open
member "Anna de Vries" A => idle
member "Bram Haan" B => idle
scan A => member; "Anna de V."
scan B => member; "Bram H."; !"F7 = switch"
key Esc => idle; "Anna de V.: no amount entered"
scan A => member
type 1000 => member
scan B => member; "Anna de V."; "F7 = switch"; sound warning
key F7 => member; "Bram H."
type 500 => member
scan A => member; "Bram H."; "Enter = finish"
key Enter => member; "Anna de V."; balance B points 20
key Esc => idle
# a held reward never lapses in silence
earn A 12500 => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
scan B => redeem; "given? Enter = yes, Esc = no"
key Enter => member; "Bram H."; balance A points 0
key Esc => idle
earn A 12500 => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
wait 100 => redeem; "given? Enter = yes, Esc = no"
key Esc => idle; balance A points 500
