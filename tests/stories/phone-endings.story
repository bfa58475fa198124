# Several match: the cashier asks for the first name and picks; numbers stay masked
member "Anna de Vries" A 0612344867 => idle
member "Bram Hendriks" B 0687654867 => idle
member "Ingrid Lind" C +46701234867 => idle
scan D => enrol
type 0611114867 => enrol
key Enter => member
key Esc => idle
key F2 => find
type 486 => find; "Nobody found yet"
type 7 => find; "4 members found"; "Anna de V."; "Bram H."; "Ingrid L."; "No name"; "+31 •• •••• 67"; "+46 •• •••• 67"; !"0612344867"; !"12344867"
key Down => find
key Enter => member
key Esc => idle
key F2 => find
type 4867 => find
pick 3 => member
key Esc => idle
pick 9 => idle
# more digits leave fewer
key F2 => find
type 44867 => find; "1 member found"; "Anna de V."
key Enter => member; "Anna de V."
# digits never spend: what is typed at a member is an amount
type 4867 => member; "€ 48,67"
key Esc => member
key Esc => idle
# the end of a card and the end of a phone stand in one list
key F2 => find
type 6580 => find; "Anna de V."; "1 member found"
key Esc => find
key Esc => idle
key F2 => find
type 0000 => find; "Nobody found yet"
key Enter => find; refused
key Esc => find
key Esc => idle; events 4
# behind a name a digit chooses the row
member "Anna Berg" E => idle
type anna => find; "2 members found"; "Press the number of the row"
type 3 => find; refused; "nobody in this row"
type 2 => member; "Anna B."
key Esc => idle
