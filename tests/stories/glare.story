# A card lies in the light after its sale: it flickers, and is nobody's next sale
member "Anna de Vries" A => idle
member "Bram Haan" B => idle
scan A => member
type 1250 => member
key Enter => idle; balance A points 50
# lost in a reflection and back, again and again
left A => idle
wait 2 => idle
scan A => idle; !"again?"
left A => idle
wait 4 => idle
scan A => idle; !"again?"
left A => idle
wait 3 => idle
# the next guest is served while it flickers on
scan B => member; "Bram H."
type 500 => member
key Enter => idle; balance B points 20
scan A => idle; !"again?"
left A => idle
wait 2 => idle
scan B => idle; !"again?"
left B => idle
scan A => idle; !"again?"
# taken away for longer it is her next sale, and his is still asked about
left A => idle
wait 6 => idle
scan A => member; "Anna de V."
key Esc => idle; balance A points 50
left A => idle
left B => idle
wait 6 => idle
scan B => idle; "again? Enter = yes"
key Esc => idle; balance B points 20
