# programme fair
# Joining gives points in the same event, which can be spent once the server knows them
scan A => enrol
key Enter => member; events 1; balance A points 25
key Esc => idle
sync => idle
# Money that is left over makes the next stamp; a level reached brings its gift
earn A 700 => idle; balance A stamp:tea_time 1; balance A points 32
earn A 300 => idle; balance A stamp:tea_time 2; balance A points 35
earn A 500 => idle; balance A stamp:tea_time 3; balance A points 40
# A draw brings what it brings; taken back and made again it brings the same
left A => idle
wait 200 => idle
scan A => member; "Wheel"; "Last prints"
use 1 => redeem; "Wheel"
key Enter => idle; balance A stamp:tea_time 0; balance A points 48
key F8 => idle; balance A stamp:tea_time 3; balance A points 40
left A => idle
wait 200 => idle
scan A => member
use 1 => redeem; "Wheel"
key Enter => idle; balance A stamp:tea_time 0; balance A points 48
key F8 => idle; balance A stamp:tea_time 3; balance A points 40
# Two prints are all there are, whoever takes them
left A => idle
wait 200 => idle
scan A => member
use 0 => redeem; "Last prints"
key Enter => idle; balance A points 30
sync => idle
scan B => enrol
key Enter => member
key Esc => idle
sync => idle
left B => idle
wait 200 => idle
scan B => member
use 0 => redeem; "Last prints"
key Enter => idle; balance B points 15
sync => idle
left A => idle
wait 200 => idle
scan A => member; "None left"
key Esc => idle
# What applies by itself is said, so that it is rung up; the day has a most
left A => idle
wait 200 => idle
scan A => member
type 20000 => member; "DISCOUNT € 20,00, to pay € 180,00"
key Enter => idle; balance A points 135; balance A voucher:mug 1
sync => idle
# A stock that the first till used up is used up at the second
till 2 => idle
sync => idle
wait 200 => idle
scan B => member; "None left"
