# The launch kit at the counter: a language, forms whose numbers are recorded first, a bonus day
key F10
type k => menu; "Make the kit"; !"Make the kit of this bonus day"
type 3 => "10 with numbers"
type 1 => menu; "The kit is being made"; events 1
type 1 => refused
key Esc => idle
key F4
type 1 => "Everything counts double"
key F10
type k => "Make the kit of this bonus day"
key Esc => idle
