# Three wrong PINs: this visit earns only, and a crash forgets none of them
member "Anna de Vries" A => idle
earn A 50000 => idle
earn A 50000 => idle; balance A points 5000
left A => idle
wait 200 => idle
scan A => member
key F6 => menu
key F6 => member; pad choose; "chooses a PIN"
pad 8305 => member; pad again
pad 8305 => member; pad said; "The new PIN counts"
key Esc => idle; events 4
sync => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
key Enter => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => member; pad pin
pad 8306 => member; pad pin; pad "Not right. Try again."; pad filled 0; "2 more tries"; sound warning; events 6
pad 8307 => member; pad pin; "1 more try"; events 7
# a crash forgets neither tries nor the sale
crash => member; "still open"; pad rest
key F4 => member; pad pin
pad 8308 => member; refused; "this visit earns only"; pad said; pad "ask at the till"; events 8
key F4 => member; refused; "this visit earns only"; "Needs a PIN"
# not even the right one helps in this visit, and the sale itself goes on
type 1000 => member
key Enter => idle; prints; events 9
