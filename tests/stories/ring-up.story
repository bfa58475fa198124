# What to ring up stands large; a reward larger than the sale says what happens to the rest
member "Anna de Vries" A => idle
earn A 12500 => idle; balance A points 500
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem; "On the till"; "DISCOUNT € 5,00"; "Paid (after discount)"; !"is lost"
type 750 => redeem; "€ 12,50"; "€ 7,50"; !"is lost"
# F9 takes the amount before the discount, and shows the subtraction
key F9 => redeem; "Amount before discount"; "€ 2,50"
key Backspace => redeem
key Backspace => redeem
key Backspace => redeem
type 350 => redeem; "DISCOUNT € 3,50"; "€ 1,50 of it is more than this sale and is lost"; events 2
key Esc => member; balance A points 500; events 2
