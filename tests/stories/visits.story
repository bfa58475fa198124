# programme gym
# Coming in is what counts: Enter without an amount, and the twelfth in a month brings a friend
scan A => enrol
key Enter => member; "Count the visit"
key Enter => idle; events 2
earn A "" => idle; events 3
earn A "" => idle
earn A "" => idle
earn A "" => idle
earn A "" => idle
earn A "" => idle
earn A "" => idle
earn A "" => idle
earn A "" => idle
earn A "" => idle; balance A voucher:friend-for-a-day 0
earn A "" => idle; balance A voucher:friend-for-a-day 1
# What a visit brought goes when the visit is taken back, and comes again with the next
key F8 => idle; balance A voucher:friend-for-a-day 0
earn A "" => idle; balance A voucher:friend-for-a-day 1
left A => idle
wait 200 => idle
scan A => member; "A day for a friend"; "Ready"
key F4 => redeem; "Yours: 1"
key Enter => idle; balance A voucher:friend-for-a-day 0
