# One number, in every form that people write it; from abroad too; what cannot be is said with what to do
member "Anna de Vries" A 0612345678 => idle
type "06-1234 5678" => idle; "Find phone ..78"
key Enter => member; "Anna de V."
key Esc => idle
type "(06) 1234.5678" => idle; "Find phone ..78"
key Enter => member; "Anna de V."
key Esc => idle
type "+31 (0)6 12345678" => idle
key Enter => member; "Anna de V."
key Esc => idle
type 0031612345678 => idle
key Enter => member; "Anna de V."
key Esc => idle
type 31612345678 => idle
key Enter => member; "Anna de V."
key Esc => idle
# a guest from abroad: the country is typed, and shown when masked
member "Ingrid Lind" B "+46 70-123 45 67" => idle
type "0046 701234567" => idle
key Enter => member; "Ingrid L."
key Esc => idle
key F2 => find
type "+46701234567" => find; "Ingrid L."; "+46 •• •••• 67"; !"701234567 "
key Esc => find
key Esc => idle
# letters of a keypad
member "Taxi Centrale" C "0800 FLOWER" => idle
key F2 => find
type "0800-356937" => find; "Taxi C."
key Esc => find
type "0800FLOWER" => find; "Taxi C."
key Esc => find
key Esc => idle
# an amount with decimals is never a phone, however long
type 1234567.50 => idle; !"Find phone"
key Esc => idle
# what cannot be
scan D => enrol
type 06123 => enrol
key Enter => enrol; refused; "too short"; "Ask for all its digits"
key Esc => idle
scan D => enrol
type 061234567890123 => enrol
key Enter => enrol; refused; "too long"; "Take digits out"
key Esc => idle
scan D => enrol
type +9991234567 => enrol
key Enter => enrol; refused; "No country has this code"
key Esc => idle
scan D => enrol
type 0000000000 => enrol
key Enter => enrol; refused; "cannot exist"
key Esc => idle
scan D => enrol
type anna => enrol
key Enter => enrol; refused; "cannot exist"; events 3
key Esc => idle
