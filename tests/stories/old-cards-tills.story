# A card of before is known at every till, and a UPC-A is the EAN-13 that begins with 0
accept UPCA:04 ITF::12
till 2
sync => idle
line down
scan 041234567891 camera UPCA => idle; refused; "not known here yet"
key F3 => enrol
key Enter => member
key Esc => idle
line up
till 1
# not even pulled: the server is asked
scan 0041234567891 wedge EAN13 => idle; refused
till 2
sync => idle
till 1
wait 70
scan 0041234567891 wedge EAN13 => member; sound found
key Esc => idle
sync => idle
line down
scan 041234567891 serial unnamed => member
key Esc => idle
crash
scan 041234567891 camera UPCA => member
key Esc => idle
# a number of two kinds is asked about by its kind, and a gun that names none takes both
scan 041234567891 wedge ITF => idle; refused; "not known here yet"
key F3 => enrol
key Enter => member
key Esc => idle
scan 041234567891 wedge unnamed => idle; refused; "Two members have this number"
