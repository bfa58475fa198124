# The camera goes: one sentence, and every other way still works
camera running => idle; !"Camera lost"
camera lost => idle; "Camera lost"; "plug in any webcam"
type 9000000000000000 => idle
key Enter => idle; refused
key Esc => idle
scan A wedge => enrol
key Enter => member
camera running => member; !"Camera lost - "
