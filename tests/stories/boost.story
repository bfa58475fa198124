# Double for everybody until closing: two keys, at every till, and it stops by itself
till 2
sync
till 1
member Anna A
earn A 400 => balance A points 16; balance A stamp:coffees 1
key F4 => menu; "Double until closing"; "Double for 1 hour"; "Until 04:00"
type 2 => idle; "Everything counts double until"; sound saved
wait 1900
earn A 400 => balance A points 48; balance A stamp:coffees 3
sync
till 2
sync => "Everything counts double until"
wait 100
scan A
type 400
key Enter => idle
sync
till 1
sync => balance A points 80; balance A stamp:coffees 5
# Why, on the history of both
left A
wait 100
scan A
key F2 => history; "because everything counts double until"
key Esc
key Esc
# Taken back: all of it goes
key F8 => balance A points 48; balance A stamp:coffees 3
# A crash does not end it
crash => idle; "Everything counts double until"
# It ends by itself
wait 3600 => !"Everything counts double"
earn A 400 => balance A points 64
# Stopped by hand
key F10
type b => menu; !"Stop"
type 1 => idle; "double until"
key F4 => "Stop"
type 1 => idle; "as usual again"; !"Everything counts double"
