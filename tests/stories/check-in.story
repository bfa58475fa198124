# programme club
# Members come in by themselves: with a PIN of their own, or with the card before the camera
scan A => enrol
key Enter => member
key F6 => menu
key F6 => member; "PIN for coming in"; "Which PIN?"
key Enter => member; pad choose; pad "counts your visit"
pad 1234 => member; pad choose; pad "easy to guess"
pad 8305 => member; pad again
pad 8305 => member; "PIN for coming in is chosen"; pad "Thank you"
key Esc => idle
wait 6 => idle; pad check_in; pad "Type your PIN"; "Digits check a member in"; pad filled 0
# somebody else wants the same: refused in the same words as a weak one
scan B gun => enrol
key Enter => member
key F6 => menu
key F6 => member
key Enter => member; pad choose
pad 8305 => member; pad choose; pad "easy to guess"
pad 9216 => member; pad again
pad 9216 => member; "is chosen"
key Esc => idle
wait 6 => idle; pad check_in
# the PIN: its visit, once a day
pad 83 => idle; pad filled 2
pad Delete => idle; pad filled 1
pad 305 => idle; pad said; pad "1 of 3"; "visit counted, 1 of 3"
wait 6 => idle; pad check_in
pad 8305 => idle; pad said; pad "Already counted today"; pad "1 of 3"
wait 6 => idle
# digits typed at the till are the pad's while nobody is at the till
type 9216 => idle; pad said; pad "1 of 3"; !"9216"
# the card does the same; shown again, its member wants something of the cashier
clock on 1 => idle
wait 6 => idle
scan A => idle; pad said; pad "2 of 3"; "visit counted"
scan A => idle; "visit counted"
left A => idle
wait 6 => idle
scan A => member; pad said; pad "Already counted today"
key Esc => idle
# what a visit brings is celebrated, and waits at the till; a PIN for coming in never spends
clock on 1 => idle
wait 6 => idle
pad 8305 => idle; pad "3 of 3"; pad "Smoothie is yours"
sync => idle
left A => idle
wait 200 => idle
scan A => member; "Smoothie"; "Ready"
key Esc => idle
# wrong ones: said on the pad, counted, and it waits longer each time, also after a restart
wait 6 => idle; pad check_in
pad 7777 => idle; pad "Not right"; sound warning
wait 6 => idle
pad 7778 => idle; pad "Not right"
wait 6 => idle
pad 7779 => idle; pad "Not right"
wait 1 => idle
crash => idle; pad check_in; pad "One moment, please"
pad 7 => idle; pad filled 0
wait 6 => idle; pad !"One moment, please"
pad 7 => idle; pad filled 1
# Esc gives the digits to the cashier for half a minute
key Esc => idle; "rests for half a minute"; pad rest
type 500 => idle; "€ 5,00"
key Esc => idle
wait 31 => idle; pad check_in
# nobody types for ever
pad 83 => idle; pad filled 2
wait 16 => idle; pad filled 0
