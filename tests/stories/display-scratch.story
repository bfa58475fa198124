# programme fair
# A mystery is drawn when the sale closes; the member uncovers it, with the odds beside it
display on => pad welcome
scan A => enrol
key Enter => member; pad phone
key Esc => idle; pad welcome
left A => idle
wait 200 => idle
earn A 1500 => idle; balance A stamp:tea_time 3; pad earned; pad "Your card is full"
left A => idle
wait 200 => idle
scan A => member; pad member; pad "is ready"
tap choose => pad choose; pad "Wheel"
tap use:wheel: => redeem; pad "Wheel is set aside"
key Enter => idle; prints; pad scratch; pad "Scratch it"; pad "7 points: 1 in 2"; pad "8 points: 1 in 2"; pad "You win"
tap show => idle; pad scratch
wait 5 => pad earned
wait 8 => pad welcome
left A => idle
wait 200 => idle
# Nobody scratches: it opens by itself, and goes
earn A 1500 => idle
left A => idle
wait 200 => idle
scan A => member
tap choose => pad choose
tap use:wheel: => redeem
key Enter => idle; pad scratch
wait 8 => pad earned
# Pulled out in the middle: nothing of it is left
display off => pad rest
display on => pad welcome
