# No pad for members at this counter: the owner's limits decide, and the sentence says so
device none => idle; pad none
member "Anna de Vries" A => idle
earn A 50000 => idle
left A => idle
wait 200 => idle
scan A => member; "Ready"; !"PIN"
key F4 => redeem
key Enter => idle
left A => idle
wait 200 => idle
scan A => member; "Needs a PIN"
key F4 => member; refused; "there is no pad here"; pad none
key F6 => menu
key F6 => member; refused; "there is no pad here"
type 500 => member; "€ 5,00"
key Enter => idle; prints
