# programme supermarket
# A part of the points pays a part of the sale; digits behind F4 are that part
member "Anna de Vries" A => idle
earn A 99900 => idle
earn A 99900 => idle
left A => idle
wait 200 => idle
scan A => member; "Anna de V."
type 2000 => member
key F4 => redeem; "Pay with points (all that fit)"; "€ 20,00"
key F4 => redeem
type 300 => redeem; "Pay with points"; "DISCOUNT € 3,00"; "€ 17,00"
key Backspace => redeem; "less than points can pay"
type 0 => redeem; "DISCOUNT € 3,00"
key Enter => idle; prints
# nothing typed: as many as fit, at most half of it here
left A => idle
wait 200 => idle
scan A => member
type 800 => member
key F4 => redeem; "DISCOUNT € 4,00"
key Esc => member
# the part first, then F9 and the amount of the sale
key Esc => member
key F4 => redeem
key F4 => redeem
type 200 => redeem
key F9 => redeem; "Amount before discount"
type 1000 => redeem; "DISCOUNT € 2,00"; "€ 8,00"
# more than the sale takes
key F9 => redeem
type 0 => redeem; "not enough points"
key Backspace => redeem; "DISCOUNT € 2,00"
key Backspace => redeem
key Backspace => redeem
type 00 => redeem
key Backspace => redeem
key Backspace => redeem
key Backspace => redeem; "DISCOUNT € 5,00"
type 600 => redeem; "more than this sale takes"
key Enter => redeem; refused
key Esc => member
