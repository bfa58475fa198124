# One person: no lock, and F12 says so.
key F12 => idle; "nothing is locked"
key F10
type 4 => menu; "New person"
type 1 => first_start; "What they are called here"
type Bo
key Enter => "their badge"
scan Q => lock; "Four digits"
type 7392
type 7392 => menu; "Bo"; "Owner, badge"
type 1
type Kim
key Enter => "What they may do."
type 1 => "their badge"
key Enter => lock
type 1111 => lock; "easy to guess"
type 7392
type 7392 => lock; "easy to guess"
type 8461
type 8461 => lock; "Locked"; "everybody signs in"
type 1379 => lock; "nobody's"; sound refused
type 8461 => idle; "Kim is here."
# A cashier does not change who works here.
key F10
type 4 => refused
key Esc
# A badge changes who stands here, on any screen.
scan Q => idle; "Bo is here."
member Anna A
key F12 => lock; !"Bo"
# Locked, a scan counts and shows nobody.
scan A => lock; "One sale is kept"; !"Anna"
scan Q => member; "Anna"
key Esc
key F12 => lock
scan Q => idle
wait 240
sync => idle
wait 400
sync => lock
