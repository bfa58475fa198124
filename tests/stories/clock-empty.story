# The battery is empty and the machine's clock begins before the rules do: the counter goes on
member "Anna de Vries" A => idle
clock back 20000 => idle
wait 1 => idle; "Enter = yes, Esc = no"
key Esc => idle
left A => idle
wait 200 => idle
scan A => member
type 1000 => member
key Enter => idle; events 2
