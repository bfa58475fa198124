# The process dies in the middle of a sale: it comes back open, nothing doubled
scan A => enrol
key Enter => member; events 1
type 1250 => member
crash => member; "Restored"; "+50"; events 1
key Enter => idle; balance A points 50; events 2
crash => idle; balance A points 50; events 2
sync => idle; balance A points 50
crash => idle; balance A points 50
