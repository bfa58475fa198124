# A new member finishes on their own side: phone, then each sentence; the cashier goes on meanwhile
display on => pad welcome
scan A => enrol; pad welcome
key Enter => member; pad phone; pad "Your phone number"; pad !"TILL"
pad 06123 => member; pad filled 5; pad "23"; pad !"06123"
type 450 => member; "4,50"; pad filled 5
pad Delete => pad filled 4
pad Enter => member; pad phone; pad filled 4
pad 345678 => pad filled 10
pad Enter => member; pad consents; pad "Demo may send me news and deals."; pad "1 of 2"
tap yes => pad consents; pad "Demo may remind me before points run out."; pad "2 of 2"
tap no => member; pad said; pad "Thank you"
agreed A news => member
wait 6 => pad member
key Enter => idle; pad earned
wait 9 => pad welcome
left A => idle
wait 200 => idle
# The number finds them from now on
type 0612345678 => idle
key Enter => member
key Esc => idle
sync => idle
# Skipped, and answered by nobody: nothing is kept, and a minute later nothing is asked
scan B => enrol
key Enter => member; pad phone
pad Cancel => pad consents
wait 61 => member; pad !"Do you agree?"
agreed B => member
key Esc => idle
left B => idle
# A number that somebody has: the member is sent to the till, which says why
wait 200 => idle
scan C => enrol
key Enter => member; pad phone
pad 0612345678 => pad filled 10
pad Enter => member; refused; pad phone; pad "Please ask at the till about this number."; pad filled 0
# Another card: nobody's half-typed number stays
left C => member
scan A => member; pad !"Your phone number"
key Esc => idle
left A => idle
wait 200 => idle
# On the counter's own screen, turned, F6 hands it over
display off => pad rest
scan C => member; pad rest
key F6 => menu; "They finish joining on their side, while the sale goes on."
pick 2 => member; pad phone; pad "Your phone number"
pad Cancel => pad consents
tap yes => pad consents
tap yes => pad said
agreed C news,reminders => member
key Esc => idle
sync => idle
# Without any card the code stands on the member's side, to be photographed
wait 6 => pad rest
display on => pad welcome
key F3 => enrol
key Enter => member; prints; pad phone
pad Cancel => pad consents
tap no => pad consents
tap no => pad card; pad "Take a photo of it."
tap done => member; pad member
key Esc => idle
key F3 => enrol
key Enter => member; pad phone
pad Cancel => pad consents
wait 61 => member; pad card
key Esc => idle; pad welcome
