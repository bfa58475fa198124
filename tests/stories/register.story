# A linked cash register: earning takes no taps, and the same sale told twice is one sale
member "Anna de Vries" A => idle
left A => idle
wait 200 => idle
register on => idle
register state => answer currency EUR; answer sale ""; answer member None
register open R-1 => answer state open; answer total_minor 0; idle
register line R-1 350:coffee 900:lunch => answer total_minor 1250; idle
scan A => member; "Anna de V."; "From the cash register"; "€ 12,50"; tells member_attached
# Nothing is typed in a sale of the register, and it alone closes it
type 5 => member; refused; "The cash register gives the amount of this sale. Nothing is typed here."
key Enter => member; refused; "Esc lets the member go"
register quote R-1 => answer points_given 50; answer member.name "Anna de V."; answer points_after 50; answer error None
register close R-1 1250 => idle; prints; answer state closed; answer points_given 50; answer member.points 50; tells sale_closed; tells member_detached; balance A points 50; events 2
# The same number again gives the same answer, also after a crash, and writes nothing
register close R-1 1250 => answer same; events 2; prints nothing
crash => idle
register on => idle
register close R-1 1250 => answer same; events 2; balance A points 50
register close R-1 1300 => answer error sale_differs; events 2
register line R-1 100 => answer error sale_closed
register line R-9 100 => answer error sale_unknown
register close R-2 -5 => answer error amount_negative
register close R-2 500 USD => answer error currency_other
register open R-2 100 => answer total_minor 100
register close R-2 900 => answer error total_differs
register void R-2 => answer state void; idle
register line R-2 100 => answer error sale_unknown
# A sale without a card is kept, and earns nobody anything
wait 200 => idle
register close R-3 700 => idle; answer state closed; answer member None; answer points_given 0; events 3
register close R-3 700 => answer same
# Refunds: a part, the same part again, the rest, and never more
register refund R-1 F-1 250 => answer money_minor 250; answer state done; answer points -10; events 4; balance A points 40; tells taken_back
register refund R-1 F-1 250 => answer same; events 4
crash => idle
register on => idle
register refund R-1 F-1 250 => answer same; events 4
register refund R-1 F-2 => answer money_minor 1000; balance A points 0; events 5
register refund R-1 F-3 => answer error already_reversed; events 5
register refund R-3 F-1 => answer error refund_differs
register refund R-3 F-4 200 => answer money_minor 200; answer points 0; events 6
register refund R-3 F-5 600 => answer error refund_too_much
register refund R-3 F-6 => answer money_minor 500
register refund R-3 F-7 => answer error already_reversed
register refund R-8 F-8 => answer error sale_unknown
# What is taken back at the till with F8 or F7 is told
wait 200 => idle
scan A => member
register close R-10 500 => idle; answer points_given 20; balance A points 20
key F8 => idle; tells taken_back; balance A points 0
register refund R-10 F-10 => answer error already_reversed
# A closed sale that the register gives up is taken back whole, once
left A => idle
wait 200 => idle
scan A => member
register close R-11 500 => idle; balance A points 20
register void R-11 => answer state void; balance A points 0; events 11
register void R-11 => answer same; events 11
# A sale that was put aside comes back with its lines, but not with the member of another one
left A => idle
wait 200 => idle
register open R-12 300 => idle
scan A => member
register open R-13 400 => idle; tells member_detached
scan A => member; "€ 4,00"
register close R-13 400 => idle; balance A points 16
register quote R-12 => answer total_minor 300; answer member None
register close R-12 300 => idle; answer member None; balance A points 16
# A late card finds a sale of the register; the register still takes it back by its own number
left A => idle
wait 200 => idle
register close R-14 800 => idle; answer member None
key F7 => refund
scan A => refund; "€ 8,00: for Anna de V."
key Enter => idle; balance A points 48
register refund R-14 F-14 200 => answer money_minor 200; balance A points 40
register void R-14 => answer state void; balance A points 16
register close R-14 800 => answer error sale_void
# Without the API the counter is what it was
register off => idle
wait 200 => idle
left A => idle
wait 200 => idle
scan A => member
type 500 => "€ 5,00"
key Enter => idle; balance A points 36; tells nothing
