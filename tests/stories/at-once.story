# What a till gives can be used there before the books have heard of it, where the owner allows it
limits '{"at_once":{"points":500}}' => idle
member "Anna de Vries" A => idle
line down => idle
wait 60 => idle
earn A 12500 => idle; balance A points 500
wait 60 => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => redeem
key Enter => idle; balance A points 0
line up => idle
wait 400 => idle
sync => idle; balance A points 0
# and by default it cannot
limits '' => idle
line down => idle
earn A 12500 => idle; balance A points 500
wait 60 => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => member; refused
key Esc => idle
line up => idle
sync => idle
