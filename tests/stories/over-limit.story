# Alone in the shop: no limit asks anybody.
member Anna A
member Bram B
earn A 6000
wait 200
key F8 => idle; "Taken back"
# Two people: beyond the owner's limit a cashier asks for somebody who may, and the event says who.
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
left A
wait 130 => idle
scan A => member
type 6000
key Enter => balance A points 240
wait 20
key F8 => lock; "Take back € 60,00"; "Scan a badge"; balance A points 240
key Esc => "Nothing was done."; balance A points 240
key F8 => lock
type 7392 => "Why?"; balance A points 240
type 3 => idle; "Taken back"; balance A points 0
# What cannot be done asks nobody
key F8 => refused
# A smaller one is taken back alone, a part of a large one too
left A
wait 130 => idle
scan A => member
type 6000
key Enter => balance A points 240
wait 20
key F7 => refund
type 1000 => refund
key Enter => idle; balance A points 200
key F7 => refund
key Enter => idle; "Taken back"; balance A points 0
# Three sales a shift are added late, five moved; then somebody is asked
limits '{"counter":{"late_additions":1,"moves":1,"lock_minutes":0}}'
sync => idle
left A
wait 130 => idle
type 500
key Enter
key Enter => idle; "without a member"
key F7
scan A => refund; "for Anna"
key Enter => idle; balance A points 20
left A
wait 130 => idle
type 600
key Enter
key Enter => idle
key F7
scan A => refund; "for Anna"
key Enter => lock; "Late card"; balance A points 20
scan Q => lock; "Why?"
type 4 => idle; balance A points 44
left A
wait 130 => idle
key F7
scan B => idle; balance B points 24; balance A points 20
left B
wait 130 => idle
key F7
scan A => lock; "Move"
scan Q => lock; "Why?"
type 1 => idle; balance A points 44; balance B points 0
# Later than the owner allows, too
wait 1200
left A
key F7
scan B => lock; "Move"
key Esc => refund
key Esc
sync => idle
# The report of the day says it
key F10
type z => day; "Moved"; "Added late"; "Allowed by a supervisor"
