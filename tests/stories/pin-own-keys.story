# The pad has keys of its own: what the cashier types stays with the sale
device own => idle; pad rest
member "Anna de Vries" A => idle
earn A 50000 => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
key Enter => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => member; pad choose; !"All digits go there"; !"Digits go to the member's pad"
type 500 => member; "€ 5,00"; pad filled 0
pad 8305 => member; pad again; "€ 5,00"
pad 8305 => redeem; "Set aside"
