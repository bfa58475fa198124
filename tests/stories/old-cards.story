# Cards that the shop gave out before go on, at every till
scan 2912345678906 camera EAN13 => idle; refused; "barcode of a product"
accept EAN13:29 ITF::12 Code39:CLUB:8 Codabar::8 => idle
scan 2912345678906 camera EAN13 => idle; refused; "not known here yet"; sound refused
key F3 => enrol; "Earlier card •••• 8906"; "goes on as their card"
type 0612345678
key Enter => member; prints nothing; events 1
key Esc => idle
wait 10
left 2912345678906
wait 200
scan 2912345678906 camera EAN13 => member; sound found
type 1000
key Enter => idle; "40"
# it lies there still, then is shown again
scan 2912345678906 camera EAN13 => idle
left 2912345678906
wait 20
scan 2912345678906 camera EAN13 => "again? Enter = yes"
key Esc => idle
wait 200
# guns: with AIM identifiers and without, with the letters that end a Codabar and without
scan 2912345678906 wedge EAN13 => member
key Esc => idle
scan 2912345678906 serial unnamed => member
key Esc => idle
scan 2912345678907 wedge unnamed => idle; refused; "sixteen digits"
scan 4006381333931 wedge unnamed => idle; refused; "barcode of a product"
scan 4006381333931 wedge EAN13 => idle; refused; "barcode of a product"
scan CLUB0042 wedge Code39 => idle; refused; "not known here yet"
scan CLUB42 wedge Code39 => idle; refused; "not a member card"
# digits in a symbology that is not ours are no number of ours
scan A wedge Code39 => idle; refused; "not a member card"
scan A12345678B wedge Codabar => idle; refused; "not known here yet"
key F3 => enrol; "Earlier card •••• 5678"
key Enter => member
key Esc => idle
scan 12345678 serial unnamed => member
# another member's card while a sale is open
type 500
scan 2912345678906 camera EAN13 => member; "F7 = switch"
key F7 => member
# a product with a number that begins alike
scan 2954321000004 camera EAN13 => member; refused; "Nobody has this number"
key Esc => idle
# what nobody took up for a minute is no longer waiting
scan CLUB0077 wedge Code39 => idle; refused
wait 70
key F3 => enrol; !"Earlier card"
key Esc => idle
# and what was waved away belongs to nobody
scan CLUB0077 wedge Code39 => idle; refused
key Esc => idle
key F3 => enrol; !"Earlier card"
key Esc => idle
scan CLUB0077 wedge Code39 => idle; refused
scan A => enrol; !"Earlier card"
key Esc => idle
# no such cards any more: the members stay, their earlier cards rest
accept => idle
scan 2912345678906 camera EAN13 => idle; refused; "barcode of a product"
