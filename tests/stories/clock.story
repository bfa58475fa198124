# A clock that jumped back is asked about; until then nothing dated is given away
member "Anna de Vries" A => idle
earn A 12500 => idle
clock back 3 => idle
wait 1 => idle; "Enter = yes, Esc = no"
key Esc => idle
left A => idle
wait 200 => idle
scan A => member; events 2
type 1000 => member
key F4 => member; refused
key Enter => idle; events 3
wait 600 => idle; "Enter = yes, Esc = no"
key Enter => idle; "Everything goes on"
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
