# The disk is full: the sale is refused with a sentence, and closes when there is room again
scan A => enrol
key Enter => member; events 1
type 1250 => member
disk full => member
key Enter => member; refused; "disk is full"; prints nothing; events 1
key Enter => member; refused; events 1
disk ok => member
key Enter => idle; prints; balance A points 50; events 2
