# Two members become one while a till is away: it sells on the old card, and nothing is lost
member "Anna de Vries" A => idle
member "Annie de Vries" B => idle
earn A 12500 => idle; balance A points 500
earn B 2500 => idle; balance B points 100
till 2 => idle
sync => idle; balance B points 100
line down => idle
server merge A B
earn B 1250 => idle; balance B points 150
# the first till hears of it at once, and can use what it held of both
till 1 => idle
sync => idle; balance A points 600; balance B points 600
left B => idle
wait 200 => idle
scan B => member; "Anna de V."; "600"; "2 visits"
key F4 => redeem
key Enter => idle; balance A points 100
sync => idle; balance B points 100
# the second hears of it later, and sends what it sold meanwhile
till 2 => idle
line up => idle
wait 400 => idle
sync => idle; balance A points 150; balance B points 150
till 1 => idle
sync => idle; balance A points 150; balance B points 150
# what was sold on the old card can be taken back
till 2 => idle
key F8 => idle; "Taken back"
sync => idle; balance A points 100
till 1 => idle
sync => idle; balance A points 100
