# A part comes back by its amount, what comes back stands there before Enter
member "Anna de Vries" A => idle
earn A 1250 => idle; balance A points 50
key F7 => refund; "All of it: € 12,50"; "Take back € 12,50"; "−50"
type 450 => refund; "€ 4,50"; "of € 12,50"; "−18"; "32"; balance A points 50
key Backspace => refund; "€ 0,45"
type 0 => refund; "€ 4,50"
key Enter => idle; "Taken back: −18 points, sale € 4,50"; balance A points 32; events 3
key F7 => refund; "All of it: € 8,00"; "Taken back before"; !"Wrong member?"
type 900 => refund; "more than is left"
key Enter => refund; refused; balance A points 32
key Esc => refund; "All of it: € 8,00"
key Enter => idle; balance A points 0; balance A stamp:coffees 0; events 4
key F7 => refund; "Already taken back"
key Enter => refund; refused; events 4
type abc => refund; refused
key Esc => idle
sync => idle; balance A points 0
# the member's own sales, from their screen
member "Bram Hol" B => idle
earn B 1000 => idle
left B => idle
wait 200 => idle
scan B => member
key F7 => refund; "Their sales here"; "€ 10,00"; !"€ 12,50"
key Esc => idle
# F2 in the journal finds the right member without a card
earn A 2000 => idle; balance A points 80
key F7 => refund
key F2 => find; "Whose is the sale"
type Bram => find; "Bram H."
key Enter => idle; balance A points 0; balance B points 120
sync => idle; balance A points 0; balance B points 120
# a slip of a sale that was moved finds what it became
slip 1 => refund; "Bram H."; "€ 20,00"
