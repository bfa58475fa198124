# A reward above the limit: no PIN yet, so one is chosen on the member's side, and then it goes on
member "Anna de Vries" A => idle; pad rest
earn A 50000 => idle; balance A points 2000
left A => idle
wait 200 => idle
scan A => member; "Ready"; !"Asks PIN"; pad rest
# by the limits of the card 10.00 a day go without: beans (9.50) are used, and then a cappuccino asks
key F4 => redeem; "Bag of beans"; events 2
key Enter => idle; events 3
left A => idle
wait 200 => idle
scan A => member; "Asks PIN"
key F4 => member; "chooses a PIN"; "All digits go there"; "Digits go to the member's pad"; pad choose; pad "Choose a PIN"; pad "For: Bag of beans"; pad "Later"
# what is typed at the till goes to the pad, and nobody sees it
type 12 => member; !"12"; pad filled 2
key Backspace => member; pad filled 1
# the usual ones are refused, in one sentence
pad 234 => member; pad choose; pad "easy to guess"; pad filled 0
pad 1111 => member; pad "easy to guess"
pad 8305 => member; pad again; pad "The same PIN again"; !"8305"
pad 8306 => member; pad choose; pad "not the same"
pad 8305 => member; pad again
pad 8305 => redeem; "Set aside"; "Bag of beans"; pad said; pad "From now on this is your PIN"; events 4; !"8305"
wait 5 => redeem; pad rest
key Enter => idle; prints; events 5; balance A points 200
# The next time the PIN is asked, and submits itself
left A => idle
wait 200 => idle
earn A 50000 => idle
left A => idle
wait 200 => idle
scan A => member
key F4 => member; "types the PIN on their side"; "PIN is asked"; pad pin; pad "Type your PIN"; pad !"Later"
pad 8305 => redeem; pad said; pad "Thank you"; events 6
# The Enter that people press behind a PIN closes nothing
key Enter => redeem; events 6
wait 2 => redeem
key Enter => idle; events 7
