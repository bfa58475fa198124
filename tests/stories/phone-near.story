# A slip of a finger is asked about once and never stands in the way
member "Anna de Vries" A 0612345678 => idle; events 1
# one digit other
scan B => enrol
type 0612345679 => enrol
key Enter => enrol; sound warning; "Nearly the same"; "Anna de V."; "+31 •• •••• 78"; !"12345678"; events 1
key Esc => enrol; "Read the number back"; "0612345679"
key Backspace => enrol
type 8 => enrol
key Enter => enrol; refused; "already has a member"; "clear it and press Enter"; events 1
# cleared: the membership starts without a phone
key Backspace => enrol
key Esc => idle
# two swapped: Enter says that it is somebody else
scan B => enrol
type 0612354678 => enrol
key Enter => enrol; "Nearly the same"; events 1
key Enter => member; events 2
key Esc => idle
type 0612354678 => idle
key Enter => member; !"Anna de V."
key Esc => idle
# another number is asked about anew, and F2 shows who it may be
scan C => enrol
type 0612345670 => enrol
key Enter => enrol; "Nearly the same"
key Backspace => enrol
type 1 => enrol
key Enter => enrol; "Nearly the same"; events 2
key F2 => find; "Anna de V."; "1 member found"
key Enter => member; "Anna de V."
key Esc => idle
# the next scan closes it without a word
scan C => enrol
type 0612345670 => enrol
key Enter => enrol; "Nearly the same"
scan A => member; "Anna de V."; events 2
key Esc => idle
# two slips are another number
scan C => enrol
type 0612345600 => enrol
key Enter => member; events 3
key Esc => idle
