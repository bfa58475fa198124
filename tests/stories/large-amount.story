# An amount far above the usual asks once
member "Anna de Vries" A => idle
earn A 400 => idle
earn A 500 => idle
earn A 450 => idle
earn A 400 => idle
earn A 350 => idle
left A => idle
wait 200 => idle
scan A => member
type 1200 => member
key Enter => idle; prints; !"far above the usual"
left A => idle
wait 200 => idle
scan A => member
type 4000 => member; events 7
key Enter => member; "€ 40,00 is far above the usual"; sound warning; events 7
key Esc => member; "Correct the amount"; "€ 40,00"
key Backspace => member; "€ 4,00"
key Enter => idle; prints; events 8
# once: yes is yes
left A => idle
wait 200 => idle
scan A => member
type 4000 => member
key Enter => member; "far above the usual"
key Enter => idle; prints; "€ 40,00"; events 9
# an amount that waits for its card asks as well
left A => idle
wait 200 => idle
type 9000 => idle
scan A => member; "far above the usual"; events 9
key Enter => idle; events 10
# typing on answers it, and what is large then asks again
left A => idle
wait 200 => idle
scan A => member
type 400 => member
type 0 => member
key Enter => member; "far above the usual"
type 0 => member; "€ 400,00"
key Enter => member; "€ 400,00 is far above the usual"
key Esc => member
