# Who works alone is asked nothing: the line says it
member Anna A
earn A 400
earn A 400 => "Next stamp in"; balance A points 32
wait 1800
earn A 400 => !"Next stamp in"
earn A 400
wait 1800
earn A 400 => idle; "Has earned 4 times today already"; balance A points 80
# Two people: a cashier's fifth is for a supervisor, with a reason, and the report counts it
member Bea B
earn B 400
wait 1800
earn B 400
wait 1800
earn B 400
wait 1800
earn B 400
wait 1800
key F10
type 4
type 1
type Bo
key Enter
scan Q
type 7392
type 7392
type 1
type Kim
key Enter
type 1
key Enter
type 8461
type 8461 => lock
type 8461 => idle; "Kim is here."
left B
wait 200
scan B => member
type 400
key Enter => lock; "Has earned 4 times today already"; balance B points 64
# Esc: nothing was earned, the sale is still there, and asks again
key Esc => member; balance B points 64
key Enter => lock
type 8461
key Enter => "nobody who may allow it"
type 7392 => lock; "Why?"
type 3 => idle; prints; balance B points 80
# The next one asks again, and so does an amount that waits for its card
left B
wait 200
type 400
scan B => lock; "Has earned 5 times today already"
key Esc => member
key Esc
key Esc => idle
# What is taken back counts no more
wait 1800 => lock
type 8461 => idle
key F8 => idle; balance B points 64
key F10
type z => day; "Allowed by a supervisor"
key Esc
# The owner says otherwise, for every till
limits '{"counter":{"earning_visits":9,"stamp_minutes":0}}'
left B
scan B
type 400
key Enter => idle; prints; balance B points 80
