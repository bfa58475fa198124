# The owner's limits behind F10: seen, changed at this till, heard at the other
till 2
sync
till 1
sync
key F10 => menu; "Limits"
type p => menu; "Visits of a member that earn in a day"; "4"
type 1 => menu; "Type the new limit"
type 6 => menu; "6"
key Enter => menu; "Visits of a member that earn in a day: 6"
type 6
type 12,50
key Enter => "€ 12,50"
type 3
type 0
key Enter => "Never"
key F10 => idle
crash
key F10
type p => "€ 12,50"
key Esc => idle
sync
till 2
sync
key F10
type p => "€ 12,50"; "Never"
# The other one changes it as well: the last one counts everywhere
type 1
type 5
key Enter
key Esc
sync
till 1
sync
key F10
type p => "5"; "€ 12,50"
type 1
key Backspace
key Enter => menu
type 77777777
key Enter => menu
key Esc => idle
