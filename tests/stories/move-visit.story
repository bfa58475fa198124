# programme gym
# A visit that was counted for somebody else moves as well
scan A => enrol
key Enter => member
key Esc => idle
scan B => enrol
key Enter => member
key Esc => idle
left A => idle
left B => idle
wait 100 => idle
scan B => idle; "visit counted"; events 3
left B => idle
wait 60 => idle
key F7 => refund; "Wrong member?"
scan A => idle; prints; events 5
left A => idle
wait 200 => idle
# who came in today by a move is not counted a second time, and who did not come still can be
scan A => member; "1 visit"; events 5
key Esc => idle
left B => idle
wait 200 => idle
scan B => idle; "visit counted"; events 6
sync => idle
