# Two members share one account: what one earns the other uses; an owner gives and blocks
member "Anna de Vries" A => idle
member "Ben de Vries" B => idle
earn A 10000 => idle; balance A points 400
server household A B
sync => idle; balance B points 400
earn B 2500 => idle; balance A points 500
left B => idle
wait 200 => idle
scan B => member; "Ben de V."; "500 points"
key F4 => redeem
key Enter => idle; balance A points 0
server adjust A 70
sync => idle; balance B points 70
server block B
sync => idle
left B => idle
wait 200 => idle
scan B => idle; refused
