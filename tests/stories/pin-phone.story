# By phone less goes without a PIN, and nobody chooses one who has nothing in hand
member "Anna de Vries" A +31612345678 => idle
earn A 50000 => idle; balance A points 2000
type 0612345678 => idle
key Enter => member; "Anna de V."; "Asks PIN"
key F4 => member; refused; "with the card or the phone's code in hand"; pad rest
# the cappuccino (3.50) goes; it is once a day
key Esc => idle
type 0612345678 => idle
key Enter => member
use 2 => redeem; "cappuccino"
key Enter => idle
type 0612345678 => idle
key Enter => member
use 2 => member; refused
# the card may use what is left of its own limit: 3.50 of 10.00 are gone
key Esc => idle
left A => idle
wait 200 => idle
scan A => member
use 1 => redeem; "5.00 off"
key Enter => idle
# taken back, it can be used again
key F8 => idle
left A => idle
wait 200 => idle
scan A => member
use 1 => redeem; "5.00 off"
key Esc => member
# a PIN that the member has opens everything, however they were found
key F6 => menu
key F6 => member; pad choose
pad 8305 => member; pad again
pad 8305 => member; "The new PIN counts"
key Esc => idle
type 0612345678 => idle
key Enter => member
key F4 => member; pad pin
pad 8305 => redeem; "Bag of beans"
# after a crash whoever stands there may be somebody else
crash => member; "still open"; "Asks PIN"; pad rest
key F4 => member; pad pin
