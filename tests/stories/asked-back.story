# What another till keeps ready is asked back from there, and the member waits no longer than that
member "Anna de Vries" A => idle
earn A 12500 => idle; balance A points 500
till 2 => idle
sync => idle; balance A points 500
wait 60 => idle
scan A => member; "Anna de V."
key F4 => member; refused; "Another till keeps these points"; balance A points 500
till 1 => idle
sync => idle; balance A points 500
till 2 => member
wait 60 => member
key F4 => redeem
key Enter => idle; balance A points 0
sync => idle
till 1 => idle
sync => idle; balance A points 0
