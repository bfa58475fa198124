# Points become spendable by the server's grant; digits never spend
member "Anna de Vries" A => idle
earn A 12500 => idle; balance A points 500
left A => idle
wait 200 => idle
scan A => member; "Anna de V."; "500 points"
type 1250 => member; "+50"
key F4 => redeem; "Set aside"; "€ 7,50"; "DISCOUNT € 5,00"; events 2
key Esc => member; "+50"; events 2
key F4 => redeem
key Enter => idle; prints; balance A points 30; events 3
# reward only: F4 then Enter
earn A 12500 => idle; balance A points 530
left A => idle
wait 200 => idle
scan A => member; "530"
key F4 => redeem
key Enter => idle; "sale € 0,00"; balance A points 30
# nothing left to use
left A => idle
wait 200 => idle
scan A => member
key F4 => member; refused; sound refused
