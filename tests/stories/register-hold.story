# A cash register sets a reward aside; a crash in between loses neither sale nor member
member "Anna de Vries" A => idle
earn A 25000 => idle; balance A points 1000
left A => idle
wait 200 => idle
register on => idle
register open R-1 2000 => answer state open
register hold R-1 five-off => answer error member_needed
scan A => member; tells member_attached
register quote R-1 => answer to_pay_minor 2000; answer reward ""
register hold R-1 nothing => answer error reward_unknown; member
register hold R-1 five-off => redeem; answer state held; answer discount_minor 500; answer to_pay_minor 1500; tells hold_set
register hold R-1 five-off => redeem; answer state held; tells nothing
register release R-1 => member; answer state free; tells hold_released
register hold R-1 five-off => redeem; tells hold_set
# More lines: the reward stays set aside, and the figures follow
register line R-1 2000 1000 => redeem; answer to_pay_minor 2500; "€ 25,00"
crash => redeem; "Restored"; "€ 25,00"
register on => redeem; tells member_attached; tells hold_set
wait 200 => redeem; !"given?"
register close R-1 3000 => idle; prints; answer to_pay_minor 2500; answer points_spent 500; answer points_given 125; answer not_taken ""; balance A points 625; tells sale_closed
# A reward that cannot be taken when the sale was paid stays with the member: the sale still counts
left A => idle
wait 200 => idle
register open R-2 2500
scan A => member
register hold R-2 ten-percent => redeem; answer discount_minor 250
register line R-2 1000 => redeem; answer total_minor 1000
register close R-2 1000 => idle; answer not_taken reward_minimum; answer to_pay_minor 1000; answer points_spent 0; balance A points 675
# The register gives a sale up: the member keeps the reward
left A => idle
wait 200 => idle
register open R-3 2500
scan A => member
register hold R-3 five-off => redeem
register void R-3 => idle; answer state void; tells member_detached; balance A points 675
# The member came first, and the cashier typed already: the register's amount counts
left A => idle
wait 200 => idle
scan A => member
type 99 => "€ 0,99"
register open R-4 2500 => member; "€ 25,00"; !"€ 0,99"
key Esc => idle; "no longer attached"
register close R-4 2500 => idle; answer member None; balance A points 675
