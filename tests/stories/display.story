# With a screen of their own members see where they stand, what a sale brought, and then nobody
member "Anna de Vries" A => idle; pad rest
member "Bo Li" B => idle; pad rest
display on => idle; pad welcome; pad "Good "; pad "Place your card or phone under the camera."; pad "Reads codes only. No pictures are kept."
scan A => member; pad member; pad "Hi A."; pad !"Anna"; pad "0"; pad "Good to have you here"; pad "points"
type 12500 => pad member
key Enter => idle; prints; pad earned; pad "+500"; pad "= € 5,00"; pad "1 of 10"
wait 5 => pad thanks; pad "500 points = € 5,00"; pad !"Anna"
wait 3 => pad welcome; pad !"500"
left A => pad welcome
wait 200 => pad welcome
scan A => member; pad member; pad "Hi A."; pad "500"; pad "is ready"; pad !"Good to have you here"
# Where are my points: on both screens
key F2 => history; pad history; pad "Your last ten lines"; pad "+500"; pad !"Anna"
key Esc => member; pad member
# Let go: nobody is there at once
key Esc => idle; pad welcome
left A => idle
wait 200 => idle
# A minute in which nobody does anything
scan A => member; pad member
wait 61 => pad welcome; pad !"500"
key F2 => history; pad history
key Esc => member; pad member
# The next card clears what the last sale brought, at once
type 1000 => member
key Enter => idle; pad earned
left A => idle
scan B => member; pad member; pad "Hi B."; pad !"540"
key Esc => idle; pad welcome
# So does taking it back: what it brought is not so any more
left B => idle
wait 200 => idle
scan A => member
type 1000 => member
key Enter => idle; pad earned
key F8 => idle; "Taken back"; pad welcome
left A => idle
wait 200 => idle
# A card that nobody has yet clears it as well: whoever holds it is somebody else
left B => idle
wait 200 => idle
scan A => member
type 1000 => member
key Enter => idle; pad earned
scan C => enrol; pad welcome
key Esc => idle
left C => idle
left A => idle
wait 200 => idle
# Pulled out, the pad is what it was: over the counter's own screen
display off => idle; pad rest
left B => idle
wait 200 => idle
scan B => member; pad rest
key Esc => idle
