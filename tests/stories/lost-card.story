# A lost card: the new one takes its place, the old number is blocked here and everywhere
till 2 => idle
till 1 => idle
member "Anna de Vries" A 0612345678 => idle
earn A 12500 => idle; balance A points 500
till 2 => idle
sync => idle
till 1 => idle
wait 200 => idle
# without a PIN the name is confirmed, and it spends from tomorrow on
key F2 => find
type Anna => find
key Enter => member; "Anna de V."
key F6 => menu; "Lost card"
scan B => menu; "Ask for the first name"; "•••• "
key Esc => menu; "Nothing was changed"; events 3
key Esc => member
key Esc => idle
# once: with a phone number the line has asked for it already
type 0612345678 => idle
key Enter => member; "Anna de V."; "Ask for the first name"
key F6 => menu; "Lost card"
scan B => member; "is the new card"; events 4
key F4 => member; refused; "after a day"
type 1250 => member
key Enter => idle; prints
scan A => idle; refused; "reported lost"
# the next day it spends; the other till knows both cards
sync => idle
till 2 => idle
sync => idle
scan A => idle; refused; "reported lost"
left A => idle
scan B => member; "Anna de V."
key F4 => member; refused; "after a day"
key Esc => idle
wait 90000 => idle
left B => idle
wait 10 => idle
scan B => member
key F4 => member; !"after a day"; "Another till keeps these points"
key Esc => idle
# the old number is no number any more, typed either
left B => idle
wait 300 => idle
scan A => idle; refused; "reported lost"
# a card that somebody has is not given twice
till 1 => idle
sync => idle
wait 300 => idle
scan C => enrol
key Enter => member
# nobody knows whose card this is
key F6 => menu
scan D => menu; refused; "It cannot be replaced"
key Esc => member
key Esc => idle
left C => idle
left B => idle
wait 300 => idle
scan B => member; "Anna de V."
key F6 => menu
scan C => menu; refused; "belongs to a member already"
scan A => menu; refused; "reported lost"
# with a PIN it counts at once
key F6 => member; pad choose
pad 8305 => member; pad again
pad 8305 => member; pad said
wait 10 => member
key F6 => menu
scan D => member; "The lost one is blocked"
key F4 => redeem
key Esc => member
key Esc => idle
left D => idle
wait 300 => idle
type 0612345678 => idle
key Enter => member; "Anna de V."
key F6 => menu
scan E => menu; pad pin; "The member types their PIN"
pad 8305 => member; "The lost one is blocked"
key Esc => idle
sync => idle
till 2 => idle
sync => idle
scan D => idle; refused; "reported lost"
scan E => member; "Anna de V."
