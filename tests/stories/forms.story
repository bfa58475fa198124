# Paper forms: twenty in a row from scan to scan, each with its consents by the day on the form
key F10
type k => menu; "Launch kit"
type 4 => menu; "Scan a joining form"
key Enter => "Scan its code, or type its sixteen digits"
scan H => "Type its line"
type "Anna de Vries 06 12345678 14-3 /1" => "Anna de Vries"; "14 March"
scan I => "The form before is not kept yet"
key Enter => menu; "1 form entered"
agreed H news
scan H => "This form is in already"
# A guest comes to the counter with a card: the form waits as it is.
key Esc => idle
member Bea B
left B
wait 200
key F10
type k
type 4
scan I
type "Cas Bos 0612345679"
scan B => member; "Bea"
key Esc
key F10
type k
type 4 => menu; "Cas Bos"
type " 31-2"
key Enter => "No month has this day"
key Backspace
key Backspace
key Backspace
key Backspace
key Backspace
key Down
key Down
key Up
type " /12"
key Enter => "2 forms entered"
scan J
type "Bea Two 0612345678"
key Enter => refused
key Esc
key Enter => "3 forms entered"
type 9999999999999999
key Enter => "One digit of this number is wrong"
key Esc
key Esc => idle
wait 200
scan H => member; "Anna"
