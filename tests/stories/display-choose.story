# The member chooses on their own side; it is only set aside, and the cashier closes the sale
display on => pad welcome
member "Anna de Vries" A => idle
earn A 12500 => idle; balance A points 500
left A => idle
wait 200 => idle
scan A => member; pad member; pad "Choose a reward"
tap choose => member; pad choose; pad "Not now"; pad "500 points = € 5,00"; pad "5.00 off"; pad "9 stamps to go"
tap not_now => member; pad member
tap choose => pad choose
wait 31 => member; pad member
tap choose => pad choose
tap use:nothing: => member; refused
tap choose => pad choose
tap use:five-off: => redeem; "Set aside"; "chosen by the member"; pad member; pad "is set aside"
# What is not shown cannot be touched
tap use:five-off: => redeem
tap answer:good => redeem
tap show => redeem
tap yes => redeem
key Esc => member; balance A points 500
tap choose => pad choose
tap use:five-off: => redeem
key Enter => idle; prints; balance A points 0; pad earned
