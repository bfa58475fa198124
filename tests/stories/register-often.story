# A linked register asks for no Enter: who has earned often is said, and a late card is for a supervisor
member Anna A
limits '{"counter":{"earning_visits":2,"stamp_minutes":0}}'
earn A 400
earn A 400
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
type 8461 => idle
register on
left A
wait 200
register open r1 400
scan A => member; "Has earned 2 times today already. Enter asks a supervisor."
register close r1 400 => idle; "without a card"; balance A points 32
# With a supervisor's word it earns like any other
register open r2 400
left A
wait 60
scan A => member
key Enter => lock; "Has earned 2 times"
type 7392
type 2 => member
register close r2 400 => idle; balance A points 48
