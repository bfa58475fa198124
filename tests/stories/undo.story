# F8 takes the last sale back, F7 any; nothing can be taken back twice
key F8 => idle; refused; "nothing to take back"
scan A => enrol
key Enter => member
type 1250 => member
key Enter => idle; balance A points 50; balance A stamp:coffees 1; events 2
key F8 => idle; "Taken back"; sound saved; balance A points 0; balance A stamp:coffees 0; events 3
key F8 => idle; refused; events 3
earn A 1000 => idle; balance A points 40
earn A 2000 => idle; balance A points 120
key F7 => refund; "€ 20,00"
key Down => refund; "€ 10,00"
key Enter => idle; balance A points 80; events 6
key F7 => refund
key Down => refund
key Enter => refund; refused; "already taken back"; events 6
key Esc => idle
# a redemption that is taken back returns the points
earn A 12500 => idle; balance A points 580
left A => idle
wait 200 => idle
scan A => member
type 1000 => member
key F4 => redeem
key Enter => idle; balance A points 100
key F8 => idle; balance A points 580
sync => idle; balance A points 580
