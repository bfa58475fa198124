# programme charity
# Where the programme lets members choose a cause they choose it themselves
display on => pad welcome
scan A => enrol
key Enter => member
key Esc => idle
earn A 60000 => idle; balance A points 2400
left A => idle
wait 200 => idle
scan A => member; pad member
tap choose => pad choose; pad "5.00 for the lifeboats"; pad "5.00 for the food bank"
tap use:your-cause:lifeboats => redeem; "5.00 for the lifeboats"; pad "5.00 for the lifeboats is set aside"
key Enter => idle; balance A voucher:your-cause 3
