# A sale of nobody keeps what was on when it was sold; a move does as well
member Anna A
member Bea B
key F4
type 2
type 400
key Enter
key Enter => "without a member"
wait 600
key F7
scan A
key Enter => balance A points 32
sync
wait 60
key F7
scan B => balance A points 0; balance B points 32; balance B stamp:coffees 2
key F8 => balance A points 32; balance B points 0
