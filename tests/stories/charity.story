# programme charity
# A reward that lets the member choose has a row for each option; nothing comes off the sale
scan A => enrol
key Enter => member
key Esc => idle
earn A 60000 => idle; balance A points 2400
left A => idle
wait 200 => idle
scan A => member; "5.00 for the lifeboats"; "Yours: 4"
use 1 => redeem; "5.00 for the lifeboats"; "Yours: 4"
key Esc => member; "Not used. It stays with the member."
use 1 => redeem
key Enter => idle; balance A voucher:your-cause 3; balance A points 2400
# What was given is taken back with the sale
key F8 => idle; balance A voucher:your-cause 4
# A cause that is paid for with points
left A => idle
wait 200 => idle
scan A => member
use 3 => redeem; "5.00 for the food bank"
type 1000 => redeem; "€ 10,00"
key Enter => idle; balance A points 1940
