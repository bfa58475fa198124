# Quick keys: one press is one item, at a till without a linked register
key F10 => menu; "Quick keys"
type 5 => menu; "Up to 12 items"; "Add a key"
type + => first_start; "A new quick key"
key Enter => first_start; refused; "needs a name"
type Coffee => first_start
key Enter => first_start; "Coffee"; "when it differs each time"
type 300 => first_start; "€ 3,00"
key Enter => first_start; "On which card it is stamped"; "No stamp"; "Coffees"
type 2 => menu; "Coffee is a quick key"; "€ 3,00 · Coffees"; "/ C"
type + => first_start
type Cake => first_start
key Enter => first_start
key Enter => first_start
key Enter => menu; "Cake"; "price is typed"; "* A"
key Esc => idle
member "Anna de Vries" A => idle
left A => idle
wait 200 => idle
# a letter or a sign of the number pad adds one; digits stay an amount
scan A => member; "Anna de V."; "/ C"
type c => member; "€ 3,00"; "Coffee"; "+12"
type / => member; "€ 6,00"; "2 × Coffee"; "+24"
type C => member; "€ 9,00"; "3 × Coffee"
key Backspace => member; "€ 6,00"; "2 × Coffee"; events 1
pick 0 => member; "3 × Coffee"
key Backspace => member
key Enter => idle; prints; balance A points 24; balance A stamp:coffees 1
# what has no price takes the amount that is typed; the amount is of the whole sale
left A => idle
wait 200 => idle
scan A => member
type a => member; "Cake"
key Enter => member; refused; "has no price"
type / => member
type 1000 => member; "€ 10,00"; "Cake, Coffee"; "+40"
key Backspace => member
key Backspace => member; refused
type 0 => member
key Esc => member; "Cake, Coffee"
key Esc => member; !"Cake, Coffee"
key Esc => idle
# before the card as well: the scan closes it, nothing else is pressed
wait 200 => idle
type / => idle; "Coffee waits"
type / => idle; "2 × Coffee"
key Backspace => idle; "Waits for a card"; !"2 × Coffee"
left A => idle
scan A => idle; prints; balance A points 36
# and a crash does not lose them
left A => idle
wait 200 => idle
scan A => member
type c => member; "Coffee"
crash => member; "Coffee"
key Enter => idle; balance A points 48
# a reward is taken off the items
earn A 12500 => idle; balance A points 548
left A => idle
wait 200 => idle
scan A => member
type c => member
type c => member; "€ 6,00"
key F4 => redeem; "DISCOUNT € 5,00"; "€ 1,00"
key Enter => idle; prints; balance A points 52
# taken away again behind F10
key F10 => menu
type 5 => menu
pick 1 => first_start; "Remove this key"
key Down => first_start
key Enter => menu; "Removed"; !"Cake"
