# Stamps of one member lie half an hour apart, where a cashier is not alone
member Anna A
key F10
type 4
type 1
type Bo
key Enter
scan Q
type 7392
type 7392
type 1
type Kim
key Enter
type 1
key Enter
type 8461
type 8461 => lock
type 8461 => idle
wait 10
scan A
type 400
key Enter => idle; balance A stamp:coffees 1
left A
wait 200
scan A
type 400
key Enter => lock; "Next stamp in 27 minutes"
scan Q
type 2 => idle; balance A stamp:coffees 2
# A signed-in supervisor is asked nothing; it is counted all the same
left A
wait 200
scan Q
scan A
type 400
key Enter => idle; balance A stamp:coffees 3
key F10
type z => day; "Allowed by a supervisor"
