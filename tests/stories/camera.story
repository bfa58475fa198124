# The camera goes: one sentence, and every other way still works
camera running => idle; !"Camera not found"
camera lost => idle; "Camera not found"; "plug in any webcam"
type 9000000000000000 => idle
key Enter => idle; refused
key Esc => idle
scan A wedge => enrol
key Enter => member
camera lost busy => member; "Camera in use"; "Close that program"
camera lost black => member; "Picture black"
camera running => member; "The camera is back."; !"Picture black"
# The menu does not stand in anybody's way, and its rows open
key Esc => idle
key F10 => menu; "Scanner gun"
key Down => menu
key Enter => calibrate
key Esc => idle
key F10 => menu
key Esc => idle
key F10 => menu
scan A wedge => member
