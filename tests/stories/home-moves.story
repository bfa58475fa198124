# programme fair
# A welcome is given once: by the till that is alone, later by whoever has the member's home
line down => idle
scan A => enrol
key Enter => member; balance A points 25
key Esc => idle
line up => idle
wait 400 => idle
sync => idle; balance A points 25
# A second till ends that. Its new member waits for the line, and is given the welcome once
till 2 => idle
sync => idle
line down => idle
scan B => enrol
key Enter => member; balance B points 0
key Esc => idle
line up => idle
wait 400 => idle
sync => idle; balance B points 0
till 1 => idle
sync => idle; balance B points 25
till 2 => idle
sync => idle; balance B points 25
# From now on every new member's home comes by itself, and goes where they shop
line down => idle
scan C => enrol
key Enter => member; balance C points 0
key Esc => idle
line up => idle
wait 400 => idle
sync => idle; balance C points 25
till 1 => idle
sync => idle; balance C points 25
earn C 1000 => idle; balance C points 35
till 2 => idle
sync => idle; balance C points 35
till 1 => idle
sync => idle; balance C points 35
