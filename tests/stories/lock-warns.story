# The lock of a till that nobody touches warns for twenty seconds; any key keeps it open
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
type 8461 => idle; "Kim is here."
wait 279 => idle; !"Locks soon"
wait 2 => idle; "Locks soon"; "open for Kim"
key Backspace => idle
wait 1 => idle; !"Locks soon"
wait 280 => "Locks soon"
wait 20 => lock; !"Locks soon"
# A sale that is open is kept behind the lock
type 8461 => idle
left A
wait 10
scan A
type 450
wait 301 => lock; "One sale is kept"
type 8461 => member; "€ 4,50"
# and over a power cut, which the strip says
crash => lock
type 8461 => member; "€ 4,50"
