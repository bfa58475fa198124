# A till is lost: PINs go on at the others, and are kept from then on as the lost one cannot check
till 2 => idle
sync => idle
till 3 => idle
sync => idle
till 1 => idle
member "Anna de Vries" A => idle
earn A 50000 => idle
left A => idle
wait 200 => idle
scan A => member
key F6 => menu
key F6 => member; pad choose
pad 8305 => member; pad again
pad 8305 => member; "The new PIN counts"
key Esc => idle
sync => idle
till 3 => idle
sync => idle
line down => idle
lost 2 => idle
till 1 => idle
sync => idle
# the old PIN is right, and is kept anew without a word
left A => idle
wait 200 => idle
scan A => member
key F6 => menu
key F6 => member; pad pin; events 4
pad 8306 => member; "2 more tries"; events 5
pad 8305 => member; pad choose; events 6
key Esc => member; "The pad is closed"
key Esc => idle
sync => idle
# and only once
left A => idle
wait 200 => idle
scan A => member
key F6 => menu
key F6 => member; pad pin
pad 8305 => member; pad choose; events 6
key Esc => member
key Esc => idle
# a till that was away all the while checks it as it was
till 3 => idle
scan A => member
key F6 => menu
key F6 => member; pad pin
pad 8306 => member; "2 more tries"
pad 8305 => member; pad choose
key Esc => member
key Esc => idle
# and as it is, once it is back
line up => idle
sync => idle
left A => idle
wait 200 => idle
scan A => member
key F6 => menu
key F6 => member; pad pin
pad 8305 => member; pad choose; !"before it has internet"
key Esc => member
key Esc => idle
# the lost one hears of nothing any more
till 2 => idle
sync => idle; "disconnected"
