# Found by phone, by name, by the last four; the same phone twice is refused
member "Anna de Vries" A +31612345678 => idle
type 0612345678 => idle; "Find phone ..78"
key Enter => member; "Anna de V."; "Ask for the first name"; !"0612345678"
key Esc => idle; "no longer attached"
key F2 => find
type anna => find; "Anna de V."; "1 member found"; !"612345678"
key Enter => member; "Anna de V."
key Esc => idle
type an => find; "Anna de V."
key Esc => find
key Esc => idle
key F2 => find
type 6580 => find; "Anna de V."
pick 0 => member
key Esc => idle
# nobody has this one: F3 takes it along
type 0687654321 => idle
key Enter => idle; "Nobody has this number"
key F3 => enrol; "0687654321"
key Enter => member; prints; events 2
key Esc => idle
# a second member with Anna's phone is refused, in words
scan B => enrol
type 0612345678 => enrol
key Enter => enrol; refused; "already has a member"; events 2
key Esc => idle
# no card at all
key F3 => enrol; "photo of the slip"
key Enter => member; prints; events 3
